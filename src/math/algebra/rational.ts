/** An exact rational number in lowest terms; the denominator is positive. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export const rationalZero: Rational = { numerator: 0n, denominator: 1n };
export const rationalOne: Rational = { numerator: 1n, denominator: 1n };

const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);

/** The greatest common divisor of two integers, never negative. */
function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [magnitude(a), magnitude(b)];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** `numerator / denominator` in lowest terms. Throws a RangeError for the denominator 0. */
export function rational(numerator: bigint, denominator = 1n): Rational {
  if (denominator === 0n) throw new RangeError("a rational number with the denominator 0");
  const sign = denominator < 0n ? -1n : 1n;
  const divisor = greatestCommonDivisor(numerator, denominator) * sign;
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

export const addRationals = (a: Rational, b: Rational): Rational =>
  rational(
    a.numerator * b.denominator + b.numerator * a.denominator,
    a.denominator * b.denominator,
  );

export const multiplyRationals = (a: Rational, b: Rational): Rational =>
  rational(a.numerator * b.numerator, a.denominator * b.denominator);

export const negateRational = (a: Rational): Rational => ({
  numerator: -a.numerator,
  denominator: a.denominator,
});

export const isInteger = (a: Rational): boolean => a.denominator === 1n;

export const compareRationals = (a: Rational, b: Rational): number => {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
};

/** `a ** exponent` for an integer exponent. Throws a RangeError for 0 to a negative power. */
export function raiseRational(a: Rational, exponent: number): Rational {
  const power = BigInt(Math.abs(exponent));
  const raised = { numerator: a.numerator ** power, denominator: a.denominator ** power };
  return exponent < 0 ? rational(raised.denominator, raised.numerator) : raised;
}

const decimalPattern = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/;

/** The exact value of a decimal text: `rationalFromDecimal("0.1")` is 1/10. Throws a RangeError for anything else. */
export function rationalFromDecimal(text: string): Rational {
  const match = decimalPattern.exec(text.trim());
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match ?? [];
  if (!match || whole + fraction === "") throw new RangeError(`not a decimal number: ${text}`);
  const digits = BigInt(whole + fraction) * (sign === "-" ? -1n : 1n);
  const shift = Number(exponent) - fraction.length;
  const scale = 10n ** BigInt(Math.abs(shift));
  return shift >= 0 ? rational(digits * scale) : rational(digits, scale);
}

/** The decimal text of a rational, or undefined where its expansion never ends: 1/8 is "0.125". */
export function decimalOfRational(value: Rational): string | undefined {
  let rest = value.denominator;
  let places = 0;
  while (rest % 10n === 0n) [rest, places] = [rest / 10n, places + 1];
  while (rest % 5n === 0n) [rest, places] = [rest / 5n, places + 1];
  while (rest % 2n === 0n) [rest, places] = [rest / 2n, places + 1];
  if (rest !== 1n) return undefined;
  const scaled = (magnitude(value.numerator) * 10n ** BigInt(places)) / value.denominator;
  const digits = scaled.toString().padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places);
  const fraction = digits.slice(digits.length - places).replace(/0+$/, "");
  return `${value.numerator < 0n ? "-" : ""}${whole}${fraction && `.${fraction}`}`;
}

/** The float64 nearest to the rational. */
export function rationalToNumber(value: Rational): number {
  const limit = BigInt(Number.MAX_SAFE_INTEGER);
  if (magnitude(value.numerator) <= limit && value.denominator <= limit)
    return Number(value.numerator) / Number(value.denominator);
  const exact = decimalOfRational(value);
  if (exact !== undefined) return Number(exact);
  const digits = value.denominator.toString().length - value.numerator.toString().length + 40;
  const shift = Math.max(digits, 0);
  return Number(`${(value.numerator * 10n ** BigInt(shift)) / value.denominator}e${-shift}`);
}
