import { reduce } from "../../math/algebra/binding.js";
import {
  add,
  call,
  half,
  multiply,
  negate,
  number,
  power,
  subtract,
} from "../../math/algebra/constructors.js";
import type { Expression } from "../../math/algebra/expression.js";
import { rational } from "../../math/algebra/rational.js";
import type { CatalogEntry } from "../file/catalog.js";
import { softmax } from "./softmax.js";
import type { Units } from "./units.js";

/** One loss: its value for one sample, from the outputs `y` and the targets `t` of the same index. */
export interface LossRow extends CatalogEntry {
  readonly name: string;
  /** What the outputs must be where not every number will do. */
  readonly expects?: "logits" | "probability" | "distribution";
  readonly value: (
    outputs: Units,
    target: Expression,
    option: (name: string) => Expression,
    about: TargetFacts,
  ) => Expression;
  /** What the loss makes of the outputs first, where that has a meaning of its own. */
  readonly probabilities?: (outputs: Units) => Expression;
}

/** What is known of the targets, exactly as they are written. */
export interface TargetFacts {
  /** Whether the targets of each sample add up to 1. */
  readonly sumToOne: boolean;
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
    expects: "probability",
    options: [],
    value: (outputs, t) => meanOver(outputs, call("binary_cross_entropy", outputs.unit, t)),
  },
  {
    name: "cross_entropy",
    expects: "logits",
    options: [],
    classTargets: true,
    probabilities: softmax,
    // −Σ t ln p with ln p = z − ln Σ exp z: where Σ t = 1, the logarithm stands in front of the sum.
    value: (outputs, t, _, { sumToOne }) => {
      const total = reduce("logsumexp", outputs.index, outputs.range, outputs.unit);
      return sumToOne
        ? subtract(total, sumOver(outputs, multiply(t, outputs.unit)))
        : sumOver(outputs, multiply(t, subtract(total, outputs.unit)));
    },
  },
  {
    name: "categorical_cross_entropy",
    expects: "distribution",
    options: [],
    classTargets: true,
    value: (outputs, t) => negate(sumOver(outputs, call("xlogy", t, outputs.unit))),
  },
];
