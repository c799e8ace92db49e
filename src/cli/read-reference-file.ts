import { readReference } from "../check/reference/read-reference.js";
import { type Reference, tensorReference } from "../check/reference/reference.js";
import { readTensors } from "./read-tensors.js";
import { readText } from "./read-text.js";
import type { Terminal } from "./terminal.js";

/** Names of files that hold tensors and no text. */
const tensorFile = /\.(safetensors|pt|pth)$/i;

/** The tensors of a file, each of which says the type of its numbers. */
async function readTensorReference(file: string, terminal: Terminal): Promise<Reference> {
  const { tensors } = await readTensors(file, terminal);
  return tensorReference(
    [...tensors].map(([name, { shape, data, dtype }]) => ({
      name,
      shape,
      values: data,
      type: dtype,
    })),
  );
}

/** The numbers of a file that somebody else has computed: YAML or JSON, safetensors, a state_dict. */
export const readReferenceFile = async (file: string, terminal: Terminal): Promise<Reference> =>
  tensorFile.test(file)
    ? readTensorReference(file, terminal)
    : readReference(await readText(file, terminal));
