import { InputError, type Problem } from "../errors/problem.js";

/** What the operating system's codes mean: our code, and the end of a sentence. */
const meanings: ReadonlyMap<string, readonly [code: string, meaning: string]> = new Map([
  ["ENOENT", ["file-not-found", "there is no such file or folder"]],
  ["EISDIR", ["not-a-file", "it is a folder, expected a file"]],
  ["ENOTDIR", ["not-a-folder", "a part of the path is a file, expected a folder"]],
  ["EEXIST", ["not-a-folder", "a part of the path is a file, expected a folder"]],
  ["EACCES", ["no-permission", "there is no permission"]],
  ["EPERM", ["no-permission", "there is no permission"]],
  ["EROFS", ["no-permission", "the disk is read-only"]],
  ["ENOSPC", ["disk-full", "there is no space left on the disk"]],
  ["ENAMETOOLONG", ["name-too-long", "the name is too long"]],
  ["ELOOP", ["file-not-found", "its symbolic links lead in a circle"]],
  ["EPIPE", ["cannot-write", "nobody reads it"]],
  ["ENXIO", ["cannot-write", "there is nothing behind it"]],
  ["EBADF", ["file-not-found", "it is closed"]],
]);

/** Whether the operating system has refused something. */
export const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && "code" in error && "syscall" in error;

/** A refusal of the operating system as a problem: `cannot read the file: there is no permission`. */
export function systemProblem(
  attempt: string,
  { code = "", message }: NodeJS.ErrnoException,
): Problem {
  const [known, meaning] = meanings.get(code) ?? ["system-error", message];
  return { code: known, message: `${attempt}: ${meaning}` };
}

/** Does something with files; where the operating system refuses, the InputError says what was attempted. */
export async function attempting<Result>(
  attempt: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw isSystemError(error) ? new InputError(systemProblem(attempt, error)) : error;
  }
}
