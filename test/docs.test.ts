import { execSync } from "node:child_process";
import {
  cpSync,
  createReadStream,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Code, Html, Nodes, Root, RootContent } from "mdast";
import remarkGfm from "remark-gfm";
import remarkMath from "remark-math";
import remarkParse from "remark-parse";
import ts from "typescript";
import { unified } from "unified";
import { visit } from "unist-util-visit";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { run } from "../src/cli/program.js";
import { callableNames } from "../src/math/formula/names/resolve-function.js";
import { catalog } from "../src/network/catalog.js";
import { readSpec } from "../src/network/file/read-spec.js";
import { buildNetwork } from "../src/network/network.js";

const root = join(import.meta.dirname, "..");
const documents = [
  "README.md",
  "ARCHITECTURE.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  "docs/guarantees.md",
  "docs/step-stream.md",
];

const textOf = (file: string): string => readFileSync(join(root, file), "utf8");
const parse = (text: string): Root =>
  unified().use(remarkParse).use(remarkGfm).use(remarkMath).parse(text);

function nodesOf<Type extends Nodes["type"]>(
  tree: Nodes,
  type: Type,
): readonly Extract<Nodes, { type: Type }>[] {
  const found: Extract<Nodes, { type: Type }>[] = [];
  visit(tree, type, (node: Nodes) => void found.push(node as Extract<Nodes, { type: Type }>));
  return found;
}

/** The code blocks of a document in one language. */
const blocksIn = (file: string, language: string): readonly Code[] =>
  nodesOf(parse(textOf(file)), "code").filter(({ lang }) => lang === language);

/** A command of a console block with what is shown below it. */
interface Example {
  readonly file: string;
  readonly command: string;
  readonly shown: string;
}

const examplesIn = (file: string): readonly Example[] =>
  blocksIn(file, "console").flatMap(({ value }) =>
    value
      .split(/^\$ /m)
      .slice(1)
      .map((part) => {
        const [command = "", ...lines] = part.trimEnd().split("\n");
        return { file, command, shown: lines.join("\n") };
      }),
  );

/** The commands that stand behind an npm script of this package. */
const { scripts } = JSON.parse(textOf("package.json")) as { scripts: Record<string, string> };
/** What `npm start` runs, and what it says at its end. */
const [startCommand = "", startSentence = ""] = (scripts.start ?? "").split(" && echo ");

const startExample = "npm ci && npm start";

/** A command as the arguments of gradwalk and its input; undefined for everything else. */
function gradwalkCall(command: string): { argv: readonly string[]; input?: string } | undefined {
  const line = command === startExample ? startCommand : command;
  const [, words, input] =
    /^(?:.*node dist\/cli\/main\.js|(?:npx )?gradwalk) (.*?)(?: < (\S+))?$/.exec(line) ?? [];
  if (words === undefined) return undefined;
  const argv = [...words.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, plain]) => double ?? single ?? plain ?? "",
  );
  return { argv, ...(input !== undefined && { input }) };
}

/** Whether a text is what is shown, where a line `…` stands for any lines and `…` in a line for any words. */
function isShown(shown: string, actual: string): boolean {
  const escaped = shown.split("\n").map((line) =>
    line === "…"
      ? "(?:.*\n)*?"
      : `${line
          .split("…")
          .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"))
          .join(".*")}\n`,
  );
  return new RegExp(`^${escaped.join("")}$`).test(`${actual}\n`);
}

/** Runs a command line and gives all that it prints, both streams in their order. */
async function outputOf({
  argv,
  input,
}: {
  readonly argv: readonly string[];
  readonly input?: string;
}): Promise<{ readonly text: string; readonly code: number }> {
  const lines: string[] = [];
  const print = (line: string): void => void lines.push(line);
  const code = await run(argv, {
    data: print,
    error: print,
    ...(input !== undefined && { input: createReadStream(input) }),
  });
  return { text: lines.join("\n"), code };
}

const home = process.cwd();
const folder = mkdtempSync(join(tmpdir(), "gradwalk-docs-"));

