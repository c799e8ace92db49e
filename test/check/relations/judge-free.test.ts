import { describe, expect, it } from "vitest";
import { judgeFreeEquation, judgeStep } from "../../../src/check/relations/judge-free.js";
import {
  call,
  constant,
  decimal,
  derivativeOf,
  divide,
  reference,
} from "../../../src/math/algebra/constructors.js";
import { explainDerivative } from "../../../src/math/algebra/differentiate/steps.js";
import type { Expression } from "../../../src/math/algebra/expression.js";
import { functionRows } from "../../../src/math/algebra/functions/index.js";
import { add, multiply, number, power } from "../../math/numeric/models.js";

const x = reference("x");
const square = power(x, number(2));

const expressions: readonly (readonly [string, Expression, string])[] = [
  ["x² sin x²", multiply(square, call("sin", square)), "1.3"],
  ["x / (1 + e^x)", divide(x, add(number(1), call("exp", x))), "-0.4"],
  ["x^x", power(x, x), "2"],
  ["ln(x + √(x² + 1))", call("log", add(x, call("sqrt", add(square, number(1))))), "0.7"],
  ["2^x x³", multiply(power(number(2), x), power(x, number(3))), "0"],
  ["sin(cos(tan x))", call("sin", call("cos", call("tan", x))), "0.3"],
  [
    "e^(-x²/2) / √(2π)",
    divide(
      call("exp", multiply(decimal("-0.5"), square)),
      call("sqrt", multiply(number(2), constant("pi"))),
    ),
    "1",
  ],
  ["|x|", call("abs", x), "0"],
  ["√x at the border", call("sqrt", x), "0"],
  ["max(x, x²)", call("max", x, square), "0.5"],
  ["x y^3", multiply(x, power(reference("y"), number(3))), "2"],
];

describe("every step of a derivation holds", () => {
  it.each(expressions)("%s", (_, expression, at) => {
    const { steps } = explainDerivative(expression, "x");
    const values = new Map([["x", at]]);
    expect(steps.length).toBeGreaterThan(0);
    for (const { before, after } of steps)
      expect(judgeStep(before, after, values)).toEqual({ ok: true });
  });

  const explained = functionRows.filter(
    ({ definition, flat, arity }) => definition && !flat && arity[0] === 1,
  );
  it.each(explained.map((row) => [row.name, row] as const))("the definition of %s", (name, row) => {
    const f = call(name, x);
    const definition = row.definition?.([x]) ?? f;
    const { steps, derivative } = explainDerivative(definition, "x");
    const short = row.derivatives([x], f)[0] ?? x;
    expect(judgeFreeEquation([f, definition])).toEqual({ ok: true });
    expect(judgeFreeEquation([derivativeOf(f, reference("x")), derivative, short])).toEqual({
      ok: true,
    });
    for (const { before, after } of steps)
      expect(judgeFreeEquation([before, after])).toEqual({ ok: true });
  });
});

describe("a wrong step is found", () => {
  it.each(expressions)("%s: a scaled or shifted result", (_, expression, at) => {
    const { steps } = explainDerivative(expression, "x");
    for (const { before, after } of steps)
      for (const wrong of [multiply(decimal("1.0000001"), after), add(after, decimal("0.000001"))])
        expect(judgeStep(before, wrong, new Map([["x", at]]))).toMatchObject({ ok: false });
  });

  it.each<[string, Expression, Expression]>([
    [
      "a lost inner derivative",
      derivativeOf(call("sin", square), reference("x")),
      call("cos", square),
    ],
    ["a sign", derivativeOf(call("cos", x), reference("x")), call("sin", x)],
    ["a tangent for a hyperbolic one", call("tanh", x), call("tan", x)],
  ])("%s", (_, before, after) => {
    expect(judgeStep(before, after, new Map([["x", 0.7]]))).toMatchObject({
      ok: false,
      indices: [],
    });
  });
});

describe("names", () => {
  const u = reference("u");
  it("the name that a chain rule introduces stands for the inner function", () => {
    const before = derivativeOf(call("sin", square), reference("x"));
    const after = multiply(
      derivativeOf(call("sin", u), reference("u")),
      derivativeOf(square, reference("x")),
    );
    expect(judgeStep(before, after, new Map([["x", "0.5"]]))).toEqual({ ok: true });
  });

  it("may stand for an expression", () => {
    const at = new Map<string, string | Expression>([
      ["x", "0.5"],
      ["u", square],
    ]);
    expect(judgeStep(call("exp", u), call("exp", square), at)).toEqual({ ok: true });
  });

  it("a relation without a value anywhere is not confirmed", () => {
    const nowhere = call("log", multiply(number(-1), square));
    expect(judgeFreeEquation([nowhere, nowhere])).toEqual({
      ok: false,
      indices: [],
      values: [Number.NaN, Number.NaN],
    });
  });
});
