import { writeFileSync } from "node:fs";
import { chmod, chown, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { quote } from "../errors/quote.js";
import { type OutputPlace, outputPlace } from "./output-place.js";
import { attempting } from "./system-error.js";

/**
 * Writes all files into a folder or none of them: first drafts, which then take the names of the files. What a
 * symbolic link leads to is written, pipes and devices are written through, and a file keeps its mode. Gives the
 * paths of what is there afterwards. Where that fails, the InputError names the folder or the file.
 */
export async function writeFiles(
  folder: string,
  files: ReadonlyMap<string, string>,
): Promise<readonly string[]> {
  const created = await attempting(`cannot write into ${quote(folder, 200)}`, () =>
    mkdir(folder, { recursive: true }),
  );
  try {
    const outputs: Output[] = [];
    for (const [name, content] of files) outputs.push(await outputFor(join(folder, name), content));
    await writeAll(outputs);
    return outputs.filter(({ place }) => place.kind !== "descriptor").map(({ path }) => path);
  } catch (error) {
    if (created !== undefined) await rm(created, { recursive: true, force: true });
    throw error;
  }
}

/** A text on its way to its place. */
interface Output {
  /** As it was asked for. */
  readonly path: string;
  readonly place: OutputPlace;
  readonly content: string;
}

const attempt = (path: string): string => `cannot write ${quote(path, 200)}`;

const outputFor = async (path: string, content: string): Promise<Output> => ({
  path,
  place: await attempting(attempt(path), () => outputPlace(path)),
  content,
});

async function writeAll(outputs: readonly Output[]): Promise<void> {
  const drafts = new Map<string, string>();
  try {
    for (const { path, place, content } of outputs)
      if (place.kind === "file")
        await attempting(attempt(path), () => writeDraft(place, content, drafts));
    // What goes through a pipe cannot be taken back: first, all files must be there as drafts.
    for (const { path, place, content } of outputs)
      if (place.kind !== "file")
        await attempting(attempt(path), () => writeThrough(place, content));
    for (const [path, draft] of drafts) await attempting(attempt(path), () => rename(draft, path));
  } catch (error) {
    for (const draft of drafts.values()) await rm(draft, { force: true });
    throw error;
  }
}

/** A file beside the one that it will become, with its mode and, where that may be given, its owner. */
async function writeDraft(
  { path, found }: Extract<OutputPlace, { kind: "file" }>,
  content: string,
  drafts: Map<string, string>,
): Promise<void> {
  const draft = join(dirname(path), `.gradwalk-${process.pid}-${drafts.size + 1}.draft`);
  await rm(draft, { force: true });
  drafts.set(path, draft);
  await writeFile(draft, content, { flag: "wx" });
  if (!found) return;
  await chown(draft, found.uid, found.gid).catch(() => {});
  await chmod(draft, found.mode & 0o7777);
}

const standard: ReadonlyMap<number, NodeJS.WritableStream> = new Map<number, NodeJS.WritableStream>(
  [
    [1, process.stdout],
    [2, process.stderr],
  ],
);

async function writeThrough(
  place: Exclude<OutputPlace, { kind: "file" }>,
  content: string,
): Promise<void> {
  if (place.kind === "stream") return writeFile(place.path, content);
  const stream = standard.get(place.descriptor);
  if (!stream) {
    writeFileSync(place.descriptor, content);
    return;
  }
  // Whether anybody reads it is seen to where the stream is made.
  await new Promise<void>((done) => void stream.write(content, () => done()));
}
