import {
  add,
  decimal,
  divide,
  multiply,
  number,
  power,
  reference,
  subtract,
} from "../../../src/math/algebra/constructors.js";
import type { Expression } from "../../../src/math/algebra/expression.js";
import { type IndexTerm, indexTerm, plainIndex } from "../../../src/math/algebra/index-term.js";
import type { Axis, Model, Piece, Quantity, Role } from "../../../src/math/model/model.js";
import { double } from "../../../src/math/numeric/double.js";
import type { Field } from "../../../src/math/numeric/field.js";

export { add, decimal, divide, multiply, number, power, subtract };

/** `axis("t", 1, 3)`: an index with its range. */
export const axis = (index: string, lo: number, hi: number): Axis => ({ index, lo, hi });

/** An index term: `at("t", -1)` is t-1, `at("t")` is t, `at(3)` is 3. */
export const at = (index: string | number, shift = 0): IndexTerm =>
  typeof index === "number" ? indexTerm(index) : indexTerm(shift, [[index, 1]]);

/** A reference with plain indices, integers or terms: `ref("W", "j", at("i", -1))`. */
export const ref = (
  name: string,
  ...indices: readonly (string | number | IndexTerm)[]
): Expression =>
  reference(
    name,
    indices.map((index) =>
      typeof index === "object" ? index : typeof index === "number" ? at(index) : plainIndex(index),
    ),
  );

export const formula = (axes: readonly Axis[], right: Expression): Piece => ({
  kind: "formula",
  axes,
  right,
});

export const data = (axes: readonly Axis[], values: readonly number[]): Piece => ({
  kind: "data",
  axes,
  decimals: values.map(String),
});

/** A quantity whose hull is that of its pieces, with the index names of the last piece. */
export function quantity(name: string, ...pieces: readonly Piece[]): Quantity {
  const axes = (pieces.at(-1)?.axes ?? []).map(({ index }, k) => ({
    index,
    lo: Math.min(...pieces.map((piece) => piece.axes[k]?.lo ?? Infinity)),
    hi: Math.max(...pieces.map((piece) => piece.axes[k]?.hi ?? -Infinity)),
  }));
  const role: Role = pieces.every(({ kind }) => kind === "data") ? "input" : "intermediate";
  return { name, role, axes, pieces };
}

export const model = (...quantities: readonly Quantity[]): Model => ({
  quantities: new Map(quantities.map((each) => [each.name, each] as const)),
  loss: quantities.at(-1)?.name ?? "",
});

interface Boxed {
  readonly value: number;
}
const box = (value: number): Boxed => ({ value });

/** Doubles in boxes: reading an instance before it is computed fails instead of giving 0. */
export const boxed: Field<Boxed> = {
  name: "boxed",
  fromRational: (value) => box(double.fromRational(value)),
  fromDecimal: (text) => box(double.fromDecimal(text)),
  constant: (name) => box(double.constant(name)),
  add: (a, b) => box(a.value + b.value),
  multiply: (a, b) => box(a.value * b.value),
  divide: (a, b) => box(a.value / b.value),
  integerPower: (a, exponent) => box(double.integerPower(a.value, exponent)),
  power: (a, b) => box(a.value ** b.value),
  call: (name, parameters) =>
    box(
      double.call(
        name,
        parameters.map(({ value }) => value),
      ),
    ),
  toNumber: ({ value }) => value,
  allocate: (length) => new Array<Boxed>(length),
};
