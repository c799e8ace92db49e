import { basename, extname, join } from "node:path";
import { Option } from "commander";
import { count } from "../../errors/count.js";
import { quote } from "../../errors/quote.js";
import { requireFinite } from "../../gradients/gradients.js";
import type { Instance } from "../../math/model/model.js";
import type { Network } from "../../network/network.js";
import type { Report } from "../../notes/document/build-report.js";
import { buildStream } from "../../proof/write/build-stream.js";
import type { CommandRow } from "../command.js";
import { eachFile, refuseInputTwice } from "../each-file.js";
import { printable, warn } from "../failure.js";
import { toJson } from "../json.js";
import {
  digitsOption,
  filesArgument,
  formatsOption,
  jsonOption,
  languagesOption,
  outputOption,
  variablesOption,
} from "../options.js";
import { checkFormats, chooseLanguages, pageFiles, refuseReport } from "../page-files.js";
import { readNetwork } from "../read-network.js";
import { ownTemplates, shippedTemplates, type Template } from "../report-templates.js";
import type { Terminal } from "../terminal.js";
import { usageError } from "../usage.js";
import { walkTargets } from "../walk-targets.js";
import { writeFiles } from "../write-files.js";

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
  return [...written.map(printable), `${count(checked, "relation")} verified`].join("\n");
}

/** The format that is no page: the derivation as data. */
const streamFormat = "json";

/** The step stream beside the page of each language; it has no words, so it is the same for all. */
function streamFiles(
  network: Network,
  templates: readonly Template[],
  targets: readonly Instance[] | undefined,
): ReadonlyMap<string, string> {
  const text = `${JSON.stringify(buildStream(network, targets), null, 1)}\n`;
  return new Map(templates.map(({ language }) => [`report.${language.code}.json`, text]));
}

interface Given {
  readonly files: readonly string[];
  readonly output: string;
  readonly lang: readonly string[];
  readonly format: readonly string[];
  readonly wrt?: readonly string[];
  readonly digits: number;
  readonly template?: string;
  readonly json?: boolean;
}

async function reportOn(
  file: string,
  templates: readonly Template[],
  { digits, format, json = false, output, wrt }: Given,
  terminal: Terminal,
): Promise<number> {
  const network = await readNetwork(file, terminal);
  // What is not finite cannot be explained; this says which quantity it is.
  requireFinite(network);
  const warnings = warn(terminal, file, network);
  const targets = wrt && walkTargets(network, wrt);
  const { buildReport } = await import("../../notes/document/build-report.js");
  const report = buildReport(network, {
    languages: templates,
    digits,
    ...(targets && { targets }),
  });
  if (report.relations.failed.length > 0) {
    refuseReport(file, report, terminal);
    if (json) terminal.data(answer([], report, { json, warnings }));
    return 1;
  }
  const pages = format.filter((name) => name !== streamFormat);
  const streams = format.includes(streamFormat)
    ? streamFiles(network, templates, targets)
    : new Map<string, string>();
  const files = new Map([...(await pageFiles("report", report, pages)), ...streams]);
  const written = await writeFiles(join(output, stemOf(file)), files);
  terminal.data(answer(written, report, { json, warnings }));
  return 0;
}

/** `report FILE…`: study notes in each language and format; nothing is written unless every relation holds. */
export const reportCommand: CommandRow<Given> = {
  name: "report",
  summary: "write study notes for network files",
  description:
    "Writes study notes for network files into FOLDER/STEM/report.LANGUAGE.FORMAT, where STEM is the name of the file. Nothing is written unless every number holds.",
  arguments: [filesArgument],
  options: [
    outputOption,
    languagesOption,
    formatsOption("md, html, json; json is the derivation as data"),
    variablesOption("the parameters to walk, such as w1,w5, or whole tensors, such as W"),
    digitsOption,
    new Option("--template <file>", "a Markdown file in the place of the built-in one"),
    jsonOption("print what was written as JSON"),
  ],
  examples: ["gradwalk report net.yaml --lang en,zh --wrt w1,w5"],
  async run(given, { terminal }) {
    const { files, format, lang, output, template, json = false } = given;
    refuseInputTwice(files);
    await checkFormats(format, [streamFormat]);
    const languages = chooseLanguages(lang);
    refuseSameFolder(files, output);
    const templates =
      template === undefined
        ? await shippedTemplates(languages)
        : await ownTemplates(template, languages, terminal);
    if (!templates) return 2;
    return eachFile(files, { json, terminal }, (file) =>
      reportOn(file, templates, given, terminal),
    );
  },
};
