import { InputError } from "../../errors/problem.js";
import type { Expression, ReferenceNode } from "../../math/algebra/expression.js";
import { type Ball, isUnknown } from "../../math/numeric/ball.js";
import { evaluateExpression } from "../../math/numeric/ball-definition.js";
import { ballField } from "../../math/numeric/ball-field.js";
import { doubleInputs, exactRational } from "../../math/numeric/double-inputs.js";
import type { Field } from "../../math/numeric/field.js";
import { type PrintedNumber, printNumber, roundBall } from "../../math/numeric/printed-number.js";
import { decimalsTried } from "../../math/numeric/printed-precision.js";
import { tooLarge, undecided, undefinedPart } from "./outside-domain.js";

/** Decimal texts by name. */
type Point = ReadonlyMap<string, string>;

/** A float64 has at most so many significant decimal digits. */
const enoughDigits = 17;

const fields = decimalsTried.map((digits) => doubleInputs(ballField(digits)));

/** The value of an expression together with those of all its parts. */
function evaluateParts(
  expression: Expression,
  field: Field<Ball>,
  operand: (node: ReferenceNode) => Ball,
): { readonly ball: Ball; readonly balls: ReadonlyMap<Expression, Ball> } {
  const balls = new Map<Expression, Ball>();
  return { ball: evaluateExpression(expression, field, operand, balls), balls };
}

const decimals = ballField(decimalsTried[0]);

/** Refuses what is surely undefined for the decimals as they were written: 1/(3x - 0.3) at x = 0.1. */
function refuseUndefined(expression: Expression, at: Point): void {
  const operand = ({ name }: ReferenceNode): Ball => decimals.fromDecimal(at.get(name) ?? "NaN");
  const { ball, balls } = evaluateParts(expression, decimals, operand);
  const found = isUnknown(ball) ? undefinedPart(expression, balls) : undefined;
  if (found?.isCertain) throw new InputError(found.problem);
}

/**
 * The float64 value of an expression at a point, right to the last digits also under cancellation: decimals
 * with a proven error, more of them as long as the value is not certain. Outside of the domain, and where the
 * value is too large for a float64, an InputError names the part.
 */
export function evaluateAt(expression: Expression, at: Point): number {
  refuseUndefined(expression, at);
  let problem = undecided(expression);
  for (const field of fields) {
    const operand = ({ name }: ReferenceNode): Ball =>
      field.fromRational(exactRational(Number(at.get(name))));
    const { ball, balls } = evaluateParts(expression, field, operand);
    const value = Number(roundBall(ball, enoughDigits) ?? Number.NaN);
    if (Number.isFinite(value)) return value;
    if (!Number.isNaN(value)) throw new InputError(tooLarge(expression, balls));
    if (isUnknown(ball)) {
      const found = undefinedPart(expression, balls);
      problem = found.problem;
      if (found.isCertain) break;
    } else problem = undecided(expression);
  }
  throw new InputError(problem);
}

/**
 * The number to print for an expression at a point whose decimals are meant as they were written: exact where its
 * decimals end soon, otherwise rounded to so many digits, all of them correct. Undefined where no number of digits
 * that is tried decides them.
 */
export function printAt(
  expression: Expression,
  at: Point,
  digits: number,
): PrintedNumber | undefined {
  for (const tried of decimalsTried) {
    const field = ballField(tried);
    const operand = ({ name }: ReferenceNode): Ball => field.fromDecimal(at.get(name) ?? "NaN");
    const { ball } = evaluateParts(expression, field, operand);
    const printed = printNumber(ball, digits);
    if (printed) return printed;
  }
  return undefined;
}
