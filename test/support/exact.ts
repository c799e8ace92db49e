import { Decimal } from "decimal.js";

/**
 * Numbers for recomputing printed lines, apart from everything that `src` computes with: fractions of integers
 * as long as they suffice, else decimals of many digits.
 */
export type Exact = Fraction | Decimal;

export interface Fraction {
  readonly top: bigint;
  /** Positive. */
  readonly bottom: bigint;
}

export const Long = Decimal.clone({ precision: 120, rounding: Decimal.ROUND_HALF_UP });

export const isFraction = (value: Exact): value is Fraction => "top" in value;

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b));

export function fraction(top: bigint, bottom = 1n): Fraction {
  if (bottom === 0n) throw new Error("a division by zero");
  const divisor = gcd(top, bottom) * (bottom < 0n ? -1n : 1n);
  return { top: top / divisor, bottom: bottom / divisor };
}

/** `0.0250` as 25/1000. */
export function fractionOf(text: string): Fraction {
  const [whole = "", decimals = ""] = text.split(".");
  return fraction(BigInt(whole + decimals), 10n ** BigInt(decimals.length));
}

export const toLong = (value: Exact): Decimal =>
  isFraction(value) ? new Long(value.top.toString()).div(new Long(value.bottom.toString())) : value;

const both =
  (
    ofFractions: (a: Fraction, b: Fraction) => Fraction,
    ofDecimals: (a: Decimal, b: Decimal) => Decimal,
  ) =>
  (a: Exact, b: Exact): Exact =>
    isFraction(a) && isFraction(b) ? ofFractions(a, b) : ofDecimals(toLong(a), toLong(b));

export const plus = both(
  (a, b) => fraction(a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom),
  (a, b) => a.plus(b),
);
const timesNonzero = both(
  (a, b) => fraction(a.top * b.top, a.bottom * b.bottom),
  (a, b) => a.times(b),
);
/** Nothing times anything is exactly nothing. */
export const times = (a: Exact, b: Exact): Exact =>
  isExactly(a, 0n) || isExactly(b, 0n) ? fraction(0n) : timesNonzero(a, b);
const nonzeroOver = both(
  (a, b) => fraction(a.top * b.bottom, a.bottom * b.top),
  (a, b) => a.div(b),
);
export const over = (a: Exact, b: Exact): Exact =>
  isExactly(a, 0n) && !isExactly(b, 0n) ? fraction(0n) : nonzeroOver(a, b);
export const minusOne: Exact = fraction(-1n);
export const one: Exact = fraction(1n);
export const zero: Exact = fraction(0n);
export const opposite = (a: Exact): Exact => times(minusOne, a);

/** Whether a is below, at or above b: -1, 0 or 1. */
export function compare(a: Exact, b: Exact): number {
  const difference = plus(a, opposite(b));
  if (!isFraction(difference)) return difference.comparedTo(0);
  return difference.top === 0n ? 0 : difference.top < 0n ? -1 : 1;
}

/** The whole exponent of a power, if it is one. */
const wholeOf = (value: Exact): number | undefined =>
  isFraction(value) && value.bottom === 1n && value.top < 10_000n && value.top > -10_000n
    ? Number(value.top)
    : undefined;

export function raised(base: Exact, exponent: Exact): Exact {
  const whole = wholeOf(exponent);
  if (whole === undefined) return toLong(base).pow(toLong(exponent));
  if (!isFraction(base)) return base.pow(whole);
  const size = BigInt(Math.abs(whole));
  const [top, bottom] = [base.top ** size, base.bottom ** size];
  return whole < 0 ? fraction(bottom, top) : fraction(top, bottom);
}

/** √(2/π)-free error function: 2/√π Σ (-1)^n x^(2n+1) / (n! (2n+1)). */
function erf(x: Decimal): Decimal {
  let term = x;
  let sum = x;
  for (let n = 1; term.abs().gt("1e-115"); n++) {
    term = term.times(x).times(x).div(-n);
    sum = sum.plus(term.div(2 * n + 1));
  }
  return sum.times(2).div(Long.acos(-1).sqrt());
}

const exactZeros = new Set(["tanh", "sinh", "sin", "tan", "arctan", "erf", "GELU", "SiLU"]);

const relu = (x: Exact): Exact => (compare(x, zero) > 0 ? x : zero);

