import { readSafetensors } from "./safetensors.js";
import { type Purpose, refuse, type TensorContents } from "./tensor-file.js";
import { torchContents } from "./torch.js";
import { readArchive } from "./torch-archive.js";
import { readPickle } from "./torch-pickle.js";

/** A kind of file, told by its bytes. */
export interface FileKind {
  readonly fits: (bytes: Uint8Array) => boolean;
  readonly read: (bytes: Uint8Array, purpose: Purpose) => TensorContents;
}

const startsWith =
  (...start: readonly (number | string)[]) =>
  (bytes: Uint8Array): boolean =>
    start
      .flatMap((part) =>
        typeof part === "number" ? [part] : [...part].map((each) => each.charCodeAt(0)),
      )
      .every((byte, place) => bytes[place] === byte);

/** A kind that is not read: what it is, and what to do. */
const unread = (fits: (bytes: Uint8Array) => boolean, what: string, help: string): FileKind => ({
  fits,
  read: () =>
    refuse(
      "unsupported-format",
      `it is ${what}, expected a safetensors file or a \`state_dict\` of PyTorch`,
      help,
    ),
});

/** Magic number of protobuf messages that begin with a version, followed by a text or a message. */
const isOnnx = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x08 &&
  (bytes[1] ?? 99) < 32 &&
  [0x12, 0x1a, 0x22, 0x32, 0x3a, 0x42].includes(bytes[2] ?? 0);

const asTorch =
  "load it there, and save the weights alone: `torch.save(model.state_dict(), path)`, or as safetensors";

/** The first row that fits is the kind of a file. */
export const fileKinds: readonly FileKind[] = [
  // Behind the length of its header, a brace.
  {
    fits: (bytes) => bytes[8] === 0x7b && bytes[6] === 0 && bytes[7] === 0,
    read: readSafetensors,
  },
  {
    fits: startsWith("PK", 3, 4),
    read: (bytes, purpose) => torchContents(readArchive(bytes), purpose),
  },
  {
    fits: startsWith("PK", 5, 6),
    read: (bytes, purpose) => torchContents(readArchive(bytes), purpose),
  },
  {
    fits: startsWith(0x80),
    read: (bytes, purpose) => torchContents(readPickle(bytes), purpose),
  },
  unread(
    startsWith(0x89, "HDF\r\n", 0x1a, "\n"),
    "a file of HDF5, as Keras writes it",
    "save the weights with safetensors; a dense layer of Keras has its kernel as in × out, which must be transposed",
  ),
  unread(
    startsWith(0x93, "NUMPY"),
    "an array of NumPy (.npy)",
    "save tensors with their names: `torch.save({name: torch.from_numpy(array)}, path)`",
  ),
  unread(startsWith("GGUF"), "a file of GGUF, as llama.cpp reads it", asTorch),
  unread(startsWith("MATLAB"), "a file of MATLAB", asTorch),
  unread(startsWith(0x1f, 0x8b), "compressed with gzip", "decompress it: `gunzip`"),
  unread(
    startsWith("version https://git-lfs"),
    "a pointer of Git LFS, which stands for the file",
    "fetch the file itself: `git lfs pull`",
  ),
  unread(
    (bytes) => startsWith("ustar")(bytes.subarray(257)),
    "a tar archive, as PyTorch before 0.1.10 wrote",
    "save it again with a newer PyTorch: `torch.save(model.state_dict(), path)`",
  ),
  unread(
    (bytes) => startsWith("TFL3")(bytes.subarray(4)),
    "a model of TensorFlow Lite",
    "load the model where it was trained, and save its weights with safetensors",
  ),
  unread(
    isOnnx,
    "a model of ONNX or TensorFlow",
    "load the model where it was trained, and save its weights: `torch.save(model.state_dict(), path)`, or as safetensors",
  ),
];
