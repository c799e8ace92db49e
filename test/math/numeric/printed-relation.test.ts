import { describe, expect, it } from "vitest";
import {
  add,
  call,
  constant,
  decimal,
  divide,
  multiply,
  negate,
  number,
  power,
  reference,
  subtract,
} from "../../../src/math/algebra/constructors.js";
import type { Expression, ReferenceNode } from "../../../src/math/algebra/expression.js";
import { rational } from "../../../src/math/algebra/rational.js";
import type { Ball } from "../../../src/math/numeric/ball.js";
import { evaluateExpression } from "../../../src/math/numeric/ball-definition.js";
import { ballField } from "../../../src/math/numeric/ball-field.js";
import { judgePrinted, roundRational } from "../../../src/math/numeric/printed-judge.js";
import { printNumber, significantDigits } from "../../../src/math/numeric/printed-number.js";
import { withPrecision } from "../../../src/math/numeric/printed-precision.js";
import {
  type PrintedLine,
  type PrintedRelation,
  printRelation,
} from "../../../src/math/numeric/printed-relation.js";
import { random } from "./ball-random.js";

type Values = Readonly<Record<string, Expression>>;

/** The line of an expression whose references have the values of other expressions. */
function line(expression: Expression, values: Values, digits: number): PrintedRelation {
  const relation = lineOf(expression, values, digits);
  if (relation === "cancels") throw new Error("the line cannot be printed");
  return relation;
}

function lineOf(expression: Expression, values: Values, digits: number): PrintedLine {
  return withPrecision((precision) => {
    const field = ballField(precision);
    const ballOf = ({ name }: ReferenceNode): Ball => {
      const value = values[name];
      if (!value) throw new Error(`no value for ${name}`);
      return evaluateExpression(value, field, ballOf);
    };
    const result = evaluateExpression(expression, field, ballOf);
    return printRelation(expression, ballOf, result, digits);
  });
}

const textsOf = ({ operands, sign, result }: PrintedRelation): readonly string[] => [
  ...[...operands.values()].map(({ text }) => text),
  sign,
  result.text,
];

const [a, b, c, w, x] = ["a", "b", "c", "w", "x"].map((name) => reference(name)) as [
  Expression,
  Expression,
  Expression,
  Expression,
  Expression,
];
const sigmoid = (value: string): Expression => call("sigmoid", decimal(value));
const third = number(rational(1n, 3n));

const article: Values = {
  w1: decimal("0.15"),
  w2: decimal("0.20"),
  i1: decimal("0.05"),
  i2: decimal("0.10"),
  b1: decimal("0.35"),
  h1: decimal("0.3775"),
  k1: sigmoid("0.3775"),
  k2: sigmoid("0.3925"),
};
const named = (name: string): Expression => reference(name);

