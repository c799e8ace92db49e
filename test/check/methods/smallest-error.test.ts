import { describe, expect, it } from "vitest";
import { checkGradients } from "../../../src/check/methods/check-gradients.js";
import {
  type Backpropagation,
  backpropagate,
} from "../../../src/gradients/backprop/backpropagate.js";
import { add, call, decimal, multiply, one } from "../../../src/math/algebra/constructors.js";
import type { Expression } from "../../../src/math/algebra/expression.js";
import { adjointName, type Model, quantityOf } from "../../../src/math/model/model.js";
import { divide, number, power, subtract } from "../../math/numeric/models.js";
import { convolution, dense, recurrence, scalar, softmax, x } from "./models.js";

const square = power(x, number(2));
const tiny = (text: string, e: Expression): Expression => multiply(decimal(text), e);

const models: readonly (readonly [name: string, of: Model])[] = [
  ["a dense network with tanh", dense([2, 3, 2], "tanh", 1)],
  ["a dense network with relu", dense([3, 4, 2], "relu", 3)],
  ["softmax with cross entropy", softmax(5)],
  ["a convolution", convolution(6)],
  ["a recurrence", recurrence(7)],
  ["cancellation", scalar("1e-5", divide(subtract(one, call("cos", x)), square))],
  ["stronger cancellation", scalar("1e-9", divide(subtract(one, call("cos", x)), square))],
  ["a saturated tanh", scalar("20", call("tanh", x))],
  ["a saturated sigmoid", scalar("-90", call("sigmoid", x))],
  ["a tiny loss", scalar("3", tiny("1e-60", call("exp", x)))],
  ["a tinier loss", scalar("3", tiny("1e-200", call("exp", x)))],
  [
    "a tiny gradient beside a large number",
    scalar("2", add(decimal("1e9"), tiny("1e-90", square))),
  ],
  ["a huge loss", scalar("3", tiny("1e200", call("sin", x)))],
  ["a tiny parameter", scalar("1e-200", call("exp", x))],
  ["a huge parameter", scalar("1e200", call("log", x))],
  ["a gradient that is 0", scalar("0", call("cos", x))],
  ["a dead unit", scalar("-1", power(call("relu", x), number(2)))],
  ["the middle of a steep tanh", scalar("0", call("tanh", tiny("1e100", x)))],
];

/** The same where one adjoint is off by a number. */
function shifted(backpropagation: Backpropagation, name: string, by: number): Backpropagation {
  const adjoint = quantityOf(backpropagation.model, adjointName(name));
  const pieces = adjoint.pieces.map((piece) =>
    piece.kind === "formula"
      ? { ...piece, right: add(piece.right, decimal(by.toExponential(6))) }
      : piece,
  );
  const quantities = new Map(backpropagation.model.quantities).set(adjoint.name, {
    ...adjoint,
    pieces,
  });
  return { ...backpropagation, model: { ...backpropagation.model, quantities } };
}

describe("an error of the larger of 1e-9 of the gradient and four times its bound is found", () => {
  it.each(models)("%s", (_, of) => {
    const backpropagation = backpropagate(of);
    const { ok, gradients } = checkGradients(backpropagation);
    expect(ok).toBe(true);
    const names = new Set(gradients.map(({ instance }) => instance.name));
    for (const name of names)
      for (const sign of [1, -1]) {
        const own = gradients.filter(({ instance }) => instance.name === name);
        const least = Math.max(
          ...own.map((each) => Math.max(1e-9 * Math.abs(each.float64), 4 * each.errorBound)),
          1e-300,
        );
        const wrong = checkGradients(shifted(backpropagation, name, 1.01 * sign * least));
        for (const each of wrong.gradients.filter(({ instance }) => instance.name === name))
          expect(each).toMatchObject({ verdict: "mismatch", ok: false });
      }
  });
});
