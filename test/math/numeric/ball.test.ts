import { Decimal } from "decimal.js";
import { describe, expect, it } from "vitest";
import {
  add,
  call,
  constant,
  decimal,
  divide,
  multiply,
  number,
  power,
  subtract,
} from "../../../src/math/algebra/constructors.js";
import type { Expression } from "../../../src/math/algebra/expression.js";
import { functionRows } from "../../../src/math/algebra/functions/index.js";
import { rational } from "../../../src/math/algebra/rational.js";
import type { Ball } from "../../../src/math/numeric/ball.js";
import { evaluateExpression } from "../../../src/math/numeric/ball-definition.js";
import { ballField } from "../../../src/math/numeric/ball-field.js";
import { random } from "./ball-random.js";

const Long = Decimal.clone({ precision: 3000, defaults: true });

function ballOf(expression: Expression, digits = 40): Ball {
  return evaluateExpression(expression, ballField(digits), () => {
    throw new Error("no references here");
  });
}

/** Whether two balls for the same number have a point in common. */
function overlap(a: Ball, b: Ball): boolean {
  return new Long(a.mid).minus(b.mid).abs().lte(new Long(a.radius).plus(b.radius));
}

const third = number(rational(1n, 3n));

const exact: readonly [string, Expression, string | undefined][] = [
  [
    "0.15·0.05 + 0.2·0.1 + 0.35",
    add(
      multiply(decimal("0.15"), decimal("0.05")),
      multiply(decimal("0.2"), decimal("0.1")),
      decimal("0.35"),
    ),
    "0.3775",
  ],
  ["1/8 by division", divide(decimal("1"), decimal("8.0")), "0.125"],
  ["0.3/3", divide(decimal("0.3"), decimal("3")), "0.1"],
  ["exp(0)", call("exp", number(0)), "1"],
  ["log(1)", call("log", number(1)), "0"],
  ["sin(0) + cos(0)", add(call("sin", number(0)), call("cos", number(0))), "1"],
  ["√0.0625", call("sqrt", decimal("0.0625")), "0.25"],
  ["√2", call("sqrt", number(2)), undefined],
  ["sigmoid(0)", call("sigmoid", number(0)), "0.5"],
  ["sigmoid(200)", call("sigmoid", number(200)), undefined],
  ["exp(log(2))", call("exp", call("log", number(2))), undefined],
  ["(4/9)^(-1/2)", power(number(rational(4n, 9n)), number(rational(-1n, 2n))), "1.5"],
  ["0.001^(1/3)", power(decimal("0.001"), third), "0.1"],
  ["2.5^10 by the general power", power(decimal("2.5"), number(10)), "9536.7431640625"],
  ["max(0.1, 0.3)", call("max", decimal("0.1"), decimal("0.3")), "0.3"],
  ["relu(-0.7)", call("relu", decimal("-0.7")), "0"],
  ["|-0.7|", call("abs", decimal("-0.7")), "0.7"],
  ["π", constant("pi"), undefined],
  ["0 · e", multiply(call("relu", decimal("-1")), constant("e")), "0"],
];

describe("exact values", () => {
  it.each(exact)("%s", (_, expression, expected) => {
    const ball = ballOf(expression);
    expect(ball.radius.isZero() ? ball.mid.toString() : undefined).toBe(expected);
  });

  it("thirds are remembered: 0.1/3 + 0.2/3 is 0.1", () => {
    const field = ballField(40);
    const [tenth, fifth, three] = ["0.1", "0.2", "3"].map(field.fromDecimal) as [Ball, Ball, Ball];
    const sum = field.add(field.divide(tenth, three), field.divide(fifth, three));
    expect([sum.mid.toString(), sum.radius.toString()]).toEqual(["0.1", "0"]);
    expect(field.divide(tenth, three).radius.isZero()).toBe(false);
  });

  it("a fraction is remembered through squares, absolute values and square roots", () => {
    const field = ballField(40);
    const twoThirds = field.fromRational(rational(-2n, 3n));
    const root = field.call("sqrt", [field.integerPower(twoThirds, 2)]);
    expect(root.fraction).toEqual(field.call("abs", [twoThirds]).fraction);
    expect(root.fraction).toEqual(rational(2n, 3n));
  });
});

describe("undefined values", () => {
  it.each([
    ["log of 0", call("log", number(0))],
    ["log of a negative number", call("log", number(-1))],
    ["√ of a negative number", call("sqrt", number(-1))],
    ["a negative number to a broken power", power(number(-2), decimal("0.3"))],
    ["1/0", power(call("relu", number(-1)), number(-1))],
    ["what is computed from it", add(number(1), multiply(number(2), call("log", number(-1))))],
  ])("%s has an infinite radius", (_, expression) => {
    const ball = ballOf(expression);
    expect(ball.radius.isFinite()).toBe(false);
    expect(Number.isFinite(ball.double)).toBe(false);
  });

  it("a quotient that needs more digits has an infinite radius until it has them", () => {
    const tiny = subtract(call("exp", decimal("1e-60")), number(1));
    const ratio = divide(number(1), tiny);
    expect(ballOf(ratio, 40).radius.isFinite()).toBe(false);
    expect(ballOf(ratio, 160).mid.toSignificantDigits(20).toString()).toBe("1e+60");
  });
});

describe("the float64 value", () => {
  it("is that of the same operations in doubles, and decides the branch", () => {
    const field = ballField(40);
    const [a, b] = [field.fromDecimal("0.1"), field.fromDecimal("0.2")];
    const sum = field.add(a, b);
    expect(sum.double).toBe(0.1 + 0.2);
    expect(sum.mid.toString()).toBe("0.3");
    const three = field.fromDecimal("0.3");
    expect(field.call("equal", [sum, three]).mid.toNumber()).toBe(0);
    expect(field.call("max", [three, sum])).toMatchObject({ mid: sum.mid, double: 0.1 + 0.2 });
  });

  it("comes from the kernel of the function", () => {
    for (const row of functionRows)
      for (const sample of row.samples) {
        const field = ballField(40);
        const balls = sample.map((value) => field.fromDecimal(String(value)));
        expect(field.call(row.name, balls).double, row.name).toBe(row.value(...sample));
      }
  });
});