beforeAll(() => {
  for (const name of ["examples", "templates"])
    cpSync(join(root, name), join(folder, name), { recursive: true });
  cpSync(join(root, "test/weights/fixtures/protocol-2.pt"), join(folder, "model.pt"));
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

describe("the commands of the README print what is shown", () => {
  const examples = examplesIn("README.md");
  let exitCode = 0;

  it("has examples of each command", () => {
    const commands = examples.flatMap(({ command }) => gradwalkCall(command)?.argv[0] ?? []);
    expect(new Set(commands)).toEqual(
      new Set([
        "report",
        "gradients",
        "check",
        "diagnose",
        "train",
        "derive",
        "import",
        "export",
        "verify",
      ]),
    );
  });

  it("calls the program as a clone has it", () => {
    const calls = examples.filter(({ command }) => gradwalkCall(command));
    expect(calls.filter(({ command }) => !/^np[mx] /.test(command))).toEqual([]);
  });

  it.each(examples)("$command", async ({ command, shown }) => {
    if (command === "echo $?") {
      expect(shown).toBe(String(exitCode));
      return;
    }
    if (/^(?:echo|python3) .* > \S+$/.test(command)) {
      expect(execSync(command, { encoding: "utf8" })).toBe(shown);
      return;
    }
    const call = gradwalkCall(command);
    if (!call) {
      expect(command).toBe("npm ci && npm test");
      return;
    }
    const { text, code } = await outputOf(call);
    exitCode = code;
    const all = command === startExample ? `${text}\n${startSentence}` : text;
    expect(isShown(shown, all), all).toBe(true);
  });
});

/** The names and modules of `import { a, b } from "module"`, and what stands below the imports. */
function takeImports(source: string): {
  readonly imports: ReadonlyMap<string, readonly string[]>;
  readonly body: string;
} {
  const imports = new Map<string, readonly string[]>();
  const body = source.replace(
    /^import \{([^}]*)\} from "([^"]+)";$/gm,
    (_, names: string, module: string) => {
      imports.set(
        module,
        names
          .split(",")
          .map((name) => name.trim())
          .filter((name) => name !== ""),
      );
      return "";
    },
  );
  return { imports, body };
}

