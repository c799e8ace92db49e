import { type Instance, type Model, quantityOf, sizeOf, tuplesOf } from "../../math/model/model.js";
import { quantitiesInOrder } from "../../math/model/order.js";
import { double } from "../../math/numeric/double.js";
import { evaluate, type Values } from "../../math/numeric/evaluate.js";
import type { Field } from "../../math/numeric/field.js";
import { positionOf } from "../../math/numeric/place-data.js";
import { shiftName } from "./perturb.js";

/** One elementary operation, in any field; its operands are places of earlier ones. */
export interface Operation {
  readonly operands: readonly number[];
  readonly apply: <Value>(field: Field<Value>, operands: readonly Value[]) => Value;
  /** The function that is called, where the operation is a call. */
  readonly called?: string;
}

/** The elementary operations that lead to the loss, in the order of the evaluation. */
export interface Recording {
  readonly operations: readonly Operation[];
  readonly loss: number;
  /** The instances that formulas define, each with the place of its value, in the order of the evaluation. */
  readonly defined: () => ReadonlyArray<{ readonly instance: Instance; readonly place: number }>;
  /** The place of the shift of an instance. */
  readonly placeOf: (instance: Instance) => number;
  /** The places that depend on a place, in order. */
  readonly downstream: (place: number) => readonly number[];
}

/** What a power that is no integer one is called among the functions. */
export const powerOperation = "^";

/** A place, and the float64 value there, which the evaluator asks for where it avoids overflow. */
export interface Recorded {
  readonly value: number;
  readonly place: number;
}

/** Records the loss of a model from `withShifts`. */
export function recordLoss(model: Model, names: ReadonlySet<string>): Recording {
  const operations: Operation[] = [];
  const record: RecordOperation = (operands, apply, called) => {
    const value = apply(
      double,
      operands.map((operand) => operand.value),
    );
    const places = operands.map(({ place }) => place);
    operations.push({ operands: places, apply, ...(called !== undefined && { called }) });
    return { value, place: operations.length - 1 };
  };
  const field = recordingField(record);
  const shifts = new Map(
    [...names].map((name) => {
      const size = sizeOf(quantityOf(model, shiftName(name)).axes);
      return [shiftName(name), Array.from({ length: size }, () => field.fromDecimal("0"))] as const;
    }),
  );
  const values = evaluate(model, field, shifts, { only: new Set([model.loss]) });
  return {
    operations,
    loss: values.get(model.loss).place,
    defined: () => definedInstances(model, values),
    downstream: downstreamIn(operations),
    placeOf: ({ name, indices }) => {
      const position = positionOf(quantityOf(model, shiftName(name)), indices);
      const shift = shifts.get(shiftName(name))?.[position];
      if (!shift) throw new Error(`${name} has no shift`);
      return shift.place;
    },
  };
}

/** Notes an operation and gives its result. */
export type RecordOperation = (
  operands: readonly Recorded[],
  apply: Operation["apply"],
  called?: string,
) => Recorded;

function definedInstances(
  model: Model,
  values: Values<Recorded>,
): ReadonlyArray<{ readonly instance: Instance; readonly place: number }> {
  const found = quantitiesInOrder(model).flatMap(({ name, role, pieces }) =>
    role === "intermediate"
      ? pieces.flatMap(({ axes }) =>
          [...tuplesOf(axes)].map((indices) => {
            const instance = { name, indices };
            return { instance, place: values.get(name, indices).place };
          }),
        )
      : [],
  );
  return found.sort((a, b) => a.place - b.place);
}

/** Puts operands into a binary operation of a field; each operation records as many as it takes. */
const both = <Value>(operation: (a: Value, b: Value) => Value, [a, b]: readonly Value[]): Value =>
  operation(a as Value, b as Value);

const added: Operation["apply"] = (field, operands) => both(field.add, operands);
const multiplied: Operation["apply"] = (field, operands) => both(field.multiply, operands);

