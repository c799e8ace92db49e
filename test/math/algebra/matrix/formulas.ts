import { reduce } from "../../../../src/math/algebra/binding.js";
import { reference } from "../../../../src/math/algebra/constructors.js";
import type { Expression } from "../../../../src/math/algebra/expression.js";
import {
  type IndexTerm,
  integerTerm,
  plainIndex,
} from "../../../../src/math/algebra/index-term.js";
import type { IndexAxis, MatrixArray } from "../../../../src/math/algebra/matrix/index.js";
import type { Axis, Model, Piece, Quantity } from "../../../../src/math/model/model.js";

/** Every index has a size of its own, so that shapes cannot fit by chance. */
const sizes: Readonly<Record<string, number>> = {
  a: 3,
  b: 5,
  c: 2,
  d: 4,
  i: 4,
  j: 3,
  k: 2,
  m: 6,
  n: 5,
  o: 1,
  s: 2,
  t: 4,
};

export const axis = (index: string): IndexAxis => ({ index, lo: 1, hi: sizes[index] ?? 1 });
export const axes = (indices: string): readonly IndexAxis[] => [...indices].map(axis);

/** `ref("W", "j", "i")` is W[j,i]; integers and other terms may stand for an index, too. */
export const ref = (name: string, ...indices: readonly (string | number | IndexTerm)[]) =>
  reference(
    name,
    indices.map((index) =>
      typeof index === "string"
        ? plainIndex(index)
        : typeof index === "number"
          ? integerTerm(index)
          : index,
    ),
  );

/** `sum("ik", body)` is Σ_i Σ_k body. */
export const sum = (indices: string, body: Expression): Expression =>
  [...indices].reverse().reduce((inner, index) => reduce("sum", index, axis(index), inner), body);

/** The same numbers for the same seed, between ½ and 1½ so that powers and logarithms are tame. */
export function* randomNumbers(seed: number): Generator<number, never> {
  let state = seed >>> 0;
  for (;;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield 0.5 + state / 2 ** 32;
  }
}

/** Random data for quantities, given by their axes: `{ W: "ji", b: "j", E: "" }`. */
export function randomData(
  axesOf: Readonly<Record<string, string>>,
  seed: number,
): readonly Quantity[] {
  const numbers = randomNumbers(seed);
  return Object.entries(axesOf).map(([name, indices]) => {
    const count = axes(indices).reduce((size, { hi }) => size * hi, 1);
    const decimals = Array.from({ length: count }, () => numbers.next().value.toFixed(6));
    const piece: Piece = { kind: "data", axes: axes(indices), decimals };
    return { name, role: "input", axes: axes(indices), pieces: [piece] };
  });
}

/** A model of data and one definition, `out`. */
export const modelOf = (
  data: readonly Quantity[],
  outAxes: readonly Axis[],
  right: Expression,
): Model => ({
  quantities: new Map(
    [
      ...data,
      {
        name: "out",
        role: "intermediate",
        axes: outAxes,
        pieces: [{ kind: "formula", axes: outAxes, right }],
      } satisfies Quantity,
    ].map((quantity) => [quantity.name, quantity]),
  ),
  loss: "out",
});

/** What a model's values give to the evaluator of matrix forms. */
export const arraysOf =
  (model: Model, array: (name: string) => ArrayLike<number>) =>
  (name: string): MatrixArray => ({
    shape: (model.quantities.get(name)?.axes ?? []).map(({ lo, hi }) => hi - lo + 1),
    values: array(name),
  });
