import { double } from "../../math/numeric/double.js";
import type { Field } from "../../math/numeric/field.js";
import { interpret } from "./interpret.js";
import { outputName, parameterName, partialsAsFormulas } from "./row-partials.js";

/** A value and its place on the tape; -1 for a constant, which no gradient flows into. */
export interface Taped {
  readonly value: number;
  readonly place: number;
}

/** Elementary operations in the order in which they happened, each with its partial derivatives. */
export interface Tape {
  readonly field: Field<Taped>;
  /** A value whose gradient is wanted. */
  readonly leaf: (value: number) => Taped;
  /** One backward sweep: the derivative of a value by everything on the tape, by place. */
  readonly sweep: (from: Taped) => Float64Array;
}

/** The parents of operation k are `parents[starts[k]] … parents[starts[k + 1] - 1]`. */
interface Records {
  readonly starts: number[];
  readonly parents: number[];
  readonly partials: number[];
}

/** Notes an operation unless all of its operands are constants. */
type RecordOperation = (
  value: number,
  operands: readonly Taped[],
  partials: () => readonly number[],
) => Taped;

const constantOf = (value: number): Taped => ({ value, place: -1 });

export function newTape(): Tape {
  const records: Records = { starts: [0], parents: [], partials: [] };
  const push = (value: number): Taped => {
    records.starts.push(records.parents.length);
    return { value, place: records.starts.length - 2 };
  };
  const record: RecordOperation = (value, operands, partials) => {
    if (operands.every(({ place }) => place < 0)) return constantOf(value);
    partials().forEach((partial, k) => {
      const place = operands[k]?.place ?? -1;
      if (place < 0) return;
      records.parents.push(place);
      records.partials.push(partial);
    });
    return push(value);
  };
  return {
    field: tapingField(record),
    leaf: push,
    sweep: (from) => sweep(records, from),
  };
}

function sweep({ starts, parents, partials }: Records, { place: last }: Taped): Float64Array {
  const adjoints = new Float64Array(starts.length - 1);
  if (last >= 0) adjoints[last] = 1;
  for (let place = last; place >= 0; place--) {
    const adjoint = adjoints[place] ?? 0;
    for (let k = starts[place] ?? 0; k < (starts[place + 1] ?? 0); k++) {
      // What nothing reads stays out; 0 times ∞ is no number, as in PyTorch.
      if (adjoint === 0 && Number.isFinite(partials[k])) continue;
      const parent = parents[k] ?? 0;
      adjoints[parent] = (adjoints[parent] ?? 0) + adjoint * (partials[k] ?? 0);
    }
  }
  return adjoints;
}

function tapingField(record: RecordOperation): Field<Taped> {
  return {
    name: "tape",
    fromRational: (value) => constantOf(double.fromRational(value)),
    fromDecimal: (text) => constantOf(double.fromDecimal(text)),
    constant: (name) => constantOf(double.constant(name)),
    add: (a, b) => record(a.value + b.value, [a, b], () => [1, 1]),
    multiply: (a, b) => record(a.value * b.value, [a, b], () => [b.value, a.value]),
    divide: (a, b) => {
      const value = a.value / b.value;
      return record(value, [a, b], () => [1 / b.value, -value / b.value]);
    },
    integerPower: (a, n) =>
      record(double.integerPower(a.value, n), [a], () => [
        n === 0 ? 0 : n * double.integerPower(a.value, n - 1),
      ]),
    power: (a, b) => {
      const value = a.value ** b.value;
      return record(value, [a, b], () => [
        double.call("power_slope", [a.value, b.value]),
        b.place < 0 ? 0 : double.call("power_log", [a.value, b.value, 1]),
      ]);
    },
    call: (name, parameters) => {
      const values = parameters.map(({ value }) => value);
      const value = double.call(name, values);
      return record(value, parameters, () => partialsOf(name, values, value));
    },
    toNumber: ({ value }) => value,
    allocate: (length) => new Array<Taped>(length),
  };
}

/** The partial derivatives of a function by its row, at arguments and the output that belongs to them. */
export function partialsOf(
  name: string,
  values: readonly number[],
  output: number,
): readonly number[] {
  const named = new Map(values.map((value, place) => [parameterName(place), value] as const));
  named.set(outputName, output);
  const interpretation = { field: double, read: (each: string) => named.get(each) ?? Number.NaN };
  return partialsAsFormulas(name, values.length).map((each) => interpret(each, interpretation));
}
