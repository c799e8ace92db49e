import { InputError } from "../problem/problem.js";
import { readBytes } from "./read-bytes.js";
import type { Terminal } from "./terminal.js";

const most = { megabytes: 32 } as const;

/** A file as text; `-` is standard input. Anything but UTF-8 of a reasonable size is an InputError. */
export async function readText(file: string, terminal: Terminal): Promise<string> {
  const bytes = await readBytes(file, terminal, most.megabytes);
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
