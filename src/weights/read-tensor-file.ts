import { InputError } from "../errors/problem.js";
import { quote } from "../errors/quote.js";
import { type FileKind, fileKinds } from "./file-kinds.js";
import { readSafetensors } from "./safetensors.js";
import { type Purpose, refuse, type TensorContents } from "./tensor-file.js";

/** A file of tensors with its name. */
export interface TensorFile extends TensorContents {
  /** For messages. */
  readonly name: string;
}

const isAscii = (bytes: Uint8Array): boolean => bytes.every((byte) => 9 <= byte && byte < 0x7f);

/** What is said of bytes that are of no kind that we know. */
const unknownKinds: readonly FileKind[] = [
  { fits: (bytes) => bytes.length === 0, read: () => refuse("empty-file", "it is empty") },
  // A length that is not absurd, or a header that no text would have there; what is wrong behind it, the reader says.
  { fits: (bytes) => bytes[6] === 0 && bytes[7] === 0, read: readSafetensors },
  { fits: (bytes) => bytes[8] === 0x7b && !isAscii(bytes.subarray(0, 8)), read: readSafetensors },
  {
    fits: () => true,
    read: () =>
      refuse(
        "unsupported-format",
        "it is neither a safetensors file nor a `state_dict` of PyTorch",
      ),
  },
];

/** Whether bytes are a file of tensors, or one of another program that holds some, and no text. */
export const isTensorFile = (bytes: Uint8Array): boolean =>
  fileKinds.some(({ fits }) => fits(bytes)) || bytes.subarray(0, 8).includes(0);

/**
 * Reads a `.safetensors` file or a `state_dict` of PyTorch; which of them it is, is seen in its bytes. Throws an
 * InputError with one line that names the file.
 */
export function readTensorFile(
  name: string,
  bytes: Uint8Array,
  purpose: Purpose = "weights",
): TensorFile {
  try {
    const kind = [...fileKinds, ...unknownKinds].find(({ fits }) => fits(bytes));
    if (!kind) throw new Error("the last row fits every file");
    return { name, ...kind.read(bytes, purpose) };
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
