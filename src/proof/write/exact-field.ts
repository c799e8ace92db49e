import { type Ball, bound, exactBall } from "../../math/numeric/ball.js";
import { ballField } from "../../math/numeric/ball-field.js";
import type { Field } from "../../math/numeric/field.js";

/** The float64 next to what a ball encloses; 0 where the ball cannot tell it from 0. */
const nearest = ({ mid, radius }: Ball): number => (mid.abs().lte(radius) ? 0 : mid.toNumber());

/** What 1000 digits do not tell from 0 is 0: the gradient of a bias that softmax takes no notice of. */
const indistinguishable = bound("1e-1000");

/**
 * Decimals of so many digits in which branches follow the decimals too, where `ballField` lets float64
 * decide them: who re-checks a stream has no float64 in between.
 */
export function exactField(digits: number): Field<Ball> {
  const field = ballField(digits);
  const decided = (ball: Ball): Ball => {
    const double = nearest(ball);
    const isZero = double === 0 && ball.radius.lt(indistinguishable);
    return isZero ? exactBall(bound(0), 0) : { ...ball, double };
  };
  return {
    ...field,
    name: `exact-${digits}`,
    call: (name, parameters) => field.call(name, parameters.map(decided)),
    toNumber: nearest,
  };
}
