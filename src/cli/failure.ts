import { InputError, type Problem } from "../errors/problem.js";
import { codePointName } from "../errors/quote.js";
import type { Network } from "../network/network.js";
import { warningsOf } from "../notes/lesson/warnings.js";
import { isSystemError, systemProblem } from "./system-error.js";
import type { Terminal } from "./terminal.js";

/** Text from outside without what a terminal would obey: control characters are shown by their number. */
export const printable = (text: string): string =>
  text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu,
    (character) => `<${codePointName(character)}>`,
  );

/** What a file is called in messages. */
export const displayName = (file: string): string => (file === "-" ? "<stdin>" : printable(file));

/** `FILE:LINE:COLUMN: error[code]: message`, with the help on a line of its own. */
export const messageOf = (file: string, problem: Problem): string => report(file, problem, "error");

function report(
  file: string,
  { code, message, place, help }: Problem,
  kind: "error" | "warning",
): string {
  const where = place ? `${file}:${place.line}:${place.column}` : file;
  const lines = [`${where}: ${kind}[${code}]: ${message}`, ...(help ? [`help: ${help}`] : [])];
  return lines.map(printable).join("\n");
}

/** A problem as data, for `--json`; what it does not have is null. */
export const errorJson = ({ code, message, place, help }: Problem): object => ({
  code,
  message,
  line: place?.line ?? null,
  column: place?.column ?? null,
  help: help ?? null,
});

/** The problems of something that was thrown. What is no fault of the input is one of ours, and says so. */
export function problemsOf(error: unknown): readonly Problem[] {
  if (error instanceof InputError) return error.problems;
  if (isSystemError(error)) return [systemProblem("cannot go on", error)];
  const reason = error instanceof Error ? error.message : String(error);
  return [
    {
      code: "internal",
      message: `gradwalk could not finish: ${reason}`,
      help: "this is a mistake in gradwalk; please report it together with the input",
    },
  ];
}

/** Prints the problems of something that was thrown, and gives the first of them as data. */
export function tell(terminal: Terminal, file: string, error: unknown): object {
  const problems = problemsOf(error);
  for (const problem of problems) terminal.error(messageOf(file, problem));
  return errorJson(problems[0] ?? { code: "unknown", message: "there is no message" });
}

/** Prints what a network's file may say but hardly means, one line each, and gives it as data. */
export function warn(terminal: Terminal, file: string, network: Network): readonly object[] {
  return warningsOf(network).map((warning) => {
    const { help: _, ...line } = warning;
    terminal.error(report(displayName(file), line, "warning"));
    return errorJson(warning);
  });
}
