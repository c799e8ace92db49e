import { describe, expect, it } from "vitest";
import { backpropagate } from "../../../src/gradients/backprop/backpropagate.js";
import { infix } from "../../../src/math/algebra/infix.js";
import { catalog } from "../../../src/network/catalog.js";
import { readSpec } from "../../../src/network/file/read-spec.js";
import { buildNetwork } from "../../../src/network/network.js";

/** The adjoints of an equation file in index form, piece by piece, in the order of backpropagation. */
function adjointsOf(text: string): Record<string, string> {
  const { model } = buildNetwork(readSpec(text, catalog));
  const axisName = (name: string, axis: number) =>
    model.quantities.get(name.replace("∂", ""))?.axes[axis]?.index;
  return Object.fromEntries(
    [...backpropagate(model).adjoints.values()].flatMap(({ name, pieces }) =>
      pieces.map(({ axes, right }) => [
        `${name}[${axes.map(({ index, lo, hi }) => (lo === hi ? lo : index))}]`,
        infix(right, { axisName }),
      ]),
    ),
  );
}

/** The textbook formulas: everything but the definitions of the model is derived. */
const cases: readonly [title: string, file: string, adjoints: Record<string, string>][] = [
  [
    "dense layers: the weights come back transposed",
    `
given: { x: [0.1, 0.2], t: [1, 0] }
parameters: { W: [[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]], V: [[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]], b: [0, 0, 0] }
equations:
  h[j]: sum(i, W[j,i]*x[i]) + b[j]
  a[j]: sigmoid(h[j])
  o[k]: sum(j, V[k,j]*a[j])
  E: sum(k, (o[k] - t[k])^2) / 2
`,
    {
      "∂o[k]": "o[k] - t[k]",
      "∂a[j]": "sum(k, ∂o[k]*V[k,j])",
      "∂h[j]": "∂a[j]*a[j]*(1 - a[j])",
      "∂W[j,i]": "∂h[j]*x[i]",
      "∂V[k,j]": "∂o[k]*a[j]",
      "∂b[j]": "∂h[j]",
      "∂x[i]": "sum(j, ∂h[j]*W[j,i])",
      "∂t[k]": "-(o[k] - t[k])",
    },
  ],
  [
    "softmax reads its own output",
    `
parameters: { z: [0.1, 0.2, 0.3] }
equations:
  p[k]: exp(z[k]) / sum(j, exp(z[j]))
  E: sum(k, p[k]^3)
`,
    {
      "∂p[k]": "3*p[k]^2",
      "∂z[k]": "p[k]*(∂p[k] - sum(k_, ∂p[k_]*p[k_]))",
    },
  ],
  [
    "convolution: a solved index may leave its range, which a bracket guards",
    `
given: { x: [0.1, 0.2, 0.3, 0.4] }
sizes: { t: 3 }
parameters: { w: [[0.5, 0.6], [0.7, 0.8]] }
equations:
  z[c,t]: sum(k, w[c,k]*x[t+k-1])
  E: sum(c, t, z[c,t]^2)
`,
    {
      "∂z[c,t]": "2*z[c,t]",
      "∂w[c,k]": "sum(t, ∂z[c,t]*x[k+t-1])",
      "∂x[i]": "sum(c, sum(t, ∂z[c,t]*[1 <= i-t+1 <= 2]*w[c,i-t+1]))",
    },
  ],
  [
    "stride 2",
    `
given: { x: [0.1, 0.2, 0.3, 0.4, 0.5] }
sizes: { t: 2, k: 2 }
parameters: { w: [0.5, 0.6] }
equations:
  z[t]: sum(k, w[k]*x[2*t+k-1])
  E: sum(t, z[t]^2)
`,
    {
      "∂z[t]": "2*z[t]",
      "∂w[k]": "sum(t, ∂z[t]*x[k+2*t-1])",
      "∂x[i]": "sum(t, ∂z[t]*[1 <= i-2*t+1 <= 2]*w[i-2*t+1])",
    },
  ],
  [
    "through time: each state is used by the loss and by the next state; a learned first state gets its gradient",
    `
given: { x: [0.1, 0.2, 0.3] }
parameters: { u: 0.5, w: 0.4, h0: 0.2 }
equations:
  h[0]: h0
  h[t]: tanh(u*x[t] + w*h[t-1])
  E: sum(t, h[t]^2)
`,
    {
      "∂h[0]": "∂h[1]*(1 - h[1]^2)*w",
      "∂h[t]": "[t+1 <= 3]*∂h[t+1]*(1 - h[t+1]^2)*w + 2*h[t]",
      "∂u[]": "sum(t, ∂h[t]*(1 - h[t]^2)*x[t])",
      "∂x[t]": "∂h[t]*(1 - h[t]^2)*u",
      "∂w[]": "sum(t, ∂h[t]*(1 - h[t]^2)*h[t-1])",
      "∂h0[]": "∂h[0]",
    },
  ],
  [
    "attention: ∂E/∂K = (∂E/∂S)ᵀ Q",
    `
sizes: { a: 2, b: 2, d: 2 }
parameters: { Q: [[1, 2], [3, 4]], K: [[1, 2], [3, 4]], V: [[1, 2], [3, 4]] }
equations:
  S[a,b]: sum(d, Q[a,d]*K[b,d])
  P[a,b]: exp(S[a,b]) / sum(c, exp(S[a,c]))
  O[a,d]: sum(b, P[a,b]*V[b,d])
  E: sum(a, d, O[a,d]^2)
`,
    {
      "∂O[a,d]": "2*O[a,d]",
      "∂P[a,b]": "sum(d, ∂O[a,d]*V[b,d])",
      "∂V[b,d]": "sum(a, ∂O[a,d]*P[a,b])",
      "∂S[a,b]": "P[a,b]*(∂P[a,b] - sum(b_, ∂P[a,b_]*P[a,b_]))",
      "∂Q[a,d]": "sum(b, ∂S[a,b]*K[b,d])",
      "∂K[b,d]": "sum(a, ∂S[a,b]*Q[a,d])",
    },
  ],
  [
    "a quantity used in several places sums over its uses",
    `
parameters: { w: 2, x: 3 }
equations:
  p: w*x
  q: w + p
  E: p*q
`,
    { "∂q[]": "p", "∂p[]": "∂q + q", "∂w[]": "∂p*x + ∂q", "∂x[]": "∂p*w" },
  ],
];

describe("backpropagation appends the adjoint definitions of the textbooks", () => {
  it.each(cases)("%s", (_, file, expected) => {
    expect(adjointsOf(file)).toMatchObject(expected);
  });
});
