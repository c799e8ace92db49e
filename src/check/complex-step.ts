import type { Bounded } from "../numeric/running-error.js";
import { type Complex, complexStepSize } from "./complex.js";

/**
 * f'(0) as the imaginary part of f(ih)/h, to the last digits of a double, as no difference is taken. Undefined
 * where f is not analytic, as at a kink.
 */
export function complexStep(f: (shift: Complex) => Complex): number | undefined {
  const derivative = f({ re: 0, im: complexStepSize }).im / complexStepSize;
  return Number.isFinite(derivative) ? derivative : undefined;
}

/** What rounding does to the complex step of one formula, in units in the last place. */
const units = 1000;

/** The same with the error that it may have; NaN where it is undefined. */
export function steppedValue(f: (shift: Complex) => Complex): Bounded {
  const value = complexStep(f) ?? Number.NaN;
  return { value, error: units * Number.EPSILON * Math.abs(value) };
}
