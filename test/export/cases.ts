import { functionRows } from "../../src/math/algebra/functions/index.js";
import { equationCases, equationFile } from "../cases/equation-files.js";
import { activationNames, lossNames, randomLayered } from "../support/random-layered.js";

/** A network file and what is special about it. */
export type ExportCase = readonly [name: string, file: object];

/** Every activation with every loss. */
export const layeredCases: readonly ExportCase[] = activationNames.flatMap((activation, row) =>
  lossNames.map((loss, column): ExportCase => {
    const seed = 1000 + 100 * row + column;
    return [`${activation} with ${loss}, seed ${seed}`, randomLayered(seed, { activation, loss })];
  }),
);

export const randomCases: readonly ExportCase[] = Array.from({ length: 40 }, (_, seed) => [
  `a random network, seed ${seed}`,
  randomLayered(seed),
]);

export const equationFileCases: readonly ExportCase[] = equationCases.flatMap((each) =>
  [1, 2].map((seed): ExportCase => [`${each.name}, seed ${seed}`, equationFile(each, seed)]),
);

/** Every function that formulas can write, at the samples of its row: one by one, and for whole arrays. */
export const functionCases: readonly ExportCase[] = functionRows
  .filter(({ spelling }) => spelling === undefined)
  .flatMap(({ name, samples }) => {
    const counts = [...new Set(samples.map(({ length }) => length))];
    return counts.map((count): ExportCase => {
      const rows = samples.filter(({ length }) => length === count);
      const columns = [..."abcdef"].slice(0, count);
      const given = columns.map((column, place) => [column, rows.map((row) => row[place] ?? 0)]);
      const scalars = columns.map((column, place) => [`${column}s`, rows[0]?.[place] ?? 0]);
      return [
        `${name} of ${count}`,
        {
          given: Object.fromEntries(given),
          parameters: Object.fromEntries(scalars),
          equations: {
            "f[i]": `${name}(${columns.map((column) => `${column}[i]`).join(", ")})`,
            g: `${name}(${columns.map((column) => `${column}s`).join(", ")})`,
            E: "sum(i, i*f[i]) + g^2",
          },
        },
      ];
    });
  });

const layer = (weight: object, bias: unknown) => ({ linear: { weight, bias } });

