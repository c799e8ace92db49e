import type { Decimal } from "decimal.js";
import { isInteger, rational } from "../algebra/rational.js";
import {
  type Ball,
  bound,
  boundPower,
  boundProduct,
  boundQuotient,
  boundSum,
  enclosedBall,
  exactBall,
  exactDecimalOf,
  exactValueOf,
  isExactDecimal,
  isUnknown,
  type Precision,
  roundedBall,
  unknownBall,
} from "./ball.js";
import { type BallArithmetic, exactPower } from "./ball-arithmetic.js";
import {
  atanSeries,
  cosSeries,
  erfSeries,
  expSeries,
  logSeries,
  piEnclosure,
  type Series,
  sinSeries,
} from "./ball-series.js";

/** A primitive of one ball; `double` is what float64 gives. */
export type Primitive = (precision: Precision, x: Ball, double: number) => Ball;

/** Beyond this exponent of the argument e^x has more than 10^15 digits before or after the point. */
const hugeExponent = 15;

function exp(precision: Precision, x: Ball, double: number): Ball {
  if (isExactDecimal(x) && x.mid.isZero()) return exactBall(new precision.Exact(1), double);
  if (isUnknown(x) || x.radius.gt(1)) return unknownBall(double);
  if (x.mid.e >= hugeExponent) {
    if (x.mid.gt(0)) return unknownBall(double);
    return { mid: new precision.Exact(0), radius: boundPower(-(10 ** (hugeExponent - 1))), double };
  }
  const enclosure = expSeries(exactDecimalOf(x.mid), precision.digits);
  // e^m (e^r - 1) ≤ e^m r (1 + r) for r ≤ 1, and one unit more than its digits is above e^m
  const most = bound(`${enclosure.coefficient + 1n}e${enclosure.exponent}`);
  const slope = boundProduct(
    boundSum(most, boundPower(enclosure.error)),
    boundSum(bound(1), x.radius),
  );
  return enclosedBall(precision, enclosure, boundProduct(slope, x.radius), double);
}

function log(precision: Precision, x: Ball, double: number): Ball {
  if (isExactDecimal(x) && x.mid.eq(1)) return exactBall(new precision.Exact(0), double);
  const least = leastOf(precision, x);
  if (!least) return unknownBall(double);
  const enclosure = logSeries(exactDecimalOf(x.mid), precision.digits);
  return enclosedBall(precision, enclosure, boundQuotient(x.radius, least), double);
}

/** A positive number that is below every value in the ball; undefined where there is none. */
function leastOf({ Rounded, digits }: Precision, x: Ball): Decimal | undefined {
  if (isUnknown(x)) return undefined;
  const nearest = Rounded.sub(x.mid, x.radius);
  const least = Rounded.sub(nearest, Rounded.mul(nearest.abs(), `1e${2 - digits}`));
  return least.gt(0) ? least : undefined;
}

function sqrt(precision: Precision, x: Ball, double: number): Ball {
  if (isExactDecimal(x) && x.mid.isZero()) return exactBall(x.mid, double);
  const exact = exactPower(precision, x, rational(1n, 2n), double);
  if (exact) return exact;
  if (!leastOf(precision, x)) return unknownBall(double);
  const root = precision.Rounded.sqrt(x.mid);
  // |√x - √m| = |x - m| / (√x + √m) ≤ r / √m; the factor 1.01 is more than the root was rounded by
  const spread = boundProduct(bound(1.01), boundQuotient(x.radius, root));
  return roundedBall(precision, root, spread, double);
}

/** A primitive whose slope is at most `slope` everywhere, and whose value at 0 is given. */
const bounded =
  (series: Series, slope: number, atZero: number, near: Primitive = beyondSeries): Primitive =>
  (precision, x, double) => {
    if (isUnknown(x)) return unknownBall(double);
    if (x.mid.isZero()) {
      const radius = boundProduct(bound(slope), x.radius);
      return { mid: new precision.Exact(atZero), radius, double };
    }
    const special = near(precision, x, double);
    if (!isUnknown(special)) return special;
    const enclosure = series(exactDecimalOf(x.mid), precision.digits);
    return enclosedBall(precision, enclosure, boundProduct(bound(slope), x.radius), double);
  };

/** No shortcut: the series serves the argument. */
const beyondSeries: Primitive = (_, __, double) => unknownBall(double);

/** sin, arctan: |f(x) - x| ≤ |x|³ where x is so small that the series would only give x back. */
const almostIdentity: Primitive = (precision, x, double) => {
  if (x.mid.isZero() || x.mid.e >= -precision.digits) return unknownBall(double);
  const mid = x.mid.toSignificantDigits(precision.digits);
  const most = x.mid.abs();
  const cube = boundProduct(most, boundProduct(most, most));
  return roundedBall(precision, mid, boundSum(x.radius, cube), double);
};

/** erf: |erf x - 2x/√π| ≤ |x|³ where x is so small that the series would only give that. */
const almostLinear: Primitive = (precision, x, double) => {
  if (x.mid.e >= -precision.digits) return unknownBall(double);
  const { coefficient, exponent } = piEnclosure(precision.digits + 10);
  const { Exact } = precision;
  const root = Exact.sqrt(new Exact(`${coefficient}e${exponent}`));
  const mid = Exact.div(Exact.mul(x.mid, 2), root).toSignificantDigits(precision.digits);
  const most = x.mid.abs();
  const cube = boundProduct(most, boundProduct(most, most));
  return roundedBall(precision, mid, boundSum(boundProduct(bound(1.1284), x.radius), cube), double);
};

/** Where an argument has thousands of digits before the point, sin and cos are only known to lie between -1 and 1. */
const lost =
  (otherwise: Primitive): Primitive =>
  (precision, x, double) =>
    x.mid.e > 5000
      ? { mid: new precision.Exact(0), radius: bound(1), double }
      : otherwise(precision, x, double);

/** The primitives of one argument that are computed by a series. */
export const primitives: ReadonlyMap<string, Primitive> = new Map([
  ["exp", exp],
  ["log", log],
  ["sqrt", sqrt],
  ["sin", bounded(sinSeries, 1, 0, lost(almostIdentity))],
  ["cos", bounded(cosSeries, 1, 1, lost(beyondSeries))],
  ["atan", bounded(atanSeries, 1, 0, almostIdentity)],
  // erf' ≤ 2/√π < 1.1284
  ["erf", bounded(erfSeries, 1.1284, 0, almostLinear)],
]);

/** A general power, exp(y log x): exact for integer exponents and where a root of an exact value is exact. */
export function ballPower(
  precision: Precision,
  { multiply, integerPower }: BallArithmetic,
  base: Ball,
  exponent: Ball,
): Ball {
  const value = base.double ** exponent.double;
  const times = exactValueOf(exponent);
  if (times && isInteger(times) && Math.abs(Number(times.numerator)) <= 1e6)
    return { ...integerPower(base, Number(times.numerator)), double: value };
  if (isExactDecimal(base) && base.mid.isZero())
    return exponent.mid.gt(exponent.radius)
      ? exactBall(new precision.Exact(0), value)
      : unknownBall(value);
  const exact = times && exactPower(precision, base, times, value);
  if (exact) return exact;
  const logarithm = log(precision, base, Math.log(base.double));
  return exp(precision, multiply(exponent, logarithm), value);
}
