import type { Variable } from "../depends.js";
import type { Expression } from "../expression.js";

/** The public names of the rules of differentiation; an elementary function is a rule under its own name. */
export type RuleName =
  | "constant"
  | "variable"
  | "sum"
  | "constant-multiple"
  | "quotient"
  | "product"
  | "power"
  | "exponential"
  | "general-power"
  | "reduction"
  | "chain"
  | `function:${string}`;

/** What a rule needs to know while it is applied. */
export interface Context {
  readonly variable: Variable;
  /** The derivative of a part: the finished one, or the mark `d/dx(part)` while a step is being shown. */
  readonly derivative: (part: Expression) => Expression;
  /** Whether a part depends on the variable. */
  readonly depends: (part: Expression) => boolean;
}

/** One rule: where it applies, and how the derivative is put together from those of the parts. */
export interface Rule {
  readonly name: (expression: Expression) => RuleName;
  readonly applies: (expression: Expression, context: Context) => boolean;
  readonly derive: (expression: Expression, context: Context) => Expression;
}