describe("balls hold the truth", () => {
  it.each(functionRows.map(({ name }) => name))("%s at its samples, against 120 digits", (name) => {
    const row = functionRows.find((each) => each.name === name);
    for (const sample of row?.samples ?? []) {
      const at = (digits: number): Ball => {
        const field = ballField(digits);
        return field.call(
          name,
          sample.map((value) => field.fromDecimal(String(value))),
        );
      };
      const [short, long] = [at(40), at(120)];
      expect(overlap(short, long), `${name}(${sample})`).toBe(true);
      expect(short.radius.lt(1e-30) && long.radius.lt("1e-110")).toBe(true);
      expect(long.mid.toNumber()).toBeCloseTo(short.double, 12);
    }
  });

  const primitiveArguments: Readonly<Record<string, readonly string[]>> = {
    exp: ["-1000", "-0.5", "1e-50", "3.7", "12345.678", "-1e12"],
    log: ["1e-300", "0.316", "0.999999999999999999999999999999", "1.0000000001", "3.16", "7e200"],
    sin: ["1e-100", "3.14159265358979323846", "22", "1e30", "-0.7"],
    cos: ["1e-100", "1.57079632679489661923", "22", "1e30", "-0.7"],
    atan: ["1e-100", "0.9999", "1", "-1e10", "1e5000", "0.3"],
    erf: ["1e-30", "0.5", "-2.5", "6", "9.7", "40"],
    sqrt: ["1e-101", "2", "123456789.123"],
  };
  it.each(Object.entries(primitiveArguments))("%s at difficult arguments", (name, texts) => {
    for (const text of texts) {
      const [short, long] = [40, 120].map((digits) => {
        const field = ballField(digits);
        return field.call(name, [field.fromDecimal(text)]);
      }) as [Ball, Ball];
      expect(overlap(short, long), `${name}(${text})`).toBe(true);
      expect(short.radius.lt(short.mid.abs().times(1e-18)), `${name}(${text})`).toBe(true);
    }
  });

  it("knows digits that others computed", () => {
    const known: readonly (readonly [Expression, string])[] = [
      [constant("pi"), "3.14159265358979323846264338327950288420"],
      [constant("e"), "2.71828182845904523536028747135266249776"],
      [call("log", number(10)), "2.30258509299404568401799145468436420760"],
      [call("log", number(2)), "0.693147180559945309417232121458176568076"],
      [call("sin", number(1)), "0.841470984807896506652502321630298999623"],
      [call("cos", number(1)), "0.540302305868139717400936607442976603732"],
      [call("atan", number(1)), "0.785398163397448309615660845819875721049"],
      [call("erf", number(1)), "0.842700792949714869341220635082609259296"],
      [call("exp", number(-1)), "0.367879441171442321595523770161460867446"],
    ];
    for (const [expression, digits] of known)
      expect(ballOf(expression, 60).mid.minus(digits).abs().lt("2e-38"), digits).toBe(true);
  });

  it("random expressions, against 120 digits", () => {
    const next = random(20240611);
    for (let round = 0; round < 400; round++) {
      const expression = randomExpression(next, 5);
      const [short, long] = [ballOf(expression, 30), ballOf(expression, 120)];
      if (!short.radius.isFinite()) continue;
      expect(overlap(short, long), `seed 20240611, round ${round}`).toBe(true);
      expect(long.radius.lte(short.radius), `seed 20240611, round ${round}`).toBe(true);
      if (short.radius.isZero()) expect(short.mid.eq(long.mid)).toBe(true);
    }
  });

  it("(1 - cos x)/x² near 0 is ½ - x²/24, with enough digits", () => {
    const x = decimal("1e-20");
    const ratio = divide(subtract(number(1), call("cos", x)), power(x, number(2)));
    const ball = ballOf(ratio, 160);
    expect(ball.mid.minus("0.5").toSignificantDigits(10).toNumber()).toBeCloseTo(-1e-40 / 24, 50);
    expect(overlap(ballOf(ratio, 40), ball)).toBe(true);
  });

  it("sigmoid(200) is just below 1", () => {
    const ball = ballOf(call("sigmoid", number(200)), 120);
    expect(ball.mid.plus(ball.radius).lt(1)).toBe(true);
    expect(ball.double).toBe(1);
  });
});

function randomExpression(next: () => number, depth: number): Expression {
  if (depth === 0) return decimal((next() * 4 - 2).toFixed(1 + Math.floor(next() * 6)));
  const inner = (): Expression =>
    randomExpression(next, depth - 1 - Math.floor(next() * 2) * (depth > 1 ? 1 : 0));
  const kinds: readonly (() => Expression)[] = [
    () => add(inner(), inner()),
    () => multiply(inner(), inner()),
    () => divide(inner(), inner()),
    () => power(call("abs", inner()), inner()),
    () => subtract(inner(), inner()),
    () =>
      call(
        ["exp", "sin", "cos", "atan", "erf", "tanh", "sigmoid"][Math.floor(next() * 7)] ?? "exp",
        inner(),
      ),
    () => call("log", call("abs", inner())),
    () => call("sqrt", call("softplus", inner())),
    () => power(inner(), number(Math.floor(next() * 7) - 3)),
  ];
  return kinds[Math.floor(next() * kinds.length)]?.() ?? inner();
}
