import { dirname, isAbsolute, join } from "node:path";
import { InputError } from "../errors/problem.js";
import { catalog } from "../network/catalog.js";
import { readSpec } from "../network/file/read-spec.js";
import type { Located } from "../network/file/spec.js";
import { buildNetwork, type Network } from "../network/network.js";
import type { TensorFile } from "../weights/read-tensor-file.js";
import { readTensors } from "./read-tensors.js";
import { readText } from "./read-text.js";
import type { Terminal } from "./terminal.js";

/** Reads and builds the network of a file, with the weights file that it names; `-` is standard input. */
export async function readNetwork(file: string, terminal: Terminal): Promise<Network> {
  const spec = readSpec(await readText(file, terminal), catalog);
  const named = spec.kind === "layered" ? spec.weights : undefined;
  return buildNetwork(spec, named && { weights: await readWeights(file, named, terminal) });
}

/** A relative path is one from the folder of the network file. What is wrong is told at the place of the path. */
async function readWeights(
  file: string,
  { value, place }: Located<string>,
  terminal: Terminal,
): Promise<TensorFile> {
  if (value === "-")
    throw new InputError({
      code: "invalid-value",
      message: "`weights` is `-`, expected the name of a file",
      place,
    });
  const path = isAbsolute(value) || file === "-" ? value : join(dirname(file), value);
  try {
    return await readTensors(path, terminal, value);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(...error.problems.map((problem) => ({ ...problem, place })));
  }
}
