import { describe, expect, it } from "vitest";
import { activations } from "../../src/network/rows/activations.js";
import { losses } from "../../src/network/rows/losses.js";
import { verifyStream } from "../../src/proof/judge/verify.js";
import { buildStream } from "../../src/proof/write/build-stream.js";
import { networkOf } from "../support/read.js";

const rejectedIn = (file: object): readonly object[] =>
  verifyStream(JSON.stringify(buildStream(networkOf(file)))).rejected;

/** z1[1] and z1[2] are exactly 0. */
const atZero = (activation: string, loss: string): object => ({
  inputs: [1, 2],
  targets: loss.includes("cross_entropy") ? [0, 1] : [0, 0.2],
  layers: [
    {
      linear: {
        weight: [
          [2, -1],
          [1, -0.5],
        ],
        bias: [0, 0],
      },
    },
    activation,
    {
      linear: {
        weight: [
          [0.3, 0.1],
          [0.7, -0.2],
        ],
        bias: [0, 0.2],
      },
    },
    ...(loss.endsWith("y_cross_entropy") || loss.startsWith("categorical") ? ["softmax"] : []),
  ],
  loss,
  optimizer: { adam: {} },
});

/** w[i] x[i] is 1 for three of the four. */
const equations: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "a tie in a max": { "a[i]": "w[i]*x[i]", m: "max(i, a[i])", E: "(m + b)^2" },
  "a tie in a max inside of a formula": { E: "(max(i, w[i]*x[i]) + b)^2" },
  "a square of relu": { E: "sum(i, (relu(w[i]*x[i] - 1) + b)^2)" },
  "relu in a product": { E: "sum(i, 3*relu(w[i]*x[i] - 1)*w[i] + b)" },
  "relu in a function": { E: "sum(i, exp(relu(w[i]*x[i] - 1)) + b)" },
  "a maximum of two": { E: "sum(i, max(w[i]*x[i], 1)*x[i] + b)" },
  "a minimum of two that both depend": { E: "sum(i, min(w[i]*x[i], w[1]*x[i]/x[i])*x[i] + b)" },
  "an absolute value and its third power": {
    E: "sum(i, abs(w[i]*x[i] - 1)^3/3 + abs(w[i]*x[i] - 1) + b)",
  },
  "ties over two indices": {
    "a[i,j]": "w[i]*x[j]",
    m: "min(i, j, a[i,j])",
    M: "max(i, j, a[i,j])",
    E: "m^2 + M*b + M^2",
  },
  "ties over two indices, more in one row than in the other": {
    E: "(max(i, j, max(w[i]*x[j], i/2)) + b)^2",
  },
  "relu of relu": { z: "relu(relu(b))*w[1] + relu(b*w[2])", E: "(z - 1)^2" },
  "kinks that cancel each other": { p: "relu(b)", q: "relu(-b)", E: "w[1]*(p - q) + b" },
  "kinks that cancel each other in a sum": {
    "z[i]": "relu(b*w[i]) - relu(-b*w[i])",
    E: "sum(i, z[i]*x[i])",
  },
  "three relus up and one down": { E: "3*relu(b) - relu(-b)" },
  "a product of kinks": { E: "(relu(b) + w[1])*abs(b)*(1 - max(b, -b)) + relu(b)*abs(b)" },
  "kinks through a recurrence": {
    "h[0]": "b",
    "h[i]": "relu(h[i-1]*w[i]) - 2*relu(-h[i-1]) + max(h[i-1], 0)",
    E: "(h[4] - 1)^2 + abs(h[2])",
  },
  "defaults at a kink and off it": {
    "z[i]": "leaky_relu(w[i]*x[i] - 1) + elu(-w[i]) + elu(x[i])",
    E: "sum(i, leaky_relu(z[i]) + b)",
  },
  "relu of a relu before it": { z: "relu(b)", "a[i]": "relu(z*w[i])", E: "sum(i, (a[i] - 1)^2)" },
};

describe("the judge accepts streams of networks exactly at a kink", () => {
  const rows = activations.map(({ name }) => name);
  it.each(rows)("%s at 0", (name) => {
    expect(rejectedIn(atZero(name, "half_squared_error"))).toEqual([]);
  });

  const names = losses.map(({ name }) => name);
  it.each(names)("the loss %s behind relu at 0", (name) => {
    expect(rejectedIn(atZero("relu", name))).toEqual([]);
  });

  it.each([30, -30])("an output of a sigmoid at %d, where binary cross-entropy is cut", (z) => {
    const layers = [{ linear: { weight: [[z]], bias: [0] } }, "sigmoid"];
    const targets = [z > 0 ? 0.25 : 1];
    expect(rejectedIn({ inputs: [1], targets, layers, loss: "binary_cross_entropy" })).toEqual([]);
  });

  it.each(Object.entries(equations))("%s", (_, each) => {
    const given = { x: [1, 2, 2, -3] };
    const parameters = { w: [1, 0.5, 0.5, 1], b: 0 };
    expect(rejectedIn({ given, parameters, equations: each, loss: "E" })).toEqual([]);
  });
});
