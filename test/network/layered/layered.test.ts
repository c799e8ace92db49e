import { describe, expect, it } from "vitest";
import { reduce } from "../../../src/math/algebra/binding.js";
import {
  add,
  call,
  decimal,
  divide,
  half,
  multiply,
  number,
  one,
  power,
  reference,
  subtract,
} from "../../../src/math/algebra/constructors.js";
import type { Expression } from "../../../src/math/algebra/expression.js";
import { plainIndex } from "../../../src/math/algebra/index-term.js";
import { rational } from "../../../src/math/algebra/rational.js";
import { type Model, quantityOf } from "../../../src/math/model/model.js";
import { layeredModel } from "../../../src/network/layered/layered.js";
import { type LayeredFile, layeredFile, problemsOf } from "../specs.js";

const at = (name: string, ...indices: readonly string[]): Expression =>
  reference(name, indices.map(plainIndex));
const sum = (index: string, size: number, body: Expression): Expression =>
  reduce("sum", index, { lo: 1, hi: size }, body);
const square = (base: Expression): Expression => power(base, number(2));

const W1 = [
  [0.15, 0.2],
  [0.25, 0.3],
];
const W2 = [
  [0.4, 0.45],
  [0.5, 0.55],
];
const article: LayeredFile = {
  inputs: [0.05, 0.1],
  targets: [0.01, 0.99],
  layers: [[W1, [0.35, 0.35]], "sigmoid", [W2, [0.6, 0.6]], "sigmoid"],
};

/** Every quantity as `name[axes]`, in order. */
const outline = (model: Model): string =>
  [...model.quantities.values()]
    .map(({ name, axes }) => {
      const ranges = axes.map(({ index, lo, hi }) => `${index}${lo}..${hi}`).join(",");
      return ranges === "" ? name : `${name}[${ranges}]`;
    })
    .join(" ");

const rightOf = (model: Model, name: string): Expression | undefined => {
  const [piece] = quantityOf(model, name).pieces;
  return piece?.kind === "formula" ? piece.right : undefined;
};

const decimalsOf = (model: Model, name: string): readonly string[] => {
  const [piece] = quantityOf(model, name).pieces;
  return piece?.kind === "data" ? piece.decimals : [];
};

