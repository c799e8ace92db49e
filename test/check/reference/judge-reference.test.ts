import { describe, expect, it } from "vitest";
import { judgeReference } from "../../../src/check/reference/judge-reference.js";
import { readReference } from "../../../src/check/reference/read-reference.js";
import { type Reference, tensorReference } from "../../../src/check/reference/reference.js";
import { InputError } from "../../../src/errors/problem.js";
import { gradientsOf } from "../../../src/gradients/gradients.js";
import type { FloatType } from "../../../src/weights/number-types.js";
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
    const { claims, ok } = judgeReference(network, readReference(printed(network)));
    expect(new Set(claims.map(({ entry }) => entry.precision))).toEqual(new Set(["double"]));
    expect(claims.filter((claim) => !claim.ok).map(({ entry }) => entry.name)).toEqual([]);
    expect(ok).toBe(true);
  });
});

describe("tensors with a type are judged by what computing in it may be off", () => {
  const truth = [0.0004385677, 0.0008771354, 0.00049771273, 0.00099542547];
  const given = (type: FloatType, change: readonly number[] = []): Reference =>
    tensorReference([
      {
        name: "0.weight",
        shape: [2, 2],
        values: truth.map((value, place) => Math.fround(value + (change[place] ?? 0))),
        type,
      },
    ]);
  const verdict = (type: FloatType, change?: readonly number[]) => {
    const { claims, first } = judgeReference(article, given(type, change));
    return [claims[0]?.verdict, first?.name];
  };

  it.each<readonly [FloatType, readonly number[], string, string | undefined]>([
    ["float32", [], "right", undefined],
    ["float32", [2e-11], "right", undefined],
    ["float32", [0, 0, 2e-8], "wrong", "w3"],
    ["bfloat16", [0, 0, 2e-8], "right", undefined],
    ["float16", [0, 2e-6], "right", undefined],
    ["float16", [0, 8e-4], "wrong", "w2"],
    ["float32", [0, Number.NaN], "wrong", "w2"],
    ["float32", truth.map((value) => -value), "wrong", "w4"],
    ["float32", truth.map((value) => -2 * value), "wrong", "w4"],
    ["float64", [], "wrong", "w4"],
  ])("%s, changed by %j: %s", (type, change, expected, first) => {
    const [said, name] = verdict(type, change);
    expect(said).toBe(expected);
    expect(name === undefined).toBe(first === undefined);
  });

  it("a right number of float32 where the true one is 0 is rounding, and a wrong one is not", () => {
    const network = networkOf({
      inputs: [[0.7], [-0.1], [-0.6]],
      targets: [[0.37], [0.29], [0.24]],
      layers: [{ linear: { weight: [[0.1]], bias: [0.4] } }],
      loss: "mse",
    });
    const judged = (value: number) => {
      const tensor = { name: "0.weight", shape: [1, 1], values: [value], type: "float32" } as const;
      const { claims } = judgeReference(network, tensorReference([tensor]));
      return claims[0]?.numbers[0];
    };
    expect(judged(-1.1175870895385742e-8)).toMatchObject({ verdict: "right", right: 0 });
    expect(judged(-1.1175870895385742e-6)).toMatchObject({ verdict: "wrong", right: 0 });
    // Written digits say what they say, and those of a double are rounding.
    expect(said("w1: 1.1e-16", network)).toEqual(["w1 gradient wrong", "first: gradient of w1"]);
    expect(said("w1: 1.3877787807814457e-17", network)).toEqual(["w1 gradient right"]);
    expect(said("w1: 0", network)).toEqual(["w1 gradient right"]);
  });
});

describe("zeros of a backward pass that never ran", () => {
  it.each([
    ["w1: 0\nw2: 0", ["w1 gradient wrong", "w2 gradient wrong", "first: gradient of w1"]],
    ["0.weight: [[0.0, 0.0], [0.0, 0.0]]", ["0.weight gradient wrong", "first: gradient of w1"]],
    // The other numbers of the tensor have three decimals, so that this one has no digit to show.
    ["0.weight: [[0.000, 0.001], [0.000, 0.001]]", ["0.weight gradient right"]],
    [
      "0.weight: [[0, 0.0009], [0.0005, 0.001]]",
      ["0.weight gradient wrong", "first: gradient of w1"],
    ],
    ["w1: 0.000\nw2: 0.001", ["w1 gradient right", "w2 gradient right"]],
    ["w1: 0.000\nw5: 0.082", ["w1 gradient wrong", "w5 gradient right", "first: gradient of w1"]],
  ])("%s", (text, expected) => {
    expect(said(text)).toEqual(expected);
  });
});

describe("NaN and infinities are judged, and so are the numbers beside them", () => {
  it.each([
    ["w1: .nan\nw2: 0.0008771", "w1 at 1:5"],
    ['{"w1": NaN, "w2": 0.0008771}', "w1 at 1:8"],
    ['{"w1": "-Infinity", "w2": 0.0008771}', "w1 at 1:8"],
    ["0.weight: [[.inf, 0.0009], [0.0005, nan]]", "w1 at 1:13, w4 at 1:37"],
  ])("%s", (text, places) => {
    const { claims, notFinite, ok } = judgeReference(article, readReference(text));
    const at = notFinite.map(({ name, given }) => {
      const { line, column } = given.placeOf?.() ?? { line: 0, column: 0 };
      return `${name} at ${line}:${column}`;
    });
    expect([ok, at.join(", "), claims[0]?.verdict]).toEqual([false, places, "wrong"]);
    expect(claims[1]?.verdict ?? "right").toBe("right");
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
    [
      "w1: 1e400",
      "1:5 number-out-of-range: `w1` has `1e400`, which is larger than any float64 number",
    ],
    ["w1: about 3", "1:5 invalid-number: `w1` has `about 3`, expected a number"],
    [
      'w1: "0.5"',
      "1:5 quoted-number: `w1` has the text `0.5` in quotation marks, expected a number",
    ],
    ["w1: null", "empty-reference: the file has no numbers to compare"],
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