describe("lines", () => {
  const lines: readonly (readonly [string, Expression, Values, readonly string[]])[] = [
    [
      "an exact sum of products",
      add(multiply(named("w1"), named("i1")), multiply(named("w2"), named("i2")), named("b1")),
      article,
      ["0.15", "0.05", "0.2", "0.1", "0.35", "=", "0.3775"],
    ],
    [
      "a sum of products with rounded operands",
      add(
        multiply(decimal("0.4"), named("k1")),
        multiply(decimal("0.45"), named("k2")),
        decimal("0.6"),
      ),
      article,
      ["0.593270", "0.596884", "≈", "1.10591"],
    ],
    ["a sigmoid", call("sigmoid", named("h1")), article, ["0.3775", "≈", "0.593270"]],
    [
      "a derivative in terms of the output",
      multiply(named("k1"), subtract(number(1), named("k1"))),
      article,
      ["0.593270", "≈", "0.241301"],
    ],
    ["a function with an exact value", call("relu", a), { a: decimal("0.3") }, ["0.3", "=", "0.3"]],
    ["π", multiply(number(2), constant("pi"), a), { a: decimal("0.5") }, ["0.5", "≈", "3.14159"]],
    ["a third of an exact number", multiply(third, a), { a: decimal("0.3") }, ["0.3", "=", "0.1"]],
    ["a third of another", multiply(third, a), { a: decimal("0.4") }, ["0.4", "≈", "0.133333"]],
    [
      "a negative result",
      multiply(a, b),
      { a: decimal("-0.3"), b: decimal("0.7") },
      ["-0.3", "0.7", "=", "-0.21"],
    ],
    ["an integer power", power(a, number(-3)), { a: decimal("0.5") }, ["0.5", "=", "8"]],
    ["no references", add(decimal("0.1"), decimal("0.2")), {}, ["=", "0.3"]],
    [
      "a cancellation, which needs guard digits",
      subtract(a, b),
      { a: sigmoid("0.5"), b: sigmoid("0.50001") },
      ["0.622459331202", "0.622461681236", "≈", "-0.00000235003"],
    ],
  ];
  it.each(lines)("%s", (_, expression, values, expected) => {
    const relation = line(expression, values, 6);
    expect(judgePrinted(relation)).toBe(true);
    expect(textsOf(relation)).toEqual(expected);
  });

  it("softmax outputs add up to 1, whatever the printed digits of each", () => {
    const total = add(call("exp", decimal("0.1")), call("exp", decimal("0.7")));
    const values = {
      a: divide(call("exp", decimal("0.1")), total),
      b: divide(call("exp", decimal("0.7")), total),
    };
    const relation = line(add(a, b), values, 6);
    expect(relation.result.text).toBe("1.00000");
    expect(judgePrinted(relation)).toBe(true);
  });

  it("a sum that is 0 although no precision proves it is printed as 0", () => {
    const values = { a: sigmoid("0.5"), b: subtract(sigmoid("-0.5"), number(1)) };
    const relation = line(add(a, b), values, 6);
    expect(relation.result.text).toBe("0");
    expect(judgePrinted(relation)).toBe(true);
  });

  it("one reference has the same digits wherever it stands", () => {
    const relation = line(multiply(a, subtract(number(1), a)), { a: sigmoid("1.5") }, 6);
    expect(relation.operands.size).toBe(1);
  });
});

describe("the judge", () => {
  const relation = (expression: Expression, operand: string, sign: "=" | "≈", result: string) => {
    const field = ballField(60);
    const [left, right] = [operand, result].map((text) => ({
      text,
      tex: text,
      exact: false,
      value: (printNumber(field.fromDecimal(text), 30) ?? { value: rational(0n) }).value,
    })) as [PrintedRelation["result"], PrintedRelation["result"]];
    return { expression, operands: new Map([[a as ReferenceNode, left]]), sign, result: right };
  };

  it.each([
    [add(a, number(1)), "0.25", "=", "1.25", true],
    [add(a, number(1)), "0.25", "=", "1.250", true],
    [add(a, number(1)), "0.25", "=", "1.26", false],
    [add(a, number(1)), "0.25", "≈", "1.3", true],
    [add(a, number(1)), "0.25", "≈", "1.2", false],
    [negate(add(a, number(1))), "0.25", "≈", "-1.3", true],
    [call("exp", a), "1", "≈", "2.71828", true],
    [call("exp", a), "1", "≈", "2.71829", false],
    [call("exp", a), "1", "=", "2.71828", false],
    [call("relu", a), "0.5", "=", "0.5", true],
    [call("sigmoid", a), "200", "≈", "1.00000", true],
    [call("sigmoid", a), "200", "=", "1", false],
    [power(a, number(-1)), "0", "≈", "0", false],
    [call("log", a), "0", "≈", "0", false],
    [multiply(a, third), "0.1", "≈", "0.0333333", true],
    [multiply(a, third), "0.1", "≈", "0.0333334", false],
    [multiply(a, third), "0.3", "=", "0.1", true],
    [add(a, number(-1)), "0.99", "≈", "0", true],
    [add(a, number(-1)), "0.5", "≈", "0", false],
  ] as const)("case %#: %s with %s %s %s: %s", (expression, operand, sign, result, expected) => {
    expect(judgePrinted(relation(expression, operand, sign, result))).toBe(expected);
  });

  it("rounds rationals to significant digits", () => {
    for (const [numerator, denominator, digits, expected] of [
      [2n, 3n, 3, [667n, 1000n]],
      [-5n, 2n, 1, [-3n, 1n]],
      [999996n, 1000000n, 5, [1n, 1n]],
      [10n, 1n, 1, [10n, 1n]],
      [1n, 1000n, 4, [1n, 1000n]],
    ] as const)
      expect(roundRational(rational(numerator, denominator), digits)).toEqual(
        rational(expected[0], expected[1]),
      );
  });
});