/** Runs a snippet of the package's users and gives what it prints. */
async function printedBy(source: string): Promise<string> {
  const { imports, body } = takeImports(source);
  const given: Record<string, unknown> = {};
  for (const [module, names] of imports) {
    const exported: Record<string, unknown> =
      module === "gradwalk" ? await import("../src/index.js") : await import(module);
    for (const name of names) {
      expect(exported, `${module} exports ${name}`).toHaveProperty(name);
      given[name] = exported[name];
    }
  }
  const log = vi.fn();
  const { outputText } = ts.transpileModule(body, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor as FunctionConstructor;
  await AsyncFunction(
    ...Object.keys(given),
    "console",
    outputText,
  )(...Object.values(given), { log });
  return log.mock.calls.map((printed) => printed.join(" ")).join("\n");
}

describe("the snippets of the README run", () => {
  const snippets = blocksIn("README.md", "ts").map(({ value }) => value);

  it("has a snippet", () => {
    expect(snippets.length).toBeGreaterThan(0);
  });

  it.each(snippets)("snippet %#", async (source) => {
    const shown = [...source.matchAll(/^\/\/ → (.*)$/gm)].map(([, line = ""]) => line).join("\n");
    const printed = await printedBy(source);
    expect(isShown(shown, printed), printed).toBe(true);
  });
});

describe("the network files of the README", () => {
  const files = blocksIn("README.md", "yaml").map(({ value }) => value);

  it.each(files)("file %# is a network", (text) => {
    expect(buildNetwork(readSpec(text, catalog)).model.quantities.size).toBeGreaterThan(0);
  });

  it("the first one is the example that it names", () => {
    expect(`${files[0]}\n`).toBe(textOf("examples/article.yaml"));
  });
});

/** What stands between `<!-- excerpt FILE -->` and `<!-- /excerpt -->`. */
function excerptsIn(file: string): readonly { readonly of: string; readonly text: string }[] {
  const source = textOf(file);
  const excerpts: { of: string; text: string }[] = [];
  let open: { of: string; start: number } | undefined;
  for (const node of parse(source).children.filter(isHtml)) {
    const of = /^<!-- excerpt (\S+) -->$/.exec(node.value)?.[1];
    if (of !== undefined) open = { of, start: node.position?.end.offset ?? 0 };
    if (node.value === "<!-- /excerpt -->" && open) {
      excerpts.push({ of: open.of, text: source.slice(open.start, node.position?.start.offset) });
      open = undefined;
    }
  }
  return excerpts;
}

const isHtml = (node: RootContent): node is Html => node.type === "html";

describe("excerpts of reports are what the reports say", () => {
  it.each(excerptsIn("README.md"))("$of", async ({ of, text }) => {
    const [, name = ""] = /^output\/([^/]+)\/report\.en\.md$/.exec(of) ?? [];
    await outputOf({ argv: ["report", `examples/${name}.yaml`, "--lang", "en,zh"] });
    const report = readFileSync(of, "utf8");
    const blocks = text.split("\n\n").map((block) => block.trim());
    const claimed = blocks.filter((block) => block !== "" && block !== "…");
    expect(claimed.filter((block) => !report.includes(block))).toEqual([]);
  });
});

describe("links", () => {
  const links = documents.flatMap((file) => {
    const tree = parse(textOf(file));
    const addresses = [...nodesOf(tree, "link"), ...nodesOf(tree, "image")].map(({ url }) => url);
    return addresses.filter((url) => !/^[a-z]+:/.test(url)).map((url) => ({ file, url }));
  });

  it.each(links)("$file leads to $url", ({ file, url }) => {
    const [path = "", anchor] = url.split("#");
    const target = path === "" ? file : join(dirname(file), path);
    expect(existsSync(join(root, target)), target).toBe(true);
    if (anchor !== undefined) expect(anchorsIn(target)).toContain(anchor);
  });
});

/** The anchors that GitHub gives to headings. */
const anchorsIn = (file: string): readonly string[] =>
  nodesOf(parse(textOf(file)), "heading").map((heading) =>
    [...nodesOf(heading, "text"), ...nodesOf(heading, "inlineCode")]
      .map(({ value }) => value)
      .join("")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );

describe("the documents name what is there", () => {
  it("git keeps the gallery of each example, and no other report", () => {
    const kept = textOf(".gitignore").match(/(?<=^!output\/).*(?=\/$)/gm);
    const stems = readdirSync(join(root, "examples"))
      .filter((file) => file.endsWith(".yaml"))
      .map((file) => file.replace(".yaml", ""));
    expect(kept?.sort()).toEqual(stems.sort());
    expect(textOf(".gitignore")).toContain("\noutput/*\n");
  });

  it("ARCHITECTURE.md has a row for every folder of src/", () => {
    const folders = readdirSync(join(root, "src"), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `\`${name}/\``);
    const [table] = nodesOf(parse(textOf("ARCHITECTURE.md")), "table");
    const named = table?.children.map((row) =>
      nodesOf(row.children[0] ?? row, "inlineCode").map(({ value }) => `\`${value}\``),
    );
    const isNamed = (folder: string): boolean =>
      named?.flat().some((name) => name.startsWith(folder.slice(0, -1))) ?? false;
    expect(folders.filter((folder) => !isNamed(folder))).toEqual([]);
  });

  it.each(["ARCHITECTURE.md", "CONTRIBUTING.md"])("%s names files that exist", (file) => {
    const paths = nodesOf(parse(textOf(file)), "inlineCode")
      .map(({ value }) => value)
      .filter((value) => /^(?:src|test|templates|examples|scripts)\/[\w./-]+$/.test(value));
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it("the README has every function, activation, loss and optimizer, options included", () => {
    const codes = nodesOf(parse(textOf("README.md")), "inlineCode").map(({ value }) => value);
    const written = new Set(codes.flatMap((code) => code.match(/\w+/g) ?? []));
    const rows = [catalog.activations, catalog.losses, catalog.optimizers].flatMap((table) => [
      ...table,
    ]);
    const words = rows.flatMap(([name, { options }]) => [
      name,
      ...options.map((each) => each.name),
    ]);
    expect([...callableNames, ...words].filter((word) => !written.has(word))).toEqual([]);
  });
});
