import {
  createReadStream,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "../src/cli/program.js";

const root = join(import.meta.dirname, "..");
const gallery = join(root, "output");
const folders = [1, 2].map(() => mkdtempSync(join(tmpdir(), "gradwalk-gallery-")));

const networks = readdirSync(join(root, "examples"))
  .filter((file) => file.endsWith(".yaml"))
  .sort();

/** Runs a command line and gives what it prints. */
async function printed(argv: readonly string[], input?: NodeJS.ReadableStream): Promise<string> {
  const lines: string[] = [];
  const errors: string[] = [];
  const code = await run(argv, {
    data: (line) => void lines.push(line),
    error: (line) => void errors.push(line),
    ...(input && { input }),
  });
  expect({ code, errors }).toEqual({ code: 0, errors: [] });
  return lines.map((line) => `${line}\n`).join("");
}

/** Writes all that the gallery holds into a folder, as `npm run gallery` does. */
async function generate(folder: string): Promise<void> {
  const files = networks.map((file) => join(root, "examples", file));
  await printed(["report", ...files, "--lang", "en,zh", "-o", folder]);
  const requests = createReadStream(join(root, "examples", "expressions.jsonl"));
  await writeFile(
    join(folder, "expressions.jsonl"),
    await printed(["derive", "--jsonl"], requests),
  );
}

/** Every file below a folder. */
const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

/** What stands at the first place where two texts differ; long files make poor messages. */
function firstDifference(ours: string, theirs: string): string | undefined {
  if (ours === theirs) return undefined;
  const [left, right] = [ours.split("\n"), theirs.split("\n")];
  const line = left.findIndex((text, place) => text !== right[place]);
  const at = line < 0 ? left.length : line;
  const show = (text = "the end"): string => text.slice(0, 200);
  return `line ${at + 1}: now ${show(left[at])}, committed ${show(right[at])}`;
}

const differences = (ours: string, theirs: string): readonly string[] => {
  const [now, then] = [filesIn(ours), filesIn(theirs)];
  const text = (folder: string, file: string): string => readFileSync(join(folder, file), "utf8");
  return [...new Set([...now, ...then])].sort().flatMap((file) => {
    if (!then.includes(file)) return [`${file}: missing`];
    if (!now.includes(file)) return [`${file}: nothing generates it`];
    const difference = firstDifference(text(ours, file), text(theirs, file));
    return difference === undefined ? [] : [`${file}: ${difference}`];
  });
};

describe("the gallery", () => {
  beforeAll(async () => {
    for (const folder of folders) await generate(folder);
  }, 120_000);
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true });
  });

  const [first = "", second = ""] = folders;

  it("has Markdown and HTML in both languages for each example, and a line for each expression", () => {
    const files = filesIn(first);
    for (const name of networks.map((file) => file.replace(".yaml", "")))
      for (const report of ["report.en.md", "report.zh.md", "report.en.html", "report.zh.html"])
        expect(files).toContain(join(name, report));
    const lines = (file: string): number => readFileSync(file, "utf8").trim().split("\n").length;
    expect(lines(join(first, "expressions.jsonl"))).toBe(
      lines(join(root, "examples", "expressions.jsonl")),
    );
  });

  it("comes out with the same bytes every time", () => {
    expect(differences(first, second)).toEqual([]);
  });

  it.skipIf(!existsSync(gallery))("is what is committed; `npm run gallery` refreshes it", () => {
    expect(differences(first, gallery)).toEqual([]);
  });
});
