/**
 * Fixed-point numbers for the series of the elementary functions: the integer n with p bits stands for
 * n · 2^-p. One unit is 2^-p. A shift or a quotient of integers is off by less than one unit.
 */

/** An exact decimal, `coefficient · 10^exponent`. */
export interface ExactDecimal {
  readonly coefficient: bigint;
  readonly exponent: number;
}

/** A decimal that is within `10^error` of the true value. */
export interface Enclosure extends ExactDecimal {
  readonly error: number;
}

export const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);
export const decimalLength = (value: bigint): number => magnitude(value).toString().length;
export const powerOfTen = (exponent: number): bigint => 10n ** BigInt(exponent);

/** Bits for which 2^-bits ≤ ¼ · 10^-places. */
export const bitsFor = (places: number): number => Math.ceil(Math.max(places, 1) * 3.32193) + 2;

/** How many bits the whole part of a decimal takes, at most. */
export const wholeBits = ({ coefficient, exponent }: ExactDecimal): number =>
  Math.max(0, Math.ceil((decimalLength(coefficient) + exponent) * 3.32193));

/** The decimal as a fixed-point number, off by less than one unit. */
export function toFixedPoint({ coefficient, exponent }: ExactDecimal, bits: number): bigint {
  if (exponent >= 0) return (coefficient * powerOfTen(exponent)) << BigInt(bits);
  if (decimalLength(coefficient) + exponent < -bits) return 0n;
  return (coefficient << BigInt(bits)) / powerOfTen(-exponent);
}

/**
 * A fixed-point number that is off by at most ¼ · 10^-places, as an enclosure of it times 10^scale: two more
 * decimal places are kept, so what is cut off stays below 10^-(places + 2).
 */
export function toEnclosure(value: bigint, bits: number, places: number, scale = 0): Enclosure {
  const coefficient = (value * powerOfTen(places + 2)) >> BigInt(bits);
  return { coefficient, exponent: scale - places - 2, error: scale - places };
}

/** ⌊√value⌋ by Newton's iteration from above. */
export function integerSquareRoot(value: bigint): bigint {
  if (value < 2n) return value;
  let root = 1n << BigInt(Math.ceil(value.toString(16).length * 2) + 1);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

/** The integer nearest to a/b, for b > 0. */
export const nearestQuotient = (a: bigint, b: bigint): bigint =>
  (a < 0n ? a - b / 2n : a + b / 2n) / b;

/** Σ ±(1/m)^(2i+1)/(2i+1): arctan(1/m) with alternating signs, artanh(1/m) without. */
function reciprocalSeries(m: bigint, bits: number, alternating: boolean): bigint {
  let term = (1n << BigInt(bits)) / m;
  let sum = 0n;
  for (let odd = 1n; term !== 0n; odd += 2n) {
    sum += alternating && odd % 4n === 3n ? -(term / odd) : term / odd;
    term /= m * m;
  }
  return sum;
}

const constants = {
  /** Machin: π = 16 arctan(1/5) - 4 arctan(1/239). */
  pi: (bits: number) =>
    16n * reciprocalSeries(5n, bits, true) - 4n * reciprocalSeries(239n, bits, true),
  /** ln 10 = 46 artanh(1/31) + 34 artanh(1/49) + 20 artanh(1/161). */
  ln10: (bits: number) =>
    46n * reciprocalSeries(31n, bits, false) +
    34n * reciprocalSeries(49n, bits, false) +
    20n * reciprocalSeries(161n, bits, false),
} as const;

const known = new Map<string, bigint>();
/** Constants are kept for bits in such steps, each computed for itself: none depends on which was asked for first. */
const bitsInStep = 256;

/** π or ln 10 as a fixed-point number, off by at most one unit. */
export function fixedConstant(name: keyof typeof constants, bits: number): bigint {
  // Each series loses a unit a term and less than a hundredfold of that in the sum: 32 bits hold it.
  const guarded = bits + 32;
  const computed = Math.ceil(guarded / bitsInStep) * bitsInStep;
  const key = `${name} ${computed}`;
  const value = known.get(key) ?? constants[name](computed);
  known.set(key, value);
  return value >> BigInt(computed - bits);
}
