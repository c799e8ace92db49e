import { describe, expect, it } from "vitest";
import { checkGradients } from "../../src/check/methods/check-gradients.js";
import { backpropagate } from "../../src/gradients/backprop/backpropagate.js";
import { gradientsOf } from "../../src/gradients/gradients.js";
import { networkOf } from "../support/read.js";

const unit = (size: number): readonly (readonly number[])[] =>
  Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (_, column) => Number(row === column)),
  );

/** One linear layer that passes its inputs on, then these layers. */
const through = (inputs: readonly number[], layers: readonly unknown[]): object => ({
  inputs,
  layers: [{ linear: { weight: unit(inputs.length), bias: inputs.map(() => 0) } }, ...layers],
});

const gradientsOfInputs = (file: object): readonly unknown[] => [
  ...gradientsOf(networkOf(file)).inputs.values(),
];

/** Σ y as a loss, so that the gradient of an input is the derivative of its unit. */
const total = { formula: "y" };

const e800 = Math.exp(-700);

describe("activations have PyTorch's values and derivatives far from 0", () => {
  it.each<readonly [activation: unknown, x: number, value: number, derivative: number]>([
    ["sigmoid", -700, e800, e800],
    ["sigmoid", -800, 0, 0],
    ["sigmoid", 800, 1, 0],
    ["tanh", -1000, -1, 0],
    ["tanh", 1000, 1, 0],
    ["relu", -1000, 0, 0],
    ["relu", 1000, 1000, 1],
    [{ leaky_relu: { slope: 0.1 } }, -1000, -100, 0.1],
    ["elu", -1000, -1, 0],
    ["elu", 1000, 1000, 1],
    ["softplus", 800, 800, 1],
    ["softplus", -800, 0, 0],
    ["gelu", 1000, 1000, 1],
    ["gelu", -1000, 0, 0],
    ["silu", 1000, 1000, 1],
    ["silu", -1000, 0, 0],
  ])("%j at %j", (activation, x, value, derivative) => {
    const file = { ...through([x], [activation]), targets: [0], loss: total };
    const gradients = gradientsOf(networkOf(file));
    const tiny = 1e-15 * Math.abs(value) || 1e-300;
    expect(Math.abs(gradients.loss.value - value)).toBeLessThanOrEqual(tiny);
    const slope = gradients.inputs.get("i1");
    expect(Math.abs(Number(slope) - derivative)).toBeLessThanOrEqual(1e-15 * derivative);
    expect(checkGradients(backpropagate(networkOf(file).model)).ok).toBe(true);
  });
});

interface LossCase {
  readonly loss: string;
  readonly layers?: readonly string[];
  readonly inputs: readonly number[];
  readonly targets: number | readonly number[];
  readonly value: number;
  readonly gradients: readonly number[];
}

/** Values and gradients that PyTorch gives in float64. */
const lossCases: readonly LossCase[] = [
  {
    loss: "cross_entropy",
    inputs: [1000, -1000, 0],
    targets: 0,
    value: 0,
    gradients: [0, 0, 0],
  },
  {
    loss: "cross_entropy",
    inputs: [1000, -1000, 0],
    targets: 1,
    value: 2000,
    gradients: [1, -1, 0],
  },
  {
    loss: "cross_entropy",
    inputs: [1000, 1000],
    targets: [0.5, 0.5],
    value: Math.log(2),
    gradients: [0, 0],
  },
  {
    loss: "cross_entropy",
    inputs: [1000, -1000],
    targets: [0.25, 0.5],
    value: 1000,
    gradients: [0.5, -0.5],
  },
  {
    loss: "categorical_cross_entropy",
    layers: ["softmax"],
    inputs: [1000, -1000, 0],
    targets: 0,
    value: 0,
    gradients: [0, 0, 0],
  },
  {
    loss: "categorical_cross_entropy",
    inputs: [1, 0],
    targets: [1, 0],
    value: 0,
    gradients: [-1, 0],
  },
  {
    loss: "binary_cross_entropy",
    layers: ["sigmoid"],
    inputs: [-800],
    targets: [1],
    value: 100,
    gradients: [0],
  },
  {
    loss: "binary_cross_entropy",
    layers: ["sigmoid"],
    inputs: [-30],
    targets: [1],
    value: 30.000000000000092,
    // (y - 1) / ε · y (1 - y) with y = σ(-30): the denominator of the backward pass is cut at ε, 1e-12 as a float32.
    gradients: [((9.357622968839299e-14 - 1) * 9.357622968838423e-14) / Math.fround(1e-12)],
  },
  {
    loss: "binary_cross_entropy",
    inputs: [0, 1],
    targets: [1, 1],
    value: 50,
    gradients: [-0.5 / Math.fround(1e-12), 0],
  },
  {
    loss: "binary_cross_entropy",
    inputs: [0, 1],
    targets: [0, 0],
    value: 50,
    gradients: [0, 0.5 / Math.fround(1e-12)],
  },
];

