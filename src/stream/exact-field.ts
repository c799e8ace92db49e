import type { Ball } from "../numeric/ball.js";
import { ballField } from "../numeric/ball-field.js";
import type { Field } from "../numeric/field.js";

/** The float64 next to what a ball encloses; 0 where the ball cannot tell it from 0. */
const nearest = ({ mid, radius }: Ball): number => (mid.abs().lte(radius) ? 0 : mid.toNumber());

/**
 * Decimals of so many digits in which branches follow the decimals too, where `ballField` lets float64
 * decide them: who re-checks a stream has no float64 in between.
 */
export function exactField(digits: number): Field<Ball> {
  const field = ballField(digits);
  const decided = (ball: Ball): Ball => ({ ...ball, double: nearest(ball) });
  return {
    ...field,
    name: `exact-${digits}`,
    call: (name, parameters) => field.call(name, parameters.map(decided)),
    toNumber: nearest,
  };
}
