import { InputError, type Problem } from "../problem/problem.js";

/** What a file is called in messages. */
export const displayName = (file: string): string =>
  file === "-" ? "<stdin>" : printable(file);

/** Text from outside without what a terminal would obey. */
export const printable = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `<U+${code.toString(16).toUpperCase().padStart(4, "0")}>`;
  });

/** `FILE:LINE:COLUMN: error[code]: message`, with the help on a line of its own. */
export function messageOf(file: string, { code, message, place, help }: Problem): string {
  const where = place ? `${file}:${place.line}:${place.column}` : file;
  const lines = [`${where}: error[${code}]: ${message}`, ...(help ? [`help: ${help}`] : [])];
  return lines.map(printable).join("\n");
}

/** The first problem as data, for `--json`. */
export function errorJson({ code, message, place, help }: Problem): object {
  return {
    code,
    message,
    ...(place && { line: place.line, column: place.column }),
    ...(help !== undefined && { help }),
  };
}

/** The problems of something that was thrown. What is no InputError is an error of ours and goes on. */
export function problemsOf(error: unknown): readonly Problem[] {
  if (error instanceof InputError) return error.problems;
  if (isSystemError(error))
    return [{ code: error.code ?? "system", message: systemMessage(error) }];
  throw error;
}

const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && "syscall" in error;

const systemMessages: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "expected a file, and this is a directory",
  EACCES: "there is no permission to read or write here",
  ENOTDIR: "a part of the path is a file, not a directory",
  ENOSPC: "there is no space left on the disk",
};

const systemMessage = ({ code = "", path, message }: NodeJS.ErrnoException): string =>
  `${systemMessages[code] ?? message}${path ? `: ${path}` : ""}`;
