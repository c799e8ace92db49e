import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reduce } from "../../../src/math/algebra/binding.js";
import {
  add,
  bracket,
  call,
  constant,
  decimal,
  divide,
  indexNumber,
  multiply,
  negate,
  number,
  power,
  reference,
  zero,
} from "../../../src/math/algebra/constructors.js";
import { indexTerm, plainIndex } from "../../../src/math/algebra/index-term.js";
import { infix } from "../../../src/math/algebra/infix.js";
import { rational } from "../../../src/math/algebra/rational.js";
import { read } from "./infix-reader.js";
import { randomExpression } from "./random-expression.js";

const [a, b, c] = [reference("a"), reference("b"), reference("c")];
const range = { lo: 1, hi: 3 };
const at = (name: string, ...indices: readonly string[]) =>
  reference(name, indices.map(plainIndex));
const third = number(rational(1n, 3n));

describe("infix writes what reads back as the same expression", () => {
  it.each([
    [decimal("0.1"), "0.1"],
    [decimal("-2.5"), "-2.5"],
    [third, "1/3"],
    [decimal("1e-300"), "1e-300"],
    [decimal("-123e40"), "-123e40"],
    [multiply(third, a), "1/3*a"],
    [power(a, third), "a^(1/3)"],
    [power(third, a), "(1/3)^a"],
    [power(number(-2), a), "(-2)^a"],
    [power(a, decimal("-0.5")), "a^(-0.5)"],
    [power(zero, number(-2)), "0^(-2)"],
    [add(a, negate(b)), "a - b"],
    [add(a, multiply(number(-2), b, c)), "a - 2*b*c"],
    [add(a, number(-3)), "a - 3"],
    [add(a, negate(add(b, c))), "a + -(b + c)"],
    [negate(add(b, c)), "-(b + c)"],
    [multiply(add(a, b), c), "(a + b)*c"],
    [divide(a, multiply(b, c)), "a/b/c"],
    [divide(a, add(b, c)), "a/(b + c)"],
    [multiply(divide(a, b), c), "a/b*c"],
    [divide(number(-1), power(a, number(2))), "-1/a^2"],
    [divide(number(1), call("sqrt", a)), "1/sqrt(a)"],
    [power(power(a, number(2)), b), "(a^2)^b"],
    [power(a, power(b, c)), "a^(b^c)"],
    [negate(power(a, number(2))), "-a^2"],
    [power(negate(a), number(2)), "(-a)^2"],
    [call("log_base", a, b), "log(a, b)"],
    [multiply(constant("pi"), call("exp", negate(a))), "pi*exp(-a)"],
    [
      add(reduce("sum", "i", range, multiply(at("W", "j", "i"), at("x", "i"))), at("b", "j")),
      "sum(i, W[j,i]*x[i]) + b[j]",
    ],
    [reduce("max", "t", range, at("x", "t")), "max(i, x[i])"],
    [
      reference("x", [
        indexTerm(-1, [
          ["k", 1],
          ["t", 2],
        ]),
      ]),
      "x[k+2*t-1]",
    ],
    [power(reference("g"), indexNumber(plainIndex("t"))), "g^t"],
  ] as const)("%o → %s", (expression, text) => {
    expect(infix(expression)).toBe(text);
    expect(read(text)).toBe(expression);
  });

  it("holds for random expressions", () => {
    fc.assert(
      fc.property(randomExpression, (expression) => read(infix(expression)) === expression),
      { seed: 2, numRuns: 1500 },
    );
  });
});

describe("infix writes for reading only", () => {
  const guard = (lo: number, hi: number) => bracket(indexTerm(1, [["t", 1]]), lo, hi);
  it.each([
    [multiply(guard(1, 4), at("h", "t")), "[1 <= t+1 <= 4]*h[t]"],
    [guard(-Infinity, 4), "[t+1 <= 4]"],
    [guard(2, Infinity), "[2 <= t+1]"],
    [guard(3, 3), "[t+1 = 3]"],
  ] as const)("brackets: %o → %s", (expression, text) => {
    expect(infix(expression)).toBe(text);
  });

  it.each([
    [call("step", a), "max(sign(a), 0)"],
    [call("equal", a, b), "1 - abs(sign(a - b))"],
  ] as const)(
    "functions that formulas cannot name by their spelling: %o → %s",
    (expression, text) => {
      expect(infix(expression)).toBe(text);
    },
  );

  it("fresh free indices without their prime", () => {
    expect(infix(reference("x", [plainIndex("i'1")]))).toBe("x[i_1]");
  });
});

describe("infix names bound indices", () => {
  const axisName = (name: string, axis: number) => ({ h: ["t"], W: ["k", "j"] })[name]?.[axis];
  it.each([
    [reduce("sum", "z", range, at("h", "z")), "sum(t, h[t])"],
    [reduce("sum", "z", range, multiply(at("W", "z", "j"), at("d", "z"))), "sum(k, W[k,j]*d[k])"],
    [reduce("sum", "z", range, multiply(at("h", "t"), at("h", "z"))), "sum(t_, h[t]*h[t_])"],
    [
      reduce("sum", "y", range, multiply(at("h", "y"), reduce("sum", "z", range, at("h", "z")))),
      "sum(t, h[t]*sum(t_, h[t_]))",
    ],
    [add(reference("i"), reduce("sum", "z", range, at("q", "z"))), "i + sum(j, q[j])"],
  ] as const)("%o → %s", (expression, text) => {
    expect(infix(expression, { axisName })).toBe(text);
  });
});
