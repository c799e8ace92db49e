import { describe, expect, it } from "vitest";
import { InputError } from "../../../src/errors/problem.js";
import { deriveExpression } from "../../../src/gradients/derive/free-expression.js";

type At = Readonly<Record<string, string>>;

/** The value of an expression and of its derivative by x at a point. */
function valuesAt(expression: string, at: At): readonly (number | undefined)[] {
  const point = new Map(Object.entries(at));
  const { value, derivatives } = deriveExpression({ expression, wrt: ["x"], at: point, order: 1 });
  return [value, derivatives[0]?.value];
}

function messageFor(expression: string, at: At): string {
  try {
    return JSON.stringify(valuesAt(expression, at));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.problems.map(({ code, message }) => `${code}: ${message}`).join("\n");
  }
}

const relativeError = (actual: number, expected: number): number =>
  actual === expected ? 0 : Math.abs((actual - expected) / expected);

describe("values at a point", () => {
  it.each<readonly [expression: string, at: At, value: number, derivative: number]>([
    // Cancellation: floating point alone gives 0 or noise.
    ["(1 - cos(x))/x^2", { x: "1e-8" }, 0.5, -1 / 12e8],
    ["(1 - cos(x))/x^2", { x: "1e-200" }, 0.5, -1 / 12e200],
    [
      "(exp(x) - 1 - x - x^2/2)/x^3",
      { x: "1e-6" },
      1 / 6 + 1 / 24e6,
      1 / 24 + 1 / 60e6 + 1 / 240e12,
    ],
    ["x + 1e-300 - x", { x: "1" }, 1e-300, 0],
    [
      "log(exp(x) + exp(y))",
      { x: "-1000", y: "-1001" },
      -1000 + Math.log1p(Math.exp(-1)),
      1 / (1 + Math.exp(-1)),
    ],
    ["sin(x)^2 + cos(x)^2 - 1", { x: "0.7" }, 0, 0],
    ["sin(pi*x)", { x: "1" }, 0, -Math.PI],
    // Beyond the range of float64 there is 0, and no NaN.
    ["tanh(x)", { x: "400" }, 1, 0],
    ["log(sigmoid(x))", { x: "-1e6" }, -1e6, 1],
    ["softplus(x)", { x: "-800" }, 0, 0],
    ["exp(x)*exp(-x)", { x: "710" }, 1, 0],
    ["gelu(x)", { x: "-40" }, 0, 0],
    ["erf(exp(-x))", { x: "1e6" }, 0, 0],
    ["atan2(x, asin(acos(1)))", { x: "3" }, Math.PI / 2, 0],
    // The point is the float64 that the text stands for, as it is for every other program.
    ["sin(x)", { x: "3.141592653589793" }, 1.2246467991473532e-16, -1],
    ["tan(x)", { x: "1.5707963267948966" }, 16331239353195370, 2.6670937881135714e32],
    ["x - 0.1", { x: "0.1" }, 0, 1],
    ["log(x)", { x: "1.0000000000000002" }, 2.2204460492503128e-16, 0.9999999999999998],
    // Conventions at kinks.
    ["relu(x) + abs(x)", { x: "0" }, 0, 0],
    ["max(x, y)", { x: "1", y: "1" }, 1, 0.5],
    ["a^x^c", { a: "2", x: "3", c: "2" }, 512, 512 * Math.LN2 * 6],
  ])("%s at %j", (expression, at, value, derivative) => {
    const [first = Number.NaN, second = Number.NaN] = valuesAt(expression, at);
    expect(relativeError(first, value)).toBeLessThan(1e-13);
    expect(relativeError(second, derivative)).toBeLessThan(1e-13);
  });

  it.each<readonly [expression: string, at: At, message: string]>([
    ["log(x)", { x: "0" }, "outside-domain: `log(x)` needs an argument > 0: `x` is 0"],
    [
      "log(x - 1)",
      { x: "0.5" },
      "outside-domain: `log(x - 1)` needs an argument > 0: `x - 1` is -0.5",
    ],
    ["1/x", { x: "0" }, "outside-domain: `1/x` divides by 0: `x` is 0"],
    [
      "y/(x - 0.1)",
      { x: "0.1", y: "2" },
      "outside-domain: `1/(x - 0.1)` divides by 0: `x - 0.1` is 0",
    ],
    [
      "1/(3*x - 0.3)",
      { x: "0.1" },
      "outside-domain: `1/(3*x - 0.3)` divides by 0: `3*x - 0.3` is 0",
    ],
    [
      "sqrt(-20*x^x)",
      { x: "700" },
      "outside-domain: `sqrt(-20*x^x)` needs an argument >= 0: `-20*x^x` is -7.407e1992",
    ],
    ["sqrt(x)", { x: "0" }, "outside-domain: `1/sqrt(x)` divides by 0: `sqrt(x)` is 0"],
    ["sqrt(x)", { x: "-2" }, "outside-domain: `sqrt(x)` needs an argument >= 0: `x` is -2"],
    [
      "x^(1/3)",
      { x: "-8" },
      "outside-domain: `x^(1/3)` raises a negative number to a fraction: `x` is -8",
    ],
    ["asin(x)", { x: "2" }, "outside-domain: `asin(x)` needs an argument <= 1: `x` is 2"],
    [
      "tan(pi/2*x)",
      { x: "1" },
      "outside-domain: `tan(0.5*pi*x)` has no finite value where `0.5*pi*x` is 1.5707963267948966",
    ],
    [
      "1/(sin(x)^2 + cos(x)^2 - 1)",
      { x: "0.7" },
      "outside-domain: `1/(sin(x)^2 + cos(x)^2 - 1)` divides by 0: `sin(x)^2 + cos(x)^2 - 1` is 0",
    ],
    [
      "x^2",
      { x: "1e200" },
      "outside-domain: `x^2` is too large for a float64 number: it is about 1.000e400",
    ],
    [
      "exp(exp(x))",
      { x: "10" },
      "outside-domain: `exp(exp(x))` is too large for a float64 number: it is about 9.388e9565",
    ],
  ])("%s at %j has no value", (expression, at, message) => {
    expect(messageFor(expression, at)).toBe(message);
  });

  it("says where a value is missing", () => {
    expect(messageFor("x + yes", { x: "1" })).toBe("missing-value: there is no value for `yes`");
  });

  it("refuses to write a derivative of a million factors", () => {
    const product = Array.from({ length: 900 }, () => "x*sin(x)").join("*");
    expect(messageFor(product, { x: "1" })).toMatch(
      /^derivation-too-long: the derivative of `x\*sin.*…` would have about 4865400 parts, expected at most 400000$/,
    );
  });
});
