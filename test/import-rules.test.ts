import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

interface Rule {
  /** The folders of src/ that may be imported, all of them from rows above. */
  readonly folders: readonly string[];
  /** The npm packages that may be imported; a name that ends in `*` stands for all that begin so. */
  readonly packages?: readonly string[];
  /** Where set, other folders give types only. */
  readonly typesOnly?: true;
}

const judges = [
  "problem",
  "algebra",
  "model",
  "formula",
  "tensor-files",
  "spec",
  "network",
  "backprop",
];
const leftOfLesson = [...judges, "numeric", "check", "training"];
const leftOfCli = [
  ...leftOfLesson,
  "export",
  "mistakes",
  "check/reference",
  "lesson",
  "typeset",
  "languages",
  "document/diagram",
  "document/plot",
  "document",
];
const trees = ["unified", "unist-*", "vfile", "mdast", "mdast-*", "hast"];

/** In the order of the data flow: a row may import only from rows above it, so no cycle can arise. */
const rules: Readonly<Record<string, Rule>> = {
  problem: { folders: [] },
  algebra: { folders: ["problem"] },
  model: { folders: ["problem", "algebra"] },
  formula: { folders: ["problem", "algebra"], packages: ["mathjs"] },
  spec: { folders: ["problem", "formula"], packages: ["yaml", "zod"] },
  "tensor-files": { folders: ["problem", "formula"] },
  "from-weights": { folders: ["problem", "formula", "tensor-files"] },
  network: { folders: ["problem", "algebra", "model", "formula", "tensor-files", "spec"] },
  backprop: { folders: ["algebra", "model"] },
  numeric: { folders: ["algebra", "model", "backprop"], packages: ["decimal.js"] },
  check: {
    folders: ["algebra", "model", "backprop", "numeric"],
    packages: ["decimal.js", "mathjs"],
  },
  export: { folders: [...judges, "numeric"] },
  training: { folders: ["problem", "algebra", "model", "network", "backprop", "numeric"] },
  "check/reference": {
    folders: [...leftOfLesson],
    packages: ["decimal.js"],
  },
  mistakes: { folders: [...leftOfLesson, "check/reference"], packages: ["decimal.js"] },
  lesson: { folders: leftOfLesson },
  typeset: { folders: ["algebra", "model", "numeric", "lesson"] },
  languages: { folders: ["algebra", "mistakes", "lesson"], packages: ["mdast"], typesOnly: true },
  "document/diagram": { folders: [], packages: ["mdast", "hast", "hastscript"] },
  "document/plot": { folders: ["document/diagram"], packages: ["hast", "hastscript"] },
  document: {
    folders: [
      ...leftOfLesson,
      "lesson",
      "typeset",
      "languages",
      "document/diagram",
      "document/plot",
    ],
    packages: [...trees, "remark-*", "magic-string"],
  },
  "stream-format": { folders: ["problem"] },
  stream: { folders: [...leftOfLesson, "lesson", "stream-format"] },
  // The judge of step streams shares nothing with what derives: what evaluates formulas is its own.
  calculator: { folders: ["stream-format"], packages: ["mathjs"] },
  verify: { folders: ["problem", "stream-format", "calculator"] },
  page: { folders: [] },
  formats: {
    folders: ["problem", "document/diagram", "page"],
    packages: [...trees, "hast-util-*", "hastscript", "remark-*", "rehype-*", "katex"],
  },
  // The entry points of the package, src/*.ts.
  "": { folders: [...leftOfCli, "from-weights", "page", "formats"], packages: trees },
  cli: {
    folders: [
      ...leftOfCli,
      "from-weights",
      "stream-format",
      "stream",
      "verify",
      "page",
      "formats",
      "",
    ],
    packages: ["*", "node:*"],
  },
};

interface Import {
  readonly target: string;
  readonly typeOnly: boolean;
  /** Loaded where the line is reached, not with the file. */
  readonly isLate?: true;
}

const root = join(import.meta.dirname, "..", "src");

const files = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => file.split(sep).join("/"))
  .sort();

/** The longest row name that is the file's folder or one around it. */
function rowOf(file: string): string | undefined {
  const folders = dirname(file) === "." ? [] : dirname(file).split("/");
  if (folders.length === 0) return "";
  const candidates = folders.map((_, index) => folders.slice(0, folders.length - index).join("/"));
  return candidates.find((candidate) => candidate in rules);
}

const parse = (file: string): ts.SourceFile =>
  ts.createSourceFile(file, readFileSync(join(root, file), "utf8"), ts.ScriptTarget.Latest, true);

function collect<Found>(node: ts.Node, find: (node: ts.Node) => Found | undefined): Found[] {
  const here = find(node);
  const below: Found[] = [];
  node.forEachChild((child) => void below.push(...collect(child, find)));
  return here === undefined ? below : [here, ...below];
}