type Rights = Readonly<Record<string, Expression>>;
const cases: readonly (readonly [title: string, LayeredFile, outline: string, Rights])[] = [
  [
    "the article's network",
    article,
    "x[p1..2] t[r1..2] W1[q1..2,p1..2] B1[q1..2] W2[r1..2,q1..2] B2[r1..2] z1[q1..2] a1[q1..2] z2[r1..2] a2[r1..2] E",
    {
      z1: add(sum("p", 2, multiply(at("W1", "q", "p"), at("x", "p"))), at("B1", "q")),
      a1: call("sigmoid", at("z1", "q")),
      z2: add(sum("q", 2, multiply(at("W2", "r", "q"), at("a1", "q"))), at("B2", "r")),
      a2: call("sigmoid", at("z2", "r")),
      E: multiply(half, sum("r", 2, square(subtract(at("a2", "r"), at("t", "r"))))),
    },
  ],
  [
    "a shared bias is a scalar, and a layer may have none",
    { ...article, layers: [[W1, 0.35], "tanh", [W2]] },
    "x[p1..2] t[r1..2] W1[q1..2,p1..2] B1 W2[r1..2,q1..2] z1[q1..2] a1[q1..2] z2[r1..2] E",
    {
      z1: add(sum("p", 2, multiply(at("W1", "q", "p"), at("x", "p"))), at("B1")),
      z2: sum("q", 2, multiply(at("W2", "r", "q"), at("a1", "q"))),
    },
  ],
  [
    "several samples are a first index n, and the loss of each is L[n]",
    {
      ...article,
      inputs: [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
      targets: [
        [1, 0],
        [0, 1],
        [1, 1],
      ],
    },
    "x[n1..3,p1..2] t[n1..3,r1..2] W1[q1..2,p1..2] B1[q1..2] W2[r1..2,q1..2] B2[r1..2] z1[n1..3,q1..2] a1[n1..3,q1..2] z2[n1..3,r1..2] a2[n1..3,r1..2] L[n1..3] E",
    {
      z1: add(sum("p", 2, multiply(at("W1", "q", "p"), at("x", "n", "p"))), at("B1", "q")),
      a2: call("sigmoid", at("z2", "n", "r")),
      L: multiply(half, sum("r", 2, square(subtract(at("a2", "n", "r"), at("t", "n", "r"))))),
      E: sum("n", 3, at("L", "n")),
    },
  ],
  [
    "the mean over samples",
    {
      ...article,
      inputs: [
        [1, 2],
        [3, 4],
      ],
      targets: [
        [1, 0],
        [0, 1],
      ],
      reduction: "mean",
    },
    "x[n1..2,p1..2] t[n1..2,r1..2] W1[q1..2,p1..2] B1[q1..2] W2[r1..2,q1..2] B2[r1..2] z1[n1..2,q1..2] a1[n1..2,q1..2] z2[n1..2,r1..2] a2[n1..2,r1..2] L[n1..2] E",
    { E: multiply(half, sum("n", 2, at("L", "n"))) },
  ],
  [
    "a list of one sample is one sample",
    { ...article, inputs: [[0.05, 0.1]], targets: [[0.01, 0.99]], reduction: "mean" },
    "x[p1..2] t[r1..2] W1[q1..2,p1..2] B1[q1..2] W2[r1..2,q1..2] B2[r1..2] z1[q1..2] a1[q1..2] z2[r1..2] a2[r1..2] E",
    { E: multiply(half, sum("r", 2, square(subtract(at("a2", "r"), at("t", "r"))))) },
  ],
  [
    "activations before the first layer and behind each other; identity defines nothing",
    {
      inputs: [1],
      targets: [1, 0, 0],
      layers: [
        "tanh",
        [
          [[1], [2], [3]],
          [0, 0, 0],
        ],
        "identity",
        "relu",
        { formula: "x / (1 + abs(x))" },
        { name: "leaky_relu", options: { slope: "0.1" } },
        { formula: "x" },
        "softmax",
      ],
      loss: "mse",
    },
    "x[i1..1] t[j1..3] W1[j1..3,i1..1] B1[j1..3] a0[i1..1] z1[j1..3] a1[j1..3] a1_2[j1..3] a1_3[j1..3] a1_4[j1..3] E",
    {
      a0: call("tanh", at("x", "i")),
      z1: add(sum("i", 1, multiply(at("W1", "j", "i"), at("a0", "i"))), at("B1", "j")),
      a1: call("relu", at("z1", "j")),
      a1_2: divide(at("a1", "j"), add(one, call("abs", at("a1", "j")))),
      a1_3: call("leaky_relu", at("a1_2", "j"), decimal("0.1")),
      a1_4: call(
        "exp",
        subtract(at("a1_3", "j"), reduce("logsumexp", "s", { lo: 1, hi: 3 }, at("a1_3", "s"))),
      ),
      E: multiply(
        number(rational(1n, 3n)),
        sum("j", 3, square(subtract(at("a1_4", "j"), at("t", "j")))),
      ),
    },
  ],
  [
    "a deep network has an index of its own for each layer, but none for samples",
    {
      inputs: [1],
      targets: [1],
      layers: Array.from({ length: 6 }, () => [[[1]], [0]] as const),
    },
    "x[i1..1] t[q1..1] W1[j1..1,i1..1] B1[j1..1] W2[k1..1,j1..1] B2[k1..1] W3[l1..1,k1..1] B3[l1..1] W4[m1..1,l1..1] B4[m1..1] W5[p1..1,m1..1] B5[p1..1] W6[q1..1,p1..1] B6[q1..1] z1[j1..1] z2[k1..1] z3[l1..1] z4[m1..1] z5[p1..1] z6[q1..1] E",
    {},
  ],
  [
    "a loss as a formula is summed over the outputs",
    { ...article, loss: { formula: "abs(y - t)^3" } },
    "x[p1..2] t[r1..2] W1[q1..2,p1..2] B1[q1..2] W2[r1..2,q1..2] B2[r1..2] z1[q1..2] a1[q1..2] z2[r1..2] a2[r1..2] E",
    {
      E: sum("r", 2, power(call("abs", subtract(at("a2", "r"), at("t", "r"))), number(3))),
    },
  ],
  [
    "cross-entropy reads logits through logsumexp",
    { ...article, layers: [[W1, [0, 0]]], targets: 1, loss: "cross_entropy" },
    "x[i1..2] t[j1..2] W1[j1..2,i1..2] B1[j1..2] z1[j1..2] p[j1..2] E",
    {
      p: call(
        "exp",
        subtract(at("z1", "j"), reduce("logsumexp", "s", { lo: 1, hi: 2 }, at("z1", "s"))),
      ),
      E: subtract(
        reduce("logsumexp", "s", { lo: 1, hi: 2 }, at("z1", "s")),
        sum("j", 2, multiply(at("t", "j"), at("z1", "j"))),
      ),
    },
  ],
  [
    "targets that do not add up to 1 stay in front of the logarithm of the softmax",
    { ...article, layers: [[W1, [0, 0]]], targets: [0.5, 0.25], loss: "cross_entropy" },
    "x[i1..2] t[j1..2] W1[j1..2,i1..2] B1[j1..2] z1[j1..2] p[j1..2] E",
    {
      E: sum(
        "j",
        2,
        multiply(
          at("t", "j"),
          subtract(reduce("logsumexp", "s", { lo: 1, hi: 2 }, at("z1", "s")), at("z1", "j")),
        ),
      ),
    },
  ],
];

describe("a layered file becomes a model", () => {
  it.each(cases)("%s", (_, file, expected, rights) => {
    const { model } = layeredModel(layeredFile(file));
    expect(outline(model)).toBe(expected);
    for (const [name, right] of Object.entries(rights))
      expect(rightOf(model, name) === right, `the right side of ${name}`).toBe(true);
  });

  it("keeps data as written, row by row", () => {
    const { model } = layeredModel(layeredFile(article));
    expect(decimalsOf(model, "W1")).toEqual(["0.15", "0.2", "0.25", "0.3"]);
    expect(decimalsOf(model, "t")).toEqual(["0.01", "0.99"]);
  });

  it("turns class indices into distributions", () => {
    const layers = [
      [
        [[1], [2], [3]],
        [0, 0, 0],
      ] as const,
    ];
    const classes = (inputs: LayeredFile["inputs"], targets: LayeredFile["targets"]) =>
      decimalsOf(
        layeredModel(layeredFile({ inputs, targets, layers, loss: "cross_entropy" })).model,
        "t",
      ).join(" ");
    expect(classes([1], 2)).toBe("0 0 1");
    expect(classes([[1], [2]], [0, 1])).toBe("1 0 0 0 1 0");
  });

  it("describes its linear layers", () => {
    const { linearLayers, firstActivations, output, samples } = layeredModel(
      layeredFile({ ...article, layers: ["tanh", [W1, 0.35], "relu", "tanh", [W2]] }),
    );
    expect(linearLayers).toEqual([
      {
        number: 1,
        position: 1,
        inputs: 2,
        outputs: 2,
        weight: "W1",
        bias: { name: "B1", isShared: true },
        preActivation: "z1",
        activations: ["a1", "a1_2"],
      },
      {
        number: 2,
        position: 4,
        inputs: 2,
        outputs: 2,
        weight: "W2",
        bias: undefined,
        preActivation: "z2",
        activations: [],
      },
    ]);
    expect({ firstActivations, output, samples }).toEqual({
      firstActivations: ["a0"],
      output: "z2",
      samples: undefined,
    });
  });

  it.each([
    [
      "an activation formula with another name than x",
      { ...article, layers: [[W1], { formula: "tanh(y)" }] } satisfies LayeredFile,
      "6:22 undefined-name: `y` is not defined (the formula may use `x`)",
    ],
    [
      "a loss formula with another name than y and t",
      { ...article, loss: { formula: "(y - x)^2" } } satisfies LayeredFile,
      "20:12 undefined-name: `x` is not defined (the formula may use `y`, `t`)",
    ],
    [
      "a reduction in an activation formula",
      { ...article, layers: [[W1], { formula: "x / sum(i, x)" }] } satisfies LayeredFile,
      "6:25 unknown-size: cannot tell the size of the index `i`: no data has it as a plain subscript (give it in the file: `sizes: { i: … }`)",
    ],
  ])("refuses %s", (_, file, expected) => {
    expect(problemsOf(() => layeredModel(layeredFile(file)))).toEqual([expected]);
  });

  it("refuses layers whose numbers nobody has drawn", () => {
    const place = { line: 4, column: 5 };
    const size = { value: 2, place };
    const drawn = { kind: "drawn", inputs: size, outputs: size, hasBias: true, place } as const;
    const spec = { ...layeredFile(article), layers: [{ ...drawn, init: undefined }] };
    expect(problemsOf(() => layeredModel(spec))).toEqual([
      "4:5 missing-weights: the numbers of the linear layer 0 are not known (write them into the file: `linear: { weight: …, bias: … }`)",
    ]);
  });
});
