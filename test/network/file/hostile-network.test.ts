import { describe, expect, it } from "vitest";
import { layered, lines } from "./files.js";
import { type Case, named, problemsOf } from "./problems-of.js";

const oneLayer = (inputs: string, targets: string, loss: string): string =>
  layered({
    inputs: `inputs: ${inputs}`,
    targets: `targets: ${targets}`,
    first: "  - linear: { weight: [[1, 0], [0, 1]], bias: [0, 0] }",
    activation: "",
    second: "",
    last: "",
    loss: `loss: ${loss}`,
  });

const cases: readonly Case[] = [
  [
    "a weight that is a vector",
    layered({ first: "  - linear: { weight: [0.15, 0.20], bias: [0.35, 0.35] }" }),
    "invalid-shape",
    [4, 23, 12],
    /rows/,
  ],
  [
    "a weight with three axes",
    layered({ first: "  - linear: { weight: [[[1]]] }" }),
    "invalid-shape",
    [4, 23, 7],
    /3 deep/,
  ],
  [
    "three inputs for two columns",
    layered({ inputs: "inputs: [0.05, 0.10, 0.2]" }),
    "width-mismatch",
    [1, 9, 17],
    /3 numbers/,
    /takes 2/,
  ],
  [
    "samples of different length",
    layered({ inputs: "inputs: [[0.05, 0.10], [0.2]]" }),
    "ragged-list",
    [1, 24, 5],
    /1 element /,
    /2 elements/,
  ],
  [
    "a number among rows",
    layered({ inputs: "inputs: [[0.05, 0.10], 7]" }),
    "ragged-list",
    [1, 24, 1],
    /`7`/,
  ],
  [
    "a row among numbers",
    layered({ inputs: "inputs: [7, [0.05]]" }),
    "ragged-list",
    [1, 13, 6],
    /a number/,
  ],
  [
    "a layer without units",
    layered({ first: "  - linear: { weight: [], bias: [0.35, 0.35] }" }),
    "empty-list",
    [4, 23, 2],
    /empty/,
  ],
  [
    "a unit without inputs",
    layered({ first: "  - linear: { weight: [[]], bias: [1] }" }),
    "empty-list",
    [4, 24, 2],
    /empty/,
  ],
  ["no targets", layered({ targets: "" }), "missing-key", [1, 1, 1], /targets/],
  [
    "a map for numbers",
    layered({ inputs: "inputs: { a: 1 }" }),
    "invalid-value",
    [1, 9, 8],
    /a map/,
  ],
  [
    "a bare number for inputs",
    layered({ inputs: "inputs: 5" }),
    "invalid-shape",
    [1, 9, 1],
    /a number/,
  ],
  [
    "a layer that does not fit",
    layered({ second: "  - linear: { weight: [[1, 2, 3], [4, 5, 6]] }" }),
    "width-mismatch",
    [6, 23, 22],
    /takes 3/,
    /give 2/,
  ],
  [
    "a bias of another length",
    layered({ second: lines.second.replace("[0.60, 0.60]", "[1, 2, 3]") }),
    "width-mismatch",
    [6, 59, 9],
    /3 numbers/,
    /2 rows/,
  ],
  [
    "a bias `true`",
    layered({ first: lines.first.replace("[0.35, 0.35]", "true") }),
    "invalid-value",
    [4, 59, 4],
    /`true`/,
  ],
  [
    "targets of another width",
    layered({ targets: "targets: [1, 2, 3]" }),
    "width-mismatch",
    [2, 10, 9],
    /3 numbers/,
    /2 outputs/,
  ],
  [
    "targets for one of two samples",
    layered({ inputs: "inputs: [[1, 2], [3, 4]]", targets: "targets: [[1, 2]]" }),
    "sample-mismatch",
    [2, 10, 8],
    /1 sample/,
  ],
  [
    "flat targets for samples",
    layered({ inputs: "inputs: [[1, 2]]" }),
    "invalid-shape",
    [2, 10, 12],
    /each sample/,
  ],
  [
    "a misspelled activation",
    layered({ activation: "  - sigmiod" }),
    "unknown-activation",
    [5, 5, 7],
    /sigmiod/,
    /intend `sigmoid`/,
  ],
  [
    "the activation toString",
    layered({ activation: "  - toString" }),
    "unknown-activation",
    [5, 5, 8],
    /toString/,
  ],
  [
    "an option of a row that has none",
    layered({ activation: "  - sigmoid: { slope: 0.1 }" }),
    "unknown-option",
    [5, 16, 5],
    /slope/,
  ],
  [
    "PyTorch's name of an option",
    layered({ activation: "  - leaky_relu: { negative_slope: 0.1 }" }),
    "unknown-option",
    [5, 19, 14],
    /negative_slope/,
    /intend `slope`/,
  ],
  [
    "two activations in one layer",
    layered({ activation: "  - { sigmoid: {}, tanh: {} }" }),
    "several-names",
    [5, 20, 4],
    /tanh/,
  ],
  [
    "a layer that is a list",
    layered({ activation: "  - [sigmoid]" }),
    "invalid-value",
    [5, 5, 9],
    /layer 1/,
  ],
  [
    "a linear layer alone",
    layered({ activation: "  - linear" }),
    "invalid-value",
    [5, 5, 6],
    /weight/,
  ],
  [
    "a bad formula as activation",
    layered({ activation: '  - formula: "x / (1 + abs(x)"' }),
    "unbalanced-bracket",
    [5, 19, 1],
  ],
  [
    "no layers",
    layered({ layers: "layers: []", first: "", activation: "", second: "", last: "" }),
    "invalid-value",
    [3, 9, 2],
    /at least one layer/,
  ],
  [
    "the loss hasOwnProperty",
    layered({ loss: "loss: hasOwnProperty" }),
    "unknown-loss",
    [8, 7, 14],
    /hasOwnProperty/,
  ],
  [
    "an option out of range",
    layered({ loss: "loss: { huber: { delta: 0 } }" }),
    "option-out-of-range",
    [8, 25, 1],
    /delta/,
    /above 0/,
  ],
  ["an unknown reduction", layered({}, "reduction: men"), "unknown-value", [9, 12, 3], /`mean`/],
  ["a seed that is a text", layered({}, "seed: lucky"), "invalid-value", [9, 7, 5], /seed/],
  ["a seed with a fraction", layered({}, "seed: 1.5"), "invalid-value", [9, 7, 3], /64 bits/],
  [
    "one beta",
    layered({}, "optimizer: { adam: { lr: 0.1, betas: [0.9] } }"),
    "invalid-value",
    [9, 38, 5],
    /betas/,
  ],
  [
    "a beta of 1",
    layered({}, "optimizer: { adam: { betas: [0.9, 1] } }"),
    "option-out-of-range",
    [9, 35, 1],
    /below 1/,
  ],
  [
    "a flag that is a text",
    layered({}, "optimizer: { sgd: { lr: 1, nesterov: yes } }"),
    "invalid-value",
    [9, 38, 3],
    /nesterov/,
  ],
  ["no learning rate", layered({}, "optimizer: sgd"), "missing-option", [9, 12, 3], /`lr`/],
  [
    "a misspelled optimizer",
    layered({}, "optimizer: adm"),
    "unknown-optimizer",
    [9, 12, 3],
    /adam/,
  ],
  [
    "drawn layers without a seed",
    layered({ first: "  - linear: { in: 2, out: 2 }" }),
    "missing-key",
    [4, 5, 6],
    /seed/,
  ],
  [
    "drawn layers of a wrong width",
    layered({ first: "  - linear: { in: 3, out: 2 }" }, "seed: 0"),
    "width-mismatch",
    [1, 9, 12],
    /takes 3/,
  ],
  [
    "a size of 0",
    layered({ first: "  - linear: { in: 2, out: 0 }" }, "seed: 0"),
    "invalid-value",
    [4, 27, 1],
    /at least 1/,
  ],
  [
    "an unknown initializer",
    layered({ first: "  - linear: { in: 2, out: 2, init: xavier }" }, "seed: 0"),
    "unknown-initializer",
    [4, 36, 6],
    /xavier_uniform/,
  ],
  [
    "a class that is a fraction",
    oneLayer("[1, 2]", "0.5", "cross_entropy"),
    "invalid-class",
    [2, 10, 3],
    /0\.5/,
  ],
  [
    "a class beyond the outputs",
    oneLayer("[[1, 2], [3, 4]]", "[0, 2]", "cross_entropy"),
    "invalid-class",
    [2, 10, 6],
    /0 to 1/,
  ],
  [
    "a class for another loss",
    oneLayer("[1, 2]", "0", "mse"),
    "invalid-shape",
    [2, 10, 1],
    /list of numbers/,
  ],
  [
    "neither layers nor equations",
    "input: [1]\ntargets: [1]\n",
    "unknown-key",
    [1, 1, 5],
    /inputs/,
  ],
];

describe("readSpec refuses", () => {
  it.each(named(cases))("$about", ({ file, code, place, words }) => {
    const problems = problemsOf(file);
    const problem = problems.find((candidate) => candidate.code === code);
    expect(problem, JSON.stringify(problems)).toBeDefined();
    expect(problem?.place).toEqual(place);
    for (const word of words) expect(`${problem?.message}\n${problem?.help}`).toMatch(word);
  });

  it("reports all problems of a file together, in the order of their places", () => {
    const file = layered({
      inputs: "inputs: [1, x]",
      activation: "  - sigmiod",
      loss: "loss: mze",
    });
    expect(problemsOf(file).map(({ code, place }) => [code, place?.line])).toEqual([
      ["invalid-number", 1],
      ["unknown-activation", 5],
      ["unknown-loss", 8],
    ]);
  });

  it("does not ask for a key that a misspelled one was meant to be", () => {
    const problems = problemsOf(layered({ targets: "target: [0, 1]" }));
    expect(problems.map(({ code }) => code)).toEqual(["unknown-key"]);
  });

  it("stops after 50 problems", () => {
    const file = layered({ inputs: `inputs: [${"x, ".repeat(1000)}1]` });
    expect(problemsOf(file)).toHaveLength(50);
  });
});
