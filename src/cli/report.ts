import { createRequire } from "node:module";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { buildReport, type Report } from "../document/build-report.js";
import { findLanguage, type Language, languages } from "../languages/index.js";
import { formats, type FormatContext } from "../formats/index.js";
import type { Instance } from "../model/model.js";
import { findInstance, type Network } from "../network/network.js";
import { InputError } from "../problem/problem.js";
import { quote } from "../problem/quote.js";
import { eachFile } from "./each-file.js";
import { displayName } from "./failure.js";
import { toJson } from "./json.js";
import { readNetwork, readText } from "./read-network.js";
import type { Terminal } from "./terminal.js";

export interface ReportCommandOptions {
  readonly output: string;
  readonly lang: readonly string[];
  readonly format: readonly string[];
  readonly wrt?: readonly string[];
  readonly digits: number;
  readonly template?: string;
  readonly json: boolean;
  readonly terminal: Terminal;
}

const require = createRequire(import.meta.url);

/** A file that the package ships or depends on. */
const packageFile = (path: string): string =>
  join(dirname(require.resolve("gradwalk/package.json")), path);

const unknown = (what: string, name: string, known: readonly string[]): InputError =>
  new InputError({
    code: `unknown-${what}`,
    message: `${quote(name)} is no ${what}, expected one of ${known.map((each) => `\`${each}\``).join(", ")}`,
  });

function chosenLanguages(codes: readonly string[]): readonly Language[] {
  return [...new Set(codes)].map((code) => {
    const language = findLanguage(code);
    if (!language) throw unknown("language", code, languages.map((each) => each.code));
    return language;
  });
}

function targetsOf(network: Network, names: readonly string[] | undefined): readonly Instance[] | undefined {
  return names?.map((name) => {
    const instance = findInstance(network, name);
    if (instance && network.parameters.includes(instance.name)) return instance;
    throw new InputError({
      code: "unknown-parameter",
      message: `the network has no parameter ${quote(name)}`,
    });
  });
}

const templateOf = ({ template }: ReportCommandOptions, { code }: Language): Promise<string> =>
  template === undefined
    ? readFile(packageFile(join("templates", `report.${code}.md`)), "utf8")
    : readText(template);

/** Writes a file whole or not at all. */
async function writeWhole(file: string, content: string): Promise<void> {
  const draft = `${file}.part`;
  await writeFile(draft, content);
  await rename(draft, file);
}

const katexFolder = (): string => dirname(require.resolve("katex/package.json"));

const formatContext = async (): Promise<FormatContext> => {
  const folder = join(katexFolder(), "dist");
  const css = await readFile(join(folder, "katex.min.css"), "utf8");
  const { readFileSync } = await import("node:fs");
  return { katex: { css, font: (name) => readFileSync(join(folder, "fonts", name)).toString("base64") } };
};

async function writeReport(
  file: string,
  report: Report,
  options: ReportCommandOptions,
): Promise<readonly string[]> {
  const stem = file === "-" ? "stdin" : basename(file, extname(file));
  const folder = join(options.output, stem);
  await mkdir(folder, { recursive: true });
  const context = await formatContext();
  const written: string[] = [];
  const write = async (name: string, content: string): Promise<void> => {
    await writeWhole(join(folder, name), content);
    written.push(join(folder, name));
  };
  for (const name of new Set(options.format)) {
    const format = formats.get(name);
    if (!format) throw unknown("format", name, [...formats.keys()]);
    for (const document of report.documents)
      await write(`report.${document.language.code}.${name}`, format.write(document, report.documents, context));
    if (format.drawings)
      for (const [drawing, diagram] of report.drawings) await write(drawing, format.drawings(diagram));
  }
  return written;
}

function refuse(file: string, { relations }: Report, terminal: Terminal): number {
  for (const { formula, values } of relations.failed)
    terminal.error(`${displayName(file)}: error[false-relation]: ${formula} does not hold: ${values.join(" against ")}`);
  terminal.error(`${displayName(file)}: nothing was written`);
  return 1;
}

/** `report FILE…`: study notes in each language and format; nothing is written unless every relation holds. */
export async function reportCommand(
  files: readonly string[],
  options: ReportCommandOptions,
): Promise<number> {
  const chosen = chosenLanguages(options.lang);
  for (const name of options.format)
    if (!formats.has(name)) throw unknown("format", name, [...formats.keys()]);
  const templates = await Promise.all(
    chosen.map(async (language) => ({ language, template: await templateOf(options, language) })),
  );
  return eachFile(files, options, async (file) => {
    const network = await readNetwork(file);
    const targets = targetsOf(network, options.wrt);
    const report = buildReport(network, {
      languages: templates,
      digits: options.digits,
      ...(targets && { targets }),
    });
    if (report.relations.failed.length > 0) return refuse(file, report, options.terminal);
    const written = await writeReport(file, report, options);
    const relations = { checked: report.relations.checked, failed: 0 };
    options.terminal.data(
      options.json
        ? toJson({ files: written, relations })
        : [...written, `${relations.checked} relations verified`].join("\n"),
    );
    return 0;
  });
}