/** A field whose operations are noted by a function, which gives each result its place. */
export const recordingField = (record: RecordOperation): Field<Recorded> => ({
  name: "recording",
  fromRational: (value) => record([], (field) => field.fromRational(value)),
  fromDecimal: (text) => record([], (field) => field.fromDecimal(text)),
  constant: (name) => record([], (field) => field.constant(name)),
  add: (a, b) => record([a, b], added),
  multiply: (a, b) => record([a, b], multiplied),
  divide: (a, b) => record([a, b], (field, operands) => both(field.divide, operands)),
  power: (a, b) => record([a, b], (field, operands) => both(field.power, operands), powerOperation),
  integerPower: (base, exponent) =>
    record([base], (field, [value]) => field.integerPower(value as never, exponent)),
  call: (name, parameters) =>
    record(parameters, (field, operands) => field.call(name, operands), name),
  toNumber: ({ value }) => value,
  allocate: (length) => new Array<Recorded>(length),
});

/** The operations that use a place: those of place p stand from `starts[p]` to `starts[p + 1]`, in one array for all. */
function usersIn(operations: readonly Operation[]): (place: number) => Int32Array {
  const starts = new Int32Array(operations.length + 1);
  for (const { operands } of operations)
    for (const operand of operands) starts[operand + 1] = (starts[operand + 1] ?? 0) + 1;
  for (let place = 1; place < starts.length; place++)
    starts[place] = (starts[place] ?? 0) + (starts[place - 1] ?? 0);
  const users = new Int32Array(starts.at(-1) ?? 0);
  const next = Int32Array.from(starts);
  operations.forEach(({ operands }, place) => {
    for (const operand of operands) {
      const at = next[operand] ?? 0;
      users[at] = place;
      next[operand] = at + 1;
    }
  });
  return (place) => users.subarray(starts[place], starts[place + 1]);
}

function downstreamIn(operations: readonly Operation[]): (place: number) => readonly number[] {
  const usersOf = usersIn(operations);
  let last: { readonly from: number; readonly places: readonly number[] } | undefined;
  return (from) => {
    if (last?.from === from) return last.places;
    const reached = new Set<number>();
    const pending = [...usersOf(from)];
    for (let place = pending.pop(); place !== undefined; place = pending.pop()) {
      if (reached.has(place)) continue;
      reached.add(place);
      pending.push(...usersOf(place));
    }
    last = { from, places: [...reached].sort((a, b) => a - b) };
    return last.places;
  };
}

/** The loss with one instance shifted; the very object that the loss itself is where it does not change. */
export type ShiftedLoss<Value> = (instance: Instance, shift: Value) => Value;

/** What may be said about playing a recording again. */
export interface PlayOptions<Value> {
  /** Whether a number is exactly what it was, so that nothing behind it changes either. */
  readonly isSame?: (a: Value, b: Value) => boolean;
  /** Is told the place of each operation before it is done. */
  readonly before?: (place: number) => void;
}

/** The values of all operations in a field, by place. */
export function playedIn<Value>(
  { operations }: Recording,
  field: Field<Value>,
  before: (place: number) => void = () => {},
): readonly Value[] {
  const base: Value[] = [];
  // Operands stand before the operation, so that each has a value.
  operations.forEach(({ operands, apply }, at) => {
    before(at);
    base.push(
      apply(
        field,
        operands.map((place) => base[place] as Value),
      ),
    );
  });
  return base;
}

/** Plays a recording in a field. Only what changes downstream of the shift is computed again. */
export function shiftedLoss<Value>(
  recording: Recording,
  field: Field<Value>,
  { isSame = Object.is, before = () => {} }: PlayOptions<Value> = {},
): ShiftedLoss<Value> {
  const { operations, loss, placeOf, downstream } = recording;
  const base = playedIn(recording, field, before);
  return (instance, shift) => {
    const from = placeOf(instance);
    if (isSame(shift, base[from] as Value)) return base[loss] as Value;
    const moved = new Map([[from, shift]]);
    for (const place of downstream(from)) {
      const operation = operations[place];
      if (!operation?.operands.some((each) => moved.has(each))) continue;
      const operands = operation.operands.map((each) => moved.get(each) ?? (base[each] as Value));
      before(place);
      const value = operation.apply(field, operands);
      if (!isSame(value, base[place] as Value)) moved.set(place, value);
    }
    return moved.get(loss) ?? (base[loss] as Value);
  };
}
