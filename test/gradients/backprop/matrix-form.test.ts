import { describe, expect, it } from "vitest";
import { backpropagate } from "../../../src/gradients/backprop/backpropagate.js";
import { matrixFormOf } from "../../../src/gradients/backprop/matrix-form.js";
import {
  call,
  divide,
  half,
  multiply,
  number,
  power,
} from "../../../src/math/algebra/constructors.js";
import { evaluateMatrix } from "../../../src/math/algebra/matrix/index.js";
import type { Printed } from "../../../src/math/algebra/tex/index.js";
import { matrixTex } from "../../../src/math/algebra/tex/matrix.js";
import { adjointOwner, type Model, type Quantity } from "../../../src/math/model/model.js";
import { double } from "../../../src/math/numeric/double.js";
import { evaluate } from "../../../src/math/numeric/evaluate.js";
import { arraysOf, randomData, ref, sum } from "../../math/algebra/matrix/formulas.js";
import { axisTo, define, modelOf, randomNetwork } from "./random-network.js";

/** The largest difference between matrix form and index form of any quantity, relative to its largest entry. */
function largestDifference(model: Model): { readonly name: string; readonly difference: number } {
  const values = evaluate(model, double);
  let largest = { name: "", difference: 0 };
  for (const name of model.quantities.keys()) {
    const form = matrixFormOf(model, name);
    if (!form) continue;
    if (form.kind === "none") throw new Error(`${name}: ${form.reason.code}`);
    const expected = Array.from(values.array(name));
    const matrix = evaluateMatrix(form.node, arraysOf(model, values.array));
    expect(matrix.values).toHaveLength(expected.length);
    const size = Math.max(1e-300, ...expected.map(Math.abs));
    const difference = Math.max(
      ...expected.map(
        (value, place) => Math.abs(value - (matrix.values[place] ?? Infinity)) / size,
      ),
    );
    if (!(difference <= largest.difference)) largest = { name, difference };
  }
  return largest;
}

const printed = (name: string): Printed => {
  const owner = adjointOwner(name);
  return { kind: "number", tex: owner === undefined ? name : `\\partial ${owner}` };
};

/** The matrix form of every definition, by name. */
function formsOf(model: Model): Record<string, string> {
  const forms: Record<string, string> = {};
  for (const name of model.quantities.keys()) {
    const form = matrixFormOf(model, name);
    if (form) forms[name] = form.kind === "none" ? form.reason.code : matrixTex(form.node, printed);
  }
  return forms;
}

const samplesAndClasses = [axisTo("n", 5), axisTo("k", 2)];
const rowsAndKeys = [axisTo("a", 3), axisTo("b", 5)];

const softmaxRegression = modelOf("E", [
  ...randomData({ X: "ni", W: "ki", T: "nk" }, 1),
  define("Z", samplesAndClasses, sum("i", multiply(ref("W", "k", "i"), ref("X", "n", "i")))),
  define(
    "P",
    samplesAndClasses,
    divide(call("exp", ref("Z", "n", "k")), sum("s", call("exp", ref("Z", "n", "s")))),
  ),
  define(
    "E",
    [],
    multiply(number(-1), sum("nk", multiply(ref("T", "n", "k"), call("log", ref("P", "n", "k"))))),
  ),
]);

const attention = modelOf("E", [
  ...randomData({ Q: "ad", K: "bd", V: "bc" }, 2),
  define("S", rowsAndKeys, sum("d", multiply(ref("Q", "a", "d"), ref("K", "b", "d")))),
  define("P", rowsAndKeys, call("tanh", ref("S", "a", "b"))),
  define(
    "O",
    [axisTo("a", 3), axisTo("c", 2)],
    sum("b", multiply(ref("P", "a", "b"), ref("V", "b", "c"))),
  ),
  define("E", [], multiply(half, sum("ac", power(ref("O", "a", "c"), number(2))))),
]);

describe("matrixFormOf", () => {
  it.each(Array.from({ length: 60 }, (_, seed) => seed))(
    "gives the numbers of the index form in the random network %i",
    (seed) => {
      const { name, difference } = largestDifference(backpropagate(randomNetwork(seed)).model);
      expect(difference, name).toBeLessThan(1e-13);
    },
  );

  it.each([
    ["softmax regression", softmaxRegression],
    ["attention", attention],
  ])("gives the numbers of the index form for %s", (_title, forward) => {
    const { name, difference } = largestDifference(backpropagate(forward).model);
    expect(difference, name).toBeLessThan(1e-13);
  });

  it("is the textbook's for softmax regression", () => {
    expect(formsOf(backpropagate(softmaxRegression).model)).toEqual({
      Z: "X W^{\\top}",
      P: "\\exp\\left(Z\\right) \\odot ((\\exp\\left(Z\\right) \\mathbf{1})^{\\odot (-1)} \\mathbf{1}^{\\top})",
      E: "-\\mathbf{1}^{\\top} (T \\odot \\ln\\left(P\\right)) \\mathbf{1}",
      "∂P": "-T \\odot P^{\\odot (-1)}",
      "∂Z": "P \\odot (\\partial P - (\\partial P \\odot P) \\mathbf{1} \\mathbf{1}^{\\top})",
      "∂W": "\\partial Z^{\\top} X",
      "∂X": "\\partial Z W",
      "∂T": "-\\ln\\left(P\\right)",
    });
  });

  it("is the textbook's for attention", () => {
    expect(formsOf(backpropagate(attention).model)).toEqual({
      S: "Q K^{\\top}",
      P: "\\tanh\\left(S\\right)",
      O: "P V",
      E: "\\frac{1}{2} \\mathbf{1}^{\\top} O^{\\odot 2} \\mathbf{1}",
      "∂O": "O",
      "∂P": "\\partial O V^{\\top}",
      "∂V": "P^{\\top} \\partial O",
      "∂S": "\\partial P \\odot (\\mathbf{1} \\mathbf{1}^{\\top} - P^{\\odot 2})",
      "∂Q": "\\partial S K",
      "∂K": "\\partial S^{\\top} Q",
    });
  });

  it("is missing where a boundary value stands beside a formula, and for data", () => {
    const h: Quantity = {
      name: "h",
      role: "intermediate",
      axes: [{ index: "t", lo: 0, hi: 4 }],
      pieces: [
        { kind: "formula", axes: [{ index: "t", lo: 0, hi: 0 }], right: number(0) },
        { kind: "formula", axes: [axisTo("t", 4)], right: ref("x", "t") },
      ],
    };
    const model = modelOf("h", [...randomData({ x: "t" }, 3), h]);
    const reason = { code: "several-pieces", quantity: "h" };
    expect(matrixFormOf(model, "h")).toEqual({ kind: "none", reason });
    expect(matrixFormOf(model, "x")).toBeUndefined();
  });
});
