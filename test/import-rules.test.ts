import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

interface Rule {
  /** The folders of src/ that may be imported; where left out, all of the rows above. */
  readonly folders?: readonly string[];
  /** The npm packages that may be imported; a name that ends in `*` stands for all that begin so. */
  readonly packages?: readonly string[];
  /** Where set, other folders give types only. */
  readonly typesOnly?: true;
}

const trees = ["unified", "unist-*", "vfile", "mdast", "mdast-*", "hast"];

/** In the order of the house: a row may import only from rows above it, so no cycle can arise. */
const rules: Readonly<Record<string, Rule>> = {
  errors: {},
  "math/algebra": { folders: [] },
  "math/model": {},
  "math/formula": { folders: ["errors", "math/algebra"], packages: ["mathjs"] },
  "math/numeric": { folders: ["math/algebra", "math/model"], packages: ["decimal.js"] },
  weights: { folders: ["errors", "math/formula"] },
  "network/file": { folders: ["errors", "math/formula"], packages: ["yaml"] },
  "network/from-weights": { folders: ["errors", "weights"] },
  "network/rows": { folders: ["math/algebra", "math/model", "network/file"] },
  "network/optimizers": {},
  "network/layered": {},
  "network/equations": {},
  "network/notation": {},
  "network/numbers": {},
  network: {},
  "gradients/backprop": { folders: ["math/algebra", "math/model"] },
  "gradients/derive": { folders: ["errors", "math/algebra", "math/formula", "math/numeric"] },
  "gradients/train": {},
  gradients: {},
  // The ways to a gradient and the judges of relations know models, and no network files.
  "check/methods": {
    folders: ["math/algebra", "math/model", "math/numeric", "gradients/backprop"],
    packages: ["decimal.js"],
  },
  "check/relations": {
    folders: ["math/algebra", "math/model", "math/numeric", "gradients/backprop", "check/methods"],
  },
  "check/reference": { packages: ["decimal.js"] },
  diagnosis: { packages: ["decimal.js"] },
  export: {},
  "notes/lesson": {},
  "notes/typeset": { folders: ["math/algebra", "math/numeric", "notes/lesson"] },
  "notes/languages": { folders: ["diagnosis", "notes/lesson"], typesOnly: true },
  "notes/drawing": { folders: [], packages: ["mdast", "hast", "hastscript"] },
  "notes/document": { packages: [...trees, "remark-*"] },
  "notes/formats": {
    folders: ["errors", "notes/drawing"],
    packages: [...trees, "hastscript", "remark-*", "rehype-*", "katex"],
  },
  "proof/format": { folders: ["errors"] },
  // The judge of step streams shares nothing with what derives: what evaluates formulas is its own.
  "proof/judge": { folders: ["errors", "proof/format"], packages: ["mathjs"] },
  "proof/write": {},
  // The entry points of the package, src/*.ts.
  "": { packages: trees },
  cli: { packages: ["*", "node:*"] },
};

const order = Object.keys(rules);

/** What a row may import. */
const allowedIn = (row: string): readonly string[] =>
  rules[row]?.folders ?? order.slice(0, order.indexOf(row));

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
  if (other === undefined || !allowedIn(row).includes(other)) return `${file} imports ${imported}`;
  return rule?.typesOnly && !typeOnly ? `${file} imports a value from ${imported}` : undefined;
}

describe("the arrows between the folders of src/ point one way", () => {
  it.each(order)("row `%s` allows only rows above it", (row) => {
    for (const folder of allowedIn(row))
      expect(order.indexOf(folder), folder).toBeLessThan(order.indexOf(row));
  });

  it("the house has at most thirteen rooms on its ground floor", () => {
    const rooms = new Set(
      files.filter((file) => file.includes("/")).map((file) => file.split("/")[0]),
    );
    expect(rooms.size).toBeLessThanOrEqual(13);
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

  describe("what judges step streams", () => {
    const judge = new Set(["proof/judge/verify.ts"]);
    const packages = new Set<string>();
    for (const file of judge)
      for (const { target } of collect(parse(file), importOf)) {
        if (!target.startsWith(".")) packages.add(target);
        else judge.add(join(dirname(file), target).split(sep).join("/").replace(/\.js$/, ".ts"));
      }

    it("has at most 1,800 lines in all, so that a person can read it whole", () => {
      const lines = [...judge].flatMap((file) =>
        readFileSync(join(root, file), "utf8").trim().split("\n"),
      );
      expect(lines.length).toBeGreaterThan(500);
      expect(lines.length).toBeLessThanOrEqual(1800);
    });

    it("imports nothing else, and no package but mathjs", () => {
      expect(new Set([...judge].map(rowOf))).toEqual(
        new Set(["proof/judge", "proof/format", "errors"]),
      );
      expect([...packages]).toEqual(["mathjs"]);
    });
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
