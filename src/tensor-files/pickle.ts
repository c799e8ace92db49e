import { quote } from "../problem/quote.js";
import { type ByteReader, byteReader } from "./byte-reader.js";
import {
  describePickled,
  type PickledList,
  type PickledMap,
  type PickledValue,
} from "./pickle-values.js";
import { refuse } from "./tensor-file.js";

/** What pickled data may name: how it is called with arguments, or nothing where it is never called. */
export type Globals = ReadonlyMap<
  string,
  ((parameters: readonly PickledValue[]) => PickledValue) | undefined
>;

/** What the pickled data of one kind of file may say. */
export interface PickleDialect {
  readonly globals: Globals;
  /** What a persistent id stands for: data that lie outside of the pickle. */
  readonly persistent: (id: PickledValue) => PickledValue;
}

interface Machine extends PickleDialect {
  readonly reader: ByteReader;
  readonly stack: PickledValue[];
  /** The heights of the stack at the marks. */
  readonly marks: number[];
  readonly memo: Map<number, PickledValue>;
}

const mostBytes = 64 * 2 ** 20;
const invalid = "invalid-pickle";

const broken = (): never => refuse(invalid, "its pickled data make no sense");

function pop({ stack, marks }: Machine): PickledValue {
  const value = stack.length > (marks.at(-1) ?? 0) ? stack.pop() : undefined;
  return value === undefined ? broken() : value;
}

function top({ stack }: Machine): PickledValue {
  const value = stack.at(-1);
  return value === undefined ? broken() : value;
}

/** All that lies above the last mark. */
const popMark = ({ stack, marks }: Machine): PickledValue[] =>
  stack.splice(marks.pop() ?? broken());

const tuple = (...items: PickledValue[]): PickledList => ({ kind: "tuple", items });

const popText = (machine: Machine): string => {
  const value = pop(machine);
  return typeof value === "string" ? value : broken();
};

/** Only a name that the dialect knows comes any further; nothing is imported or run. */
function pushGlobal({ globals, stack }: Machine, module: string, name: string): void {
  const whole = `${module}.${name}`;
  if (!globals.has(whole))
    refuse(
      "refused-global",
      `it wants to load ${quote(whole)}, which no state_dict of plain layers needs; nothing of it was run`,
      "save the weights alone: `torch.save(model.state_dict(), path)`",
    );
  stack.push({ kind: "global", name: whole });
}

function call(machine: Machine): PickledValue {
  const parameters = pop(machine);
  const callee = pop(machine);
  const run =
    typeof callee === "object" && callee?.kind === "global"
      ? machine.globals.get(callee.name)
      : undefined;
  if (run && typeof parameters === "object" && parameters?.kind === "tuple")
    return run(parameters.items);
  return refuse(invalid, `its pickled data call ${describePickled(callee)}`);
}

/** The map on top of the stack, which entries or attributes are given to. */
function topMap(machine: Machine): PickledMap {
  const target = top(machine);
  if (typeof target === "object" && target?.kind === "map") return target;
  return refuse(invalid, `its pickled data set items of ${describePickled(target)}`);
}

/** Attributes of a map, such as the `_metadata` of a state_dict, are passed over. */
function build(machine: Machine): void {
  pop(machine);
  topMap(machine);
}

function setItems(machine: Machine, items: readonly PickledValue[]): void {
  const { entries } = topMap(machine);
  for (let at = 0; at < items.length; at += 2) {
    const [key = null, value] = [items[at], items[at + 1]];
    if ((typeof key !== "string" && typeof key !== "number") || value === undefined)
      refuse(invalid, `its pickled data have ${describePickled(key)} as a key`);
    else if (entries.has(key))
      refuse(invalid, `its pickled data have the key ${quote(`${key}`)} twice`);
    else entries.set(key, value);
  }
}

function append(machine: Machine, items: readonly PickledValue[]): void {
  const target = top(machine);
  if (typeof target !== "object" || target?.kind !== "list") broken();
  else for (const item of items) target.items.push(item);
}

function recall({ memo, stack }: Machine, key: number): void {
  const value = memo.get(key);
  if (value === undefined) broken();
  else stack.push(value);
}

const pushing =
  (push: (machine: Machine) => PickledValue): ((machine: Machine) => void) =>
  (machine) =>
    void machine.stack.push(push(machine));

const constant = (value: PickledValue) => pushing(() => value);

