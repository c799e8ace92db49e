import {
  ownAxes,
  ownInstances,
  type Quantity,
  quantityOf,
  type Role,
  sizeOf,
} from "../math/model/model.js";
import { isSampled } from "../network/layered/samples.js";
import type { Network } from "../network/network.js";
import { indented, rangeText } from "./statements.js";
import type { Storage } from "./storage.js";
import { storageIn, type Writing } from "./writing.js";

/** Python's text for a name. */
export const quoted = (text: string): string => JSON.stringify(text);

/** Where a script has the derivative of the loss by a quantity. */
export type GradientOf = (quantity: Quantity) => Storage;

/** The code of a dict of Python floats by index, from whatever holds them. */
function cellsOf({ kind, name, axes }: Storage, isFull: boolean, writing: Writing): string {
  if (kind === "table") return writing.family === "python" ? name : `floats(${name})`;
  const isPlain = axes.every(({ lo }) => lo === 1);
  const cells = `cells(${[name, ...(isPlain ? [] : axes.map(({ lo }) => lo))].join(", ")})`;
  return isFull ? cells : `defined(${cells})`;
}

/** The storage of a quantity's own scalars, without what equations put around given numbers. */
function ownStorage(quantity: Quantity, storage: Storage, writing: Writing): Storage {
  const axes = ownAxes(quantity);
  const isOwn = axes.every(({ lo, hi }, axis) => {
    const whole = storage.axes[axis];
    return whole?.lo === lo && whole.hi === hi;
  });
  if (isOwn) return storage;
  const { kind, name } = writing.leaves.get(quantity.name) ?? storage;
  if (writing.leaves.has(quantity.name)) return { kind, name, axes };
  if (kind === "table")
    return { kind, name: `inside(${[name, ...axes.map(rangeText)].join(", ")})`, axes };
  const slices = axes.map(({ lo, hi }, axis) => {
    const start = storage.axes[axis]?.lo ?? lo;
    return `${lo - start}:${hi - start + 1}`;
  });
  return { kind, name: `${name}[${slices.join(", ")}]`, axes };
}

/** The entries of a quantity under its public names, for one dict of the answer. */
function entriesOf(
  quantity: Quantity,
  storage: Storage,
  { names, layered }: Network,
  writing: Writing,
): string {
  const groups = names.groupsOf(quantity.name);
  const first = groups[0]?.name ?? quantity.name;
  if (storage.kind === "scalar") return `${quoted(first)}: ${floatOf(storage, writing)}`;
  const isFull = sizeOf(storage.axes) === ownInstances(quantity).length;
  const cells = cellsOf(storage, isFull, writing);
  const sampled = layered && isSampled(layered, quantity);
  if (sampled && quantity.axes.length === 1) return `${quoted(first)}: list(${cells}.values())`;
  const units = sampled ? `by_unit(${cells})` : cells;
  const [, prefix, number] = /^(.*?)(\d+)$/.exec(first) ?? [];
  return prefix !== undefined && number !== undefined
    ? `**numbered(${quoted(prefix)}, ${number}, ${units})`
    : `**instances(${quoted(quantity.name)}, ${units})`;
}

const floatOf = ({ name }: Storage, { family }: Writing): string =>
  family === "python" ? name : `float(${name})`;

function wholeOf(storage: Storage, writing: Writing): string {
  const { kind, name, axes } = storage;
  if (kind === "scalar") return floatOf(storage, writing);
  if (kind === "array") return `${name}.tolist()`;
  const cells = cellsOf(storage, true, writing);
  return `nested(${[cells, ...axes.map(rangeText)].join(", ")})`;
}

const dict = (name: string, entries: readonly string[]): readonly string[] =>
  entries.length === 0
    ? [`${quoted(name)}: {},`]
    : [`${quoted(name)}: {`, ...indented(entries.map((entry) => `${entry},`)), "},"];

/** The statement that prints what `gradients --json` and `check --against` know: loss, values and gradients. */
export function answerLines(
  network: Network,
  writing: Writing,
  gradientOf: GradientOf,
): readonly string[] {
  const { model, names } = network;
  const byRole = (role: Role): readonly Quantity[] =>
    [...model.quantities.values()].filter((each) => each.role === role);
  const stored = (quantity: Quantity): Storage =>
    ownStorage(quantity, storageIn(writing, quantity.name), writing);
  const derivative = (quantity: Quantity): Storage =>
    ownStorage(quantity, gradientOf(quantity), writing);
  const entries = (role: Role, storageOf: (quantity: Quantity) => Storage): readonly string[] =>
    byRole(role).map((each) => entriesOf(each, storageOf(each), network, writing));
  const tensors = names.tensors.map(({ name, quantity }) => {
    const whole = quantityOf(model, quantity);
    const [value, gradient] = [
      wholeOf(stored(whole), writing),
      wholeOf(derivative(whole), writing),
    ];
    return `${quoted(name)}: {"value": ${value}, "gradient": ${gradient}}`;
  });
  const loss = floatOf(storageIn(writing, model.loss), writing);
  return [
    "answer = {",
    ...indented([
      `"loss": {"name": ${quoted(model.loss)}, "value": ${loss}},`,
      ...dict("values", entries("intermediate", stored)),
      ...dict("gradients", entries("parameter", derivative)),
      ...dict("tensors", tensors),
      ...dict("inputs", entries("input", derivative)),
    ]),
    "}",
    "print(json.dumps(answer, indent=1))",
  ];
}
