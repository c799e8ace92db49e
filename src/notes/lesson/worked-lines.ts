import { rebuild } from "../../math/algebra/binding.js";
import { reference } from "../../math/algebra/constructors.js";
import type { Expression, ReferenceNode } from "../../math/algebra/expression.js";
import { findFunction } from "../../math/algebra/functions/index.js";
import { integerTerm } from "../../math/algebra/index-term.js";
import type { Ball } from "../../math/numeric/ball.js";
import { type PrintedNumber, printNumber } from "../../math/numeric/printed-number.js";
import { printRelation, referencesOf } from "../../math/numeric/printed-relation.js";
import { PrecisionError } from "./context.js";
import { expandSums, foldSums, hasReduction } from "./expand-sums.js";
import { equation, equationOfData, type Formula, type ValueFormula } from "./formula.js";

/** Functions that a pocket calculator does not have: numbers go into their definitions. */
const spelledOut = new Set(["sigmoid", "silu", "softplus", "relu"]);

/** Functions that only decide between cases: a line of numbers shows what they decided. */
const decisions = new Set(["step", "equal", "sign"]);

/** The same in functions that a pocket calculator has. */
export function forCalculator(expression: Expression): Expression {
  if (expression.kind === "reduction") return expression;
  const inner = rebuild(expression, forCalculator, (term) => term);
  if (inner.kind !== "call" || !spelledOut.has(inner.name)) return inner;
  return forCalculator(findFunction(inner.name)?.definition?.(inner.arguments) ?? inner);
}

/** What numbers are printed from. */
export interface NumberSource {
  readonly digits: number;
  readonly ballFor: (node: ReferenceNode) => Ball;
  readonly values: { readonly evaluateExpression: (expression: Expression) => Ball };
}

/** A number as it is printed. Throws a PrecisionError where its digits are not certain. */
export function printed(context: Pick<NumberSource, "digits">, ball: Ball): PrintedNumber {
  const number = printNumber(ball, context.digits);
  if (!number) throw new PrecisionError("a printed digit is not certain");
  return number;
}

/** `left ≈ number` for a reference. */
export const valueLine = (context: NumberSource, left: Expression): ValueFormula => ({
  kind: "value",
  of: left,
  number: printed(context, ballOf(context, left)),
});

const ballOf = (context: NumberSource, expression: Expression): Ball =>
  expression.kind === "reference"
    ? context.ballFor(expression)
    : context.values.evaluateExpression(expression);

/** The expression with a reference in the place of each decision. */
const withDecisions = (
  expression: Expression,
  replace: (decision: Expression) => Expression,
): Expression => {
  if (expression.kind === "reduction") return expression;
  return expression.kind === "call" && decisions.has(expression.name)
    ? replace(expression)
    : rebuild(
        expression,
        (part) => withDecisions(part, replace),
        (term) => term,
      );
};

/** The line with long sums folded: nobody can recompute it, so it claims nothing. */
function foldedLine(
  context: NumberSource,
  expression: Expression,
  result: Ball,
  ballFor: (node: ReferenceNode) => Ball,
): Formula {
  const operands = new Map(
    referencesOf(expression).map((node) => [node, printed(context, ballFor(node))] as const),
  );
  return { kind: "folded", expression, operands, result: printed(context, result) };
}

/** The line with numbers for the symbols, or undefined where it would say nothing or be too long. */
export function numericLine(
  context: NumberSource,
  expression: Expression,
  result: Ball,
  ballFor: (node: ReferenceNode) => Ball = context.ballFor,
): Formula | undefined {
  const whole = hasReduction(expression) ? foldSums(expression) : expression;
  if (!whole) return undefined;
  const decided = new Map<Expression, Ball>();
  const spelled = withDecisions(forCalculator(whole), (decision) => {
    const place = reference("decision", [integerTerm(decided.size + 1)]);
    decided.set(place, context.values.evaluateExpression(decision));
    return place;
  });
  if (spelled.kind === "reference" || spelled.kind === "number") return undefined;
  const ballAt = (node: ReferenceNode): Ball => decided.get(node) ?? ballFor(node);
  if (whole !== expression) return foldedLine(context, spelled, result, ballAt);
  const relation = printRelation(spelled, ballAt, result, context.digits);
  if (!relation) throw new PrecisionError("a line of numbers is not certain");
  if (relation === "cancels") return undefined;
  return { kind: "numeric", relation };
}

/**
 * A definition of one instance: the formula, the same line with numbers, the value. `simplify` may use what the
 * data are, to leave out what is 0.
 */
export function workedLines(
  context: NumberSource,
  left: Expression,
  right: Expression,
  simplify: (expanded: Expression) => Expression = (expanded) => expanded,
): readonly Formula[] {
  const whole = expandSums(right);
  const expanded = simplify(whole);
  const formula = expanded === whole ? equation([left, whole]) : equationOfData([left, expanded]);
  if (expanded.kind === "number") return [formula];
  const numbers = numericLine(context, expanded, ballOf(context, left));
  return [formula, ...(numbers ? [numbers] : []), valueLine(context, left)];
}
