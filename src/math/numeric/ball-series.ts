import {
  bitsFor,
  decimalLength,
  type Enclosure,
  type ExactDecimal,
  fixedConstant,
  integerSquareRoot,
  magnitude,
  nearestQuotient,
  powerOfTen,
  toEnclosure,
  toFixedPoint,
  wholeBits,
} from "./ball-fixed.js";

/**
 * The primitives of an exact decimal x, each with a proven error. Every series runs with at least 32 guard
 * bits beyond what argument reduction loses; it loses a few units a term, and it has far fewer than 2^20 terms.
 */
export type Series = (x: ExactDecimal, digits: number) => Enclosure;

const guard = 32;

/** The exponent of the first digit: 2 for 314.15. */
const leading = ({ coefficient, exponent }: ExactDecimal): number =>
  decimalLength(coefficient) + exponent - 1;

/** How many leading zeros a small argument has: f(x) ≈ x needs as many places more. */
const zerosOf = (x: ExactDecimal): number => Math.max(0, -leading(x));

/**
 * e^x = 10^k · (e^(r/2^s))^(2^s) with r = x - k ln 10, by Taylor's series. Each of the s squarings doubles
 * the relative error, and r inherits k times that of ln 10. To `digits` relative digits.
 */
export const expSeries: Series = (x, digits) => {
  const places = digits + 2;
  const squarings = Math.ceil(Math.sqrt(bitsFor(places)) * 0.6);
  const bits = bitsFor(places) + squarings + wholeBits(x) + guard;
  const fixed = toFixedPoint(x, bits);
  const ln10 = fixedConstant("ln10", bits);
  const tens = nearestQuotient(fixed, ln10);
  const rest = (fixed - tens * ln10) >> BigInt(squarings);
  let term = 1n << BigInt(bits);
  let sum = term;
  for (let n = 1n; term !== 0n; n++) {
    term = ((term * rest) >> BigInt(bits)) / n;
    sum += term;
  }
  for (let k = 0; k < squarings; k++) sum = (sum * sum) >> BigInt(bits);
  return toEnclosure(sum, bits, places, Number(tens));
};

/**
 * ln x = j ln 10 + 2 artanh(z), z = (y-1)/(y+1), with x = y·10^j and y between 0.3 and 3.2. Near 1 it takes as
 * many places more as y - 1 has leading zeros.
 */
export const logSeries: Series = ({ coefficient, exponent }, digits) => {
  const length = decimalLength(coefficient);
  const low = coefficient * 1000n < 316n * powerOfTen(length);
  const unit = powerOfTen(low ? length - 1 : length);
  const tens = exponent + (low ? length - 1 : length);
  const near = tens === 0 ? decimalLength(unit) - decimalLength(coefficient - unit) + 1 : 0;
  const places = digits + 2 + Math.max(0, near);
  const bits = bitsFor(places) + decimalLength(BigInt(tens)) * 4 + guard;
  const z = ((coefficient - unit) << BigInt(bits)) / (coefficient + unit);
  const square = (z * z) >> BigInt(bits);
  let sum = z;
  let term = z;
  for (let odd = 3n; magnitude(term) > 1n; odd += 2n) {
    term = (term * square) >> BigInt(bits);
    sum += term / odd;
  }
  return toEnclosure(2n * sum + BigInt(tens) * fixedConstant("ln10", bits), bits, places);
};

/** The series of sin (first term r, from 1) or cos (first term 1, from 0): each term is the last one times -r²/((n+1)(n+2)). */
function alternating(first: bigint, square: bigint, bits: number, from: bigint): bigint {
  let term = first;
  let sum = first;
  for (let n = from; magnitude(term) > 1n; n += 2n) {
    term = -(((term * square) >> BigInt(bits)) / ((n + 1n) * (n + 2n)));
    sum += term;
  }
  return sum;
}

