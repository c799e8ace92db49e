import { Decimal } from "decimal.js";
import { type Rational, rationalFromDecimal } from "../algebra/rational.js";
import { type Ball, isExactDecimal, isUnknown } from "./ball.js";

/** A number as it stands on a page. */
export interface PrintedNumber {
  /** Plain text: `0.593270`, `-12`, or `1.23457e20`. */
  readonly text: string;
  /** The same for TeX and Markdown math: `1.23457 \times 10^{20}`. */
  readonly tex: string;
  /** The parts of a number that is not printed as a plain decimal. */
  readonly scientific?: { readonly mantissa: string; readonly exponent: number };
  /** Whether the true value is exactly what is printed. */
  readonly exact: boolean;
  /** What is printed, which for a rounded number is not the true value. */
  readonly value: Rational;
}

/** Exact decimals are printed whole if they have at most so many digits more than the significant ones. */
export const extraExactDigits = 4;

/** The smallest exponent of ten for which numbers are plain decimals: 0.0000001. */
const leastPlainExponent = -7;

/** Long enough that sums of a mid and a radius are exact, for every precision in use. */
const Long = Decimal.clone({
  precision: 6000,
  rounding: Decimal.ROUND_HALF_UP,
  minE: -9e15,
  maxE: 9e15,
  defaults: true,
});

/**
 * What a ball must shrink to before a value that it never tells from 0, or from the middle between two
 * printed numbers, is taken to be just that: the results of float64 models do not come so close by chance.
 */
const indistinguishable = new Long("1e-1000");
/** Numbers below 10^-this are printed as 0, and numbers above 10^this not at all. */
const mostExponent = 100_000;
const leastPrinted = new Long(`1e-${mostExponent}`);

/**
 * A value to so many significant digits, ties away from zero, for all numbers in the ball; undefined where
 * they do not agree on it.
 */
export function roundBall(ball: Ball, digits: number): Decimal | undefined {
  if (isUnknown(ball)) return undefined;
  const mid = new Long(ball.mid);
  if (isExactDecimal(ball)) return mid.toSignificantDigits(digits);
  // A radius far below the last digit of the sum is taken larger than it is, so that the sum stays exact.
  const least = mid.isZero() ? undefined : new Long(`1e${mid.e - 3000}`);
  const radius = least ? Long.max(ball.radius, least) : new Long(ball.radius);
  const [low, high] = [mid.minus(radius), mid.plus(radius)];
  if (Long.max(low.abs(), high.abs()).lt(leastPrinted)) return new Long(0);
  if (low.lte(0) && high.gte(0)) return radius.lt(indistinguishable) ? new Long(0) : undefined;
  const [from, to] = [low.toSignificantDigits(digits), high.toSignificantDigits(digits)];
  if (from.eq(to)) return from;
  if (radius.gt(mid.abs().times(indistinguishable))) return undefined;
  return mid.isNegative() ? from : to;
}

/**
 * The number to so many significant digits; a decimal that is known exactly and short is printed whole.
 * Undefined if the ball is too wide to decide the digits.
 */
export function printNumber(
  ball: Ball,
  digits: number,
  wholeDigits = digits + extraExactDigits,
): PrintedNumber | undefined {
  if (isExactDecimal(ball) && ball.mid.precision() <= Math.max(wholeDigits, digits))
    return printed(ball.mid, ball.mid.precision(), wholeDigits, true);
  const rounded = roundBall(ball, digits);
  if (!rounded || rounded.e > mostExponent) return undefined;
  return printed(rounded, rounded.isZero() ? 1 : digits, wholeDigits, false);
}

/** A plain decimal where that shows just these digits and is not much longer, otherwise a power of ten. */
function printed(
  value: Decimal,
  digits: number,
  wholeDigits: number,
  exact: boolean,
): PrintedNumber {
  if (value.isZero()) return { text: "0", tex: "0", exact, value: rationalFromDecimal("0") };
  const longest = exact ? wholeDigits : digits;
  const plain = value.e >= leastPlainExponent && value.e < longest;
  const decimals = Math.max(0, digits - 1 - value.e);
  const text = plain ? value.toFixed(decimals) : value.toExponential(digits - 1).replace("+", "");
  const shown = { exact, value: rationalFromDecimal(text) };
  if (plain) return { text, tex: text, ...shown };
  const [mantissa = text] = text.split("e");
  const scientific = { mantissa, exponent: value.e };
  return { text, tex: `${mantissa} \\times 10^{${value.e}}`, scientific, ...shown };
}

/** How many significant digits a decimal is written with: 6 for `0.0821670`, 2 for `0.0010`, 1 for `0`. */
export function significantDigits(text: string): number {
  const digits = text.replace(/e.*$/i, "").replace(/[-+.]/g, "").replace(/^0+/, "");
  return Math.max(1, digits.length);
}

/** The power of ten of the last digit that a decimal is written with: −4 for `0.0010`, 2 for `1.5e3`. */
export function lastPlace(text: string): number {
  const [mantissa = "", exponent = "0"] = text.toLowerCase().split("e");
  return Number(exponent) - (mantissa.split(".")[1] ?? "").length;
}
