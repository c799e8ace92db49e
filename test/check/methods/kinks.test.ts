import { describe, expect, it } from "vitest";
import { checkGradients } from "../../../src/check/methods/check-gradients.js";
import {
  type Backpropagation,
  backpropagate,
} from "../../../src/gradients/backprop/backpropagate.js";
import { call, decimal, half, one } from "../../../src/math/algebra/constructors.js";
import type { Expression } from "../../../src/math/algebra/expression.js";
import { quantityOf } from "../../../src/math/model/model.js";
import { add, divide, multiply, number, power, subtract } from "../../math/numeric/models.js";
import { networkOf } from "../../support/read.js";
import { scalar, x } from "./models.js";

const minus = (e: Expression): Expression => multiply(number(-1), e);
/** As the loss `huber` has it. */
const huber = (e: Expression): Expression => {
  const inner = call("min", call("abs", e), one);
  return add(multiply(half, power(inner, number(2))), subtract(call("abs", e), inner));
};

interface Frozen {
  readonly name: string;
  readonly at: string;
  readonly right: Expression;
  readonly left: number | undefined;
  readonly rightSide: number | undefined;
  /** What PyTorch 2 gives in float64. */
  readonly convention: number;
  readonly functions: readonly string[];
}

const row = (
  name: string,
  [at, right]: readonly [string, Expression],
  [left, rightSide, convention]: readonly [number | undefined, number | undefined, number],
  ...functions: readonly string[]
): Frozen => ({ name, at, right, left, rightSide, convention, functions });

