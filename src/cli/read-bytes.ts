import { createReadStream } from "node:fs";
import { InputError } from "../errors/problem.js";
import { attempting } from "./system-error.js";
import { inputOf, type Terminal } from "./terminal.js";

/**
 * A file as bytes; `-` is standard input. More than so many megabytes are an InputError; `what` is what messages call
 * the file.
 */
export function readBytes(
  file: string,
  terminal: Terminal,
  megabytes: number,
  what = "the file",
): Promise<Buffer> {
  const isInput = file === "-";
  return attempting(`cannot read ${isInput ? "standard input" : what}`, () =>
    collect(isInput ? inputOf(terminal) : createReadStream(file), megabytes, what),
  );
}

/** What is thrown for more bytes than are read. */
export const tooLarge = (what: string, megabytes: number): InputError =>
  new InputError({ code: "file-too-large", message: `${what} has more than ${megabytes} MB` });

/** All bytes of a stream, which may be a device that never ends. */
async function collect(
  stream: NodeJS.ReadableStream,
  megabytes: number,
  what: string,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk);
    chunks.push(bytes);
    length += bytes.length;
    if (length > megabytes * 2 ** 20) throw tooLarge(what, megabytes);
  }
  return Buffer.concat(chunks);
}
