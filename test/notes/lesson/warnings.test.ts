import { describe, expect, it } from "vitest";
import { reduce } from "../../../src/math/algebra/binding.js";
import { add, bracket, multiply, reference } from "../../../src/math/algebra/constructors.js";
import { integerTerm, plainIndex } from "../../../src/math/algebra/index-term.js";
import { markdown } from "../../../src/notes/formats/markdown.js";
import { expandSums } from "../../../src/notes/lesson/expand-sums.js";
import { warningsOf } from "../../../src/notes/lesson/warnings.js";
import { reportOf } from "../../support/documents.js";
import { networkOf } from "../../support/read.js";

const layered = (activation: string, loss: string, targets: string): string => `inputs: [0.5, -1]
targets: ${targets}
layers:
  - linear: { weight: [[0.1, 0.2], [-0.3, 0.4]], bias: [0.1, 0.2] }
  - ${activation}
loss: ${loss}
`;

const equations = (definition: string): string => `given: { x: [0.5, 1.5] }
parameters: { w: [0.5, 0.2], b: 1 }
equations:
  z[i]: w[i]*x[i]
  s[i]: ${definition}
  E: sum(i, s[i]*b)^2
`;

const cases: readonly (readonly [about: string, file: string, expected: readonly string[]])[] = [
  ["a sign", layered("formula: sign(x)", "mse", "[1, 0]"), ["5:5 flat-function"]],
  ["a step", layered("formula: max(0, sign(x))", "mse", "[1, 0]"), ["5:5 flat-function"]],
  ["a shifted sign", layered("formula: (sign(x)+1)/2", "mse", "[1, 0]"), ["5:5 flat-function"]],
  ["a flat equation", equations("(sign(z[i]) + 1)/2"), ["5:3 flat-function"]],
  ["a sign of data alone", equations("z[i]*sign(x[i])"), []],
  ["a flat summand beside a slope", equations("z[i] + sign(z[i])"), []],
  ["a sign on one of two paths", equations("sign(z[i] - 1)*z[i]"), []],
  ["a sign beside a slope of the same", equations("sign(relu(z[i] - b))*z[i] + b"), []],
  [
    "a sign that the loss does not read",
    `${equations("z[i]")}  m: sum(i, sign(z[i]))\nloss: E\n`,
    [],
  ],
  ["a sign before one of two parameters", equations("sign(z[i] - 1)*b"), ["5:3 flat-function"]],
  [
    "two signs, one after the other",
    equations("sign(z[i] - 1)")
      .replace("  E:", "  r[i]: sign(s[i])\n  E:")
      .replace("s[i]*b", "r[i]*b"),
    ["5:3 flat-function", "6:3 flat-function"],
  ],
  ["a smooth activation", layered("tanh", "mse", "[1, 0]"), []],
  ["softmax twice", layered("softmax", "cross_entropy", "1"), ["6:7 probabilities-as-logits"]],
  [
    "sigmoid and softmax",
    layered("sigmoid", "cross_entropy", "1"),
    ["6:7 probabilities-as-logits"],
  ],
  ["logits", layered("identity", "cross_entropy", "1"), []],
  ["softmax once", layered("softmax", "categorical_cross_entropy", "1"), []],
  ["no softmax", layered("softplus", "categorical_cross_entropy", "1"), ["6:7 no-probabilities"]],
  ["sigmoid", layered("sigmoid", "binary_cross_entropy", "[1, 0]"), []],
  ["no sigmoid", layered("softplus", "binary_cross_entropy", "[1, 0]"), ["6:7 no-probabilities"]],
  [
    "a logarithm that is cut",
    layered("sigmoid", "binary_cross_entropy", "[1, 0]").replace("0.1, 0.2], [-", "300, 300], [-"),
    ["6:7 cut-logarithm"],
  ],
];

describe("a file that may be meant otherwise gets warnings", () => {
  it.each(cases)("%s", (_, file, expected) => {
    const found = warningsOf(networkOf(file));
    expect(found.map(({ place, code }) => `${place?.line}:${place?.column} ${code}`)).toEqual(
      expected,
    );
  });

  const messagesOf = (file: string) => warningsOf(networkOf(file)).map(({ message }) => message);

  it("name the parameters that cannot learn, where others before a flat function can", () => {
    const file = equations("sign(z[i] - c)*b + c").replace("b: 1", "b: 1, c: 0.1");
    expect(messagesOf(file)).toEqual([
      "the derivative of `s` by `z` is 0 wherever it exists, so every gradient before it is 0 and gradient descent never changes these parameters",
    ]);
    const other = file.replace("z[i]: w[i]*x[i]", "z[i]: w[i]*x[i] + c");
    expect(messagesOf(other)).toEqual([
      "the derivative of `s` by `z` is 0 wherever it exists, and no other way leads from `w` to the loss: the gradients there are 0, and gradient descent never changes them",
    ]);
    const [en = "", zh = ""] = reportOf(networkOf(other)).documents.map(({ root }) =>
      markdown(root),
    );
    expect(en).toContain("no other way leads from $w_{i}$ to the loss");
    expect(zh).toContain("从 $w_{i}$ 到损失没有别的通路");
  });

  it("on the page, too, in every language", () => {
    const [en = "", zh = ""] = reportOf(
      networkOf(layered("formula: sign(x)", "mse", "[1, 0]")),
    ).documents.map(({ root }) => markdown(root));
    expect(en).toContain("cannot pass gradients on");
    expect(en).toContain("passes a function whose derivative is 0");
    expect(zh).toContain("不能传递梯度");
  });
});

