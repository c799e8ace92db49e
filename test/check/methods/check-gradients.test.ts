import { afterEach, describe, expect, it } from "vitest";
import { checkGradients, type GradientCheck } from "../../../src/check/methods/check-gradients.js";
import {
  type Backpropagation,
  backpropagate,
} from "../../../src/gradients/backprop/backpropagate.js";
import { reduce } from "../../../src/math/algebra/binding.js";
import { call, decimal, half, one } from "../../../src/math/algebra/constructors.js";
import type { Expression, ReductionName } from "../../../src/math/algebra/expression.js";
import { functionRow, functionRows } from "../../../src/math/algebra/functions/index.js";
import { type Model, quantityOf } from "../../../src/math/model/model.js";
import {
  add,
  axis,
  divide,
  formula,
  model,
  multiply,
  number,
  power,
  quantity,
  ref,
  subtract,
} from "../../math/numeric/models.js";
import { convolution, dense, parameter, recurrence, scalar, softmax, x } from "./models.js";

const only = (of: Model): GradientCheck => {
  const [first] = checkGradients(backpropagate(of)).gradients;
  if (!first) throw new Error("nothing was checked");
  return first;
};

const near = (value: number | null, wanted: number, relative: number): void => {
  expect(value).not.toBeNull();
  expect(Math.abs((value ?? Number.NaN) - wanted)).toBeLessThanOrEqual(relative * Math.abs(wanted));
};

describe("gradients of small models match by every method", () => {
  it.each([
    ["a dense network with sigmoid", dense([2, 2, 2], "sigmoid", 1)],
    ["a dense network with tanh", dense([3, 4, 2], "tanh", 2)],
    ["a dense network with relu", dense([3, 4, 2], "relu", 3)],
    ["a dense network with gelu", dense([2, 3, 2], "gelu", 4)],
    ["softmax with cross entropy", softmax(5)],
    ["a convolution", convolution(6)],
    ["a recurrence with a learned start", recurrence(7)],
  ])("%s", (_, of) => {
    const result = checkGradients(backpropagate(of));
    expect(result.ok).toBe(true);
    expect(result.checked).toBe(result.total);
    expect(result.maxRelativeError).toBeLessThan(1e-12);
    for (const each of result.gradients) {
      expect(each).toMatchObject({ verdict: "match", ok: true });
      near(each.reverse, each.symbolic, 1e-11);
      near(each.complexStep, each.symbolic, 1e-11);
      near(each.highPrecision, each.symbolic, 1e-11);
      near(each.finiteDifference, each.symbolic, 1e-6);
      const error = Math.abs((each.finiteDifference ?? 0) - each.symbolic);
      expect(error).toBeLessThanOrEqual(4 * (each.finiteDifferenceError ?? 0));
    }
  });
});

describe("a wrong derivation is accused", () => {
  /** Replaces the right-hand side of an adjoint. */
  function tampered(
    of: Model,
    name: string,
    change: (right: Expression) => Expression,
  ): Backpropagation {
    const backpropagation = backpropagate(of);
    const adjoint = quantityOf(backpropagation.model, name);
    const pieces = adjoint.pieces.map((piece) =>
      piece.kind === "formula" ? { ...piece, right: change(piece.right) } : piece,
    );
    const quantities = new Map(backpropagation.model.quantities).set(name, { ...adjoint, pieces });
    return { ...backpropagation, model: { ...backpropagation.model, quantities } };
  }

  it.each<[string, (right: Expression) => Expression]>([
    ["a sign", (right) => multiply(number(-1), right)],
    ["a factor", (right) => multiply(number(2), right)],
    ["one part in a hundred million", (right) => multiply(decimal("1.00000001"), right)],
    ["two parts in a thousand million", (right) => multiply(decimal("1.000000002"), right)],
    ["a summand", (right) => add(right, decimal("1e-7"))],
  ])("%s in the adjoint of a hidden layer", (_, change) => {
    const result = checkGradients(tampered(dense([2, 2, 2], "sigmoid", 1), "∂h", change));
    expect(result.ok).toBe(false);
    const verdicts = result.gradients.map(({ instance, verdict }) => [instance.name, verdict]);
    for (const [name, verdict] of verdicts)
      expect(verdict).toBe(name === "W" || name === "b" ? "mismatch" : "match");
  });

  it("an error below the rounding of float64 is no accusation", () => {
    const change = (right: Expression) => multiply(decimal("1.0000000000000001"), right);
    expect(checkGradients(tampered(softmax(1), "∂z", change)).ok).toBe(true);
  });
});

