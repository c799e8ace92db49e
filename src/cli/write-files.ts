import { mkdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "../problem/problem.js";
import { quote } from "../problem/quote.js";
import { attempting, isSystemError } from "./system-error.js";

/**
 * Writes all files into a folder or none of them: first drafts, which then take the names of the files. Gives
 * their paths. Where that fails, the InputError names the folder.
 */
export const writeFiles = (
  folder: string,
  files: ReadonlyMap<string, string>,
): Promise<readonly string[]> =>
  attempting(`cannot write into ${quote(folder, 200)}`, async () => {
    const created = await mkdir(folder, { recursive: true });
    try {
      return await writeDrafts(folder, files);
    } catch (error) {
      if (created !== undefined) await rm(created, { recursive: true, force: true });
      throw error;
    }
  });

async function writeDrafts(
  folder: string,
  files: ReadonlyMap<string, string>,
): Promise<readonly string[]> {
  const drafts = [...files].map(([name, content]) => {
    const [path, draft] = [join(folder, name), join(folder, `.${name}.${process.pid}.draft`)];
    return { path, draft, content };
  });
  try {
    for (const { path } of drafts) await refuseFolder(path);
    for (const { draft, content } of drafts) await writeFile(draft, content);
    for (const { path, draft } of drafts) await rename(draft, path);
  } catch (error) {
    for (const { draft } of drafts) await rm(draft, { force: true });
    throw error;
  }
  return drafts.map(({ path }) => path);
}

/** A folder in the place of a file would stop the renaming half way. */
async function refuseFolder(path: string): Promise<void> {
  const found = await stat(path).catch((error: unknown) => {
    if (isSystemError(error) && error.code === "ENOENT") return undefined;
    throw error;
  });
  if (found?.isDirectory())
    throw new InputError({
      code: "not-a-file",
      message: `cannot write ${quote(path, 200)}: it is a folder, expected a file`,
    });
}
