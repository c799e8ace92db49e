import { reduce } from "../algebra/binding.js";
import {
  add,
  call,
  half,
  multiply,
  negate,
  number,
  one,
  power,
  subtract,
} from "../algebra/constructors.js";
import type { Expression } from "../algebra/expression.js";
import { rational } from "../algebra/rational.js";
import type { CatalogEntry } from "../spec/catalog.js";
import type { Units } from "./units.js";

/** One loss: its value for one sample, from the outputs `y` and the targets `t` of the same index. */
export interface LossRow extends CatalogEntry {
  readonly name: string;
  readonly value: (
    outputs: Units,
    target: Expression,
    option: (name: string) => Expression,
  ) => Expression;
}

const sumOver = ({ index, range }: Units, term: Expression): Expression =>
  reduce("sum", index, range, term);

const meanOver = (outputs: Units, term: Expression): Expression => {
  const count = BigInt(outputs.range.hi - outputs.range.lo + 1);
  return multiply(number(rational(1n, count)), sumOver(outputs, term));
};

const square = (base: Expression): Expression => power(base, number(2));

/** ½·m² + δ·(|d| − m) with m = min(|d|, δ): a parabola that goes on as its tangents. */
function huberTerm(difference: Expression, delta: Expression): Expression {
  const distance = call("abs", difference);
  const inner = call("min", distance, delta);
  return add(multiply(half, square(inner)), multiply(delta, subtract(distance, inner)));
}

/** PyTorch cuts the logarithms of binary cross-entropy at −100. */
const clampedLog = (probability: Expression): Expression =>
  call("max", call("log", probability), number(-100));

const binaryCrossEntropyTerm = (y: Expression, t: Expression): Expression =>
  negate(add(multiply(t, clampedLog(y)), multiply(subtract(one, t), clampedLog(subtract(one, y)))));

/** Every loss that a file may name, as PyTorch defines it where PyTorch has it. */
export const losses: readonly LossRow[] = [
  {
    name: "half_squared_error",
    options: [],
    reduction: "sum",
    value: (outputs, t) => multiply(half, sumOver(outputs, square(subtract(outputs.unit, t)))),
  },
  {
    name: "mse",
    options: [],
    value: (outputs, t) => meanOver(outputs, square(subtract(outputs.unit, t))),
  },
  {
    name: "l1",
    options: [],
    value: (outputs, t) => meanOver(outputs, call("abs", subtract(outputs.unit, t))),
  },
  {
    name: "huber",
    options: [{ name: "delta", kind: "number", default: "1", above: 0 }],
    value: (outputs, t, option) =>
      meanOver(outputs, huberTerm(subtract(outputs.unit, t), option("delta"))),
  },
  {
    name: "binary_cross_entropy",
    options: [],
    value: (outputs, t) => meanOver(outputs, binaryCrossEntropyTerm(outputs.unit, t)),
  },
  {
    name: "cross_entropy",
    options: [],
    classTargets: true,
    value: (outputs, t) => {
      const total = reduce("logsumexp", outputs.index, outputs.range, outputs.unit);
      return sumOver(outputs, multiply(t, subtract(total, outputs.unit)));
    },
  },
  {
    name: "categorical_cross_entropy",
    options: [],
    classTargets: true,
    value: (outputs, t) => negate(sumOver(outputs, multiply(t, call("log", outputs.unit)))),
  },
];
