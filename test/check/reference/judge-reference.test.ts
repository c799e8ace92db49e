import { describe, expect, it } from "vitest";
import { judgeReference } from "../../../src/check/reference/judge-reference.js";
import { readReference } from "../../../src/check/reference/read-reference.js";
import { type Reference, tensorReference } from "../../../src/check/reference/reference.js";
import { gradientsOf } from "../../../src/lesson/gradients.js";
import { InputError } from "../../../src/problem/problem.js";
import { activationNames, lossNames, randomLayered } from "../../support/random-layered.js";
import { networkOf, projectFile } from "../../support/read.js";

const article = networkOf(projectFile("examples/article.yaml"));
const rnn = networkOf(projectFile("examples/rnn.yaml"));

/** What is said of each entry of a file, and which number departs first. */
function said(text: string, network = article): readonly string[] {
  const { claims, first } = judgeReference(network, readReference(text));
  const each = claims.map(({ entry, kind, verdict }) => `${entry.name} ${kind} ${verdict}`);
  return [...each, ...(first ? [`first: ${first.kind} of ${first.name}`] : [])];
}

const printed = (network = article): string =>
  JSON.stringify({ file: "net.yaml", ...gradientsOf(network) }, (_, value: unknown) =>
    value instanceof Map ? Object.fromEntries(value) : value,
  );

describe("what a name means", () => {
  it.each([
    ["w1: 0.000438568", ["w1 gradient right"]],
    ["W1[1,1]: 0.000438568", ["W1[1,1] gradient right"]],
    ["dE/dw1: 0.00044", ["dE/dw1 gradient right"]],
    ["∂E/∂w5: 0.0822", ["∂E/∂w5 gradient right"]],
    ["dE/dm1: 0.7414", ["dE/dm1 gradient right"]],
    ["dE/di1: 0.0038", ["dE/di1 gradient right"]],
    ["k1: 0.59327\nE: 0.298371", ["k1 value right", "E value right"]],
    ["i1: 0.05", ["i1 value right"]],
    ["inputs: {i1: 0.0038}", ["i1 gradient right"]],
    ["values: {w1: 0.15}", ["w1 value right"]],
    ["gradients: {E: 1}", ["E gradient right"]],
    ["loss: {name: E, value: 0.2984}", ["E value right"]],
    ["0.weight: [[0.0004, 0.0009], [0.0005, 0.0010]]", ["0.weight gradient right"]],
    ["tensors: {2.weight: [[0.0822, 0.0827], [-0.0226, -0.0227]]}", ["2.weight gradient right"]],
    ["tensors: {2.weight: {value: [[0.4, 0.45], [0.5, 0.55]]}}", ["2.weight value right"]],
    ["W2: [[0.0822, 0.0827], [-0.0226, -0.0227]]", ["W2 gradient right"]],
  ])("%s", (text, expected) => {
    expect(said(text)).toEqual(expected);
  });
});

describe("digits", () => {
  it.each([
    ["w1: 0.0004385678", ["w1 gradient last digit off", "first: gradient of w1"]],
    ["w1: 0.0005", ["w1 gradient last digit off", "first: gradient of w1"]],
    ["w1: 0.0006", ["w1 gradient wrong", "first: gradient of w1"]],
    // One number with 12 digits, and all are doubles.
    [
      "w1: 0.000438567734474\nw2: 0.000877",
      ["w1 gradient right", "w2 gradient wrong", "first: gradient of w2"],
    ],
    ["w1: 0.000438567734474\nw2: 0.000877135468948693", ["w1 gradient right", "w2 gradient right"]],
    // Eleven digits are written ones; the twelfth makes a double of it.
    ["w1: 0.00043856773447", ["w1 gradient right"]],
    ["w1: 0.00043856773500", ["w1 gradient wrong", "first: gradient of w1"]],
    ["w1: 0.000438567735000", ["w1 gradient wrong", "first: gradient of w1"]],
  ])("%s", (text, expected) => {
    expect(said(text)).toEqual(expected);
  });
});

describe("the first quantity along the network that departs", () => {
  it.each([
    ["E: 0.3\nk2: 0.5\nh2: 0.3925\nw5: 1", "first: value of k2"],
    ["w1: 1\nw5: 1\nw2: 1", "first: gradient of w5"],
    ["w1: 1\ndE/dk1: 5", "first: gradient of k1"],
    ["0.weight: [[1, 1], [1, 1]]\nE: 0.298", "first: gradient of w1"],
    ["0.weight: [[0.0004, 1], [0.0005, 0.001]]\nE: 0.3", "first: gradient of w2"],
    ["w8: 1\nm2: 0.7\nm1: 0.7514", "first: value of m2"],
  ])("%s", (text, expected) => {
    expect(said(text).at(-1)).toBe(expected);
  });

  it("in a recurrence, earlier steps first, and later ones first on the way back", () => {
    expect(said("h[3]: 5\nh[2]: 5", rnn).at(-1)).toBe("first: value of h[2]");
    expect(said("dE/dh[2]: 5\ndE/dh[3]: 5", rnn).at(-1)).toBe("first: gradient of h[3]");
  });
});

