import {
  addRationals,
  multiplyRationals,
  type Rational,
  raiseRational,
  rational,
} from "../algebra/rational.js";
import {
  type Ball,
  boundProduct,
  boundQuotient,
  boundSum,
  exactBall,
  exactValueOf,
  isExactDecimal,
  isUnknown,
  type Precision,
  rationalBall,
  roundedBall,
  unknownBall,
} from "./ball.js";
import { double } from "./double.js";

type Operation = (a: Ball, b: Ball) => Ball;

/** The arithmetic of balls; every result holds the true result of all values that the operands hold. */
export interface BallArithmetic {
  readonly add: Operation;
  readonly multiply: Operation;
  readonly divide: Operation;
  readonly integerPower: (base: Ball, exponent: number) => Ball;
}

export function ballArithmetic(precision: Precision): BallArithmetic {
  const { divide, multiply } = operations(precision);
  const one = exactBall(new precision.Exact(1), 1);
  return {
    ...operations(precision),
    integerPower: (base, exponent) => {
      const value = double.integerPower(base.double, exponent);
      const power = repeated(base, Math.abs(exponent), one, multiply);
      return { ...(exponent < 0 ? divide(one, power) : power), double: value };
    },
  };
}

function operations(precision: Precision): Record<"add" | "multiply" | "divide", Operation> {
  return {
    add: (a, b) =>
      exactly(precision, a, b, a.double + b.double, addRationals) ?? sum(precision, a, b),
    multiply: (a, b) =>
      exactly(precision, a, b, a.double * b.double, multiplyRationals) ?? product(precision, a, b),
    divide: (a, b) => {
      const value = a.double / b.double;
      return exactQuotient(precision, a, b, value) ?? quotient(precision, a, b, value);
    },
  };
}

/** The exact result where both values are exact and at least one is a fraction that no decimal ends. */
function exactly(
  precision: Precision,
  a: Ball,
  b: Ball,
  value: number,
  combine: (a: Rational, b: Rational) => Rational,
): Ball | undefined {
  if (!a.fraction && !b.fraction) return undefined;
  const [left, right] = [exactValueOf(a), exactValueOf(b)];
  return left && right && rationalBall(precision, combine(left, right), value);
}

function sum(precision: Precision, a: Ball, b: Ball): Ball {
  const value = a.double + b.double;
  if (isUnknown(a) || isUnknown(b)) return unknownBall(value);
  const { Exact, Rounded, exactDigits } = precision;
  if (isExactDecimal(a) && isExactDecimal(b) && sumLength(a, b) <= exactDigits)
    return exactBall(Exact.add(a.mid, b.mid), value);
  return roundedBall(precision, Rounded.add(a.mid, b.mid), boundSum(a.radius, b.radius), value);
}

/** How many digits the sum of two decimals takes at most: from the highest place, with a carry, to the lowest. */
function sumLength({ mid: a }: Ball, { mid: b }: Ball): number {
  if (a.isZero() || b.isZero()) return Math.max(a.precision(), b.precision());
  const lowest = Math.min(a.e - a.precision(), b.e - b.precision());
  return Math.max(a.e, b.e) + 1 - lowest;
}

function product(precision: Precision, a: Ball, b: Ball): Ball {
  const value = a.double * b.double;
  if (isUnknown(a) || isUnknown(b)) return unknownBall(value);
  const { Exact, Rounded, exactDigits } = precision;
  const exact = isExactDecimal(a) && isExactDecimal(b);
  if (exact && a.mid.precision() + b.mid.precision() <= exactDigits)
    return exactBall(Exact.mul(a.mid, b.mid), value);
  // |ab - mm'| ≤ |m| r' + |m'| r + r r'
  const radius = boundSum(
    boundProduct(a.mid.abs(), b.radius),
    boundProduct(b.mid.abs(), a.radius),
    boundProduct(a.radius, b.radius),
  );
  return roundedBall(precision, Rounded.mul(a.mid, b.mid), radius, value);
}

/** The exact quotient of exact values, as a decimal if that ends within the precision, else as a fraction. */
function exactQuotient(precision: Precision, a: Ball, b: Ball, value: number): Ball | undefined {
  if (isExactDecimal(b) && b.mid.isZero()) return unknownBall(value);
  if (isExactDecimal(a) && isExactDecimal(b)) {
    const { Exact, Rounded } = precision;
    const mid = Rounded.div(a.mid, b.mid);
    if (mid.precision() + b.mid.precision() <= precision.exactDigits)
      if (Exact.mul(mid, b.mid).eq(a.mid)) return exactBall(mid, value);
  }
  const [dividend, divisor] = [exactValueOf(a), exactValueOf(b)];
  if (!dividend || !divisor) return undefined;
  const inverse = rational(divisor.denominator, divisor.numerator);
  return rationalBall(precision, multiplyRationals(dividend, inverse), value);
}

function quotient(precision: Precision, a: Ball, b: Ball, value: number): Ball {
  const { Rounded, digits } = precision;
  if (isUnknown(a) || isUnknown(b)) return unknownBall(value);
  // A lower bound of |b|: the difference is rounded, so one unit of it is taken off.
  const nearest = Rounded.sub(b.mid.abs(), b.radius);
  const least = Rounded.sub(nearest, Rounded.mul(nearest.abs(), `1e${2 - digits}`));
  if (!least.gt(0)) return unknownBall(value);
  const mid = Rounded.div(a.mid, b.mid);
  // |a/b - m/m'| ≤ (r + |m/m'| r') / |b|, and |m/m'| is less than the rounded quotient plus one unit of it
  const most = boundProduct(mid.abs(), new Rounded(1).plus(`1e${2 - digits}`));
  const radius = boundQuotient(boundSum(a.radius, boundProduct(most, b.radius)), least);
  return roundedBall(precision, mid, radius, value);
}

/** base^exponent by repeated squaring, for an exponent that is not negative. */
function repeated(base: Ball, exponent: number, one: Ball, multiply: Operation): Ball {
  let [result, square] = [one, base];
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = multiply(result, square);
    if (rest > 1) square = multiply(square, square);
  }
  return result;
}

/** The exact power where base and exponent are known and the root exists: (4/9)^(-1/2) is 3/2. */
export function exactPower(
  precision: Precision,
  base: Ball,
  exponent: Rational,
  value: number,
): Ball | undefined {
  const radicand = exactValueOf(base);
  const degree = Number(exponent.denominator);
  const times = Number(exponent.numerator);
  if (!radicand || radicand.numerator <= 0n || degree > 64 || Math.abs(times) > 64)
    return undefined;
  const numerator = integerRoot(radicand.numerator, degree);
  const denominator = integerRoot(radicand.denominator, degree);
  if (numerator === undefined || denominator === undefined) return undefined;
  return rationalBall(precision, raiseRational(rational(numerator, denominator), times), value);
}

/** The integer whose power of that degree is the value, by bisection of the number of bits; undefined if there is none. */
function integerRoot(value: bigint, degree: number): bigint | undefined {
  const power = BigInt(degree);
  let root = 0n;
  for (let bit = Math.ceil((value.toString(16).length * 4) / degree); bit >= 0; bit--) {
    const candidate = root | (1n << BigInt(bit));
    if (candidate ** power <= value) root = candidate;
  }
  return root ** power === value ? root : undefined;
}
