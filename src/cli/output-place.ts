import { access, constants, lstat, readlink, realpath, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { InputError } from "../errors/problem.js";
import { quote } from "../errors/quote.js";
import { isSystemError } from "./system-error.js";

/** Where a path leads, which may be a symbolic link. */
export type OutputPlace =
  /** A file, which may not exist yet; the mode and the owner of one that does. */
  | { readonly kind: "file"; readonly path: string; readonly found?: Found }
  /** A pipe or a device: what is written is gone, so it is written at once. */
  | { readonly kind: "stream"; readonly path: string }
  /** What this process has open, such as its standard output. */
  | { readonly kind: "descriptor"; readonly descriptor: number };

interface Found {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

const isMissing = (error: unknown): boolean => isSystemError(error) && error.code === "ENOENT";

async function orUndefined<Result>(work: Promise<Result>): Promise<Result | undefined> {
  try {
    return await work;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** `/dev/stdout` and its like lead here. */
function ownDescriptor(path: string): number | undefined {
  const [, process_, descriptor] = /^\/proc\/(\d+)(?:\/task\/\d+)?\/fd\/(\d+)$/.exec(path) ?? [];
  return Number(process_) === process.pid ? Number(descriptor) : undefined;
}

/** The last name of a chain of symbolic links, whether there is a file behind it or not. */
async function endOf(path: string): Promise<string | number> {
  const here = join(await realpath(dirname(path)), basename(path));
  const descriptor = ownDescriptor(here);
  if (descriptor !== undefined) return descriptor;
  const link = await orUndefined(lstat(here));
  return link?.isSymbolicLink() ? endOf(resolve(dirname(here), await readlink(here))) : here;
}

const refuse = (path: string, code: string, what: string): never => {
  throw new InputError({ code, message: `cannot write ${quote(path, 200)}: ${what}` });
};

/** What is behind a path that shall be written. What cannot be, or must not, is an InputError or a system error. */
export async function outputPlace(path: string): Promise<OutputPlace> {
  // This also finds links that lead in a circle.
  const found = await orUndefined(stat(path));
  const end = await endOf(path);
  if (typeof end === "number") return { kind: "descriptor", descriptor: end };
  if (!found) return { kind: "file", path: end };
  if (found.isDirectory()) return refuse(path, "not-a-file", "it is a folder, expected a file");
  if (!found.isFile()) return { kind: "stream", path: end };
  // Who may do everything may do this too, but whoever took the right to write away meant it.
  if ((found.mode & 0o222) === 0) return refuse(path, "no-permission", "it is read-only");
  await access(end, constants.W_OK);
  return { kind: "file", path: end, found };
}

/** Whether two paths lead to one file. */
export async function isSameFile(one: string, other: string): Promise<boolean> {
  if (resolve(one) === resolve(other)) return true;
  const [a, b] = await Promise.all([one, other].map((path) => stat(path).catch(() => undefined)));
  return a?.isFile() === true && a.dev === b?.dev && a.ino === b.ino;
}
