import type { Bounded } from "../../math/numeric/running-error.js";
import { type Complex, complexStepSize } from "./complex.js";

/** f'(0) as the imaginary part of f(ih)/h. */
const quotient = (f: (shift: Complex) => Complex, h: number): number => f({ re: 0, im: h }).im / h;

/** A narrower step, which must give the same. */
const narrow = 1e-45;
/** Wide steps, over which a quotient that underflow has made 0 is not 0. */
const [wide, wider] = [1e-6, 1e-3];
/** An imaginary part near the end of float64's range. */
const tiny = 1e-300;
const agreement = 1e-10;

/**
 * f'(0) as the imaginary part of f(ih)/h, to the last digits of a double, as no difference is taken. Undefined
 * where f is not analytic, as at a kink, where it changes within the step, or where it leaves the range of float64.
 */
export function complexStep(f: (shift: Complex) => Complex): number | undefined {
  const [derivative, closer] = [quotient(f, complexStepSize), quotient(f, narrow)];
  if (!Number.isFinite(derivative) || !Number.isFinite(closer)) return undefined;
  if (Math.abs(closer * narrow) < tiny) {
    const isTiny = Math.abs(derivative * complexStepSize) < tiny;
    return isTiny && !vanishes(f) ? undefined : derivative;
  }
  if (Math.abs(closer) <= agreement * Math.abs(derivative)) return 0;
  return Math.abs(derivative - closer) <= agreement * Math.abs(closer) ? derivative : undefined;
}

/** Whether the quotient goes to 0 with the step. */
const vanishes = (f: (shift: Complex) => Complex): boolean =>
  Math.abs(quotient(f, wide)) <= 1e-3 * Math.abs(quotient(f, wider));

/** What rounding does to the complex step of one formula, in units in the last place. */
const units = 1000;

/** The same with the error that it may have; NaN where it is undefined. */
export function steppedValue(f: (shift: Complex) => Complex): Bounded {
  const value = quotient(f, complexStepSize);
  if (!Number.isFinite(value)) return { value: Number.NaN, error: Number.NaN };
  return { value, error: units * Number.EPSILON * Math.abs(value) };
}
