import { count } from "../problem/count.js";
import { quote } from "../problem/quote.js";
import { type FloatType, floatTypes } from "./number-types.js";
import { type Globals, unpickle } from "./pickle.js";
import {
  describePickled,
  type PickledStorage,
  type PickledTensor,
  type PickledValue,
} from "./pickle-values.js";
import {
  type FileTensor,
  isLength,
  numberBudget,
  readNumbers,
  refuse,
  shapeOf,
  sizeOf,
  type TensorContents,
} from "./tensor-file.js";
import { readZip } from "./zip.js";

/** The storage classes of PyTorch, and which floating-point numbers they hold, if any. */
const storages: ReadonlyMap<string, FloatType | undefined> = new Map([
  ["DoubleStorage", "float64"],
  ["FloatStorage", "float32"],
  ["HalfStorage", "float16"],
  ["BFloat16Storage", "bfloat16"],
  ...["LongStorage", "IntStorage", "ShortStorage", "CharStorage", "ByteStorage", "BoolStorage"].map(
    (name) => [name, undefined] as const,
  ),
]);

const invalid = "invalid-state-dict";

const numbersOf = (value: PickledValue | undefined): readonly number[] | undefined =>
  typeof value === "object" && value?.kind === "tuple" ? shapeOf(value.items) : undefined;

/** `_rebuild_tensor_v2(storage, offset, size, stride, requires_grad, hooks)` */
function rebuildTensor([storage, offset, size, stride]: readonly PickledValue[]): PickledTensor {
  const [shape, strides] = [numbersOf(size), numbersOf(stride)];
  const isStored = typeof storage === "object" && storage?.kind === "storage";
  if (!isStored || !isLength(offset) || !shape || shape.length !== strides?.length)
    return refuse(invalid, "a tensor in it has no storage, offset, shape and strides");
  return { kind: "tensor", storage, offset, shape, strides };
}

/** `_rebuild_parameter(data, requires_grad, hooks)` */
function rebuildParameter([data]: readonly PickledValue[]): PickledValue {
  if (typeof data === "object" && data?.kind === "tensor") return data;
  return refuse(invalid, `a parameter in it is ${describePickled(data)}, expected a tensor`);
}

function newMap(parameters: readonly PickledValue[]): PickledValue {
  if (parameters.length > 0) refuse(invalid, "an ordered map in it is made in an unknown way");
  return { kind: "map", entries: new Map() };
}

/** All that a state_dict may name. */
const globals: Globals = new Map([
  ["collections.OrderedDict", newMap],
  ["torch._utils._rebuild_tensor_v2", rebuildTensor],
  ["torch._utils._rebuild_parameter", rebuildParameter],
  ...[...storages.keys()].map((name) => [`torch.${name}`, undefined] as const),
]);

/** `("storage", torch.FloatStorage, "0", "cpu", 6)`: a file of the archive. */
function storageOf(id: PickledValue): PickledStorage {
  const items = typeof id === "object" && id?.kind === "tuple" ? id.items : [];
  const [tag, type, key, , length] = items;
  const name = typeof type === "object" && type?.kind === "global" ? type.name.slice(6) : "";
  if (tag !== "storage" || !storages.has(name) || typeof key !== "string" || !isLength(length))
    return refuse(invalid, "a storage in it is described in an unknown way");
  return { kind: "storage", type: name, key, length };
}

/** The files of a PyTorch archive, which all lie in one folder. */
interface Archive {
  readonly file: (name: string) => Uint8Array | undefined;
  readonly littleEndian: boolean;
}

function openArchive(bytes: Uint8Array): Archive {
  const files = readZip(bytes);
  const [pickled, another] = [...files.keys()].filter((name) => /(?:^|\/)data\.pkl$/.test(name));
  if (pickled === undefined || another !== undefined)
    return refuse(
      invalid,
      `the zip archive has ${pickled === undefined ? "no" : "more than one"} \`data.pkl\`, expected a file of \`torch.save\``,
    );
  const folder = pickled.slice(0, -"data.pkl".length);
  if (files.has(`${folder}constants.pkl`))
    refuse(
      invalid,
      "it is a TorchScript program, expected a state_dict",
      "save the weights alone: `torch.save(model.state_dict(), path)`",
    );
  const order = new TextDecoder().decode(files.get(`${folder}byteorder`)?.subarray(0, 20));
  if (!["", "little", "big"].includes(order))
    refuse(invalid, `its byte order is ${quote(order)}, expected \`little\` or \`big\``);
  return { file: (name) => files.get(folder + name), littleEndian: order !== "big" };
}

/**
 * Reads a `state_dict` that PyTorch (1.6 or later) has saved. The pickled part is read with an allow-list, so that no
 * code in it can run; strides and offsets are checked. Whatever else is in the file is refused by name with an
 * InputError.
 */
export function readTorch(bytes: Uint8Array): TensorContents {
  const archive = openArchive(bytes);
  const state = unpickle(archive.file("data.pkl") ?? new Uint8Array(), {
    globals,
    persistent: storageOf,
  });
  if (typeof state !== "object" || state?.kind !== "map")
    return refuse(invalid, `it has ${describePickled(state)}, expected a state_dict`);
  const tensors = new Map<string, FileTensor>();
  const others = new Map<string, string>();
  const spend = numberBudget();
  for (const [key, value] of state.entries) {
    const name = `${key}`;
    if (typeof value !== "object" || value?.kind !== "tensor")
      return refuse(
        invalid,
        `it has ${describePickled(value)} under ${quote(name)}, expected only tensors`,
        "save the weights alone: `torch.save(model.state_dict(), path)`",
      );
    const dtype = storages.get(value.storage.type);
    if (dtype) {
      spend(sizeOf(name, value.shape));
      tensors.set(name, readTensor(name, value, dtype, archive));
    } else others.set(name, value.storage.type);
  }
  return { tensors, others };
}

function readTensor(
  name: string,
  { storage, offset, shape, strides }: PickledTensor,
  dtype: FloatType,
  { file, littleEndian }: Archive,
): FileTensor {
  const bytes = file(`data/${storage.key}`);
  const named = `the tensor ${quote(name)}`;
  if (!bytes)
    return refuse(
      invalid,
      `${named} has its numbers in ${quote(`data/${storage.key}`)}, which is not there`,
    );
  const needed = storage.length * floatTypes[dtype].bytes;
  if (bytes.length !== needed)
    refuse(
      invalid,
      `the storage of ${named} needs ${count(needed, "byte")}, but has ${bytes.length}`,
    );
  const last = shape.reduce(
    (place, length, axis) => place + (length - 1) * (strides[axis] ?? 0),
    offset,
  );
  if (!shape.includes(0) && last >= storage.length)
    refuse(
      invalid,
      `${named} reaches beyond the ${count(storage.length, "number")} of its storage`,
    );
  const placeOf = placeBy(offset, shape, strides);
  return readNumbers(name, { bytes, littleEndian, dtype, shape, placeOf });
}

/** The place in the storage of an element that is counted row by row. */
const placeBy =
  (offset: number, shape: readonly number[], strides: readonly number[]) =>
  (element: number): number => {
    let [place, rest] = [offset, element];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const length = shape[axis] ?? 1;
      place += (rest % length) * (strides[axis] ?? 0);
      rest = Math.floor(rest / length);
    }
    return place;
  };
