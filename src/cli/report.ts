import { readFile } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { buildReport, isSection, type Report } from "../document/build-report.js";
import { readTemplate } from "../document/template.js";
import type { Language } from "../languages/index.js";
import { requireFinite } from "../lesson/gradients.js";
import type { Instance } from "../model/model.js";
import { findInstance, type Network } from "../network/network.js";
import { InputError } from "../problem/problem.js";
import { quote } from "../problem/quote.js";
import { buildStream } from "../stream/build-stream.js";
import { eachFile } from "./each-file.js";
import { displayName, printable, tell, warn } from "./failure.js";
import { toJson } from "./json.js";
import {
  checkFormats,
  chooseLanguages,
  packageFile,
  pageFiles,
  refuseReport,
} from "./page-files.js";
import { readNetwork } from "./read-network.js";
import { readText } from "./read-text.js";
import type { Terminal } from "./terminal.js";
import { suggestionFor, usageError } from "./usage.js";
import { writeFiles } from "./write-files.js";

/** The options of `report`. */
export interface ReportOptions {
  readonly output: string;
  readonly lang: readonly string[];
  readonly format: readonly string[];
  readonly wrt?: readonly string[];
  readonly digits: number;
  readonly template?: string;
  readonly json: boolean;
  readonly terminal: Terminal;
}

/** The name of a file without its extension, after which its folder is named. */
const stemOf = (file: string): string => (file === "-" ? "stdin" : basename(file, extname(file)));

/** Two files of one name would write into the same folder, one report over the other. */
function refuseSameFolder(files: readonly string[], output: string): void {
  const seen = new Map<string, string>();
  for (const file of files) {
    const stem = stemOf(file);
    const other = seen.get(stem);
    if (other !== undefined)
      throw usageError(
        `the reports of ${quote(other, 200)} and ${quote(file, 200)} would both be written into ${quote(join(output, stem), 200)}`,
        "write them one by one, each with a folder of its own after `-o`",
      );
    seen.set(stem, file);
  }
}

const targetsOf = (network: Network, names: readonly string[]): readonly Instance[] =>
  names.map((name) => {
    const instance = findInstance(network, name);
    if (instance && network.parameters.includes(instance.name)) return instance;
    const known = network.parameters.flatMap((parameter) =>
      network.names.groupsOf(parameter).map((group) => group.name),
    );
    const help = suggestionFor(name, known);
    throw new InputError({
      code: "unknown-parameter",
      message: `the network has no parameter ${quote(name)}`,
      ...(help !== undefined && { help }),
    });
  });

interface Template {
  readonly language: Language;
  readonly template: string;
}

const shippedTemplate = async (language: Language): Promise<Template> => ({
  language,
  template: await readFile(packageFile(`templates/report.${language.code}.md`), "utf8"),
});

/** The user's own template, once its markers are known to be right. */
async function readOwnTemplate(file: string, terminal: Terminal): Promise<string> {
  const template = await readText(file, terminal);
  readTemplate(template, isSection);
  return template;
}

function answer(
  written: readonly string[],
  { relations }: Report,
  { json, warnings }: { readonly json: boolean; readonly warnings: readonly object[] },
): string {
  const { checked, failed } = relations;
  const told = { checked, failed: failed.length };
  if (json)
    return toJson({
      files: written,
      relations: told,
      ...(warnings.length > 0 && { warnings }),
    });
  return [...written.map(printable), `${checked} relations verified`].join("\n");
}

/** The format that is no page: the derivation as data. */
const streamFormat = "json";

/** The step stream beside the page of each language; it has no words, so it is the same for all. */
function streamFiles(
  network: Network,
  languages: readonly Template[],
  targets: readonly Instance[] | undefined,
): ReadonlyMap<string, string> {
  const text = `${JSON.stringify(buildStream(network, targets), null, 1)}\n`;
  return new Map(languages.map(({ language }) => [`report.${language.code}.json`, text]));
}

async function reportOn(
  file: string,
  languages: readonly Template[],
  options: ReportOptions,
): Promise<number> {
  const { digits, format, json, output, terminal, wrt } = options;
  const network = await readNetwork(file, terminal);
  // What is not finite cannot be explained; this says which quantity it is.
  requireFinite(network);
  const warnings = warn(terminal, file, network);
  const targets = wrt && targetsOf(network, wrt);
  const report = buildReport(network, { languages, digits, ...(targets && { targets }) });
  if (report.relations.failed.length > 0) {
    refuseReport(file, report, terminal);
    if (json) terminal.data(answer([], report, { json, warnings }));
    return 1;
  }
  const pages = format.filter((name) => name !== streamFormat);
  const streams = format.includes(streamFormat)
    ? streamFiles(network, languages, targets)
    : new Map<string, string>();
  const files = new Map([...(await pageFiles("report", report, pages)), ...streams]);
  const written = await writeFiles(join(output, stemOf(file)), files);
  terminal.data(answer(written, report, { json, warnings }));
  return 0;
}

/** `report FILE…`: study notes in each language and format; nothing is written unless every relation holds. */
export async function reportCommand(
  files: readonly string[],
  options: ReportOptions,
): Promise<number> {
  const { format, lang, output, template, terminal } = options;
  checkFormats(format, [streamFormat]);
  const languages = chooseLanguages(lang);
  refuseSameFolder(files, output);
  if (template === undefined) {
    const templates = await Promise.all(languages.map(shippedTemplate));
    return eachFile(files, options, (file) => reportOn(file, templates, options));
  }
  let own: string;
  try {
    own = await readOwnTemplate(template, terminal);
  } catch (error) {
    tell(terminal, displayName(template), error);
    return 2;
  }
  const templates = languages.map((language) => ({ language, template: own }));
  return eachFile(files, options, (file) => reportOn(file, templates, options));
}