const popTuple = (length: number) =>
  pushing((machine) => tuple(...Array.from({ length }, () => pop(machine)).reverse()));

/** Every instruction that is followed, by its byte; the names are those of Python's pickletools. */
const instructions: ReadonlyMap<number, (machine: Machine) => void> = new Map([
  /* PROTO */ [0x80, ({ reader }) => void reader.byte()],
  /* FRAME */ [0x95, ({ reader }) => void reader.take(8)],
  /* MARK */ [0x28, ({ marks, stack }) => void marks.push(stack.length)],
  /* POP */ [0x30, (machine) => void pop(machine)],
  /* NONE */ [0x4e, constant(null)],
  /* NEWTRUE */ [0x88, constant(true)],
  /* NEWFALSE */ [0x89, constant(false)],
  /* BININT */ [0x4a, pushing(({ reader }) => reader.signed(4))],
  /* BININT1 */ [0x4b, pushing(({ reader }) => reader.unsigned(1))],
  /* BININT2 */ [0x4d, pushing(({ reader }) => reader.unsigned(2))],
  /* LONG1 */ [0x8a, pushing(({ reader }) => reader.signed(reader.byte()))],
  /* BINFLOAT */ [0x47, pushing(({ reader }) => reader.double())],
  /* BINUNICODE */ [0x58, pushing(({ reader }) => reader.text(reader.unsigned(4)))],
  /* SHORT_BINUNICODE */ [0x8c, pushing(({ reader }) => reader.text(reader.byte()))],
  /* EMPTY_LIST */ [0x5d, pushing(() => ({ kind: "list", items: [] }))],
  /* EMPTY_DICT */ [0x7d, pushing(() => ({ kind: "map", entries: new Map() }))],
  /* EMPTY_TUPLE */ [0x29, popTuple(0)],
  /* TUPLE1 */ [0x85, popTuple(1)],
  /* TUPLE2 */ [0x86, popTuple(2)],
  /* TUPLE3 */ [0x87, popTuple(3)],
  /* TUPLE */ [0x74, pushing((machine) => ({ kind: "tuple", items: popMark(machine) }))],
  /* APPEND */ [0x61, (machine) => append(machine, [pop(machine)])],
  /* APPENDS */ [0x65, (machine) => append(machine, popMark(machine))],
  /* SETITEM */ [0x73, (machine) => setItems(machine, [pop(machine), pop(machine)].reverse())],
  /* SETITEMS */ [0x75, (machine) => setItems(machine, popMark(machine))],
  /* BINPUT */ [0x71, (machine) => void machine.memo.set(machine.reader.byte(), top(machine))],
  /* LONG_BINPUT */
  [0x72, (machine) => void machine.memo.set(machine.reader.unsigned(4), top(machine))],
  /* MEMOIZE */ [0x94, (machine) => void machine.memo.set(machine.memo.size, top(machine))],
  /* BINGET */ [0x68, (machine) => recall(machine, machine.reader.byte())],
  /* LONG_BINGET */ [0x6a, (machine) => recall(machine, machine.reader.unsigned(4))],
  /* GLOBAL */
  [0x63, (machine) => pushGlobal(machine, machine.reader.line(), machine.reader.line())],
  /* STACK_GLOBAL */
  [
    0x93,
    (machine) => {
      const name = popText(machine);
      pushGlobal(machine, popText(machine), name);
    },
  ],
  /* REDUCE */ [0x52, pushing(call)],
  /* BUILD */ [0x62, build],
  /* BINPERSID */ [0x51, pushing((machine) => machine.persistent(pop(machine)))],
]);

const stop = 0x2e;

/**
 * Reads pickled data without running anything: only the instructions above, and only names of the dialect, which
 * are table rows of ours. Everything else is refused with an InputError that names it.
 */
export function unpickle(bytes: Uint8Array, dialect: PickleDialect): PickledValue {
  if (bytes.length > mostBytes)
    refuse("file-too-large", `its pickled data have more than ${mostBytes / 2 ** 20} MB`);
  const reader = byteReader(bytes);
  const machine: Machine = { ...dialect, reader, stack: [], marks: [], memo: new Map() };
  for (let code = reader.byte(); code !== stop; code = reader.byte()) {
    const follow = instructions.get(code);
    if (!follow)
      return refuse(
        "refused-opcode",
        `its pickled data have the instruction 0x${code.toString(16).padStart(2, "0")}, which no state_dict needs`,
      );
    follow(machine);
  }
  return pop(machine);
}
