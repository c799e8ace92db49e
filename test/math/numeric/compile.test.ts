import { describe, expect, it } from "vitest";
import { reduce } from "../../../src/math/algebra/binding.js";
import {
  bracket,
  call,
  constant,
  half,
  indexNumber,
  one,
} from "../../../src/math/algebra/constructors.js";
import type { Expression, ReductionName } from "../../../src/math/algebra/expression.js";
import { indexTerm } from "../../../src/math/algebra/index-term.js";
import { rational } from "../../../src/math/algebra/rational.js";
import { double } from "../../../src/math/numeric/double.js";
import { evaluate } from "../../../src/math/numeric/evaluate.js";
import {
  add,
  at,
  axis,
  data,
  decimal,
  divide,
  model,
  multiply,
  number,
  power,
  quantity,
  ref,
  subtract,
} from "./models.js";

const [a, b, c] = [0.1, 0.7, -0.3];
const big = [1000, -1000, 999];
const v = [3, -1, 4, -1, 5];
const values = evaluate(
  model(
    quantity("a", data([], [a])),
    quantity("b", data([], [b])),
    quantity("c", data([], [c])),
    quantity("v", data([axis("i", 1, 5)], v)),
    quantity("big", data([axis("i", 1, 3)], big)),
    quantity("z", data([axis("i", 1, 2), axis("k", 1, 3)], [1, 2, 3, -1, 0, 1])),
    quantity("wrong", data([axis("i", 1, 3)], [1, Number.NaN, 2])),
    quantity("low", data([axis("i", 1, 2)], [-Infinity, -Infinity])),
    quantity("high", data([axis("i", 1, 2)], [Infinity, 1])),
  ),
  double,
);
const [A, B, C] = [ref("a"), ref("b"), ref("c")];
const exp = (x: Expression): Expression => call("exp", x);
const negative = (x: Expression): Expression => multiply(number(-1), x);
const over = (name: ReductionName, hi: number, body: Expression): Expression =>
  reduce(name, "i", { lo: 1, hi }, body);
const outside = ref("v", 99);
const fraction = (p: bigint, q: bigint): Expression => number(rational(p, q));

describe("compile", () => {
  it.each<[string, Expression, number]>([
    ["a quotient is one division", divide(A, B), a / b],
    ["also with two factors above", multiply(A, power(B, number(-1)), C), (a * c) / b],
    ["and two below", divide(A, multiply(B, C)), a / (b * c)],
    ["and a square below", divide(A, power(B, number(2))), a / (b * b)],
    ["a reciprocal alone", divide(one, add(one, exp(negative(A)))), 1 / (1 + Math.exp(-a))],
    ["a third is a division by 3", multiply(fraction(1n, 3n), A), a / 3],
    ["two thirds", multiply(fraction(-2n, 3n), A), (-2 * a) / 3],
    ["a tenth is the decimal 0.1", multiply(decimal("0.1"), A), 0.1 * a],
    ["half a square", multiply(half, power(subtract(A, B), number(2))), (a - b) ** 2 / 2],
    ["sums go from left to right", add(A, B, C), a + b + c],
    ["and so do products", multiply(A, B, C), a * b * c],
    ["a cube", power(A, number(3)), a * a * a],
    ["a general power", power(A, B), a ** b],
    ["a root", power(A, half), a ** 0.5],
    ["constants", add(constant("pi"), negative(constant("e"))), Math.PI - Math.E],
    ["functions of two arguments", call("atan2", A, B), Math.atan2(a, b)],
    ["a sum", over("sum", 5, ref("v", "i")), 10],
    ["a largest value", over("max", 5, ref("v", "i")), 5],
    ["a smallest value", over("min", 5, ref("v", "i")), -1],
    ["NaN is the largest value", over("max", 3, ref("wrong", "i")), Number.NaN],
    ["and the smallest", over("min", 3, ref("wrong", "i")), Number.NaN],
    [
      "logsumexp of ±1000",
      over("logsumexp", 3, ref("big", "i")),
      1000 + Math.log(1 + Math.exp(-1)),
    ],
    ["logsumexp of -∞ alone", over("logsumexp", 2, ref("low", "i")), -Infinity],
    ["logsumexp with ∞", over("logsumexp", 2, ref("high", "i")), Infinity],
    ["logsumexp with NaN", over("logsumexp", 3, ref("wrong", "i")), Number.NaN],
    ["an index as a number", over("sum", 3, power(A, indexNumber(at("i")))), a + a ** 2 + a ** 3],
    ["a delta in a sum", over("sum", 5, multiply(bracket(at("i"), 3, 3), ref("v", "i"))), 4],
    ["a bracket alone in a sum", over("sum", 5, bracket(at("i"), 2, Infinity)), 4],
    [
      "a guard with a stride, on both sides",
      over(
        "sum",
        5,
        multiply(bracket(indexTerm(1, [["i", -2]]), -6, -2), ref("v", indexTerm(0, [["i", 1]]))),
      ),
      -1 + 4,
    ],
    [
      "a guard keeps the reads of a sum inside",
      over("sum", 5, multiply(bracket(at("i", 1), -Infinity, 5), ref("v", at("i", 1)))),
      7,
    ],
    [
      "also in a largest value, where it leaves a 0",
      over("max", 2, multiply(bracket(at("i"), 2, 2), ref("v", indexTerm(-8, [["i", 5]])))),
      0,
    ],
    [
      "a guard decides before the sum beside it",
      over(
        "sum",
        2,
        multiply(
          reduce("sum", "k", { lo: 1, hi: 3 }, ref("z", at("i", 1), "k")),
          bracket(at("i"), 1, 1),
        ),
      ),
      0,
    ],
    [
      "a sum that does not depend on the index around it",
      over("sum", 5, divide(ref("v", "i"), reduce("sum", "k", { lo: 1, hi: 3 }, ref("z", 1, "k")))),
      3 / 6 - 1 / 6 + 4 / 6 - 1 / 6 + 5 / 6,
    ],
  ])("%s", (_, expression, expected) => {
    expect(values.evaluateExpression(expression)).toBe(expected);
  });

  it("takes the values of free indices", () => {
    const at13 = new Map([
      ["p", 1],
      ["q", 3],
    ]);
    expect(values.evaluateExpression(multiply(ref("z", "p", "q"), ref("v", "q")), at13)).toBe(12);
    const zeroThere = multiply(bracket(at("p"), 2, 2), outside);
    expect(values.evaluateExpression(zeroThere, at13)).toBe(0);
  });

  it.each([
    ["an instance outside", outside, "no piece defines v[99]"],
    ["a quantity that is not there", ref("missing"), "the model has no quantity missing"],
    ["another number of axes", ref("v", 1, 1), "v has 1 axes and is read with 2"],
    ["an unbound index", ref("v", "n"), "no reduction or axis binds index n"],
  ])("throws for %s", (_, expression, message) => {
    expect(() => values.evaluateExpression(expression)).toThrow(message);
  });
});
