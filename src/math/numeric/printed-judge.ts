import { smallInteger } from "../algebra/constructors.js";
import type { Expression, ReferenceNode } from "../algebra/expression.js";
import {
  addRationals,
  compareRationals,
  multiplyRationals,
  type Rational,
  raiseRational,
  rational,
  rationalFromDecimal,
  rationalZero,
} from "../algebra/rational.js";
import { type Ball, exactValueOf, isUnknown } from "./ball.js";
import { significantDigits } from "./printed-number.js";
import { decimalsTried } from "./printed-precision.js";
import { leftSide, type PrintedRelation } from "./printed-relation.js";

type Texts = ReadonlyMap<ReferenceNode, string>;

/**
 * Whether a printed line is true, judged from its printed texts alone: `=` if both sides are exactly equal, `≈` if
 * the left side, rounded to the digits printed on the right with ties away from zero, is the right side.
 */
export function judgePrinted({ expression, operands, sign, result }: PrintedRelation): boolean {
  const texts = new Map([...operands].map(([node, { text }]) => [node, text]));
  const right = rationalFromDecimal(result.text);
  const left = exactLeft(expression, texts);
  if (left === "undefined") return false;
  if (left) return holds(left, left, sign, result.text);
  for (const digits of decimalsTried) {
    const ball = leftSide(expression, texts, digits);
    const exact = exactValueOf(ball);
    if (exact) return holds(exact, exact, sign, result.text);
    if (sign === "=") return false;
    const [low, high] = endsOf(ball) ?? [];
    if (!low || !high) continue;
    if (holds(low, high, sign, result.text)) return true;
    const beside = compareRationals(low, right) > 0 || compareRationals(high, right) < 0;
    if (beside && agree(low, high, significantDigits(result.text))) return false;
  }
  return false;
}

/** Whether the line holds for both ends of what the left side may be, and so for all of it. */
function holds(low: Rational, high: Rational, sign: "=" | "≈", text: string): boolean {
  const right = rationalFromDecimal(text);
  if (sign === "=")
    return compareRationals(low, right) === 0 && compareRationals(high, right) === 0;
  const digits = significantDigits(text);
  return [low, high].every((left) => compareRationals(roundFor(left, right, digits), right) === 0);
}

const agree = (low: Rational, high: Rational, digits: number): boolean =>
  compareRationals(roundRational(low, digits), roundRational(high, digits)) === 0;

/** Beside a printed 0 a number is rounded to an integer, otherwise to significant digits. */
const roundFor = (left: Rational, right: Rational, digits: number): Rational =>
  right.numerator === 0n ? roundAt(left, 0) : roundRational(left, digits);

const negligible = "1e-200000";

function endsOf(ball: Ball): readonly [Rational, Rational] | undefined {
  if (isUnknown(ball)) return undefined;
  // Exponents of ten that no integer can hold are widened away.
  const tiny = ball.mid.abs().lt(negligible);
  const widened = ball.radius.lt(negligible) || tiny ? ball.radius.plus(negligible) : ball.radius;
  const mid = tiny ? rationalZero : rationalFromDecimal(ball.mid.toString());
  const radius = rationalFromDecimal(widened.toString());
  const below = { numerator: -radius.numerator, denominator: radius.denominator };
  return [addRationals(mid, below), addRationals(mid, radius)];
}

/** A rational to so many significant digits, ties away from zero. */
export function roundRational(value: Rational, digits: number): Rational {
  if (value.numerator === 0n) return value;
  const size = value.numerator < 0n ? -value.numerator : value.numerator;
  // The exponent of the first digit is this difference of lengths, or one less.
  let exponent = size.toString().length - value.denominator.toString().length;
  const unit = raiseRational(rational(10n), exponent);
  if (compareRationals({ ...value, numerator: size }, unit) < 0) exponent -= 1;
  return roundAt(value, exponent - digits + 1);
}

/** A rational to a multiple of 10^place, ties away from zero. */
function roundAt(value: Rational, place: number): Rational {
  const unit = raiseRational(rational(10n), place);
  const dividend = value.numerator * unit.denominator * 2n;
  const divisor = value.denominator * unit.numerator;
  const count = (dividend < 0n ? dividend - divisor : dividend + divisor) / (2n * divisor);
  return multiplyRationals(rational(count), unit);
}

/**
 * The exact left side of sums, products and integer powers; undefined where something else occurs in it, and
 * "undefined" where it divides by zero.
 */
function exactLeft(expression: Expression, texts: Texts): Rational | "undefined" | undefined {
  try {
    return rationalOf(expression, texts);
  } catch (error) {
    if (error instanceof RangeError) return "undefined";
    throw error;
  }
}

function rationalOf(expression: Expression, texts: Texts): Rational | undefined {
  switch (expression.kind) {
    case "number":
      return expression.value;
    case "reference": {
      const text = texts.get(expression);
      return text === undefined ? undefined : rationalFromDecimal(text);
    }
    case "add":
      return combined(expression.terms, texts, addRationals);
    case "multiply":
      return combined(expression.factors, texts, multiplyRationals);
    case "power": {
      const base = rationalOf(expression.base, texts);
      const exponent = smallInteger(expression.exponent);
      return base && exponent !== undefined ? raiseRational(base, exponent) : undefined;
    }
    default:
      return undefined;
  }
}

function combined(
  parts: readonly Expression[],
  texts: Texts,
  combine: (a: Rational, b: Rational) => Rational,
): Rational | undefined {
  let result: Rational | undefined;
  for (const part of parts) {
    const value = rationalOf(part, texts);
    if (!value) return undefined;
    result = result ? combine(result, value) : value;
  }
  return result;
}