function importOf(node: ts.Node): Import | undefined {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier))
    return {
      target: node.moduleSpecifier.text,
      typeOnly: node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword,
    };
  if (
    ts.isExportDeclaration(node) &&
    node.moduleSpecifier &&
    ts.isStringLiteral(node.moduleSpecifier)
  )
    return { target: node.moduleSpecifier.text, typeOnly: node.isTypeOnly };
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
    return { target: (node.argument.literal as ts.StringLiteral).text, typeOnly: true };
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [argument] = node.arguments;
    const target = argument && ts.isStringLiteral(argument) ? argument.text : "(computed)";
    return { target, typeOnly: false, isLate: true };
  }
  return undefined;
}

const outsideGlobals = new Set(["process", "console", "Buffer"]);

const globalOf = (node: ts.Node): string | undefined =>
  ts.isPropertyAccessExpression(node) &&
  ts.isIdentifier(node.expression) &&
  outsideGlobals.has(node.expression.text)
    ? node.expression.text
    : undefined;

const matches = (pattern: string, name: string): boolean =>
  pattern.endsWith("*")
    ? name.startsWith(pattern.slice(0, -1))
    : name === pattern || name.startsWith(`${pattern}/`);

function complaintAbout(
  file: string,
  row: string,
  { target, typeOnly }: Import,
): string | undefined {
  const rule = rules[row];
  if (!target.startsWith("."))
    return rule?.packages?.some((pattern) => matches(pattern, target))
      ? undefined
      : `${file} imports the package ${target}`;
  const imported = relative(root, join(root, dirname(file), target))
    .split(sep)
    .join("/");
  const other = rowOf(imported);
  if (other === row) return undefined;
  if (other === undefined || !rule?.folders.includes(other)) return `${file} imports ${imported}`;
  return rule.typesOnly && !typeOnly ? `${file} imports a value from ${imported}` : undefined;
}

describe("the arrows between the folders of src/ point one way", () => {
  const order = Object.keys(rules);

  it.each(order)("row `%s` allows only rows above it", (row) => {
    for (const folder of rules[row]?.folders ?? [])
      expect(order.indexOf(folder), folder).toBeLessThan(order.indexOf(row));
  });

  it("every file of src/ is in a folder of the table", () => {
    expect(files.filter((file) => rowOf(file) === undefined)).toEqual([]);
  });

  it("each file imports only what its folder may", () => {
    const complaints = files.flatMap((file) =>
      collect(parse(file), importOf).map((each) => complaintAbout(file, rowOf(file) ?? "", each)),
    );
    expect(complaints.filter((complaint) => complaint !== undefined)).toEqual([]);
  });

  it("what judges step streams has at most 1,900 lines in all, so that a person can read it whole", () => {
    const judge = ["verify", "calculator", "stream-format", "problem"];
    const own = files.filter((file) => judge.includes(rowOf(file) ?? ""));
    const lines = own.flatMap((file) => readFileSync(join(root, file), "utf8").trim().split("\n"));
    expect(lines.length).toBeGreaterThan(500);
    expect(lines.length).toBeLessThanOrEqual(1900);
  });

  it("what judges step streams imports nothing else, and no package but mathjs", () => {
    const judge = new Set(["verify/verify.ts"]);
    const packages = new Set<string>();
    for (const file of judge)
      for (const { target } of collect(parse(file), importOf)) {
        if (!target.startsWith(".")) packages.add(target);
        else judge.add(join(dirname(file), target).split(sep).join("/").replace(/\.js$/, ".ts"));
      }
    expect(new Set([...judge].map(rowOf))).toEqual(
      new Set(["verify", "calculator", "stream-format", "problem"]),
    );
    expect([...packages]).toEqual(["mathjs"]);
  });

  it("a command loads no reader or writer of pages before it needs one", () => {
    const loaded = new Set(["cli/main.ts"]);
    const packages = new Set<string>();
    for (const file of loaded)
      for (const { target, typeOnly, isLate } of collect(parse(file), importOf)) {
        if (typeOnly || isLate) continue;
        if (!target.startsWith(".")) packages.add(target);
        else loaded.add(join(dirname(file), target).split(sep).join("/").replace(/\.js$/, ".ts"));
      }
    expect([...packages].filter((name) => name.startsWith("commander"))).toEqual(["commander"]);
    const slow = [...trees, "remark-*", "rehype-*", "mathjs", "katex"];
    expect([...packages].filter((name) => slow.some((pattern) => matches(pattern, name)))).toEqual([
      "mathjs/number",
    ]);
  });

  it("only src/cli/ touches process, console and Buffer", () => {
    const touching = files
      .filter((file) => rowOf(file) !== "cli")
      .flatMap((file) => collect(parse(file), globalOf).map((name) => `${file}: ${name}`));
    expect(touching).toEqual([]);
  });
});