/** A decimal text as an integer multiple of 10^-places. */
function scaled(text: string, places: number): bigint {
  const [mantissa = "", exponent = "0"] = text.split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  const shift = places + Number(exponent) - fraction.length;
  if (shift < 0) throw new Error(`${text} has more than ${places} places`);
  return BigInt(whole + fraction) * 10n ** BigInt(shift);
}

/** Rounds n to the significant digits, ties away from zero, digit by digit on its text. */
function rounded(n: bigint, digits: number): bigint {
  const size = n < 0n ? -n : n;
  const cut = 10n ** BigInt(Math.max(0, size.toString().length - digits));
  const result = ((size + cut / 2n) / cut) * cut;
  return n < 0n ? -result : result;
}

/** Whether a printed text is within half a unit of its last place of the true value. */
function isRounded(text: string, value: Expression): boolean {
  const truth = evaluateExpression(value, ballField(120), () => {
    throw new Error("no references here");
  });
  const decimals = text.split(".")[1]?.length ?? 0;
  return truth.mid.minus(text).abs().times(2).lte(`1e-${decimals}`);
}

describe("random sums of products", () => {
  // The value of a hidden quantity: mostly a sigmoid or tanh, sometimes a decimal.
  const operand = (next: () => number): Expression => {
    const text = (next() * 2 - 1).toFixed(1 + Math.floor(next() * 4));
    return next() < 0.3 ? decimal(text) : call(next() < 0.5 ? "sigmoid" : "tanh", decimal(text));
  };

  it.each([3, 4, 6, 9])("recompute to what is printed, with %i digits", (digits) => {
    const seed = 7000 + digits;
    const next = random(seed);
    let guards = 0;
    for (let round = 0; round < 700; round++) {
      const names = Array.from({ length: 2 + Math.floor(next() * 7) }, (_, k) => `q${k}`);
      const values = Object.fromEntries(names.map((name) => [name, operand(next)]));
      const groups = names.flatMap((_, k) => (k % 2 === 0 ? [names.slice(k, k + 2)] : []));
      const expression = add(...groups.map((group) => multiply(...group.map(named))));
      const relation = line(expression, values, digits);
      const title = `seed ${seed}, round ${round}: ${textsOf(relation).join(" ")}`;
      const texts = new Map([...relation.operands].map(([node, { text }]) => [node.name, text]));
      expect(judgePrinted(relation), title).toBe(true);
      let left = 0n;
      for (const group of groups)
        left += group
          .map((name) => scaled(texts.get(name) ?? "", 60))
          .reduce((product, each) => (product * each) / 10n ** 60n);
      const right = scaled(relation.result.text, 60);
      expect(rounded(left, significantDigits(relation.result.text)), title).toBe(right);
      expect(relation.sign === "=", title).toBe(left === right);
      const longest = Math.max(
        ...[...relation.operands.values()]
          .filter(({ exact }) => !exact)
          .map(({ text }) => significantDigits(text) - digits),
        0,
      );
      guards = Math.max(guards, longest);
      for (const [{ name }, { text }] of relation.operands)
        expect(isRounded(text, values[name] ?? number(0)), `${title}: ${name}`).toBe(true);
    }
    expect(guards).toBeLessThanOrEqual(6);
  });
});

describe("random lines of functions", () => {
  it.each(["sigmoid", "tanh", "exp", "log", "sqrt", "softplus", "gelu"])("%s", (name) => {
    const next = random(99);
    for (let round = 0; round < 60; round++) {
      const values = {
        x: call("exp", decimal((next() * 4 - 2).toFixed(3))),
        w: sigmoid((next() * 2).toFixed(2)),
      };
      const expression = add(multiply(w, call(name, x)), negate(call(name, multiply(w, x))));
      const relation = line(expression, values, 6);
      expect(relation.sign).toBe("≈");
      expect(judgePrinted(relation), `${name} ${textsOf(relation).join(" ")}`).toBe(true);
    }
  });

  it("quotients by a squared norm", () => {
    const next = random(5);
    const norm = add(power(a, number(2)), power(b, number(2)), power(c, number(2)));
    for (let round = 0; round < 200; round++) {
      const values = Object.fromEntries(
        ["a", "b", "c"].map((name) => [name, call("tanh", decimal((next() * 4 - 2).toFixed(3)))]),
      );
      const relation = line(divide(a, norm), values, 4);
      expect(judgePrinted(relation), textsOf(relation).join(" ")).toBe(true);
    }
  });
});