describe("what gradients prints is right, whatever the network", () => {
  it.each([
    ["the article", article],
    ["a recurrence", rnn],
    ...activationNames.map((activation, row) => {
      const loss = lossNames[row % lossNames.length] ?? "mse";
      return [
        `${activation}, ${loss}`,
        networkOf(randomLayered(700 + row, { activation, loss })),
      ] as const;
    }),
  ] as const)("%s", (_, network) => {
    const { claims, ok, precision } = judgeReference(network, readReference(printed(network)));
    expect(precision).toBe("double");
    expect(claims.filter((claim) => !claim.ok).map(({ entry }) => entry.name)).toEqual([]);
    expect(ok).toBe(true);
  });
});

describe("float32 tensors", () => {
  const truth = [0.0004385677, 0.0008771354, 0.00049771273, 0.00099542547];
  const given = (values: readonly number[]): Reference =>
    tensorReference(
      [{ name: "0.weight", shape: [2, 2], values: Float32Array.from(values) }],
      "float32",
    );

  it("are compared to 1e-5 of their largest number", () => {
    expect(judgeReference(article, given(truth)).ok).toBe(true);
    const slightly = truth.map((value, place) => (place === 0 ? value + 0.9e-8 : value));
    expect(judgeReference(article, given(slightly)).ok).toBe(true);
    const wrong = truth.map((value, place) => (place === 2 ? value + 1.1e-8 : value));
    const result = judgeReference(article, given(wrong));
    expect(result.ok).toBe(false);
    expect(result.first?.name).toBe("w3");
  });
});

describe("files that cannot be used say so, with the place", () => {
  it.each([
    ["w9: 1", "1:1 unknown-name: the network has no quantity `w9`"],
    ["k1: 0.5\nkk1: 1", "2:1 unknown-name: the network has no quantity `kk1`"],
    [
      "0.weight: [1, 2]",
      "1:1 wrong-shape: `0.weight` is a list of shape 2, expected a list of shape 2×2",
    ],
    ["w1: [1, 2]", "1:1 wrong-shape: `w1` is a list of shape 2, expected a number"],
    [
      "0.weight: [[1, 2], [3]]",
      "1:20 ragged-list: `0.weight` has a list of 1 element where a list of 2 elements, as the first one is, was expected",
    ],
    ["w1: .nan", "1:5 invalid-number: `w1` has `.nan`, which is not a finite number"],
    ['{"w1": NaN}', "1:8 invalid-number: `w1` has `NaN`, which is not a finite number"],
    [
      "w1: 1e400",
      "1:5 number-out-of-range: `w1` has `1e400`, which is larger than any float64 number",
    ],
    ["w1: about 3", "1:5 invalid-number: `w1` has `about 3`, expected a number"],
    [
      'w1: "0.5"',
      "1:5 quoted-number: `w1` has the text `0.5` in quotation marks, expected a number",
    ],
    ["w1: null", "1:5 invalid-number: `w1` has nothing, expected a number"],
    ["w1: 1\nw1: 2", "2:1 duplicate-key: the key `w1` stands twice in the same place"],
    [
      "values: {dE/dw1: 1}",
      "1:10 not-a-value: `dE/dw1` is a derivative and stands among the values",
    ],
    [
      "0.weight: {grad: 1}",
      "1:12 unknown-key: `0.weight` has the key `grad`, expected `value` or `gradient`",
    ],
    ["[1, 2]", "1:1 invalid-value: the file is a list, expected a map from names to numbers"],
    ["", "empty-file: the file is empty"],
    ["gradients: {}", "empty-reference: the file has no numbers to compare"],
  ])("%s", (text, expected) => {
    let problems: readonly string[] = [];
    try {
      said(text);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems = error.problems.map(
        ({ code, message, place }) =>
          `${place ? `${place.line}:${place.column} ` : ""}${code}: ${message}`,
      );
    }
    expect(problems).toEqual([expected]);
  });

  it("a file that ends too early", () => {
    const whole = printed();
    for (const part of [0.2, 0.5, 0.9, 0.999])
      expect(() => said(whole.slice(0, Math.floor(whole.length * part)))).toThrow(InputError);
  });
});