/** Names, indices, kinks and magnitudes that a script could get wrong. */
export const specialCases: readonly ExportCase[] = [
  [
    "names that Python has taken",
    {
      given: { lambda: [0.1, 0.2], in: 0.3, table: 0.4, math: 2, np: 1.5, torch: 0.7, sum_: 0.25 },
      parameters: { def: [0.5, -0.5], None: 0.6, grad_def: 0.9, values: 0.35 },
      equations: {
        print: "sum(j, lambda[j]*def[j]) + in*table",
        answer: "tanh(print*None)*math + np*torch*sum_",
        E: "answer^2 + grad_def*values",
      },
    },
  ],
  [
    "letters that Python takes for the same",
    {
      parameters: { φ: 0.3, ϕ: 0.7, h1: 2, h: [3, 5], µ: 0.1, μ: 0.2 },
      equations: { E: "φ*ϕ^2 + h1*h[1]^2*h[2] + µ*μ^3" },
    },
  ],
  [
    "an index called as a quantity of another equation",
    {
      given: { x: [0.1, 0.2, 0.3] },
      parameters: { t: 0.7, i: 0.3 },
      equations: { "a[t]": "x[t]^2", "b[i]": "a[i]^2", E: "sum(j, b[j])*t*i" },
    },
  ],
  [
    "given data that equations pad and go on with",
    {
      sizes: { t: 4, k: 3 },
      given: { x: [0.1, -0.2, 0.3, 0.4] },
      parameters: { w: [0.5, 0.25, -1], c: 0.3 },
      equations: {
        "x[0]": "c",
        "x[-1]": "0",
        "x[5]": "x[4]*c + x[1]",
        "y[t]": "sum(k, w[k]*x[t+k-3]) + x[t+1]",
        E: "sum(t, y[t]^2)",
      },
    },
  ],
  [
    "a parameter of a matrix with a boundary",
    {
      sizes: { i: 2, j: 2 },
      parameters: {
        A: [
          [0.5, 0.25],
          [-1, 2],
        ],
        s: 0.5,
      },
      equations: { "A[0,j]": "s*j", "B[i,j]": "A[i,j]*A[i-1,j]", E: "sum(i, j, B[i,j]^2)" },
    },
  ],
  [
    "what the loss does not depend on",
    {
      given: {
        x: [1, 2],
        unused: [
          [1, 2],
          [3, 4],
        ],
      },
      parameters: { w: 0.5, idle: [0.1, 0.2], alone: 3 },
      equations: { aside: "idle[1]*2", E: "w*x[1]^2" },
    },
  ],
  [
    "constants alone",
    {
      parameters: { a: 2 },
      equations: { c: "sqrt(2)*pi", "d[0]": "0", E: "a*c + exp(1) + d[0] - sin(1)/3" },
    },
  ],
  [
    "sums that no array takes whole",
    {
      sizes: { i: 3, j: 3 },
      given: {
        A: [
          [1, 0.5, 0.1],
          [0.2, 2, 0.3],
          [0.4, 0.6, 3],
        ],
      },
      parameters: { v: [0.5, -1, 2] },
      equations: {
        "r[i]": "sum(j, A[i,j]*v[j]*v[4-j])",
        trace: "sum(i, A[i,i]*v[i])",
        "g[i]": "max(j, A[i,j]*v[j]) + min(j, A[j,i]) - logsumexp(j, v[j]*i)",
        E: "sum(i, r[i]*g[i]) + trace + sum(i, j, A[i,j]^i/(v[j]^2 + 1))",
      },
    },
  ],
  [
    "tensors with three axes",
    {
      given: {
        T: [
          [
            [0.1, 0.2],
            [0.3, 0.4],
            [0.5, 0.6],
          ],
          [
            [1, 2],
            [3, 4],
            [5, 6],
          ],
        ],
        S: [
          [0.3, 0.1],
          [0.7, -0.2],
        ],
      },
      parameters: { v: [0.1, -0.2, 0.3] },
      equations: {
        "M[b,k,a]": "sum(j, T[a,j,b]*v[j]*S[k,b]) + S[a,k]",
        E: "sum(a, b, k, M[b,k,a]^2*S[k,a])",
      },
    },
  ],
  [
    "kinks by PyTorch's convention",
    {
      given: { x: [0, 1, 1, -2], z: [0, 0, 0, 0] },
      parameters: { w: [2, 3, 3, 5] },
      equations: {
        "r[i]": "relu(x[i]*w[i]) + abs(z[i]*w[i]) + leaky_relu(z[i], 0.3) + elu(z[i], 2)",
        m: "max(i, x[i]*w[i])",
        E: "sum(i, r[i]) + m^2 + max(w[2], w[3], 3) + min(w[1], 2) + relu(w[1] - 2)",
      },
    },
  ],
  [
    "ties over two and three indices, as arrays and as lists",
    {
      sizes: { i: 2, j: 2, k: 2, n: 2 },
      parameters: {
        b: [
          [1, 3],
          [3, 3],
        ],
        x: [
          [
            [1, 3],
            [3, 3],
          ],
          [
            [1, 1],
            [1, 0],
          ],
        ],
      },
      equations: {
        f: "max(i, j, b[i,j]) + max(i, 2*max(j, b[i,j])) + max(i, max(max(j, b[i,j]), 3))",
        all: "max(i, j, k, x[i,j,k]) - min(i, max(j, min(k, x[i,j,k])))",
        "u[k]": "min(i, j, -x[k,i,j])",
        "g[n]": "max(i, j, b[i,j]*b[3-i,j])*max(i, b[n,i])",
        E: "f + all + sum(k, u[k]) + sum(n, g[n]) + max(i, j, b[i,3-j]) + max(i, j, b[1,j])",
      },
    },
  ],
  [
    "logits of a thousand",
    {
      inputs: [
        [1, -1],
        [0.5, 2],
      ],
      targets: [2, 0],
      layers: [
        layer(
          [
            [1000, 0],
            [0, 1000],
            [-1000, 500],
          ],
          [0, 1, 2],
        ),
      ],
      loss: "cross_entropy",
    },
  ],
  [
    "saturated activations",
    {
      inputs: [1, -1],
      targets: [1, 0, 0.5, 0.25],
      layers: [
        layer(
          [
            [800, 0],
            [0, 800],
            [1000, 0],
            [30, 0],
          ],
          [0, 0, 0, 0],
        ),
        { softplus: { beta: 0.5, threshold: 14 } },
        layer(
          [
            [0.001, 0, 0, 0],
            [0, 1, 0, 0],
            [0, 0, -0.8, 0],
            [0, 0, 0, 1],
          ],
          0.5,
        ),
        "sigmoid",
      ],
      loss: "mse",
    },
  ],
  [
    "softmax of large numbers and a shared bias",
    {
      inputs: [
        [1, 2],
        [-3, 0.5],
        [0, 0],
      ],
      targets: [0, 1, 1],
      layers: [
        layer(
          [
            [300, -20],
            [0, 4],
          ],
          0.5,
        ),
        "softmax",
        layer(
          [
            [1, -2],
            [0.5, 1],
          ],
          false,
        ),
        "softmax",
      ],
      loss: "categorical_cross_entropy",
      reduction: "sum",
    },
  ],
  [
    "layers of one unit and activations before the first of them",
    {
      inputs: [0.5],
      targets: [0.25],
      layers: [
        "tanh",
        "identity",
        layer([[2]], [0.5]),
        { formula: "x" },
        layer([[-1]], 0.5),
        "tanh",
        "sigmoid",
      ],
      loss: { formula: "log(1 + (y - t)^2) + 1" },
    },
  ],
];

