import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Report } from "../notes/document/build-report.js";
import type { FormatContext } from "../notes/formats/index.js";
import { findLanguage, type Language, languages } from "../notes/languages/index.js";
import { displayName } from "./failure.js";
import type { Terminal } from "./terminal.js";
import { unknownWord } from "./usage.js";

const require = createRequire(import.meta.url);

/** What reads and writes Markdown and HTML takes a while to load, and most commands do not need it. */
const loadFormats = async () => (await import("../notes/formats/index.js")).formats;

/** A file that comes with the package. */
export const packageFile = (path: string): string =>
  join(dirname(require.resolve("gradwalk/package.json")), path);

/** What pages take from outside of our code: the styles and fonts of KaTeX. */
async function formatContext(): Promise<FormatContext> {
  const folder = join(dirname(require.resolve("katex/package.json")), "dist");
  const css = await readFile(join(folder, "katex.min.css"), "utf8");
  const font = (name: string): string =>
    readFileSync(join(folder, "fonts", name)).toString("base64");
  return { katex: { css, font } };
}

/** The languages of these codes. An unknown one is an InputError. */
export const chooseLanguages = (codes: readonly string[]): readonly Language[] =>
  codes.map((code) => {
    const language = findLanguage(code);
    if (language) return language;
    throw unknownWord(
      "language",
      code,
      languages.map((each) => each.code),
    );
  });

/** Refuses formats that do not exist; `more` are those that only one command knows. */
export async function checkFormats(
  names: readonly string[],
  more: readonly string[] = [],
): Promise<void> {
  const known = [...(await loadFormats()).keys(), ...more];
  for (const name of names) if (!known.includes(name)) throw unknownWord("format", name, known);
}

/** The files of a report by name, `STEM.LANG.EXT`, with its drawings beside them. */
export async function pageFiles(
  stem: string,
  { documents, drawings }: Report,
  formatNames: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const [context, formats] = [await formatContext(), await loadFormats()];
  const files = new Map<string, string>();
  for (const name of formatNames) {
    const format = formats.get(name);
    if (!format) throw new Error(`there is no format ${name}`);
    for (const document of documents)
      files.set(
        `${stem}.${document.language.code}.${name}`,
        format.write(document, documents, context),
      );
    if (format.drawings)
      for (const [drawing, diagram] of drawings) files.set(drawing, format.drawings(diagram));
  }
  return files;
}

/** Says which relations are false. Nothing has been written then. */
export function refuseReport(file: string, { relations }: Report, terminal: Terminal): void {
  for (const { formula, values } of relations.failed)
    terminal.error(
      `${displayName(file)}: error[false-relation]: ${formula} does not hold: ${values.join(" against ")}`,
    );
  terminal.error(`${displayName(file)}: nothing was written`);
}
