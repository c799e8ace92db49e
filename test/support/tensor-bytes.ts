import { crc32 } from "node:zlib";

/** A tensor to be written; the numbers row by row. */
export interface Written {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: readonly number[] | Float32Array;
}

const text = (value: string): Buffer => Buffer.from(value, "utf8");

/** How numbers are written, by the names that safetensors has for their types. */
const writers: Readonly<Record<string, (value: number, big: boolean) => Buffer>> = {
  F64: (value, big) => numberBytes(8, (view) => view.setFloat64(0, value, !big)),
  F32: (value, big) => numberBytes(4, (view) => view.setFloat32(0, value, !big)),
  // Bit patterns, so that the tests say what they mean.
  F16: (value, big) => numberBytes(2, (view) => view.setUint16(0, value, !big)),
  BF16: (value, big) => numberBytes(2, (view) => view.setUint16(0, value, !big)),
  I64: (value, big) => numberBytes(8, (view) => view.setBigInt64(0, BigInt(value), !big)),
};

function numberBytes(size: number, write: (view: DataView) => void): Buffer {
  const view = new DataView(new ArrayBuffer(size));
  write(view);
  return Buffer.from(view.buffer);
}

const dataBytes = ({ dtype, data }: Written, big = false): Buffer =>
  Buffer.concat(Array.from(data, (value) => (writers[dtype] ?? failing)(value, big)));

const failing = (): never => {
  throw new Error("no such type");
};

/** A file of the safetensors format around a header and the bytes behind it. */
export function safetensorsAround(header: string, body: Uint8Array = Buffer.alloc(0)): Buffer {
  const length = numberBytes(8, (view) =>
    view.setBigUint64(0, BigInt(Buffer.byteLength(header)), true),
  );
  return Buffer.concat([length, text(header), body]);
}

/** A safetensors file of these tensors. */
export function safetensorsOf(tensors: Readonly<Record<string, Written>>): Buffer {
  let at = 0;
  const header = Object.entries(tensors).map(([name, tensor]) => {
    const begin = at;
    at += dataBytes(tensor).length;
    const { dtype, shape } = tensor;
    return [name, { dtype, shape, data_offsets: [begin, at] }] as const;
  });
  const body = Buffer.concat(Object.values(tensors).map((tensor) => dataBytes(tensor)));
  return safetensorsAround(JSON.stringify(Object.fromEntries(header)), body);
}

/** One file of a zip archive, with what may be wrong with it. */
export interface ZipFile {
  readonly name: string;
  readonly data: Uint8Array;
  readonly method?: number;
  readonly flags?: number;
  /** What the directory claims. */
  readonly size?: number;
  readonly checksum?: number;
  readonly offset?: number;
  readonly localName?: string;
}

const little = (...parts: readonly (readonly [bytes: number, value: number])[]): Buffer =>
  Buffer.concat(
    parts.map(([bytes, value]) => {
      const part = Buffer.alloc(bytes);
      part.writeUIntLE(value, 0, bytes);
      return part;
    }),
  );

/** A zip archive whose local headers are padded, as PyTorch pads them, so that data begin at multiples of 64. */
export function zipOf(files: readonly ZipFile[]): Buffer {
  const [locals, directory]: [Buffer[], Buffer[]] = [[], []];
  let at = 0;
  for (const file of files) {
    const { name, data, method = 0, flags = 0 } = file;
    const { size = data.length, checksum = crc32(data), offset = at, localName = name } = file;
    const padding = (64 - ((at + 30 + localName.length) % 64)) % 64;
    const head = little(
      [2, 20],
      [2, flags],
      [2, method],
      [4, 0],
      [4, checksum],
      [4, size],
      [4, size],
    );
    const local = Buffer.concat([
      little([4, 0x04034b50]),
      head,
      little([2, Buffer.byteLength(localName)], [2, padding]),
      text(localName),
      Buffer.alloc(padding),
      data,
    ]);
    locals.push(local);
    const rest = little(
      [2, Buffer.byteLength(name)],
      [2, 0],
      [2, 0],
      [2, 0],
      [2, 0],
      [4, 0],
      [4, offset],
    );
    directory.push(Buffer.concat([little([4, 0x02014b50], [2, 20]), head, rest, text(name)]));
    at += local.length;
  }
  const whole = Buffer.concat(directory);
  const end = little([4, 0x06054b50], [2, 0], [2, 0], [2, files.length], [2, files.length]);
  return Buffer.concat([...locals, whole, end, little([4, whole.length], [4, at], [2, 0])]);
}