const cases: readonly Frozen[] = [
  row("relu", ["0", call("relu", x)], [0, 1, 0], "relu"),
  row("relu of 2x", ["0", call("relu", multiply(number(2), x))], [0, 2, 0], "relu"),
  row(
    "relu of 1 − 10x",
    ["0.1", call("relu", subtract(one, multiply(number(10), x)))],
    [-10, 0, 0],
    "relu",
  ),
  row(
    "a sum of two relus",
    ["0", add(call("relu", x), call("relu", minus(x)))],
    [-1, 1, 0],
    "relu",
    "relu",
  ),
  row(
    "relu before a square",
    ["0", power(add(call("relu", x), one), number(2))],
    [0, 2, 0],
    "relu",
  ),
  row("abs", ["0", call("abs", x)], [-1, 1, 0], "abs"),
  row("abs of x − 0.7", ["0.7", call("abs", subtract(x, decimal("0.7")))], [-1, 1, 0], "abs"),
  row("leaky relu", ["0", call("leaky_relu", x)], [0.01, 1, 0.01], "leaky_relu"),
  row(
    "leaky relu, slope 0.2",
    ["0", call("leaky_relu", x, decimal("0.2"))],
    [0.2, 1, 0.2],
    "leaky_relu",
  ),
  row(
    "leaky relu, negative slope",
    ["0", call("leaky_relu", x, number(-1))],
    [-1, 1, -1],
    "leaky_relu",
  ),
  row("elu, alpha 2", ["0", call("elu", x, number(2))], [2, 1, 2], "elu"),
  row("elu, alpha 0.5", ["0", call("elu", x, decimal("0.5"))], [0.5, 1, 0.5], "elu"),
  row("max of two", ["0", call("max", x, minus(x))], [-1, 1, 0], "max"),
  row("min of two", ["0", call("min", x, minus(x))], [1, -1, 0], "min"),
  row("max with a number", ["0.3", call("max", x, decimal("0.3"))], [0, 1, 0.5], "max"),
  row("min with a number", ["0.3", call("min", x, decimal("0.3"))], [1, 0, 0.5], "min"),
  row("max of three", ["0", call("max", x, minus(x), number(0))], [-1, 1, 0], "max"),
  row(
    "max of three, two beside it",
    ["0", call("max", x, number(0), number(-1))],
    [0, 1, 0.5],
    "max",
  ),
  row("max of four", ["1", call("max", x, one, one, one)], [0, 1, 0.25], "max"),
  row("min of three", ["2", call("min", x, number(2), number(2))], [1, 0, 1 / 3], "min"),
  row("hinge", ["1", call("max", number(0), subtract(one, x))], [-1, 0, -0.5], "max"),
  row("hinge as relu", ["1", call("relu", subtract(one, x))], [-1, 0, 0], "relu"),
  row("sqrt", ["0", call("sqrt", x)], [undefined, Infinity, Infinity], "sqrt"),
  row("minus sqrt", ["0", minus(call("sqrt", x))], [undefined, -Infinity, -Infinity], "sqrt"),
  row("a power of one half", ["0", power(x, half)], [undefined, Infinity, Infinity], "^"),
  row("cbrt", ["0", call("cbrt", x)], [Infinity, Infinity, Infinity], "cbrt"),
  row("asin at the border", ["1", call("asin", x)], [Infinity, undefined, Infinity], "asin"),
  row("acosh at the border", ["1", call("acosh", x)], [undefined, Infinity, Infinity], "acosh"),
  // PyTorch multiplies 0 and ∞.
  row("sqrt of a square", ["0", call("sqrt", power(x, number(2)))], [-1, 1, Number.NaN], "sqrt"),
  row(
    "a side that is only 0 at the point",
    ["0", call("max", call("sin", x), power(x, number(2)))],
    [0, 1, 0.5],
    "max",
  ),
  row(
    "a left side that is 0 to the third order",
    ["0", add(call("relu", x), subtract(call("sin", x), call("tanh", x)))],
    [0, 1, 0],
    "relu",
  ),
  row(
    "relu within an exponential",
    ["0", call("exp", multiply(number(3), call("relu", x)))],
    [0, 3, 0],
    "relu",
  ),
  row(
    "abs beside a smooth term",
    ["0", add(call("abs", call("sin", x)), call("exp", x))],
    [0, 2, 1],
    "abs",
  ),
  row(
    "a hinge squared beside a line",
    ["0", add(power(call("relu", x), number(2)), call("abs", x))],
    [-1, 1, 0],
    "relu",
    "abs",
  ),
  row(
    "relu under relu",
    ["0", call("relu", multiply(number(3), call("relu", x)))],
    [0, 3, 0],
    "relu",
    "relu",
  ),
  row("tiny", ["0", multiply(decimal("1e-30"), call("relu", x))], [0, 1e-30, 0], "relu"),
  row("tinier", ["0", multiply(decimal("1e-200"), call("abs", x))], [-1e-200, 1e-200, 0], "abs"),
  row("huge", ["0", multiply(decimal("1e200"), call("relu", x))], [0, 1e200, 0], "relu"),
  row("beside a huge number", ["0", add(call("relu", x), decimal("1e25"))], [0, 1, 0], "relu"),
  row("abs at 1e-200", ["1e-200", call("abs", subtract(x, decimal("1e-200")))], [-1, 1, 0], "abs"),
  row("abs at 1e200", ["1e200", call("abs", subtract(x, decimal("1e200")))], [-1, 1, 0], "abs"),
  row(
    "a kink that decimals only know to sixty digits",
    ["0.3", call("relu", subtract(call("exp", call("log", x)), decimal("0.3")))],
    [0, 1, 0],
    "relu",
  ),
  row(
    "sqrt of abs",
    ["0", call("sqrt", call("abs", x))],
    [-Infinity, Infinity, Number.NaN],
    "abs",
    "sqrt",
  ),
];

/** f(s x)/s: all of it happens within 1/s. */
const steep = (name: string, s: string): Expression =>
  divide(call(name, multiply(decimal(s), x)), decimal(s));

