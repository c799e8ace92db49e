import { quantitiesIn } from "../math/algebra/depends.js";
import type { Expression } from "../math/algebra/expression.js";
import type { AxisName } from "../math/algebra/tex/bound-name.js";
import type { Family } from "./function-code.js";
import { atom, type Code } from "./precedence.js";
import type { StorageOf } from "./storage.js";

/** Where an expression is printed: its language, its names, and the indices that are bound around it. */
export interface CodeScope {
  readonly family: Family;
  readonly storageOf: StorageOf;
  readonly indexName: (index: string) => string;
  readonly axisName: AxisName;
  /** Names of bound indices, innermost first. */
  readonly bound: readonly string[];
  /** Index names that a bound index must not have. */
  readonly taken: ReadonlySet<string>;
}

/** Whether tensors record how they were computed; they do not take Python's own numbers everywhere. */
export const recordsTensors = ({ family }: Pick<CodeScope, "family">): boolean =>
  family === "torch" || family === "jax";

/** What does not depend on a quantity is a number of Python, and a tensor only where it is made one. */
export const asTensor = (expression: Expression, code: Code, scope: CodeScope): Code =>
  recordsTensors(scope) && quantitiesIn(expression).size === 0
    ? atom(`number(${code.text})`)
    : code;
