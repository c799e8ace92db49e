import type { FloatType } from "./number-types.js";
import type { GlobalRow, Globals } from "./pickle-machine.js";
import {
  describePickled,
  isPickled,
  type PickledStorage,
  type PickledTensor,
  type PickledValue,
} from "./pickle-values.js";
import { isLength, refuse, shapeOf } from "./tensor-file.js";

/** The numbers of a storage class of PyTorch: their size, and as which floating-point number we read them, if as any. */
interface StorageRow {
  readonly bytes: number;
  readonly float?: FloatType;
}

/** The storage classes of PyTorch. */
export const storages: ReadonlyMap<string, StorageRow> = new Map<string, StorageRow>([
  ["DoubleStorage", { bytes: 8, float: "float64" }],
  ["FloatStorage", { bytes: 4, float: "float32" }],
  ["HalfStorage", { bytes: 2, float: "float16" }],
  ["BFloat16Storage", { bytes: 2, float: "bfloat16" }],
  ["ComplexDoubleStorage", { bytes: 16 }],
  ["ComplexFloatStorage", { bytes: 8 }],
  ["LongStorage", { bytes: 8 }],
  ["IntStorage", { bytes: 4 }],
  ["ShortStorage", { bytes: 2 }],
  ["CharStorage", { bytes: 1 }],
  ["ByteStorage", { bytes: 1 }],
  ["BoolStorage", { bytes: 1 }],
  // Its tensors say the type themselves; it has none of ours.
  ["UntypedStorage", { bytes: 1 }],
]);

const invalid = "invalid-state-dict";

const numbersOf = (value: PickledValue | undefined): readonly number[] | undefined =>
  isPickled(value, "tuple") ? shapeOf(value.items) : undefined;

/** `_rebuild_tensor_v2(storage, offset, size, stride, requires_grad, hooks)` */
function rebuildTensor([storage, offset, size, stride]: readonly PickledValue[]): PickledTensor {
  const [shape, strides] = [numbersOf(size), numbersOf(stride)];
  const isStored = isPickled(storage, "storage");
  if (!isStored || !isLength(offset) || !shape || shape.length !== strides?.length)
    return refuse(invalid, "a tensor in it has no storage, offset, shape and strides");
  return { kind: "tensor", storage, offset, shape, strides };
}

/** `_rebuild_tensor_v3(…, dtype, metadata)`: types that have no storage class of their own, such as float8. */
function rebuildTyped(parameters: readonly PickledValue[]): PickledTensor {
  const tensor = rebuildTensor(parameters);
  const type = parameters[6];
  if (!isPickled(type, "global")) return refuse(invalid, "a tensor in it has no type");
  return { ...tensor, storage: { ...tensor.storage, type: type.name } };
}

/** `_rebuild_parameter(data, requires_grad, hooks)` */
function rebuildParameter([data]: readonly PickledValue[]): PickledValue {
  if (isPickled(data, "tensor")) return data;
  return refuse(invalid, `a parameter in it is ${describePickled(data)}, expected a tensor`);
}

/** `_rebuild_from_type_v2(function, type, arguments, state)`: a tensor with attributes of its own. */
function rebuildFromType(
  [callee, , parameters]: readonly PickledValue[],
  globals: Globals,
): PickledValue {
  const name = isPickled(callee, "global") ? callee.name : "";
  const row = globals.get(name);
  if (
    name.startsWith("torch._utils.") &&
    row?.kind === "function" &&
    isPickled(parameters, "tuple")
  )
    return row.call(parameters.items, globals);
  return refuse(invalid, `a tensor in it is made by ${describePickled(callee)}`);
}

function newMap(parameters: readonly PickledValue[]): PickledValue {
  if (parameters.length > 0) refuse(invalid, "an ordered map in it is made in an unknown way");
  return { kind: "map", entries: new Map() };
}

const functions: Readonly<Record<string, Extract<GlobalRow, { kind: "function" }>["call"]>> = {
  "collections.OrderedDict": newMap,
  // Its argument makes what is missing, and nothing is.
  "collections.defaultdict": () => newMap([]),
  "torch._utils._rebuild_tensor_v2": rebuildTensor,
  "torch._utils._rebuild_tensor_v3": rebuildTyped,
  "torch._utils._rebuild_parameter": rebuildParameter,
  "torch._utils._rebuild_parameter_with_state": rebuildParameter,
  "torch._tensor._rebuild_from_type_v2": rebuildFromType,
};

/** What the other things are that checkpoints hold beside a state_dict: settings, best scores, dates. */
const objects: readonly string[] = [
  ...["argparse.Namespace", "types.SimpleNamespace", "collections.Counter", "collections.deque"],
  ...["pathlib.Path", "pathlib.PosixPath", "pathlib.WindowsPath", "pathlib.PurePosixPath"],
  ...["datetime.datetime", "datetime.date", "datetime.timedelta", "datetime.timezone"],
  ...["numpy.dtype", "numpy.ndarray", "_codecs.encode"],
  ...["numpy.core", "numpy._core"].flatMap((module) => [
    `${module}.multiarray.scalar`,
    `${module}.multiarray._reconstruct`,
  ]),
  ...["builtins", "__builtin__"].flatMap((module) =>
    ["set", "frozenset", "complex", "bytearray", "slice", "range"].map(
      (name) => `${module}.${name}`,
    ),
  ),
  ...["torch.Size", "torch.device", "torch.Tensor", "torch.nn.parameter.Parameter"],
  ...["pytorch_lightning", "lightning.pytorch", "lightning.fabric", "lightning_fabric"].flatMap(
    (module) =>
      ["utilities.parsing", "utilities.data"].map((part) => `${module}.${part}.AttributeDict`),
  ),
];

/** Types of numbers and of containers, which are named and never called. */
const names: readonly string[] = [
  ...[...storages.keys()].map((name) => `torch.${name}`),
  ...["float64", "float32", "float16", "bfloat16", "complex64", "complex128", "bool"].map(
    (name) => `torch.${name}`,
  ),
  ...["float8_e4m3fn", "float8_e5m2", "float8_e4m3fnuz", "float8_e5m2fnuz"].map(
    (name) => `torch.${name}`,
  ),
  ...["int", "uint"].flatMap((kind) => [8, 16, 32, 64].map((bits) => `torch.${kind}${bits}`)),
  ...["builtins", "__builtin__"].flatMap((module) =>
    ["list", "dict", "int", "float", "str", "bool", "tuple"].map((name) => `${module}.${name}`),
  ),
];

/** All that a checkpoint of PyTorch may name. */
export const globals: Globals = new Map<string, GlobalRow>([
  ...Object.entries(functions).map(([name, call]) => [name, { kind: "function", call }] as const),
  ...objects.map((name) => [name, { kind: "object" }] as const),
  ...names.map((name) => [name, { kind: "name" }] as const),
]);

/** `("storage", torch.FloatStorage, "0", "cpu", 6)`: numbers that lie outside of the pickled data. */
export function storageOf(id: PickledValue): PickledStorage {
  const items = isPickled(id, "tuple") ? id.items : [];
  const [tag, type, key, , length, view = null] = items;
  const name = isPickled(type, "global") ? type.name.slice("torch.".length) : "";
  const isKnown = tag === "storage" && storages.has(name) && view === null;
  if (!isKnown || typeof key !== "string" || !isLength(length))
    return refuse(invalid, "a storage in it is described in an unknown way");
  return { kind: "storage", type: name, key, length };
}