/** Several kinks at once: PyTorch goes by each of them, and what comes out lies where it may. */
const several: readonly Frozen[] = [
  row(
    "three relus up and one down",
    ["0", subtract(multiply(number(3), call("relu", x)), call("relu", minus(x)))],
    [1, 3, 0],
    "relu",
    "relu",
  ),
  row(
    "relu and a tie",
    ["0", add(call("relu", x), multiply(number(2), call("max", x, minus(x))))],
    [-2, 3, 0],
    "relu",
    "max",
  ),
  row(
    "a tie of kinks",
    ["0", call("max", call("relu", x), multiply(number(2), x))],
    [0, 2, 1],
    "relu",
    "max",
  ),
  row(
    "the slope of a leaky relu beside that of an elu",
    ["0", subtract(call("leaky_relu", x), call("elu", minus(x), number(3)))],
    [1.01, 4, 3.01],
    "leaky_relu",
    "elu",
  ),
  row(
    "relu between the same relus",
    ["0", subtract(call("relu", call("relu", x)), multiply(number(4), call("relu", minus(x))))],
    [4, 1, 0],
    "relu",
    "relu",
    "relu",
  ),
  row(
    "a product of kinks",
    ["0", multiply(add(call("relu", x), one), subtract(one, call("abs", x)))],
    [1, 0, 0],
    "relu",
    "abs",
  ),
  row(
    "a quotient of kinks",
    ["0", divide(add(call("relu", x), number(2)), add(call("relu", minus(x)), one))],
    [2, 1, 0],
    "relu",
    "relu",
  ),
  row(
    "abs of a tie",
    ["0", call("abs", subtract(call("max", x, number(0)), call("min", x, number(0))))],
    [-1, 1, 0],
    "max",
    "min",
    "abs",
  ),
];

const cancelling = subtract(call("relu", x), call("relu", minus(x)));

const checked = (at: string, right: Expression) => {
  const [check] = checkGradients(backpropagate(scalar(at, right))).gradients;
  if (!check) throw new Error("nothing was checked");
  return check;
};

/** The same with another formula for the gradient. */
function withAdjoint(backpropagation: Backpropagation, right: Expression): Backpropagation {
  const { model } = backpropagation;
  const adjoint = quantityOf(model, "∂x");
  const pieces = [{ kind: "formula", axes: [], right }] as const;
  const quantities = new Map(model.quantities).set("∂x", { ...adjoint, pieces });
  return { ...backpropagation, model: { ...model, quantities } };
}

/** A 0 is a 0, and any other number is right to 1e-12 of it. */
function expectRight(value: number | undefined, wanted: number | undefined): void {
  if (value === undefined || wanted === undefined || wanted === 0 || !Number.isFinite(wanted))
    expect(value === 0 ? 0 : value).toBe(wanted);
  else expect(Math.abs(value / wanted - 1)).toBeLessThan(1e-12);
}

describe("at a kink: the derivatives from both sides, the function, and PyTorch's convention", () => {
  it.each(cases)("$name at $at", ({ at, right, left, rightSide, convention, functions }) => {
    const check = checked(at, right);
    expect(check).toMatchObject({ verdict: "kink", ok: true, relativeError: null });
    expectRight(check.sides?.left, left);
    expectRight(check.sides?.right, rightSide);
    expectRight(check.symbolic, convention);
    expect(check.kinks?.map((kink) => kink.function)).toEqual(functions);
  });
});

describe("several kinks at once: what the conventions give, also outside of both sides", () => {
  it.each(several)("$name", ({ at, right, left, rightSide, convention, functions }) => {
    const backpropagation = backpropagate(scalar(at, right));
    const [check] = checkGradients(backpropagation).gradients;
    expect(check).toMatchObject({ verdict: "kink", ok: true });
    expectRight(check?.sides?.left, left);
    expectRight(check?.sides?.right, rightSide);
    expectRight(check?.symbolic, convention);
    expect(check?.kinks?.map((kink) => kink.function)).toEqual(functions);
    for (const wrong of [left ?? 0, rightSide ?? 0, convention + 1]) {
      if (wrong === convention) continue;
      const [accused] = checkGradients(
        withAdjoint(backpropagation, decimal(String(wrong))),
      ).gradients;
      const expected = { value: convention, by: "conventions" };
      expect(accused).toMatchObject({ verdict: "kink", ok: false, expected });
    }
  });
});

