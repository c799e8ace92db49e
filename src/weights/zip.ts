import { count } from "../errors/count.js";
import { quote } from "../errors/quote.js";
import { crc32 } from "./crc32.js";
import { refuse } from "./tensor-file.js";

const signatures = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50 } as const;
const sizes = { local: 30, central: 46, end: 22, comment: 0xffff } as const;
const mostEntries = 20_000;
const invalid = "invalid-zip";

/** One file of an archive, as the directory at its end describes it. */
interface Entry {
  readonly name: string;
  readonly checksum: number;
  readonly length: number;
  /** What keeps it from being read, in words. */
  readonly refused: string | undefined;
  /** Where its local header stands. */
  readonly offset: number;
}

/**
 * The files of a zip archive by name, without copying. Only what PyTorch writes is read: stored files, neither
 * compressed nor encrypted, in one volume below 4 GB. Nothing is ever larger than the archive itself, so an archive
 * cannot be a bomb. Throws an InputError for anything else. Format: PKWARE APPNOTE 4.3.
 */
export function readZip(bytes: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const files = new Map<string, Uint8Array>();
  let reached = 0;
  for (const entry of [...directoryOf(view, bytes)].sort((a, b) => a.offset - b.offset)) {
    if (entry.refused !== undefined)
      refuse(invalid, `${quote(entry.name)} in the archive is ${entry.refused}`);
    const start = dataStart(view, bytes, entry);
    if (entry.offset < reached || start + entry.length > bytes.length)
      refuse(invalid, `the bytes of ${quote(entry.name)} are not its own, or not there`);
    if (files.has(entry.name)) refuse(invalid, `the archive has ${quote(entry.name)} twice`);
    reached = start + entry.length;
    const data = bytes.subarray(start, reached);
    if (crc32(data) !== entry.checksum)
      refuse(invalid, `the checksum of ${quote(entry.name)} is wrong`, "the file is damaged");
    files.set(entry.name, data);
  }
  return files;
}

/** The names of the files in a zip archive, also of those that cannot be read. */
export const zipNames = (bytes: Uint8Array): readonly string[] =>
  directoryOf(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), bytes).map(
    ({ name }) => name,
  );

const nameOf = (bytes: Uint8Array, start: number, length: number): string => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(start, start + length));
  } catch {
    return refuse(invalid, "the name of a file in the archive is not UTF-8");
  }
};

/** The record at the end of the archive, which may be followed by a comment. */
function endOf(view: DataView): number {
  const last = view.byteLength - sizes.end;
  for (let at = last; at >= Math.max(0, last - sizes.comment); at--)
    if (
      view.getUint32(at, true) === signatures.end &&
      at + sizes.end + view.getUint16(at + 20, true) === view.byteLength
    )
      return at;
  return refuse(invalid, "the zip archive has no directory at its end", "the file may be cut off");
}

function directoryOf(view: DataView, bytes: Uint8Array): readonly Entry[] {
  const end = endOf(view);
  const amount = view.getUint16(end + 10, true);
  const start = view.getUint32(end + 16, true);
  const stop = start + view.getUint32(end + 12, true);
  if (amount > mostEntries) refuse(invalid, `the archive has ${count(amount, "file")}, too many`);
  if (stop > end) refuse(invalid, "the directory of the archive lies outside of it");
  const entries: Entry[] = [];
  let at = start;
  for (let number = 0; number < amount; number++) {
    if (at + sizes.central > stop || view.getUint32(at, true) !== signatures.central)
      refuse(invalid, `file ${number} is not in the directory of the archive`);
    const nameLength = view.getUint16(at + 28, true);
    const next =
      at +
      sizes.central +
      nameLength +
      view.getUint16(at + 30, true) +
      view.getUint16(at + 32, true);
    if (next > stop) refuse(invalid, "the directory of the archive is cut off");
    entries.push(entryAt(view, at, nameOf(bytes, at + sizes.central, nameLength)));
    at = next;
  }
  return entries;
}

function entryAt(view: DataView, at: number, name: string): Entry {
  const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
  const [stored, length] = [view.getUint32(at + 20, true), view.getUint32(at + 24, true)];
  const isCompressed = method !== 0 || stored !== length;
  return {
    name,
    length,
    refused:
      (flags & 1) !== 0
        ? "encrypted"
        : isCompressed
          ? "compressed, expected it stored as PyTorch does"
          : undefined,
    checksum: view.getUint32(at + 16, true),
    offset: view.getUint32(at + 42, true),
  };
}

/** Where the bytes of a file begin: behind its local header, which must tell of the same file. */
function dataStart(view: DataView, bytes: Uint8Array, { name, offset }: Entry): number {
  if (offset + sizes.local > bytes.length || view.getUint32(offset, true) !== signatures.local)
    refuse(invalid, `${quote(name)} is in the directory of the archive, but not where it says`);
  const nameLength = view.getUint16(offset + 26, true);
  const nameStart = offset + sizes.local;
  if (nameOf(bytes, nameStart, nameLength) !== name)
    refuse(invalid, `${quote(name)} has another name in the archive than in its directory`);
  if (view.getUint16(offset + 8, true) !== 0)
    refuse(invalid, `${quote(name)} in the archive is compressed, expected it stored`);
  return nameStart + nameLength + view.getUint16(offset + 28, true);
}
