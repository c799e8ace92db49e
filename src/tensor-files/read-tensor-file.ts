import { InputError } from "../problem/problem.js";
import { quote } from "../problem/quote.js";
import { readSafetensors } from "./safetensors.js";
import { refuse, type TensorContents } from "./tensor-file.js";
import { readTorch } from "./torch.js";

/** A file of tensors with its name. */
export interface TensorFile extends TensorContents {
  /** For messages. */
  readonly name: string;
}

/** How the kinds of file are told apart by their bytes: the first row that fits. */
const kinds: readonly {
  readonly fits: (bytes: Uint8Array) => boolean;
  readonly read: (bytes: Uint8Array) => TensorContents;
}[] = [
  { fits: (bytes) => bytes.length === 0, read: () => refuse("empty-file", "it is empty") },
  // Behind the length of its header, a brace.
  { fits: (bytes) => bytes[8] === 0x7b, read: readSafetensors },
  { fits: (bytes) => bytes[0] === 0x50 && bytes[1] === 0x4b, read: readTorch },
  {
    fits: (bytes) => bytes[0] === 0x80,
    read: () =>
      refuse(
        "unsupported-format",
        "it is pickled without an archive, as by PyTorch before 1.6, which is not supported",
        "save it again with a newer PyTorch: `torch.save(model.state_dict(), path)`",
      ),
  },
  // A length that is not absurd; what is wrong behind it, the reader says.
  { fits: (bytes) => bytes[6] === 0 && bytes[7] === 0, read: readSafetensors },
  {
    fits: () => true,
    read: () =>
      refuse(
        "unsupported-format",
        "it is neither a safetensors file nor a `state_dict` of PyTorch",
      ),
  },
];

/**
 * Reads a `.safetensors` file or a `state_dict` in a `.pt` file; which of them it is, is seen in its bytes. Throws an
 * InputError with one line that names the file.
 */
export function readTensorFile(name: string, bytes: Uint8Array): TensorFile {
  try {
    const kind = kinds.find(({ fits }) => fits(bytes));
    if (!kind) throw new Error("the last row fits every file");
    return { name, ...kind.read(bytes) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(
      ...error.problems.map((problem) => ({
        ...problem,
        message: `cannot read the tensors of ${quote(name, 200)}: ${problem.message}`,
      })),
    );
  }
}
