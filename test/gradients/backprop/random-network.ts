import { reduce } from "../../../src/math/algebra/binding.js";
import {
  add,
  call,
  half,
  multiply,
  number,
  power,
  subtract,
} from "../../../src/math/algebra/constructors.js";
import type { Expression } from "../../../src/math/algebra/expression.js";
import type { Axis, Model, Quantity } from "../../../src/math/model/model.js";
import { randomNumbers, ref } from "../../math/algebra/matrix/formulas.js";

/** An axis that counts from 1. */
export const axisTo = (index: string, hi: number): Axis => ({ index, lo: 1, hi });

/** A definition of a whole quantity. */
export const define = (name: string, axes: readonly Axis[], right: Expression): Quantity => ({
  name,
  role: "intermediate",
  axes,
  pieces: [{ kind: "formula", axes, right }],
});

export const modelOf = (loss: string, quantities: readonly Quantity[]): Model => ({
  quantities: new Map(quantities.map((quantity) => [quantity.name, quantity])),
  loss,
});

const activations = ["sigmoid", "tanh", "softplus", "silu", "relu"];

/** Choices and data by chance, the same for the same seed. */
function drawsFrom(seed: number) {
  const numbers = randomNumbers(seed);
  const chance = (count: number): number =>
    Math.floor((numbers.next().value - 0.5) * 64 * count) % count;
  const data = (name: string, axes: readonly Axis[]): Quantity => {
    const count = axes.reduce((size, { hi }) => size * hi, 1);
    const decimals = Array.from({ length: count }, () => (numbers.next().value - 1).toFixed(6));
    return { name, role: "input", axes, pieces: [{ kind: "data", axes, decimals }] };
  };
  return { chance, data };
}

/** A dense network of random depth and widths; samples or none; a bias for each unit, one for all, or none. */
export function randomNetwork(seed: number): Model {
  const { chance, data } = drawsFrom(seed);
  const samples = chance(2) === 0 ? [] : [axisTo("n", 1 + chance(4))];
  const n = samples.map(({ index }) => index);
  let below = "x";
  let width = axisTo("i", 1 + chance(6));
  const quantities: Quantity[] = [data(below, [...samples, width])];
  const depth = 1 + chance(4);
  for (let layer = 1; layer <= depth; layer++) {
    const [W, b, z, a] = [`W${layer}`, `b${layer}`, `z${layer}`, `a${layer}`];
    const units = axisTo(layer % 2 === 1 ? "j" : "i", 1 + chance(6));
    const bias = [undefined, [], [units]][chance(3)];
    const i = width.index;
    const weighted = multiply(ref(W, units.index, i), ref(below, ...n, i));
    const shift = bias ? [ref(b, ...bias.map(({ index }) => index))] : [];
    const activation = activations[chance(activations.length)] ?? "tanh";
    quantities.push(
      data(W, [units, width]),
      ...(bias ? [data(b, bias)] : []),
      define(z, [...samples, units], add(reduce("sum", i, width, weighted), ...shift)),
      define(a, [...samples, units], call(activation, ref(z, ...n, units.index))),
    );
    [below, width] = [a, units];
  }
  const error = subtract(ref(below, ...n, width.index), ref("t", ...n, width.index));
  const perSample = reduce("sum", width.index, width, power(error, number(2)));
  const [range] = samples;
  const total = range ? reduce("sum", range.index, range, perSample) : perSample;
  quantities.push(data("t", [...samples, width]), define("E", [], multiply(half, total)));
  return modelOf("E", quantities);
}
