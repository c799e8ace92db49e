import { canonicalDecimal } from "./decimal.js";

/**
 * The decimal that a float32 number is, with all its digits: the float32 next to 0.1 is
 * 0.100000001490116119384765625. Numbers of fewer bits are float32 numbers, too.
 */
export function exactDecimal(value: number): string {
  let [whole, halvings] = [value, 0];
  for (; !Number.isInteger(whole); halvings++) whole *= 2;
  return canonical(`${BigInt(whole) * 5n ** BigInt(halvings)}e-${halvings}`);
}

/** How many significant digits no float32 number needs more of to be told from all others. */
const mostDigits = 9;

/** The fewest significant digits to which a float32 number can be rounded so that it is still read back. */
export function shortestDigits(value: number): number {
  for (let digits = 1; digits < mostDigits; digits++)
    if (Math.fround(Number(value.toPrecision(digits))) === value) return digits;
  return mostDigits;
}

/** A float32 number in its shortest form: `shortestFloat32(Math.fround(0.1))` is "0.1". */
export const shortestFloat32 = (value: number): string =>
  canonical(value.toPrecision(shortestDigits(value)));

/** Whether a canonical decimal is a float32 number to its last digit, as 0.5 is, and 0.1 is not. */
export function isFloat32(decimal: string): boolean {
  const value = Number(decimal);
  return Math.fround(value) === value && exactDecimal(value) === decimal;
}

function canonical(text: string): string {
  const decimal = canonicalDecimal(text);
  if (decimal.ok) return decimal.text;
  throw new Error(`${text} is not the decimal of a float32 number`);
}