/** A softmax whose smallest probabilities are 0 in float64, and what behind it would divide by them. */
const underflow = (targets: unknown, loss: string): object => ({
  inputs: [1, -1],
  targets,
  layers: [
    layer(
      [
        [800, 0],
        [0, 800],
        [1000, 0],
      ],
      [0, 1, 2],
    ),
    "softmax",
  ],
  loss,
});

/** Where a plain formula would divide by 0, or take a logarithm of 0, and gradwalk does not. */
export const borderCases: readonly ExportCase[] = [
  ["a class with all the probability", underflow(2, "categorical_cross_entropy")],
  ["targets of 0 at probabilities of 0", underflow([0, 0, 1], "categorical_cross_entropy")],
  ["a probability of 0 in mse", underflow([0, 0.5, 1], "mse")],
  [
    "probabilities of 0 and 1 in binary cross-entropy",
    underflow([0, 0, 1], "binary_cross_entropy"),
  ],
  ["the same, all of them wrong", underflow([1, 1, 0], "binary_cross_entropy")],
  [
    "several samples, some of them with probabilities of 0",
    {
      ...underflow([2, 0], "categorical_cross_entropy"),
      inputs: [
        [1, -1],
        [0.01, 0.02],
      ],
    },
  ],
  [
    "powers and functions at 0",
    {
      given: { z: [0, 0, 2] },
      parameters: { w: [0, 1, 2] },
      equations: {
        "a[i]": "w[i]^2 + w[i]^3*z[i] + abs(w[i]) + cube(z[i]) + w[i]^1.5",
        "b[i]": "sigmoid(w[i]*z[i]) + silu(w[i]) + gelu(z[i]) + tanh(w[i]) + softplus(z[i]*w[i])",
        E: "sum(i, a[i]*b[i]) + logsumexp(i, 0*w[i]) + max(i, w[i])",
      },
    },
  ],
];