describe("losses have PyTorch's values and gradients far from 0 and at the border", () => {
  it.each(lossCases)("$loss after $layers of $inputs", (each) => {
    const { loss, layers = [], inputs, targets, value, gradients } = each;
    const file = { ...through(inputs, layers), targets, loss };
    expect(gradientsOf(networkOf(file)).loss.value).toBeCloseTo(value, 12);
    gradientsOfInputs(file).forEach((gradient, place) => {
      const expected = gradients[place] ?? Number.NaN;
      expect(Math.abs(Number(gradient) - expected)).toBeLessThanOrEqual(
        1e-13 * Math.max(1, Math.abs(expected)),
      );
    });
    expect(checkGradients(backpropagate(networkOf(file).model)).ok).toBe(true);
  });
});

describe("equations", () => {
  const equations = (loss: string): object => ({
    parameters: { z: [1000, -1000, 999] },
    equations: { E: loss },
  });

  it("have a log-sum-exp that never overflows", () => {
    const { loss, gradients } = gradientsOf(networkOf(equations("logsumexp(i, z[i])")));
    expect(loss.value).toBeCloseTo(1000 + Math.log1p(Math.exp(-1)), 12);
    expect(gradients.get("z[1]")).toBeCloseTo(1 / (1 + Math.exp(-1)), 12);
    expect(gradients.get("z[2]")).toBe(0);
  });

  it("are computed with more digits where only a part leaves the range of float64", () => {
    const { loss } = gradientsOf(networkOf(equations("log(sum(i, exp(z[i])))")));
    expect(loss.value).toBeCloseTo(1000 + Math.log1p(Math.exp(-1)), 12);
  });

  it("overflow where they say so, and the error names the quantity", () => {
    expect(() => gradientsOf(networkOf(equations("sum(i, exp(z[i]))")))).toThrow(
      "`E` is not a finite number: it is Infinity",
    );
  });
});

describe("tied arguments share the derivative evenly, over all indices together", () => {
  it.each<readonly [formula: string, gradients: readonly (readonly number[])[]]>([
    [
      "max(i, j, z[i,j])",
      [
        [0, 1 / 3, 1 / 3],
        [0, 0, 1 / 3],
      ],
    ],
    [
      "min(i, j, -z[i,j])",
      [
        [0, -1 / 3, -1 / 3],
        [0, 0, -1 / 3],
      ],
    ],
    [
      "max(j, i, z[i,j])^2",
      [
        [0, 4 / 3, 4 / 3],
        [0, 0, 4 / 3],
      ],
    ],
    [
      "sum(i, max(j, z[i,j]))",
      [
        [0, 0.5, 0.5],
        [0, 0, 1],
      ],
    ],
    [
      "max(i, j, z[i,j] * z[i,j])",
      [
        [0, 4 / 3, 4 / 3],
        [0, 0, 4 / 3],
      ],
    ],
  ])("%s", (formula, expected) => {
    const file = {
      parameters: {
        z: [
          [1, 2, 2],
          [0, 1, 2],
        ],
      },
      equations: { E: formula },
    };
    const { gradients } = gradientsOf(networkOf(file));
    expected.forEach((row, i) => {
      row.forEach((value, j) => {
        expect(gradients.get(`z[${i + 1},${j + 1}]`)).toBeCloseTo(value, 14);
      });
    });
    expect(checkGradients(backpropagate(networkOf(file).model)).ok).toBe(true);
  });
});
