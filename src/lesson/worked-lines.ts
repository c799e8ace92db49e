import { open, rebuild } from "../algebra/binding.js";
import { add, call, reference } from "../algebra/constructors.js";
import type { Expression, ReductionNode, ReferenceNode } from "../algebra/expression.js";
import { findFunction } from "../algebra/functions/index.js";
import { integerTerm } from "../algebra/index-term.js";
import type { Ball } from "../numeric/ball.js";
import { type PrintedNumber, printNumber } from "../numeric/printed-number.js";
import { printRelation } from "../numeric/printed-relation.js";
import { PrecisionError } from "./context.js";
import { equation, type Formula } from "./formula.js";

/** A sum with more terms than this is folded. */
const longestSum = 8;

/** Functions that a pocket calculator does not have: numbers go into their definitions. */
const spelledOut = new Set(["sigmoid", "silu", "softplus", "relu"]);

/** Functions that only decide between cases: a line of numbers shows what they decided. */
const decisions = new Set(["step", "equal", "sign"]);

/** Writes out short sums term by term. */
export function expandSums(expression: Expression): Expression {
  if (
    expression.kind === "reduction" &&
    expression.name === "sum" &&
    expression.hi - expression.lo < longestSum
  ) {
    const terms: Expression[] = [];
    for (let value = expression.lo; value <= expression.hi; value++)
      terms.push(expandSums(open(expression, integerTerm(value))));
    return add(...terms);
  }
  if (expression.kind === "reduction") return expandLogSum(expression) ?? expression;
  return rebuild(expression, expandSums, (term) => term);
}

/** ln(e^a + e^b + …) for a short log-sum-exp. */
function expandLogSum(node: ReductionNode): Expression | undefined {
  if (node.name !== "logsumexp" || node.hi - node.lo >= longestSum) return undefined;
  const terms = Array.from({ length: node.hi - node.lo + 1 }, (_, place) =>
    call("exp", expandSums(open(node, integerTerm(node.lo + place)))),
  );
  return call("log", add(...terms));
}

/** The same in functions that a pocket calculator has. */
export function forCalculator(expression: Expression): Expression {
  if (expression.kind === "reduction") return expression;
  const inner = rebuild(expression, forCalculator, (term) => term);
  if (inner.kind !== "call" || !spelledOut.has(inner.name)) return inner;
  return forCalculator(findFunction(inner.name)?.definition?.(inner.arguments) ?? inner);
}

const hasReduction = (expression: Expression): boolean => {
  let found = expression.kind === "reduction";
  if (!found)
    rebuild(
      expression,
      (part) => {
        found ||= hasReduction(part);
        return part;
      },
      (term) => term,
    );
  return found;
};

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
export const valueLine = (context: NumberSource, left: Expression): Formula => ({
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
): Expression =>
  expression.kind === "call" && decisions.has(expression.name)
    ? replace(expression)
    : rebuild(
        expression,
        (part) => withDecisions(part, replace),
        (term) => term,
      );

/** The line with numbers for the symbols, or undefined where it would say nothing or be too long. */
export function numericLine(
  context: NumberSource,
  expression: Expression,
  result: Ball,
  ballFor: (node: ReferenceNode) => Ball = context.ballFor,
): Formula | undefined {
  const decided = new Map<Expression, Ball>();
  const spelled = withDecisions(forCalculator(expression), (decision) => {
    const place = reference("decision", [integerTerm(decided.size + 1)]);
    decided.set(place, context.values.evaluateExpression(decision));
    return place;
  });
  if (spelled.kind === "reference" || spelled.kind === "number" || hasReduction(spelled))
    return undefined;
  const ballAt = (node: ReferenceNode): Ball => decided.get(node) ?? ballFor(node);
  const relation = printRelation(spelled, ballAt, result, context.digits);
  if (!relation) throw new PrecisionError("a line of numbers is not certain");
  return { kind: "numeric", relation };
}

/** A definition of one instance: the formula, the same line with numbers, the value. */
export function workedLines(
  context: NumberSource,
  left: Expression,
  right: Expression,
): readonly Formula[] {
  const expanded = expandSums(right);
  if (expanded.kind === "number") return [equation([left, expanded])];
  const numbers = numericLine(context, expanded, ballOf(context, left));
  return [equation([left, expanded]), ...(numbers ? [numbers] : []), valueLine(context, left)];
}
