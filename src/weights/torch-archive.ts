import { quote } from "../errors/quote.js";
import { byteReader } from "./byte-reader.js";
import { unpickle } from "./pickle.js";
import { refuse } from "./tensor-file.js";
import type { PickledFile } from "./torch.js";
import { globals, storageOf } from "./torch-globals.js";
import { readZip, zipNames } from "./zip.js";

const invalid = "invalid-state-dict";

/** Archives of others, by the names of the files in them. */
const others: readonly {
  readonly fits: (names: readonly string[]) => boolean;
  readonly code: string;
  readonly is: string;
  readonly help: string;
}[] = [
  {
    fits: (names) => names.some((name) => /(?:^|\/)constants\.pkl$/.test(name)),
    code: invalid,
    is: "it is a TorchScript program, expected a state_dict",
    help: "save the weights alone: `torch.save(torch.jit.load(path).state_dict(), other_path)`",
  },
  {
    fits: (names) => names.length > 0 && names.every((name) => name.endsWith(".npy")),
    code: "unsupported-format",
    is: "it is an .npz archive of NumPy, expected a file of PyTorch or safetensors",
    help: "save its arrays with PyTorch: `torch.save({name: torch.from_numpy(a) for name, a in numpy.load(path).items()}, other_path)`",
  },
  {
    fits: (names) => names.some((name) => name.endsWith(".weights.h5")),
    code: "unsupported-format",
    is: "it is a model of Keras, expected a file of PyTorch or safetensors",
    help: "save its weights with safetensors; a dense layer of Keras has its kernel as in × out, which must be transposed",
  },
];

/** Reads what is pickled in an archive of `torch.save` (PyTorch 1.6 or later), all files of which lie in one folder. */
export function readArchive(bytes: Uint8Array): PickledFile {
  const names = zipNames(bytes);
  const other = others.find(({ fits }) => fits(names));
  if (other) return refuse(other.code, other.is, other.help);
  const files = readZip(bytes);
  const [pickled, another] = names.filter((name) => /(?:^|\/)data\.pkl$/.test(name));
  if (pickled === undefined || another !== undefined)
    return refuse(
      invalid,
      `the zip archive has ${pickled === undefined ? "no" : "more than one"} \`data.pkl\`, expected a file of \`torch.save\``,
    );
  const folder = pickled.slice(0, -"data.pkl".length);
  const order = new TextDecoder().decode(files.get(`${folder}byteorder`)?.subarray(0, 20));
  if (!["", "little", "big"].includes(order))
    refuse(invalid, `its byte order is ${quote(order)}, expected \`little\` or \`big\``);
  const reader = byteReader(files.get(pickled) ?? new Uint8Array());
  return {
    value: unpickle(reader, { globals, persistent: storageOf }),
    littleEndian: order !== "big",
    bytesOf: ({ key }) => files.get(`${folder}data/${key}`),
    placeOf: ({ key }) => `data/${key}`,
  };
}