describe("kinks that cancel each other", () => {
  it("are no false alarm: the loss is x, and PyTorch gives 0", () => {
    expect(checked("0", cancelling)).toMatchObject({
      verdict: "kink",
      ok: true,
      symbolic: 0,
      highPrecision: 1,
      sides: { left: 1, right: 1 },
    });
  });
});

describe("no kink", () => {
  it.each<readonly [string, string, Expression, number]>([
    ["the corner of huber, which has a tangent", "1", huber(x), 1],
    ["huber at 0", "0", huber(x), 0],
    ["elu with alpha 1", "0", call("elu", x), 1],
    ["leaky relu with slope 1", "0", call("leaky_relu", x, one), 1],
    ["relu squared", "0", power(call("relu", x), number(2)), 0],
    ["relu at 1e-9", "1e-9", call("relu", x), 1],
    ["relu at -1e-9", "-1e-9", call("relu", x), 0],
    ["relu at 1e-15", "1e-15", call("relu", x), 1],
    ["abs at 1e-100", "1e-100", call("abs", x), 1],
    ["max beside a tie", "0.30000000001", call("max", x, decimal("0.3")), 1],
    ["hinge at 1 - 1e-12", "0.999999999999", call("relu", subtract(one, x)), -1],
    ["sqrt at 1e-12", "1e-12", call("sqrt", x), 5e5],
    ["softplus", "0", call("softplus", x), 0.5],
    ["relu to the power of 1.5", "0", power(call("relu", x), decimal("1.5")), 0],
    ["a bend that is narrower than the step", "0", steep("softplus", "1e20"), 0.5],
    ["a narrow step", "0", steep("tanh", "1e40"), 1],
    ["relu of x + 1e-40", "0", call("relu", add(x, decimal("1e-40"))), 1],
    ["relu of x - 1e-24", "0", call("relu", subtract(x, decimal("1e-24"))), 0],
    ["relu of x - 1e-200", "0", call("relu", subtract(x, decimal("1e-200"))), 0],
    [
      "abs of 1e12 x + 1e-3",
      "0",
      call("abs", add(multiply(decimal("1e12"), x), decimal("1e-3"))),
      1e12,
    ],
    [
      "max beside a tie of three",
      "0",
      call("max", x, subtract(multiply(number(2), x), decimal("1e-50")), number(-1)),
      1,
    ],
    ["an exponential of a tiny weight", "1e-200", call("exp", x), 1],
    ["a kink that the loss does not feel", "0", multiply(number(0), call("relu", x)), 0],
  ])("%s", (_, at, right, gradient) => {
    const check = checked(at, right);
    if (check.verdict === "kink") throw new Error(JSON.stringify(check.sides));
    expect(check.ok).toBe(true);
    expect(check.symbolic).toBeCloseTo(gradient, 3);
  });
});

describe("kinks of a network", () => {
  const layers = (weight: readonly (readonly number[])[]) => ({
    inputs: [0.5, -0.5],
    targets: [1],
    layers: [
      { linear: { weight, bias: false } },
      "relu",
      { linear: { weight: [[1, 2]], bias: false } },
    ],
    loss: "mse",
  });

  it("name the unit, for the weights that lead to it", () => {
    const network = networkOf(
      layers([
        [0.3, 0.3],
        [0.4, 0.2],
      ]),
    );
    const { gradients } = checkGradients(backpropagate(network.model));
    const sites = gradients.map(({ instance, verdict, kinks = [] }) => [
      network.names.nameOf(instance),
      verdict,
      ...kinks.map((kink) => `${kink.function} in ${network.names.nameOf(kink.instance)}`),
    ]);
    expect(sites).toEqual([
      ["w1", "kink", "relu in k1"],
      ["w2", "kink", "relu in k1"],
      ["w3", "match"],
      ["w4", "match"],
      ["w5", "match"],
      ["w6", "match"],
    ]);
  });
});
