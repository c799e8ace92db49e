import { Argument, Option } from "commander";
import { count } from "../../errors/count.js";
import type { FreeExpression } from "../../gradients/derive/free-expression.js";
import {
  type DerivativeRequest,
  deriveExpression,
} from "../../gradients/derive/free-expression.js";
import type { CommandRow } from "../command.js";
import { derivationJson, derivationText } from "../derivation-answer.js";
import { deriveLines } from "../derive-lines.js";
import { printable, tell } from "../failure.js";
import { toJson } from "../json.js";
import {
  digitsOption,
  formatsOption,
  jsonOption,
  languagesOption,
  outputOption,
  variablesOption,
  wholeNumberFor,
} from "../options.js";
import { checkFormats, chooseLanguages, pageFiles, refuseReport } from "../page-files.js";
import { readPoint } from "../point.js";
import type { Terminal } from "../terminal.js";
import { usageError } from "../usage.js";
import { writeFiles } from "../write-files.js";

const where = "<expression>";

/** The pages that are wanted of a derivation. */
interface Pages {
  readonly output: string;
  readonly lang: readonly string[];
  readonly format: readonly string[];
  readonly digits: number;
}

interface Answering {
  readonly json: boolean;
  /** The digits of numbers on the terminal, where they were asked for. */
  readonly digits: number | undefined;
  readonly terminal: Terminal;
}

function print(free: FreeExpression, { json, digits, terminal }: Answering): number {
  terminal.data(json ? toJson(derivationJson(free)) : derivationText(free, digits));
  return 0;
}

/** Writes the pages of a derivation, unless a relation on them is false. */
async function writePages(
  free: FreeExpression,
  { output, lang, format, digits }: Pages,
  { json, terminal }: Answering,
): Promise<number> {
  await checkFormats(format);
  const { buildDerivation } = await import("../../notes/document/build-derivation.js");
  const report = buildDerivation(free, { languages: chooseLanguages(lang), digits });
  const { checked, failed } = report.relations;
  const isRight = failed.length === 0;
  if (!isRight) refuseReport(where, report, terminal);
  const files = isRight
    ? await writeFiles(output, await pageFiles("derivation", report, format))
    : [];
  if (json) {
    const relations = { checked, failed: failed.length };
    terminal.data(toJson({ ...derivationJson(free), files, relations }));
  } else if (isRight)
    terminal.data([...files.map(printable), `${count(checked, "relation")} verified`].join("\n"));
  return isRight ? 0 : 1;
}

interface Given extends Pages {
  readonly expression: string | undefined;
  readonly wrt?: readonly string[];
  readonly at?: string;
  readonly order: number;
  readonly json?: boolean;
  readonly jsonl?: boolean;
}

function requestOf({ expression, wrt, at, order }: Given): DerivativeRequest {
  if (expression === undefined)
    throw usageError("the expression is missing", "`gradwalk derive --help` shows an example");
  if (!wrt)
    throw usageError("the option `--wrt` is missing", "add the variables, such as `--wrt x,y`");
  return { expression, wrt, order, ...(at !== undefined && { at: readPoint(at) }) };
}

/** Differentiates one expression, and prints it or writes its pages where there are any. */
async function derive(
  request: DerivativeRequest,
  pages: Pages | undefined,
  answering: Answering,
): Promise<number> {
  const { json, terminal } = answering;
  try {
    const free = deriveExpression(request);
    return pages ? await writePages(free, pages, answering) : print(free, answering);
  } catch (thrown) {
    const error = tell(terminal, where, thrown);
    if (json) terminal.data(toJson({ expression: request.expression, error }));
    return 2;
  }
}

const orderOption = new Option("--order <order>", "1, or 2 for second derivatives")
  .argParser(wholeNumberFor("--order", 1, 2))
  .default(1);

/** The options that ask for pages. */
const pageOptions = ["output", "lang", "format"];

/** `derive EXPRESSION`: one expression, rule by rule, on the terminal or as pages. */
export const deriveCommand: CommandRow<Given> = {
  name: "derive",
  summary: "differentiate one expression, rule by rule",
  description:
    "Differentiates one expression, rule by rule. It is printed, or with --format, --lang or -o written as FOLDER/derivation.LANGUAGE.FORMAT.",
  arguments: [
    new Argument("[expression]", "such as x^2*sin(x); behind -- if it begins with a minus sign"),
  ],
  options: [
    variablesOption("the variables, such as x,y"),
    new Option("--at <point>", "also evaluate here, such as x=1,y=-2.5"),
    orderOption,
    jsonOption("print JSON"),
    new Option("--jsonl", "answer JSON requests on standard input, one a line").conflicts([
      ...["wrt", "at", "order"],
      ...pageOptions,
    ]),
    formatsOption("md, html"),
    languagesOption,
    outputOption,
    digitsOption,
  ],
  examples: [
    'gradwalk derive "x^2*sin(x)" --wrt x --at x=1',
    `echo '{"expression":"x^2","wrt":["x"],"at":{"x":1},"order":2}' | gradwalk derive --jsonl`,
  ],
  dashHelp:
    'an expression that begins with `-` stands behind `--`: `gradwalk derive --wrt x -- "-x^2"`',
  async run(given, { terminal, isStated }) {
    const { expression, json = false, jsonl = false } = given;
    if (jsonl && expression !== undefined)
      throw usageError("`--jsonl` reads its expressions from standard input, received one more");
    if (jsonl) return deriveLines(terminal);
    const pages = pageOptions.some(isStated) ? given : undefined;
    const digits = isStated("digits") ? given.digits : undefined;
    return derive(requestOf(given), pages, { json, digits, terminal });
  },
};