/** Functions that are exact on fractions, by the name that TeX calls them. */
const exactFunctions: Readonly<Record<string, (values: readonly Exact[]) => Exact>> = {
  max: (values) => values.reduce((a, b) => (compare(a, b) >= 0 ? a : b)),
  min: (values) => values.reduce((a, b) => (compare(a, b) <= 0 ? a : b)),
  abs: ([x = zero]) => (compare(x, zero) < 0 ? opposite(x) : x),
  sgn: ([x = zero]) => fraction(BigInt(compare(x, zero))),
  ReLU: ([x = zero]) => relu(x),
  LeakyReLU: ([x = zero, slope = fractionOf("0.01")]) =>
    compare(x, zero) > 0 ? x : times(slope, x),
  ELU: ([x = zero, alpha = one]) =>
    compare(x, zero) > 0 ? x : times(alpha, plus(functionValue("exp", [x]), minusOne)),
};

const longFunctions: Readonly<Record<string, (x: Decimal) => Decimal>> = {
  exp: (x) => x.exp(),
  ln: (x) => x.ln(),
  tanh: (x) => x.tanh(),
  sinh: (x) => x.sinh(),
  cosh: (x) => x.cosh(),
  sin: (x) => x.sin(),
  cos: (x) => x.cos(),
  tan: (x) => x.tan(),
  arctan: (x) => x.atan(),
  sqrt: (x) => x.sqrt(),
  erf,
  sigma: (x) => x.neg().exp().plus(1).pow(-1),
  GELU: (x) => x.div(2).times(erf(x.div(new Long(2).sqrt())).plus(1)),
  SiLU: (x) => x.div(x.neg().exp().plus(1)),
};

const isExactly = (value: Exact, whole: bigint): boolean =>
  isFraction(value) && value.bottom === 1n && value.top === whole;

/** The names of every function that a printed line may use. */
export const functionNames: readonly string[] = [
  ...Object.keys(exactFunctions),
  ...Object.keys(longFunctions),
];

export function functionValue(name: string, values: readonly Exact[]): Exact {
  const exact = exactFunctions[name];
  if (exact) return exact(values);
  if (name === "pi") return Long.acos(-1);
  const [x] = values;
  const long = longFunctions[name];
  if (!x || !long) throw new Error(`cannot evaluate ${name}`);
  if (isExactly(x, 0n) && exactZeros.has(name)) return zero;
  if (isExactly(x, 0n) && (name === "exp" || name === "cos" || name === "cosh")) return one;
  if (isExactly(x, 1n) && name === "ln") return zero;
  if (name === "sqrt" && isFraction(x)) {
    const root = rootOf(x);
    if (root) return root;
  }
  return long(new Long(toLong(x)));
}

/** The square root of a fraction that is a square. */
function rootOf({ top, bottom }: Fraction): Fraction | undefined {
  const integerRoot = (value: bigint): bigint | undefined => {
    const root = BigInt(new Long(value.toString()).sqrt().round().toFixed());
    return root * root === value ? root : undefined;
  };
  const [a, b] = top < 0n ? [] : [integerRoot(top), integerRoot(bottom)];
  return a !== undefined && b !== undefined ? fraction(a, b) : undefined;
}

/**
 * To so many significant digits, ties away from zero, in the form `digits e exponent`. A decimal so close to a
 * tie that 100 digits do not tell is an error.
 */
export function roundedTo(value: Exact, digits: number): Fraction {
  if (!isFraction(value)) {
    const [low, high] = ["-1e-95", "1e-95"].map((by) =>
      value.plus(value.times(by)).toSignificantDigits(digits, Decimal.ROUND_HALF_UP),
    );
    if (!low || !high?.eq(low)) throw new Error(`${value} is too close to a tie`);
    return ofDecimal(low);
  }
  if (value.top === 0n) return value;
  const size = value.top < 0n ? -value.top : value.top;
  let exponent = size.toString().length - value.bottom.toString().length;
  if (compare(fraction(size, value.bottom), raised(fraction(10n), fraction(BigInt(exponent)))) < 0)
    exponent -= 1;
  const unit = raised(fraction(10n), fraction(BigInt(exponent - digits + 1))) as Fraction;
  const scaled = over(fraction(size, value.bottom), unit) as Fraction;
  const count = (2n * scaled.top + scaled.bottom) / (2n * scaled.bottom);
  return times(fraction(value.top < 0n ? -count : count), unit) as Fraction;
}

export const ofDecimal = (value: Decimal): Fraction => fractionOf(value.toFixed());