/** sin(x + quarters · π/2), with x = q·π/2 + r and |r| < 0.8: q loses as many bits as x has before the point. */
const turned =
  (quarters: number): Series =>
  (x, digits) => {
    const places = digits + 2 + (quarters === 0 ? zerosOf(x) : 0);
    const bits = bitsFor(places) + wholeBits(x) + guard;
    const fixed = toFixedPoint(x, bits);
    const quarter = fixedConstant("pi", bits) / 2n;
    const turns = nearestQuotient(fixed, quarter);
    const rest = fixed - turns * quarter;
    const square = (rest * rest) >> BigInt(bits);
    const quadrant = Number(BigInt.asUintN(2, turns + BigInt(quarters)));
    const value =
      quadrant % 2 === 0
        ? alternating(rest, square, bits, 1n)
        : alternating(1n << BigInt(bits), square, bits, 0n);
    return toEnclosure(quadrant < 2 ? value : -value, bits, places);
  };

export const sinSeries = turned(0);
export const cosSeries = turned(1);

/**
 * arctan by arctan(a) = 2 arctan(a / (1 + √(1 + a²))) three times, then its series; an argument above 1 goes
 * through π/2 - arctan(1/x).
 */
export const atanSeries: Series = (x, digits) => {
  if (x.coefficient < 0n) return negated(atanSeries(opposite(x), digits));
  const places = digits + 2 + zerosOf(x);
  const bits = bitsFor(places) + guard;
  const one = 1n << BigInt(bits);
  const inverted = leading(x) >= 0;
  let a = inverted ? inverse(x, bits) : toFixedPoint(x, bits);
  for (let k = 0; k < 3; k++)
    a = (a << BigInt(bits)) / (one + integerSquareRoot(one * one + a * a));
  const square = (a * a) >> BigInt(bits);
  let sum = a;
  let term = a;
  for (let odd = 3n; magnitude(term) > 1n; odd += 2n) {
    term = -((term * square) >> BigInt(bits));
    sum += term / odd;
  }
  const angle = 8n * sum;
  const value = inverted ? fixedConstant("pi", bits) / 2n - angle : angle;
  return toEnclosure(value, bits, places);
};

/** 1/x for x ≥ 1 as a fixed-point number. */
function inverse({ coefficient, exponent }: ExactDecimal, bits: number): bigint {
  if (exponent > bits) return 0n;
  const unit = 1n << BigInt(bits);
  return exponent >= 0
    ? unit / (coefficient * powerOfTen(exponent))
    : (unit * powerOfTen(-exponent)) / coefficient;
}

/**
 * erf x = 2/√π Σ (-1)ⁿ x^(2n+1)/(n!(2n+1)). The terms grow to at most e^(x²), so x²/ln 2 bits more are carried;
 * 1 - erf x < e^(-x²) needs no series where it is below the error allowed.
 */
export const erfSeries: Series = (x, digits) => {
  if (x.coefficient < 0n) return negated(erfSeries(opposite(x), digits));
  const places = digits + 2 + zerosOf(x);
  const approximate = Number(`${x.coefficient}e${x.exponent}`);
  const square = approximate * approximate;
  if (square > bitsFor(places) * 0.7 + 4) return toEnclosure(1n, 0, places);
  const bits = bitsFor(places) + Math.ceil(square * 1.45) + guard;
  const fixed = toFixedPoint(x, bits);
  const fixedSquare = (fixed * fixed) >> BigInt(bits);
  let sum = fixed;
  let term = fixed;
  for (let n = 1n; magnitude(term) > 1n || Number(n) <= square; n++) {
    term = -(((term * fixedSquare) >> BigInt(bits)) / n);
    sum += term / (2n * n + 1n);
  }
  const rootPi = integerSquareRoot(fixedConstant("pi", bits) << BigInt(bits));
  return toEnclosure((sum << BigInt(bits + 1)) / rootPi, bits, places);
};

/** π. */
export const piEnclosure = (digits: number): Enclosure => {
  const bits = bitsFor(digits + 2) + guard;
  return toEnclosure(fixedConstant("pi", bits), bits, digits + 2);
};

const opposite = (x: ExactDecimal): ExactDecimal => ({ ...x, coefficient: -x.coefficient });
const negated = (x: Enclosure): Enclosure => ({ ...x, coefficient: -x.coefficient });
