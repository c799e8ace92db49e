import { readReference } from "../check/reference/read-reference.js";
import { type Reference, tensorReference } from "../check/reference/reference.js";
import type { FloatType } from "../tensor-files/number-types.js";
import { isTensorFile, readTensorFile, type TensorFile } from "../tensor-files/read-tensor-file.js";
import { displayName } from "./failure.js";
import { readBytes } from "./read-bytes.js";
import { most } from "./read-tensors.js";
import { textOf } from "./read-text.js";
import type { Terminal } from "./terminal.js";

/** A number of Python, which `loss.item()` makes of a float32 as well: only its digits tell. */
const typeOf = (value: number): FloatType => (Math.fround(value) === value ? "float32" : "float64");

/** The tensors of a file, each of which says the type of its numbers. */
function referenceOf({ tensors, numbers, names, isOrdered }: TensorFile): Reference {
  const reference = tensorReference([
    ...[...tensors].map(([name, { shape, data, dtype }]) => ({
      name,
      shape,
      values: data,
      type: dtype,
    })),
    ...[...numbers].map(([name, value]) => ({
      name,
      shape: [],
      values: [value],
      type: typeOf(value),
    })),
  ]);
  const entries = reference.entries.map((entry) =>
    numbers.has(entry.name) ? { ...entry, mayBeUnknown: true as const } : entry,
  );
  return { ...reference, entries, names, isSorted: !isOrdered };
}

/** The numbers of a file that somebody else has computed: YAML or JSON, safetensors, a state_dict; its bytes tell. */
export async function readReferenceFile(file: string, terminal: Terminal): Promise<Reference> {
  const bytes = await readBytes(file, terminal, most.megabytes);
  return isTensorFile(bytes)
    ? referenceOf(readTensorFile(displayName(file), bytes, "reference"))
    : readReference(textOf(bytes));
}
