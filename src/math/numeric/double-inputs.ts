import { decimalOfRational, type Rational, rational } from "../algebra/rational.js";
import type { Ball } from "./ball.js";
import type { Field } from "./field.js";

/** The exact value of a finite float64. */
export function exactRational(value: number): Rational {
  let [numerator, denominator] = [value, 1n];
  while (!Number.isInteger(numerator)) [numerator, denominator] = [numerator * 2, denominator * 2n];
  return rational(BigInt(numerator), denominator);
}

/** A decimal as float64 takes it; a fraction such as 1/3, which only results from a division, stays exact. */
function asDouble(value: Rational): Rational {
  const decimal = decimalOfRational(value);
  const double = decimal === undefined ? 0 : Number(decimal);
  return double !== 0 && Number.isFinite(double) ? exactRational(double) : value;
}

/** Doubles above this have at most a hundred digits after the point. */
const leastPlain = 1e-13;
const mostPlain = 1e20;

/** A decimal text for exactly the float64 that a decimal is read as; what float64 cannot hold stays. */
function doubleText(text: string): string | undefined {
  const value = Number(text);
  const size = Math.abs(value);
  if (value === 0 || size === Number.POSITIVE_INFINITY) return text;
  return size > leastPlain && size < mostPlain ? value.toFixed(100) : undefined;
}

/** Exact arithmetic with the numbers that float64 makes of what was written, as all JSON values have them. */
export const doubleInputs = (field: Field<Ball>): Field<Ball> => ({
  ...field,
  name: `${field.name}-of-doubles`,
  fromRational: (value) => field.fromRational(asDouble(value)),
  fromDecimal: (text) => {
    const exact = doubleText(text);
    return exact === undefined
      ? field.fromRational(exactRational(Number(text)))
      : field.fromDecimal(exact);
  },
});
