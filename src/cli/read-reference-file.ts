import { readReference } from "../check/reference/read-reference.js";
import { type Reference, tensorReference } from "../check/reference/reference.js";
import type { FloatType } from "../weights/number-types.js";
import { isTensorFile, readTensorFile, type TensorFile } from "../weights/read-tensor-file.js";
import { displayName } from "./failure.js";
import { readBytes } from "./read-bytes.js";
import { most } from "./read-tensors.js";
import { textOf } from "./read-text.js";
import type { Terminal } from "./terminal.js";

/** The tensors of a file, each of which says the type of its numbers. */
function referenceOf({ tensors, numbers, names, isOrdered }: TensorFile): Reference {
  const types = [...tensors.values()].map(({ dtype }) => dtype);
  // `loss.item()` makes a Python number of whatever the tensors beside it are.
  const type: FloatType = types.find((each) => each !== "float64") ?? "float64";
  const reference = tensorReference([
    ...[...tensors].map(([name, { shape, data, dtype }]) => ({
      name,
      shape,
      values: data,
      type: dtype,
    })),
    ...[...numbers].map(([name, value]) => ({ name, shape: [], values: [value], type })),
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
