import { count } from "../errors/count.js";
import { quote } from "../errors/quote.js";
import { wereSorted } from "./layer-order.js";
import { floatTypes } from "./number-types.js";
import {
  isPickled,
  type PickledStorage,
  type PickledTensor,
  type PickledValue,
} from "./pickle-values.js";
import {
  type FileTensor,
  numberBudget,
  type OtherTensor,
  type Purpose,
  readNumbers,
  refuse,
  sizeOf,
  type TensorContents,
} from "./tensor-file.js";
import { type TensorSet, tensorSetOf } from "./tensor-sets.js";
import { storages } from "./torch-globals.js";

/** What a file of PyTorch has pickled, and where the numbers of its tensors lie. */
export interface PickledFile {
  readonly value: PickledValue;
  readonly littleEndian: boolean;
  readonly bytesOf: (storage: PickledStorage) => Uint8Array | undefined;
  /** What messages call that place. */
  readonly placeOf: (storage: PickledStorage) => string;
}

const invalid = "invalid-state-dict";

/**
 * The tensors of a `state_dict` that PyTorch has saved, alone or as the only one in a checkpoint, in the order of the
 * file. The pickled part is read with an allow-list, so that no code in it can run; strides and offsets are checked.
 */
export function torchContents(file: PickledFile, purpose: Purpose): TensorContents {
  const set = tensorSetOf(file.value, purpose);
  const entries = [...set.entries, ...besideGradients(file.value, set, purpose)];
  const tensors = new Map<string, FileTensor>();
  const others = new Map<string, OtherTensor>();
  const numbers = new Map<string, number>();
  const names: string[] = [];
  const spend = numberBudget();
  for (const [key, value] of entries) {
    const name = String(key);
    if (value === null || isPickled(value, "tensor")) names.push(name);
    if (typeof value === "number") numbers.set(name, value);
    if (!isPickled(value, "tensor")) continue;
    const { type } = value.storage;
    const dtype = storages.get(type)?.float;
    if (dtype) {
      spend(sizeOf(name, value.shape));
      tensors.set(name, readTensor(name, value, file, purpose));
    } else others.set(name, { type, shape: value.shape });
  }
  return { tensors, others, numbers, names, isOrdered: !wereSorted(names) };
}

/** The loss that stands beside a dictionary of gradients. */
function besideGradients(
  value: PickledValue,
  { path }: TensorSet,
  purpose: Purpose,
): readonly (readonly [string, PickledValue])[] {
  if (path === "" || purpose !== "reference" || !isPickled(value, "map")) return [];
  return ["loss", "E"].flatMap((name) => {
    const beside = value.entries.get(name);
    const isScalar =
      typeof beside === "number" || (isPickled(beside, "tensor") && beside.shape.length === 0);
    return isScalar ? [[name, beside] as const] : [];
  });
}

function readTensor(
  name: string,
  { storage, offset, shape, strides }: PickledTensor,
  { bytesOf, placeOf, littleEndian }: PickledFile,
  purpose: Purpose,
): FileTensor {
  const dtype = storages.get(storage.type)?.float;
  const bytes = storage.bytes ?? bytesOf(storage);
  const named = `the tensor ${quote(name)}`;
  if (!bytes || !dtype)
    return refuse(
      invalid,
      `${named} has its numbers in ${quote(placeOf(storage))}, which is not there`,
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
  const elementAt = placeBy(offset, shape, strides);
  const layout = { bytes, littleEndian, dtype, shape, placeOf: elementAt };
  return readNumbers(name, layout, purpose);
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
