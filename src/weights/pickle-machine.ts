import { quote } from "../errors/quote.js";
import type { ByteReader } from "./byte-reader.js";
import {
  describePickled,
  isPickled,
  type PickledKey,
  type PickledTuple,
  type PickledValue,
} from "./pickle-values.js";
import { refuse } from "./tensor-file.js";

/** Something that pickled data may name. Nothing of Python is ever run: a row says what we make of it. */
export type GlobalRow =
  /** A name and no more: the class of a storage. */
  | { readonly kind: "name" }
  /** A function, or a class that is called. */
  | {
      readonly kind: "function";
      readonly call: (parameters: readonly PickledValue[], globals: Globals) => PickledValue;
    }
  /** A class whose objects are passed over. */
  | { readonly kind: "object" };

export type Globals = ReadonlyMap<string, GlobalRow>;

/** What the pickled data of one kind of file may say. */
export interface PickleDialect {
  readonly globals: Globals;
  /** What a persistent id stands for: data that lie outside of the pickle. */
  readonly persistent: (id: PickledValue) => PickledValue;
}

/** What Python's unpickler has while it follows the instructions. */
export interface Machine extends PickleDialect {
  readonly reader: ByteReader;
  readonly stack: PickledValue[];
  /** The heights of the stack at the marks. */
  readonly marks: number[];
  readonly memo: Map<number, PickledValue>;
}

const invalid = "invalid-pickle";

const broken = (): never => refuse(invalid, "its pickled data make no sense");

/** Takes the value on top of the stack. */
export function pop({ stack, marks }: Machine): PickledValue {
  const value = stack.length > (marks.at(-1) ?? 0) ? stack.pop() : undefined;
  return value === undefined ? broken() : value;
}

/** The value on top of the stack, which stays there. */
export function top({ stack }: Machine): PickledValue {
  const value = stack.at(-1);
  return value === undefined ? broken() : value;
}

/** All that lies above the last mark. */
export const popMark = ({ stack, marks }: Machine): PickledValue[] =>
  stack.splice(marks.pop() ?? broken());

export const tuple = (...items: PickledValue[]): PickledTuple => ({ kind: "tuple", items });

const popText = (machine: Machine): string => {
  const value = pop(machine);
  return typeof value === "string" ? value : broken();
};

/** Only a name that the dialect knows comes any further; nothing is imported or run. */
export function pushGlobal({ globals, stack }: Machine, module: string, name: string): void {
  const whole = `${module}.${name}`;
  if (!globals.has(whole))
    refuse(
      "refused-global",
      `it wants to load ${quote(whole)}, which no state_dict of plain layers needs; nothing of it was run`,
      "save the weights alone: `torch.save(model.state_dict(), path)`",
    );
  stack.push({ kind: "global", name: whole });
}

/** The same for a name whose parts lie on the stack. */
export function pushGlobalOfStack(machine: Machine): void {
  const name = popText(machine);
  pushGlobal(machine, popText(machine), name);
}

const rowOf = ({ globals }: Machine, callee: PickledValue): GlobalRow | undefined =>
  isPickled(callee, "global") ? globals.get(callee.name) : undefined;

/** REDUCE: what the rows of the dialect make of a call. */
export function call(machine: Machine): PickledValue {
  const parameters = pop(machine);
  const callee = pop(machine);
  const row = rowOf(machine, callee);
  if (isPickled(callee, "global") && isPickled(parameters, "tuple")) {
    if (row?.kind === "function") return row.call(parameters.items, machine.globals);
    if (row?.kind === "object") return { kind: "object", name: callee.name };
  }
  return refuse(invalid, `its pickled data call ${describePickled(callee)}`);
}

/** NEWOBJ: only of classes whose objects are passed over. */
export function newObject(machine: Machine): PickledValue {
  pop(machine);
  const callee = pop(machine);
  if (isPickled(callee, "global") && rowOf(machine, callee)?.kind === "object")
    return { kind: "object", name: callee.name };
  return refuse(
    "refused-opcode",
    `its pickled data have the instruction 0x81 for ${describePickled(callee)}, which no state_dict needs`,
  );
}

const refuseItems = (target: PickledValue): never =>
  refuse(invalid, `its pickled data set items of ${describePickled(target)}`);

/** BUILD: attributes of a map, such as the `_metadata` of a state_dict, are passed over. */
export function build(machine: Machine): void {
  pop(machine);
  const target = top(machine);
  if (!isPickled(target, "map", "object")) refuseItems(target);
}

const isKey = (key: PickledValue | undefined): key is PickledKey =>
  key !== undefined && !isPickled(key, "list", "map", "storage");

/** SETITEMS: keys and values by turns, for the map on top of the stack. */
export function setItems(machine: Machine, items: readonly PickledValue[]): void {
  const target = top(machine);
  if (isPickled(target, "object")) return;
  const { entries } = isPickled(target, "map") ? target : refuseItems(target);
  for (let at = 0; at < items.length; at += 2) {
    const [key = null, value] = [items[at], items[at + 1]];
    if (!isKey(key) || value === undefined)
      refuse(invalid, `its pickled data have ${describePickled(key)} as a key`);
    else if (entries.has(key))
      refuse(invalid, `its pickled data have the key ${quote(`${key}`)} twice`);
    else entries.set(key, value);
  }
}

/** APPENDS, for the list on top of the stack. */
export function append(machine: Machine, items: readonly PickledValue[]): void {
  const target = top(machine);
  if (isPickled(target, "object")) return;
  const list = isPickled(target, "list") ? target : broken();
  for (const item of items) list.items.push(item);
}

/** GET: a value that was remembered. */
export function recall({ memo, stack }: Machine, key: number): void {
  const value = memo.get(key);
  if (value === undefined) broken();
  else stack.push(value);
}