const pageOf = (file: string): string =>
  markdown(reportOf(networkOf(file)).documents[0]?.root ?? { type: "root", children: [] });

describe("a factor at a kink", () => {
  it.each<readonly [activation: string, left: number, right: number, used: number]>([
    ["relu", 0, 1, 0],
    ["leaky_relu: { slope: 0.2 }", 0.2, 1, 0.2],
    ["elu: { alpha: 3 }", 3, 1, 3],
    ["formula: abs(x)", -1, 1, 0],
  ])("%s states both slopes and PyTorch's", (activation, left, right, used) => {
    const file = layered(activation, "mse", "[1, 0]")
      .replace("[0.5, -1]", "[2, -1]")
      .replace("bias: [0.1, 0.2]", "bias: [0, 0.2]");
    expect(pageOf(file)).toContain(
      `from the left the slope is $${left}$, from the right $${right}$. There is no derivative here; PyTorch takes $${used}$`,
    );
  });
});

describe("softmax and cross-entropy", () => {
  it.each([
    ["identity", "cross_entropy", "1", "p_{j}", "p_{j^{\\prime}}"],
    ["softmax", "categorical_cross_entropy", "1", "a_{j}^{(1)}", "a_{j^{\\prime}}^{(1)}"],
  ])("%s and %s show the steps to p - t", (activation, loss, targets, p, other) => {
    const page = pageOf(layered(activation, loss, targets));
    expect(page).toContain(`${other} ([j^{\\prime} = j] - ${p})`);
    expect(page).toContain(`\\quad = ${p} \\sum_{j^{\\prime}=1}^{2} t_{j^{\\prime}} - t_{j}`);
    expect(page).toContain(`\\quad = ${p} - t_{j}\n`);
    expect(page).toContain("only one term of the sum is left");
    expect(page).not.toContain("0 \\times \\ln");
  });

  it("have p - t as their matrix form", () => {
    expect(pageOf(layered("identity", "cross_entropy", "1"))).toContain(
      "\n\\delta^{(1)} = p - t\n",
    );
  });

  it("keep the sum of targets that do not add up to 1", () => {
    const page = pageOf(layered("identity", "cross_entropy", "[0.5, 0.25]"));
    expect(page).toContain("p_{j} \\sum_{j^{\\prime}=1}^{2} t_{j^{\\prime}} - t_{j}");
    expect(page).not.toContain("\\delta^{(1)} = p - t\n");
  });
});

describe("a long sum", () => {
  const numbers = (size: number): readonly number[] =>
    Array.from({ length: size }, (_, place) => (place + 1) / 10);
  const file = (size: number): string =>
    JSON.stringify({
      inputs: numbers(size),
      targets: [0.5],
      layers: [{ linear: { weight: [numbers(size)], bias: [0.1] } }, "tanh"],
      loss: "mse",
    });

  it("is folded, says how many terms it has, and has one number behind ≈", () => {
    const page = pageOf(file(20));
    expect(page).toContain("The sum has 20 terms");
    expect(page).toContain(
      "0.1 \\times 0.1 + 0.2 \\times 0.2 + \\cdots + 2 \\times 2 + 0.1 \\approx 28.8",
    );
  });

  it("of twelve terms is written out", () => {
    expect(pageOf(file(12))).not.toContain("\\cdots");
  });

  it("is folded inside of a power, too", () => {
    const page = pageOf(
      JSON.stringify({
        given: { x: numbers(32) },
        parameters: { w: 2 },
        equations: { "z[t]": "w*x[t]", E: "sum(t, z[t])^2 + z[1]" },
      }),
    );
    expect(page).toContain("The sum has 32 terms");
    expect(page).toContain("(0.2 + 0.4 + \\cdots + 6.4)^{2} \\approx 11151.36");
  });

  it("of which few terms are not 0 is written out", () => {
    const t = plainIndex("t");
    const sum = reduce(
      "sum",
      "t",
      { lo: 1, hi: 30 },
      multiply(bracket(t, 3, 4), reference("a", [t])),
    );
    const a = (place: number) => reference("a", [integerTerm(place)]);
    expect(expandSums(sum)).toBe(add(a(3), a(4)));
  });
});
