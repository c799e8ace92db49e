import { type Ball, boundSum } from "../../math/numeric/ball.js";
import { ballField } from "../../math/numeric/ball-field.js";
import type { Field } from "../../math/numeric/field.js";
import { type Bounded, runningError } from "../../math/numeric/running-error.js";

/**
 * float64 with error bounds for judges, who compute in another order than the model: two numbers that may be equal but
 * for rounding tie there, if they do, in decimals only.
 */
export const boundsWithTies: Field<Bounded> = {
  ...runningError,
  name: "running-error-with-ties",
  call: (name, parameters) => {
    const result = runningError.call(name, parameters);
    const [a, b] = parameters;
    if (name !== "equal" || !a || !b || a.value === b.value) return result;
    const mayTie = Math.abs(a.value - b.value) <= 4 * (a.error + b.error);
    return mayTie ? { ...result, error: Number.POSITIVE_INFINITY } : result;
  },
};

/** Balls this narrow are equal: what decimals compute is exact, or right to some 60 digits. */
const indistinguishable = "1e-50";

const base = ballField(60);

/** Decimals in which numbers that float64 takes as equal tie, and numbers that are equal though float64 rounds them apart. */
export const ballsWithTies: Field<Ball> = {
  ...base,
  name: `${base.name}-with-ties`,
  call: (name, parameters) => {
    const [a, b] = parameters;
    if (name !== "equal" || !a || !b) return base.call(name, parameters);
    const apart = a.mid.minus(b.mid).abs();
    const areEqual = apart.lte(boundSum(a.radius, b.radius, a.mid.abs().times(indistinguishable)));
    return areEqual ? base.fromDecimal("1") : base.call(name, parameters);
  },
};
