import { describe, expect, it } from "vitest";
import { backpropagate } from "../../../src/gradients/backprop/backpropagate.js";
import { tuplesOf } from "../../../src/math/model/model.js";
import type { Ball } from "../../../src/math/numeric/ball.js";
import { ballField } from "../../../src/math/numeric/ball-field.js";
import { evaluate } from "../../../src/math/numeric/evaluate.js";
import { evaluateOnDemand } from "../../../src/math/numeric/on-demand.js";
import { catalog } from "../../../src/network/catalog.js";
import { readSpec } from "../../../src/network/file/read-spec.js";
import { buildNetwork } from "../../../src/network/network.js";

const modelOf = (text: string) => backpropagate(buildNetwork(readSpec(text, catalog)).model).model;

const wide = (inputs: number, hidden: number): string =>
  JSON.stringify({
    inputs: Array.from({ length: inputs }, (_, i) => Math.sin(i + 1)),
    targets: 1,
    layers: [
      {
        linear: {
          weight: Array.from({ length: hidden }, (_, j) =>
            Array.from({ length: inputs }, (__, i) => Math.cos(j * inputs + i)),
          ),
          bias: false,
        },
      },
      "tanh",
      {
        linear: {
          weight: [1, 2, 3].map((k) => Array.from({ length: hidden }, (_, j) => Math.sin(k + j))),
          bias: [0, 0, 0],
        },
      },
    ],
    loss: "cross_entropy",
  });

const recurrent = `
sizes: { t: 2000 }
parameters: { u: 0.5, w: 0.4 }
equations:
  h[0]: u
  h[t]: tanh(u + w*h[t-1])
  E: h[2000]^2
`;

const convolution = `
sizes: { t: 4 }
given: { x: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6] }
parameters: { w: [0.5, -0.4, 0.3] }
equations:
  z[t]: sum(k, w[k] * x[t+k-1])
  E: max(t, z[t]) + logsumexp(t, z[t]) + sum(t, z[t] * t)
`;

const field = ballField(40);

/** The field, with a count of the products that are computed in it. */
function counting() {
  let products = 0;
  return {
    count: () => products,
    field: {
      ...field,
      multiply: (a: Ball, b: Ball) => {
        products++;
        return field.multiply(a, b);
      },
    },
  };
}

describe("values on demand", () => {
  it.each([
    ["a network", wide(4, 3)],
    ["a recurrence", recurrent],
    ["a convolution", convolution],
  ])("are those of the whole evaluation: %s", (_, text) => {
    const model = modelOf(text);
    const all = evaluate(model, field);
    const some = evaluateOnDemand(model, field);
    for (const { name, pieces } of [...model.quantities.values()].reverse())
      for (const { axes } of pieces)
        for (const indices of tuplesOf(axes)) {
          const [actual, expected] = [some.get(name, indices), all.get(name, indices)];
          expect(actual.mid.toString()).toBe(expected.mid.toString());
          expect(actual.double).toBe(expected.double);
        }
  });

  it("costs as much as the scalars take that are asked for", () => {
    const model = modelOf(wide(60, 20));
    const { field: counted, count } = counting();
    const values = evaluateOnDemand(model, counted);
    values.get("z1", [3]);
    expect(count()).toBe(60);
    values.get("z1", [3]);
    expect(count()).toBe(60);
    values.get("∂W1", [1, 1]);
    // The other units, the outputs, and a few for the adjoints of the outputs and of the first unit; of the
    // 1,200 adjoints of the weights one.
    expect(count()).toBeGreaterThan(60 * 20);
    expect(count()).toBeLessThan(60 * 20 + 3 * 20 + 40);
  });

  it("is refused where nothing is defined", () => {
    expect(() => evaluateOnDemand(modelOf(recurrent), field).get("h", [2001])).toThrow(Error);
  });
});
