import type { Decimal } from "decimal.js";
import { type Ball, boundSum, isUnknown } from "../../math/numeric/ball.js";
import type { Field } from "../../math/numeric/field.js";
import { type ChoicesAt, sameBranches } from "./branch-choices.js";

/** A function near a point, in one kind of decimals and with one width of steps. */
export interface DifferenceLevel {
  readonly field: Field<Ball>;
  /** The power of ten of the step, relative to x. */
  readonly exponent: number;
  readonly at: (shift: Ball) => Sample;
  /** The branches at the point itself. */
  readonly baseBranches: ChoicesAt;
}

/** A value, and the branches that led to it. */
export interface Sample {
  readonly value: Ball;
  readonly branches: ChoicesAt;
}

/** A derivative from one side: infinite at a vertical tangent, `undefined` where the domain ends. */
export type OneSided = number | undefined;

/** What differences over one step, two and four say on one side. */
export interface Estimate {
  /** Extrapolated to the step 0 after Richardson. */
  readonly value: Decimal;
  /** The rounding, and what the last extrapolation still changed. */
  readonly error: Decimal;
  /** The quotient over one step. */
  readonly quotient: Decimal;
  readonly change: Ball;
}

/** One side at one level: differences over one step and two, and more where they are asked for. */
export interface Side {
  readonly near: Ball;
  readonly far: Ball;
  readonly branches: ChoicesAt;
  readonly estimate: () => Estimate | Obstacle;
}

/** Why a side has no differences: the function has no value there, or the steps meet a kink on the way. */
export type Obstacle = "unknown" | "crossed";

export const isObstacle = (side: object | Obstacle): side is Obstacle => typeof side === "string";

export const minus = (a: Ball, b: Ball, field: Field<Ball>): Ball =>
  field.add(a, field.multiply(field.fromDecimal("-1"), b));

/** The value of a ball without what float64 and fractions know of it. */
export const plainBall = (mid: Decimal, radius: Decimal): Ball => ({
  mid,
  radius,
  double: mid.toNumber(),
});

/** Differences on one side of x, which is about 10^scale. */
export function sideAt(
  { field, exponent, at, baseBranches }: DifferenceLevel,
  sign: -1 | 1,
  scale: number,
  center: Ball,
): Side | Obstacle {
  const samples: Sample[] = [];
  const changeOver = (steps: number) => {
    const shift = field.fromDecimal(`${sign * steps}e${scale + exponent}`);
    const sample = at(shift);
    samples.push(sample);
    const change =
      sample.value === center ? field.fromDecimal("0") : minus(sample.value, center, field);
    return { change, quotient: field.divide(change, shift) };
  };
  const obstacleIn = (balls: readonly Ball[]): Obstacle | undefined => {
    if (balls.some(isUnknown)) return "unknown";
    const [first] = samples;
    return samples.every(
      ({ branches }) =>
        sameBranches(branches, baseBranches) && (!first || sameBranches(branches, first.branches)),
    )
      ? undefined
      : "crossed";
  };
  const one = changeOver(1);
  const branches = samples[0]?.branches ?? baseBranches;
  const [near, far] = [one.quotient, changeOver(2).quotient];
  const estimate = (): Estimate | Obstacle => {
    const third = changeOver(4).quotient;
    return obstacleIn([third]) ?? extrapolated([near, far, third], one.change, field);
  };
  return obstacleIn([near, far]) ?? { near, far, branches, estimate };
}

/** Richardson's table of the quotients over one step, two and four, whose errors begin with the step itself. */
function extrapolated(
  [near, far, third]: readonly [Ball, Ball, Ball],
  change: Ball,
  field: Field<Ball>,
): Estimate {
  const twice = (a: Ball, b: Ball): Ball => field.add(a, minus(a, b, field));
  const [first, second] = [twice(near, far), twice(far, third)];
  const correction = field.divide(minus(first, second, field), field.fromDecimal("3"));
  const { mid, radius } = field.add(first, correction);
  const error = boundSum(radius, correction.mid.abs());
  return { value: mid, error, quotient: near.mid, change };
}
