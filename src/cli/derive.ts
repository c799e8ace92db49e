import { buildDerivation } from "../document/build-derivation.js";
import type { FreeExpression } from "../lesson/free-expression.js";
import { type DerivativeRequest, deriveExpression } from "../lesson/free-expression.js";
import { derivationJson, derivationText } from "./derivation-answer.js";
import { printable, tell } from "./failure.js";
import { toJson } from "./json.js";
import { checkFormats, chooseLanguages, pageFiles, refuseReport } from "./page-files.js";
import type { Terminal } from "./terminal.js";
import { writeFiles } from "./write-files.js";

const where = "<expression>";

/** The pages that are wanted of a derivation. */
export interface Pages {
  readonly output: string;
  readonly lang: readonly string[];
  readonly format: readonly string[];
  readonly digits: number;
}

export interface DeriveOptions {
  readonly json: boolean;
  readonly terminal: Terminal;
  /** Absent where the derivation is only printed. */
  readonly pages?: Pages;
}

function print(free: FreeExpression, { json, terminal }: DeriveOptions): number {
  terminal.data(json ? toJson(derivationJson(free)) : derivationText(free));
  return 0;
}

/** Writes the pages of a derivation, unless a relation on them is false. */
async function writePages(
  free: FreeExpression,
  { output, lang, format, digits }: Pages,
  { json, terminal }: DeriveOptions,
): Promise<number> {
  checkFormats(format);
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
    terminal.data([...files.map(printable), `${checked} relations verified`].join("\n"));
  return isRight ? 0 : 1;
}

/** `derive EXPRESSION`: one expression, rule by rule, on the terminal or as pages. */
export async function deriveCommand(
  request: DerivativeRequest,
  options: DeriveOptions,
): Promise<number> {
  const { json, terminal, pages } = options;
  try {
    const free = deriveExpression(request);
    return pages ? await writePages(free, pages, options) : print(free, options);
  } catch (thrown) {
    const error = tell(terminal, where, thrown);
    if (json) terminal.data(toJson({ expression: request.expression, error }));
    return 2;
  }
}
