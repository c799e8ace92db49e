import { createReadStream } from "node:fs";
import { InputError } from "../problem/problem.js";
import { attempting } from "./system-error.js";
import { inputOf, type Terminal } from "./terminal.js";

const most = { megabytes: 32 } as const;

/** A file as text; `-` is standard input. Anything but UTF-8 of a reasonable size is an InputError. */
export async function readText(file: string, terminal: Terminal): Promise<string> {
  const isInput = file === "-";
  const bytes = await attempting(
    isInput ? "cannot read standard input" : "cannot read the file",
    () => readBytes(isInput ? inputOf(terminal) : createReadStream(file)),
  );
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new InputError({
      code: "invalid-encoding",
      message: "the file is not UTF-8 text",
      help: "save it with the encoding UTF-8",
    });
  }
}

/** All bytes of a stream, which may be a device that never ends. */
async function readBytes(stream: NodeJS.ReadableStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk);
    chunks.push(bytes);
    length += bytes.length;
    if (length > most.megabytes * 2 ** 20)
      throw new InputError({
        code: "file-too-large",
        message: `the file has more than ${most.megabytes} MB`,
      });
  }
  return Buffer.concat(chunks);
}
