import { double } from "./double.js";
import type { FloatFormat } from "./float-format.js";

/** A float64 value, and a bound of how far rounding has taken it from the true value. */
export interface Bounded {
  readonly value: number;
  readonly error: number;
}

/** A kernel of the function table is right to a few units in the last place. */
export const kernelUnits = 4;

/**
 * How many roundings of the largest partial sum a sum of so many terms comes to. Each addition rounds once; the
 * roundings of many add up as their root does, but for a chance of 1 in 3,000 (Higham and Mary, 2019).
 */
export const roundingsOf = (count: number): number => Math.min(count - 1, 4 * Math.sqrt(count));

/** The operations of one format, each with what it adds to the errors of its operands. */
export interface BoundedArithmetic {
  /** A result that is rounded so many times as a product is. */
  readonly rounded: (value: number, inherited: number, units?: number) => Bounded;
  readonly product: (a: Bounded, b: Bounded) => Bounded;
  readonly quotient: (a: Bounded, b: Bounded) => Bounded;
  readonly integerPower: (base: Bounded, exponent: number) => Bounded;
  readonly power: (base: Bounded, exponent: Bounded) => Bounded;
  /** A function where each argument moves to both ends of its error, one after the other. */
  readonly spread: (
    f: (...parameters: number[]) => number,
    parameters: readonly Bounded[],
    units: number,
  ) => Bounded;
}

export const isExactZero = ({ value, error }: Bounded): boolean => value === 0 && error === 0;

/** How far a function moves where each argument goes to both ends of its error, one after the other. */
function movedBy(
  f: (...parameters: number[]) => number,
  parameters: readonly Bounded[],
  value: number,
): number {
  const values = parameters.map((parameter) => parameter.value);
  return parameters.reduce((sum, { value: at, error }, place) => {
    if (error === 0) return sum;
    const ends = [at - error, at + error].map((end) => f(...values.with(place, end)));
    return sum + Math.max(...ends.map((end) => Math.abs(end - value)));
  }, 0);
}

/** Running error analysis in a format, on values in float64. */
export function boundedArithmetic({ unit, least }: FloatFormat): BoundedArithmetic {
  const rounded = (value: number, inherited: number, units = 1): Bounded => {
    const error =
      inherited + units * unit * Math.abs(value) + (Number.isInteger(value) ? 0 : least);
    return { value, error: Number.isNaN(error) ? Infinity : error };
  };
  /** A result of numbers of which none is exactly 0: where it is 0, it was too small for the format. */
  const nonzero = (value: number, inherited: number, units = 1): Bounded =>
    value === 0 ? { value, error: inherited + least } : rounded(value, inherited, units);
  const spread: BoundedArithmetic["spread"] = (f, parameters, units) => {
    const value = f(...parameters.map((parameter) => parameter.value));
    const total = movedBy(f, parameters, value);
    // Functions are exactly 0 at 0 or 1 (sin, tanh, log, …) or nowhere; elsewhere a 0 was too small for the format.
    const canVanish =
      units === 0 || parameters.some((each) => each.value === 0 || each.value === 1);
    return canVanish ? rounded(value, total, units) : nonzero(value, total, units);
  };
  return {
    rounded,
    spread,
    // Nothing times an exact 0 is uncertain.
    product: (a, b) => {
      const value = a.value * b.value;
      if (isExactZero(a) || isExactZero(b)) return { value, error: 0 };
      const inherited =
        Math.abs(a.value) * b.error + Math.abs(b.value) * a.error + a.error * b.error;
      return nonzero(value, inherited);
    },
    quotient: (a, b) => {
      const value = a.value / b.value;
      const closest = Math.abs(b.value) - b.error;
      if (!(closest > 0)) return { value, error: Infinity };
      const inherited = (a.error + Math.abs(value) * b.error) / closest;
      return isExactZero(a) ? { value, error: 0 } : nonzero(value, inherited);
    },
    integerPower: (base, exponent) =>
      spread((x) => double.integerPower(x, exponent), [base], Math.abs(exponent)),
    power: (base, exponent) => spread(double.power, [base, exponent], kernelUnits),
  };
}
