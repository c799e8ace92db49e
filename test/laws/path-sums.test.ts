import { describe, expect, it } from "vitest";
import { backpropagate } from "../../src/gradients/backprop/backpropagate.js";
import { matrixFormOf } from "../../src/gradients/backprop/matrix-form.js";
import {
  type Edge,
  pathCount,
  pathsOf,
  type Walk,
  walkTo,
} from "../../src/gradients/backprop/walk.js";
import { evaluateMatrix } from "../../src/math/algebra/matrix/index.js";
import {
  adjointName,
  type Instance,
  instanceKey,
  type Model,
  quantityOf,
} from "../../src/math/model/model.js";
import { double } from "../../src/math/numeric/double.js";
import { evaluate, type Values } from "../../src/math/numeric/evaluate.js";
import { equationCases, equationFile } from "../cases/equation-files.js";
import { randomLayered } from "../support/random-layered.js";
import { networkOf } from "../support/read.js";

/** So many paths are added up at most; models with more are left to the delta recursion. */
const mostPaths = 4000;

/** The sum over all paths of the products along them, with the sum of their sizes as a scale for rounding. */
function pathSum(walk: Walk, derivativeOf: (edge: Edge) => number): readonly [number, number] {
  const products = pathsOf(walk, mostPaths).map((path) =>
    path.reduce((product, edge) => product * derivativeOf(edge), 1),
  );
  const size = products.reduce((sum, product) => sum + Math.abs(product), 0);
  return [products.reduce((sum, product) => sum + product, 0), size];
}

/** ∂loss/∂instance for every instance of a walk: the deltas of those that use it, each times its edge. */
function deltas(walk: Walk, derivativeOf: (edge: Edge) => number): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  const [loss] = walk.instances;
  if (loss) sums.set(instanceKey(loss), 1);
  for (const from of walk.instances)
    for (const edge of walk.edges.get(instanceKey(from)) ?? []) {
      const to = instanceKey(edge.to);
      const above = sums.get(instanceKey(from)) ?? Number.NaN;
      sums.set(to, (sums.get(to) ?? 0) + above * derivativeOf(edge));
    }
  return sums;
}

interface Given {
  readonly model: Model;
  readonly values: Values<number>;
}

/** A gradient as its matrix form gives it: whole arrays, multiplied and transposed; undefined where there is none. */
function byMatrices({ model, values }: Given, name: string): ArrayLike<number> | undefined {
  const form = matrixFormOf(model, adjointName(name));
  if (form?.kind !== "matrix" || form.batch !== undefined) return undefined;
  const arrayOf = (each: string) => ({
    shape: quantityOf(model, each).axes.map(({ lo, hi }) => hi - lo + 1),
    values: values.array(each),
  });
  return evaluateMatrix(form.node, arrayOf).values;
}

/** Checks one instance, the last one, of every parameter; counts the paths added and the matrix forms evaluated. */
function checkPaths(file: object): { readonly added: number; readonly products: number } {
  const network = networkOf(file);
  const { forward, model } = backpropagate(network.model);
  const values = evaluate(model, double);
  const derivativeOf = ({ derivative }: Edge): number => values.evaluateExpression(derivative);
  let added = 0;
  let products = 0;
  for (const name of network.parameters) {
    const { axes = [] } = forward.quantities.get(name) ?? {};
    const target: Instance = { name, indices: axes.map(({ hi }) => hi) };
    const walk = walkTo(forward, target);
    if (pathCount(walk) === 0n) continue;
    const adjoint = values.get(adjointName(name), target.indices);
    const [sum, size] = pathSum(walk, derivativeOf);
    if (pathCount(walk) <= mostPaths) {
      expect(pathsOf(walk, mostPaths).length).toBe(Number(pathCount(walk)));
      expect(Math.abs(sum - adjoint)).toBeLessThanOrEqual(1e-13 * size);
      added += Number(pathCount(walk));
    }
    const product = byMatrices({ model, values }, name);
    if (product) {
      const last = product[product.length - 1] ?? Number.NaN;
      expect(Math.abs(last - adjoint)).toBeLessThanOrEqual(1e-13 * Math.max(size, 1e-300));
      products++;
    }
    const recursion = deltas(walk, derivativeOf).get(instanceKey(target)) ?? Number.NaN;
    expect(Math.abs(recursion - adjoint)).toBeLessThanOrEqual(1e-13 * Math.max(size, 1e-300));
  }
  return { added, products };
}

const seeds = Array.from({ length: 40 }, (_, seed) => seed + 1);

describe("what flows along all paths adds up to the adjoint", () => {
  it("in random layered networks", () => {
    const checked = seeds.map((seed) => checkPaths(randomLayered(seed)));
    const total = (count: (each: (typeof checked)[number]) => number): number =>
      checked.reduce((sum, each) => sum + count(each), 0);
    expect(total(({ added }) => added)).toBeGreaterThan(500);
    expect(total(({ products }) => products)).toBeGreaterThan(100);
  });

  it.each(equationCases.map((each) => [each.name, each] as const))(
    "in equations: %s",
    (_, each) => {
      expect(checkPaths(equationFile(each, 7)).added).toBeGreaterThan(0);
    },
  );
});

/** A dense network with one bias a unit and the same smooth activation everywhere. */
const dense = (widths: readonly number[]): object => ({
  inputs: Array.from({ length: widths[0] ?? 1 }, (_, i) => (i + 1) / 10),
  targets: Array.from({ length: widths.at(-1) ?? 1 }, (_, k) => (k + 1) / 5),
  layers: widths.slice(1).flatMap((outputs, layer) => [
    {
      linear: {
        weight: Array.from({ length: outputs }, (_, j) =>
          Array.from({ length: widths[layer] ?? 1 }, (_, i) => (i + 2 * j - 2) / 10 || 0.05),
        ),
        bias: Array.from({ length: outputs }, (_, j) => j / 10 || 0.05),
      },
    },
    "sigmoid",
  ]),
  loss: "half_squared_error",
});

describe("the number of paths is the product of the widths behind", () => {
  it.each<readonly [widths: readonly number[]]>([
    [[2, 2, 2]],
    [[3, 1, 4]],
    [[1, 5, 2, 3]],
    [[2, 3, 4, 2, 3]],
    [[2, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5]],
  ])("%j", (widths) => {
    const { model, parameters } = networkOf(dense(widths));
    widths.slice(1).forEach((_, layer) => {
      const weight = parameters.filter((name) => name.startsWith("W"))[layer];
      if (weight === undefined) throw new Error("a layer without a weight");
      const walk = walkTo(model, { name: weight, indices: [1, 1] });
      const expected = widths
        .slice(layer + 2)
        .reduce((product, width) => product * BigInt(width), 1n);
      expect(pathCount(walk)).toBe(expected);
    });
  });

  it("has a path for each sample, and for each unit that shares a bias", () => {
    const file = {
      inputs: [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
      targets: [[0], [1], [0]],
      layers: [
        {
          linear: {
            weight: [
              [0.1, 0.2],
              [0.3, 0.4],
            ],
            bias: 0.5,
          },
        },
        "tanh",
        { linear: { weight: [[0.6, 0.7]], bias: false } },
      ],
      loss: "mse",
    };
    const { model } = networkOf(file);
    expect(pathCount(walkTo(model, { name: "W2", indices: [1, 2] }))).toBe(3n);
    expect(pathCount(walkTo(model, { name: "B1", indices: [] }))).toBe(6n);
  });
});
