import { readFile } from "node:fs/promises";
import { text as readAll } from "node:stream/consumers";
import { catalog } from "../network/catalog.js";
import { buildNetwork, type Network } from "../network/network.js";
import { InputError } from "../problem/problem.js";
import { readSpec } from "../spec/read-spec.js";

/** A file as text; `-` is standard input. Anything but UTF-8 is an InputError. */
export async function readText(file: string): Promise<string> {
  if (file === "-") return readAll(process.stdin);
  const bytes = await readFile(file);
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

/** Reads and builds the network of a file; `-` is standard input. */
export const readNetwork = async (file: string): Promise<Network> =>
  buildNetwork(readSpec(await readText(file), catalog));
