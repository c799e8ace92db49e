import { decimalOfRational, type Rational } from "../rational.js";

/** `digits · 10^exponent` with an integer without trailing zeros. */
export interface Scaled {
  readonly digits: string;
  readonly exponent: number;
}

/** The digits of a non-negative rational, or undefined where its decimal expansion never ends. */
export function scaledDecimal(value: Rational): Scaled | undefined {
  const text = decimalOfRational(value);
  if (text === undefined) return undefined;
  const [whole = "0", fraction = ""] = text.split(".");
  const all = (whole + fraction).replace(/^0+(?=\d)/, "");
  const digits = all.replace(/0+$/, "") || "0";
  return { digits, exponent: digits === "0" ? 0 : all.length - digits.length - fraction.length };
}

const wholesWithFractions = new Set([2n, 3n, 4n, 6n, 7n, 8n, 9n, 12n, 16n]);

/** Whether a person writes the number as a fraction: ½ and ⅔, but 0.01. */
export function isFraction({ numerator, denominator }: Rational): boolean {
  if (denominator === 1n) return false;
  if (wholesWithFractions.has(denominator) && numerator <= 20n && numerator >= -20n) return true;
  return scaledDecimal({ numerator, denominator }) === undefined;
}

/** The TeX of a non-negative number that is not set as a fraction: 0.15, `1.2 \times 10^{-7}`. */
export function decimalTex(value: Rational): string {
  const scaled = scaledDecimal(value);
  if (!scaled) throw new Error("a number without end is set as a fraction");
  const { digits, exponent } = scaled;
  const order = digits.length - 1 + exponent;
  if (order > -5 && (exponent < 6 || order < 9)) return decimalOfRational(value) ?? digits;
  const mantissa = digits.length === 1 ? digits : `${digits[0]}.${digits.slice(1)}`;
  return mantissa === "1" ? `10^{${order}}` : `${mantissa} \\times 10^{${order}}`;
}
