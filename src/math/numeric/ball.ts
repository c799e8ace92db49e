import { Decimal } from "decimal.js";
import { decimalOfRational, type Rational, rationalFromDecimal } from "../algebra/rational.js";
import type { Enclosure, ExactDecimal } from "./ball-fixed.js";

/**
 * A real number with a proven error: the true value lies within `radius` of `mid`. The radius is 0 exactly
 * where the value is known to be the decimal `mid`; it is infinite where nothing is known, because the value is
 * undefined (then `double` is NaN or infinite, mostly) or because more precision is needed.
 */
export interface Ball {
  readonly mid: Decimal;
  readonly radius: Decimal;
  /** What float64 makes of the same operations; it decides every branch. */
  readonly double: number;
  /** The exact value where it is known to be a rational whose decimals never end, such as 1/3. */
  readonly fraction?: Rational;
}

const wide = { minE: -9e15, maxE: 9e15, defaults: true } as const;

/** Radii are a few digits long and rounded up. */
const Bound = Decimal.clone({ ...wide, precision: 8, rounding: Decimal.ROUND_UP });

export const noRadius = new Bound(0);
export const boundSum = (...bounds: readonly Decimal[]): Decimal =>
  bounds.reduce((sum, bound) => (bound.isZero() ? sum : Bound.add(sum, bound)), noRadius);
export const boundProduct = (a: Decimal, b: Decimal): Decimal =>
  a.isZero() || b.isZero() ? noRadius : Bound.mul(a, b).abs();
export const boundQuotient = (a: Decimal, b: Decimal): Decimal => Bound.div(a, b).abs();
export const bound = (value: number | string): Decimal => new Bound(value);
export const boundPower = (exponent: number): Decimal => new Bound(`1e${exponent}`);

/** Decimals of one precision, and the longer ones in which exact values are kept. */
export interface Precision {
  readonly digits: number;
  /** How long an exact value may become before it is rounded. */
  readonly exactDigits: number;
  readonly Rounded: typeof Decimal;
  readonly Exact: typeof Decimal;
}

export function precisionOf(
  digits: number,
  exactDigits: number = Math.max(300, 2 * digits),
): Precision {
  return {
    digits,
    exactDigits,
    Rounded: Decimal.clone({ ...wide, precision: digits, rounding: Decimal.ROUND_HALF_UP }),
    Exact: Decimal.clone({ ...wide, precision: exactDigits, rounding: Decimal.ROUND_HALF_UP }),
  };
}

/** What a ball is where nothing is known of the value. */
export const unknownBall = (double: number): Ball => ({
  mid: new Bound(0),
  radius: new Bound(Number.POSITIVE_INFINITY),
  double,
});

export const exactBall = (mid: Decimal, double: number): Ball => ({
  mid,
  radius: noRadius,
  double,
});

/** A ball around a value that an operation has rounded: the radius grows by one unit in the last place. */
export function roundedBall(
  { digits }: Precision,
  mid: Decimal,
  radius: Decimal,
  double: number,
): Ball {
  if (!mid.isFinite() || !radius.isFinite()) return unknownBall(double);
  const unit = mid.isZero() ? noRadius : boundPower(mid.e - digits + 1);
  return { mid, radius: boundSum(radius, unit), double };
}

/** A ball around an enclosure that a series gives, where the argument adds `spread`. */
export function enclosedBall(
  precision: Precision,
  { coefficient, exponent, error }: Enclosure,
  spread: Decimal,
  double: number,
): Ball {
  const mid = new precision.Rounded(`${coefficient}e${exponent}`);
  const rounded = mid.toSignificantDigits(precision.digits);
  return roundedBall(precision, rounded, boundSum(boundPower(error), spread), double);
}

export const isExactDecimal = (ball: Ball): boolean => ball.radius.isZero();
export const isUnknown = (ball: Ball): boolean => !ball.radius.isFinite();

/** The exact value of a ball, where it is known. */
export function exactValueOf(ball: Ball): Rational | undefined {
  return isExactDecimal(ball) ? rationalFromDecimal(ball.mid.toString()) : ball.fraction;
}

/** An exact value: a decimal if its digits end soon enough, otherwise a ball that remembers the fraction. */
export function rationalBall(precision: Precision, value: Rational, double: number): Ball {
  const text = decimalOfRational(value);
  const { exactDigits, Exact, Rounded } = precision;
  const decimal = text === undefined ? undefined : new Exact(text);
  if (decimal && decimal.precision() <= exactDigits) return exactBall(decimal, double);
  const [numerator, denominator] = [`${value.numerator}`, `${value.denominator}`];
  const mid = Rounded.div(numerator, denominator);
  const ball = roundedBall(precision, mid, noRadius, double);
  const short = numerator.length <= exactDigits && denominator.length <= exactDigits;
  return short ? { ...ball, fraction: value } : ball;
}

/** The digits of a decimal as an integer, and their place. */
export function exactDecimalOf(value: Decimal): ExactDecimal {
  const [digits = "0", exponent = "0"] = value.toExponential().split("e");
  const places = digits.split(".")[1]?.length ?? 0;
  return {
    coefficient: BigInt(digits.replace(".", "")),
    exponent: Number(exponent) - places,
  };
}
