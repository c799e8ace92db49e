import { InputError } from "../errors/problem.js";
import { readBytes, tooLarge } from "./read-bytes.js";
import type { Terminal } from "./terminal.js";

const most = { megabytes: 32 } as const;

/** A file as text; `-` is standard input. Anything but UTF-8 of a reasonable size is an InputError. */
export const readText = async (file: string, terminal: Terminal): Promise<string> =>
  textOf(await readBytes(file, terminal, most.megabytes));

/** The text that bytes of a file are; the same InputErrors. */
export function textOf(bytes: Uint8Array): string {
  if (bytes.length > most.megabytes * 2 ** 20) throw tooLarge("the file", most.megabytes);
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