describe("each row of the function table, broken", () => {
  const smooth = functionRows.filter(({ flat }) => !flat);
  let restore = (): void => {};
  afterEach(() => restore());

  it.each(smooth.map(({ name }) => name))("%s: no independent method believes it", (name) => {
    const row = functionRow(name);
    const { derivatives } = row;
    restore = () => Object.assign(row, { derivatives });
    const sample = row.samples.find(
      (values) => values[0] !== 0 && values.length >= row.arity[0],
    ) ?? [1];
    const [first = 1, ...others] = sample;
    const rest = others.map((value) => decimal(String(value)));
    const of = scalar(first, call(name, x, ...rest));
    const right = only(of);
    expect(right).toMatchObject({ verdict: "match", ok: true });
    Object.assign(row, {
      derivatives: (parameters: readonly Expression[], output: Expression) =>
        derivatives(parameters, output).map((each) => add(each, one)),
    });
    const wrong = only(scalar(first, call(name, x, ...rest)));
    expect(wrong).toMatchObject({ verdict: "mismatch", ok: false });
    expect(Math.abs(wrong.symbolic - right.symbolic)).toBeCloseTo(1);
    expect(wrong.reverse).toBeCloseTo(wrong.symbolic);
    near(wrong.complexStep, right.symbolic, 1e-9);
    near(wrong.highPrecision, right.symbolic, 1e-9);
    near(wrong.finiteDifference, right.symbolic, 1e-6);
  });
});

describe("kinks", () => {
  const tie = (name: string) => call(name, x, multiply(number(-1), x));
  it.each<[string, number | string, Expression, number, number, number]>([
    ["relu at 0", 0, call("relu", x), 0, 0, 1],
    ["abs at 0", 0, call("abs", x), 0, -1, 1],
    ["leaky relu at 0", 0, call("leaky_relu", x), 0.01, 0.01, 1],
    ["a tie of max", 0, tie("max"), 0, -1, 1],
    ["a tie of min", 0, tie("min"), 0, 1, -1],
    ["max of x and a number that it equals", "0.3", call("max", x, decimal("0.3")), 0.5, 0, 1],
    ["a kink inside of a formula", 0, power(add(call("relu", x), one), number(2)), 0, 0, 2],
    // 3 (0.1 + 0.2) - 0.9 is 1.1e-16 in float64 and 0 in decimals.
    [
      "a kink that float64 misses by rounding",
      "0.1",
      call("relu", subtract(multiply(number(3), add(x, decimal("0.2"))), decimal("0.9"))),
      3,
      0,
      3,
    ],
  ])("%s", (_, at, right, symbolic, left, rightSide) => {
    const check = only(scalar(at, right));
    expect(check).toMatchObject({ verdict: "kink", ok: true, symbolic, relativeError: null });
    expect(check).toMatchObject({ finiteDifference: null, complexStep: null, highPrecision: null });
    expect(check.sides?.left).toBeCloseTo(left);
    expect(check.sides?.right).toBeCloseTo(rightSide);
  });

  it.each(["1e-7", "-1e-9", "3e-12", "-1e-15", "1e-100"])("none at %s beside a kink", (at) => {
    const check = only(scalar(at, call("relu", x)));
    expect(check).toMatchObject({ verdict: "match", ok: true, symbolic: Number(at) > 0 ? 1 : 0 });
  });

  it.each<[string, Expression]>([
    ["an even power", power(x, number(4))],
    ["an odd power", power(x, number(5))],
    ["a cubed relu", power(call("relu", x), number(3))],
    ["a squared relu", power(call("relu", x), number(2))],
    ["a squared abs", power(call("abs", x), number(2))],
  ])("none in %s at 0", (_, right) => {
    expect(only(scalar(0, right))).toMatchObject({
      verdict: "match",
      symbolic: 0,
      relativeError: 0,
    });
  });

  it.each([
    ["outside of both sides", number(2)],
    ["of another function", half],
    ["of the other side", one],
  ])("a convention %s is accused", (_, right) => {
    const backpropagation = backpropagate(scalar(0, call("relu", x)));
    const adjoint = quantityOf(backpropagation.model, "∂x");
    const pieces = [{ kind: "formula", axes: [], right }] as const;
    const quantities = new Map(backpropagation.model.quantities).set("∂x", { ...adjoint, pieces });
    const result = checkGradients({
      ...backpropagation,
      model: { ...backpropagation.model, quantities },
    });
    expect(result.gradients[0]).toMatchObject({ verdict: "kink", ok: false });
  });
});

