import { Decimal } from "decimal.js";
import { canonicalDecimal, decimalFaults } from "../formula/decimal.js";
import { lastPlace, significantDigits } from "../numeric/printed-number.js";
import { InputError } from "../problem/problem.js";
import { quote } from "../problem/quote.js";

/** A number as somebody wrote it: `0.0010` ends at the place 10⁻⁴ and has two significant digits. */
export interface WrittenNumber {
  readonly text: string;
  readonly value: number;
  /** One unit of its last digit. */
  readonly unit: number;
  readonly significantDigits: number;
}

/** Reads a number with the digits that it is written in. What is no decimal number is an InputError. */
export function readWritten(text: string, about: string): WrittenNumber {
  const decimal = canonicalDecimal(text);
  if (!decimal.ok)
    throw new InputError({
      code: "invalid-answer",
      message: `${quote(text)} for ${quote(about)} ${decimalFaults[decimal.fault]}`,
      help: "write a name and a decimal number: `w1=0.000438568`",
    });
  return {
    text,
    value: Number(decimal.text),
    unit: Number(`1e${lastPlace(text)}`),
    significantDigits: significantDigits(text),
  };
}

/**
 * Whether a value rounds to what is written, where `doubt` is how far the value itself may be off. A value in
 * the middle between two written numbers is both.
 */
export const agrees = (
  { value: written, unit }: WrittenNumber,
  value: number,
  doubt = 0,
): boolean => Math.abs(value - written) <= unit / 2 + doubt + 1e-12 * Math.abs(written);

/**
 * A number to so many decimals. `decimal` takes a double for the shortest decimal that denotes it and rounds
 * ties away from zero, as on paper; `binary` rounds the double's own value, as programming languages do.
 */
export function roundToPlaces(value: number, count: number, kind: "decimal" | "binary"): number {
  if (!Number.isFinite(value)) return value;
  if (kind === "binary") return Math.abs(value) < 1e21 ? Number(value.toFixed(count)) : value;
  return new Decimal(value).toDecimalPlaces(count, Decimal.ROUND_HALF_UP).toNumber();
}
