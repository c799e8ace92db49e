import { call } from "../constructors.js";
import type { Expression } from "../expression.js";
import { kinkedActivationRows, smoothActivationRows } from "./activations.js";
import { branchRows } from "./branches.js";
import { exponentialRows, powerRows } from "./elementary.js";
import { hyperbolicRows, inverseHyperbolicRows } from "./hyperbolic.js";
import { inverseTrigonometricRows } from "./inverse-trigonometric.js";
import { likelihoodRows } from "./likelihoods.js";
import type { FunctionRow } from "./row.js";
import { thresholdRows } from "./thresholds.js";
import { trigonometricRows } from "./trigonometric.js";

export { isAtKink, violatedCondition } from "./domain.js";
export type { FunctionRow } from "./row.js";

/** The function table: every function that an expression can apply. */
export const functionRows: readonly FunctionRow[] = [
  ...exponentialRows,
  ...powerRows,
  ...branchRows,
  ...trigonometricRows,
  ...inverseTrigonometricRows,
  ...hyperbolicRows,
  ...inverseHyperbolicRows,
  ...smoothActivationRows,
  ...kinkedActivationRows,
  ...thresholdRows,
  ...likelihoodRows,
];

const rowsByName = new Map(functionRows.map((row) => [row.name, row]));
const rowsInFormulas = new Map(
  functionRows
    .filter(({ spelling }) => spelling === undefined)
    .flatMap((row) => [row.name, ...(row.aliases ?? [])].map((name) => [name, row] as const)),
);

/** The row of a call in an expression. Throws for a name that the table does not have: an error of ours. */
export function functionRow(name: string): FunctionRow {
  const row = rowsByName.get(name);
  if (!row) throw new Error(`the function table has no ${name}`);
  return row;
}

/** The row for a name that a formula uses: `findFunction("ln")` is the row of `log`. */
export const findFunction = (nameOrAlias: string): FunctionRow | undefined =>
  rowsInFormulas.get(nameOrAlias);

/** What a function in a formula means: mostly a call; `square(x)` is x^2. The number of arguments must be right. */
export const applyFunction = (row: FunctionRow, parameters: readonly Expression[]): Expression =>
  row.rewrite?.(parameters) ?? call(row.name, ...parameters);

/** What stands for a call in formulas that people read: its definition, where the row is set as that. */
export function writtenForm(
  name: string,
  parameters: readonly Expression[],
): Expression | undefined {
  const { tex, written, definition } = functionRow(name);
  return tex.kind === "definition" ? (written ?? definition)?.(parameters) : undefined;
}

/**
 * The expression that a formula or a step stream has in the place of a call, where neither can call the function by its
 * name; elsewhere the expression itself.
 */
export function asSpelled(expression: Expression, place: "formula" | "stream"): Expression {
  if (expression.kind !== "call") return expression;
  const { spelling, isStreamed } = functionRow(expression.name);
  const isNamed = place === "stream" && isStreamed;
  return typeof spelling === "function" && !isNamed ? spelling(expression.arguments) : expression;
}
