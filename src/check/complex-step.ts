import { type Complex, complexStepSize } from "./complex.js";

/**
 * f'(0) as the imaginary part of f(ih)/h, to the last digits of a double, as no difference is taken. Undefined
 * where f is not analytic, as at a kink.
 */
export function complexStep(f: (shift: Complex) => Complex): number | undefined {
  const derivative = f({ re: 0, im: complexStepSize }).im / complexStepSize;
  return Number.isFinite(derivative) ? derivative : undefined;
}