/** Instructions of pickle (protocol 2), as Python's pickler writes them. */
export const pickle = {
  start: Buffer.from([0x80, 2]),
  stop: text("."),
  mark: text("("),
  tuple: text("t"),
  reduce: text("R"),
  emptyTuple: text(")"),
  persistent: text("Q"),
  setItems: text("u"),
  false: Buffer.from([0x89]),
  global: (module: string, name: string): Buffer => text(`c${module}\n${name}\n`),
  string: (value: string): Buffer =>
    Buffer.concat([text("X"), little([4, Buffer.byteLength(value)]), text(value)]),
  integer: (value: number): Buffer => Buffer.concat([text("J"), little([4, value >>> 0])]),
} as const;

const integers = (values: readonly number[]): Buffer =>
  Buffer.concat([pickle.mark, ...values.map(pickle.integer), pickle.tuple]);

const orderedMap = Buffer.concat([
  pickle.global("collections", "OrderedDict"),
  pickle.emptyTuple,
  pickle.reduce,
]);

/** A view of a storage, as PyTorch pickles it. */
export interface PickledView {
  readonly storage: string;
  readonly type?: string;
  readonly length: number;
  readonly offset?: number;
  readonly shape: readonly number[];
  readonly strides?: readonly number[];
}

/** The steps along the axes of a tensor that lies row by row. */
const contiguous = (shape: readonly number[]): readonly number[] =>
  shape.map((_, axis) => shape.slice(axis + 1).reduce((product, length) => product * length, 1));

/** A tensor as PyTorch pickles it. */
export const pickledTensor = (view: PickledView): Buffer => {
  const { storage, type = "FloatStorage", length, offset = 0, shape } = view;
  return Buffer.concat([
    pickle.global("torch._utils", "_rebuild_tensor_v2"),
    pickle.mark,
    ...[pickle.mark, pickle.string("storage"), pickle.global("torch", type)],
    ...[pickle.string(storage), pickle.string("cpu"), pickle.integer(length), pickle.tuple],
    pickle.persistent,
    pickle.integer(offset),
    integers(shape),
    integers(view.strides ?? contiguous(shape)),
    pickle.false,
    orderedMap,
    pickle.tuple,
    pickle.reduce,
  ]);
};

/** A pickled state_dict, its entries given as pickled values, with the `_metadata` that PyTorch adds. */
export const pickledState = (entries: Readonly<Record<string, Buffer>>): Buffer =>
  Buffer.concat([
    ...[pickle.start, orderedMap, Buffer.from([0x71, 0]), pickle.mark],
    ...Object.entries(entries).flatMap(([name, value]) => [pickle.string(name), value]),
    pickle.setItems,
    // BUILD with {"_metadata": OrderedDict()}
    ...[text("}"), pickle.string("_metadata"), orderedMap, text("s"), text("b"), pickle.stop],
  ]);

/** An archive of PyTorch around pickled data and storages. */
export const archiveOf = (
  data: Uint8Array,
  storages: Readonly<Record<string, Uint8Array>> = {},
  byteOrder?: string,
): Buffer =>
  zipOf([
    { name: "model/data.pkl", data },
    ...(byteOrder === undefined ? [] : [{ name: "model/byteorder", data: text(byteOrder) }]),
    ...Object.entries(storages).map(([key, bytes]) => ({ name: `model/data/${key}`, data: bytes })),
    { name: "model/version", data: text("3\n") },
  ]);

/** Storages of float32 numbers. */
export const floats = (values: readonly number[] | Float32Array): Buffer =>
  dataBytes({ dtype: "F32", shape: [], data: values });

/** A state_dict of views into storages. */
export const stateDictOf = (
  views: Readonly<Record<string, PickledView>>,
  storages: Readonly<Record<string, Uint8Array>>,
  byteOrder?: string,
): Buffer => {
  const entries = Object.entries(views).map(([name, view]) => [name, pickledTensor(view)] as const);
  return archiveOf(pickledState(Object.fromEntries(entries)), storages, byteOrder);
};

const storageTypes: Readonly<Record<string, string>> = {
  F64: "DoubleStorage",
  F32: "FloatStorage",
  F16: "HalfStorage",
  BF16: "BFloat16Storage",
  I64: "LongStorage",
};

/** A `.pt` file of these tensors, as `torch.save(model.state_dict(), path)` writes it. */
export function torchOf(tensors: Readonly<Record<string, Written>>, byteOrder = "little"): Buffer {
  const views: Record<string, PickledView> = {};
  const storages: Record<string, Buffer> = {};
  for (const [key, [name, tensor]] of Object.entries(tensors).entries()) {
    const { dtype, shape, data } = tensor;
    const type = storageTypes[dtype] ?? "UntypedStorage";
    views[name] = { storage: `${key}`, type, length: data.length, shape };
    storages[`${key}`] = dataBytes(tensor, byteOrder === "big");
  }
  return stateDictOf(views, storages, byteOrder);
}
