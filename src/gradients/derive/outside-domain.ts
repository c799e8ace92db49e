import type { Problem } from "../../errors/problem.js";
import { quote } from "../../errors/quote.js";
import { type Expression, partsOf } from "../../math/algebra/expression.js";
import { functionRow, violatedCondition } from "../../math/algebra/functions/index.js";
import { infix } from "../../math/algebra/infix.js";
import { rationalToNumber } from "../../math/algebra/rational.js";
import { type Ball, isExactDecimal, isUnknown } from "../../math/numeric/ball.js";
import { roundBall } from "../../math/numeric/printed-number.js";

/** The values of all parts of an expression. */
type Balls = ReadonlyMap<Expression, Ball>;

const code = "outside-domain";
const longest = 120;
const shown = (part: Expression): string => quote(infix(part), longest);

/** The float64 value of a part; NaN where it is not decided. */
function numberOf(part: Expression, balls: Balls): number {
  if (part.kind === "number") return rationalToNumber(part.value);
  const ball = balls.get(part);
  return Number((ball && roundBall(ball, 17)) ?? Number.NaN);
}

/** The value of a part as a text, also where it is beyond float64: 1.000e400. */
function valueText(part: Expression, balls: Balls): string {
  const value = numberOf(part, balls);
  const beyond = Math.abs(value) === Number.POSITIVE_INFINITY ? balls.get(part) : undefined;
  return beyond ? beyond.mid.toExponential(3).replace("+", "") : `${value}`;
}

/** The first part, from the inside to the outside, for which something holds. */
function innermost(
  expression: Expression,
  holds: (part: Expression) => boolean,
): Expression | undefined {
  const seen = new Set<Expression>();
  const visit = (part: Expression): Expression | undefined => {
    if (seen.has(part)) return undefined;
    seen.add(part);
    for (const inner of partsOf(part)) {
      const found = visit(inner);
      if (found) return found;
    }
    return holds(part) ? part : undefined;
  };
  return visit(expression);
}

/** Whether a part is u^-n with u = 0. */
const dividesByZero = (part: Expression, balls: Balls): boolean =>
  part.kind === "power" && numberOf(part.base, balls) === 0 && numberOf(part.exponent, balls) < 0;

/** Why a part has no value: `divides by 0`, and which argument has which value. */
function faultOf(part: Expression, balls: Balls): string | undefined {
  const value = (each: Expression): number => numberOf(each, balls);
  if (part.kind === "power") {
    if (dividesByZero(part, balls)) return `divides by 0: ${shown(part.base)} is 0`;
    const base = value(part.base);
    if (base < 0 && !Number.isInteger(value(part.exponent)))
      return `raises a negative number to a fraction: ${shown(part.base)} is ${valueText(part.base, balls)}`;
  }
  if (part.kind !== "call") return undefined;
  const values = part.arguments.map(value);
  const violated = values.some(Number.isNaN)
    ? undefined
    : violatedCondition(functionRow(part.name), values);
  const argument = violated && part.arguments[violated.argument];
  if (!violated || !argument) return undefined;
  const { relation, bound } = violated;
  return `needs an argument ${relation} ${bound}: ${shown(argument)} is ${valueText(argument, balls)}`;
}

/** `where `x` is 0`, for each argument whose value is known. */
function valuesOf(part: Expression, balls: Balls): string {
  const known = partsOf(part)
    .filter((inner) => inner.kind !== "number")
    .filter((inner) => !Number.isNaN(numberOf(inner, balls)))
    .map((inner) => `${shown(inner)} is ${valueText(inner, balls)}`);
  return known.length === 0 ? "here" : `where ${known.join(", ")}`;
}

/** The innermost part without a value; of a quotient, the division by 0 itself. */
function culpritOf(expression: Expression, balls: Balls): Expression {
  const isUndefined = (part: Expression): boolean => {
    const ball = balls.get(part);
    return ball !== undefined && isUnknown(ball);
  };
  const part = innermost(expression, isUndefined) ?? expression;
  if (part.kind !== "multiply") return part;
  return part.factors.find((factor) => dividesByZero(factor, balls)) ?? part;
}

/** Whether the value of a part is known to the last digit. */
function isExact(part: Expression, balls: Balls): boolean {
  const ball = balls.get(part);
  return (
    part.kind === "number" ||
    (ball !== undefined && (isExactDecimal(ball) || ball.fraction !== undefined))
  );
}

/**
 * Why an expression has no value: its innermost part without one. That is certain where the values that make
 * it so are known exactly; otherwise more digits may show that the part has a value after all.
 */
export function undefinedPart(
  expression: Expression,
  balls: Balls,
): { readonly problem: Problem; readonly isCertain: boolean } {
  const part = culpritOf(expression, balls);
  const fault = faultOf(part, balls);
  if (fault === undefined && largePart(expression, balls))
    return { problem: tooLarge(expression, balls), isCertain: false };
  const message = `${shown(part)} ${fault ?? `has no finite value ${valuesOf(part, balls)}`}`;
  const isCertain = fault !== undefined && partsOf(part).every((each) => isExact(each, balls));
  return { problem: { code, message }, isCertain };
}

const largePart = (expression: Expression, balls: Balls): Expression | undefined =>
  innermost(expression, (part) => Math.abs(numberOf(part, balls)) === Number.POSITIVE_INFINITY);

/** Which part of an expression is larger than any float64. */
export function tooLarge(expression: Expression, balls: Balls): Problem {
  const part = largePart(expression, balls) ?? expression;
  const value = balls.get(part)?.mid.toExponential(3).replace("+", "") ?? "";
  return {
    code,
    message: `${shown(part)} is too large for a float64 number: it is about ${value}`,
  };
}

/** No number of digits that is tried tells the value. */
export const undecided = (expression: Expression): Problem => ({
  code: "undecided-value",
  message: `${shown(expression)} cannot be computed reliably here: its terms cancel too many digits`,
});
