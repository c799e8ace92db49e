import {
  append,
  build,
  call,
  type Machine,
  newObject,
  pop,
  popMark,
  pushGlobal,
  pushGlobalOfStack,
  recall,
  setItems,
  top,
  tuple,
} from "./pickle-machine.js";
import type { PickledValue } from "./pickle-values.js";
import { refuse } from "./tensor-file.js";

const pushing =
  (push: (machine: Machine) => PickledValue): ((machine: Machine) => void) =>
  (machine) =>
    void machine.stack.push(push(machine));

const constant = (value: PickledValue) => pushing(() => value);

const bytesOf = (length: (machine: Machine) => number) =>
  pushing((machine) => ({ kind: "bytes", bytes: machine.reader.take(length(machine)) }));

/** An integer of more than 53 bits, such as a seed: nobody looks at its value. */
const mostLongBytes = 16;

function long({ reader }: Machine): PickledValue {
  const length = reader.byte();
  if (length <= 8) return reader.signed(length);
  if (length > mostLongBytes)
    refuse("invalid-pickle", "its pickled data have an integer that is too large");
  reader.take(length);
  return { kind: "object", name: "int" };
}

const emptySet = (): PickledValue => ({ kind: "object", name: "set" });

const popTuple = (length: number) =>
  pushing((machine) => tuple(...Array.from({ length }, () => pop(machine)).reverse()));

/** Every instruction that is followed, by its byte; the names are those of Python's pickletools. */
export const instructions: ReadonlyMap<number, (machine: Machine) => void> = new Map([
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
  /* LONG1 */ [0x8a, pushing(long)],
  /* BINFLOAT */ [0x47, pushing(({ reader }) => reader.double())],
  /* BINUNICODE */ [0x58, pushing(({ reader }) => reader.text(reader.unsigned(4)))],
  /* SHORT_BINUNICODE */ [0x8c, pushing(({ reader }) => reader.text(reader.byte()))],
  /* SHORT_BINSTRING */ [0x55, pushing(({ reader }) => reader.text(reader.byte()))],
  /* BINBYTES */ [0x42, bytesOf(({ reader }) => reader.unsigned(4))],
  /* SHORT_BINBYTES */ [0x43, bytesOf(({ reader }) => reader.byte())],
  /* BINBYTES8 */ [0x8e, bytesOf(({ reader }) => reader.unsigned(8))],
  /* EMPTY_SET */ [0x8f, pushing(emptySet)],
  /* ADDITEMS */ [0x90, (machine) => append(machine, popMark(machine))],
  /* FROZENSET */
  [
    0x91,
    pushing((machine) => {
      popMark(machine);
      return emptySet();
    }),
  ],
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
  /* STACK_GLOBAL */ [0x93, pushGlobalOfStack],
  /* REDUCE */ [0x52, pushing(call)],
  /* NEWOBJ */ [0x81, pushing(newObject)],
  /* BUILD */ [0x62, build],
  /* BINPERSID */ [0x51, pushing((machine) => machine.persistent(pop(machine)))],
]);