describe("reductions that choose", () => {
  const pooled = (name: ReductionName, values: readonly number[]): Model => {
    const i = axis("i", 1, values.length);
    const over = (by: ReductionName, body: Expression) => reduce(by, "i", i, body);
    return model(
      parameter("v", [i], values),
      quantity("m", formula([], over(name, multiply(ref("v", "i"), ref("v", "i"))))),
      quantity("E", formula([], power(ref("m"), number(2)))),
    );
  };

  it.each<[ReductionName, readonly number[], readonly string[]]>([
    ["max", [1, 2, 0.5], ["match", "match", "match"]],
    ["min", [1, 2, 0.5], ["match", "match", "match"]],
    ["max", [1, 2, 2], ["match", "kink", "kink"]],
    ["min", [1, 2, -1], ["kink", "match", "kink"]],
    ["logsumexp", [1, 2, 2], ["match", "match", "match"]],
    ["logsumexp", [30, 20, 2], ["match", "match", "match"]],
  ])("%s of the squares of %j", (name, values, verdicts) => {
    const result = checkGradients(backpropagate(pooled(name, values)));
    expect(result.gradients.map(({ verdict }) => verdict)).toEqual(verdicts);
    expect(result.ok).toBe(true);
    for (const each of result.gradients) expect(each.reverse).toBeCloseTo(each.symbolic, 9);
  });
});

describe("where float64 is weak", () => {
  const square = power(x, number(2));
  it.each<[string, string, Expression]>([
    ["(1 - cos x)/x² near 0", "1e-5", divide(subtract(one, call("cos", x)), square)],
    ["a product that leaves the doubles", "400", call("tanh", x)],
    ["a difference of large numbers", "3", subtract(add(decimal("1e15"), square), decimal("1e15"))],
    ["a logarithm near the border of its domain", "1e-20", call("log", x)],
    ["a steep sine", "100000", call("sin", square)],
    ["a narrow bump", "0.01", call("exp", multiply(number(-100000), square))],
  ])("%s is no false alarm", (_, at, right) => {
    expect(only(scalar(at, right))).toMatchObject({ verdict: "match", ok: true });
  });

  it("a wrong factor is found where the error bound is wider than the gradient", () => {
    const right = divide(subtract(one, call("cos", x)), square);
    const backpropagation = backpropagate(scalar("1e-7", right));
    const adjoint = quantityOf(backpropagation.model, "∂x");
    const pieces = adjoint.pieces.map((piece) =>
      piece.kind === "formula" ? { ...piece, right: multiply(number(2), piece.right) } : piece,
    );
    const quantities = new Map(backpropagation.model.quantities).set("∂x", { ...adjoint, pieces });
    const wrong = checkGradients({
      ...backpropagation,
      model: { ...backpropagation.model, quantities },
    });
    expect(checkGradients(backpropagation).ok).toBe(true);
    expect(wrong.gradients[0]).toMatchObject({ verdict: "mismatch" });
  });

  it.each<[string, string, Expression]>([
    ["a jump", "0", call("sign", x)],
    ["a jump of a step", "0", call("step", x)],
  ])("%s is not checkable", (_, at, right) => {
    const reason = "no-derivative";
    const verdict = "uncheckable";
    expect(only(scalar(at, right))).toMatchObject({ verdict, reason, highPrecision: null });
  });
});

describe("what is checked", () => {
  it("any instances, intermediates too", () => {
    const instances = [
      { name: "h", indices: [2] },
      { name: "h", indices: [0] },
      { name: "x", indices: [3] },
    ];
    const result = checkGradients(backpropagate(recurrence(3)), { instances });
    expect(result.gradients.map(({ instance }) => instance)).toEqual(instances);
    expect(result.gradients.map(({ verdict }) => verdict)).toEqual(["match", "match", "match"]);
  });

  it("a parameter that the loss does not depend on has the gradient 0", () => {
    const base = scalar("2", power(x, number(2)));
    const unused = { ...quantityOf(base, "x"), name: "unused" };
    const quantities = new Map([["unused", unused], ...base.quantities]);
    const result = checkGradients(backpropagate({ ...base, quantities }));
    expect(result.gradients[0]).toMatchObject({ symbolic: 0, highPrecision: 0, verdict: "match" });
  });

  it("some of each quantity where there is a limit", () => {
    const result = checkGradients(backpropagate(dense([10, 8, 4], "tanh", 9)), { limit: 9 });
    expect(result).toMatchObject({ checked: 9, total: 121, ok: true });
    expect(new Set(result.gradients.map(({ instance }) => instance.name)).size).toBe(4);
  });
});
