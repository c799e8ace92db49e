import { functionRow } from "../algebra/functions/index.js";
import { type Ball, boundSum, isUnknown, precisionOf, unknownBall } from "./ball.js";
import { branches } from "./ball-branches.js";
import { evaluateDefinition } from "./ball-definition.js";
import { ballFieldOf } from "./ball-field.js";
import { doubleInputs } from "./double-inputs.js";
import type { Field } from "./field.js";

/**
 * Balls for what float64 computes, from the numbers that it reads. Rounding may move an argument across or onto a
 * kink, so that float64 is on another side of it than the true value. What jumps there (sign, step, equal, of which
 * derivatives are made) follows float64, as in PyTorch; what does not (max, min, abs, and functions by their definitions)
 * has its true value. Where float64 has no number to decide by (∞/∞), the true value does.
 */
export function float64Balls(digits: number): Field<Ball> {
  const base = doubleInputs(ballFieldOf(precisionOf(digits, digits)));
  const within = fieldWith(base, () => false);
  return fieldWith(base, (name) => functionRow(name).flat === true, within);
}

/** A field in which some branches follow float64, and all others the true values. */
function fieldWith(
  base: Field<Ball>,
  followsFloat64: (name: string) => boolean,
  within?: Field<Ball>,
): Field<Ball> {
  const field: Field<Ball> = {
    ...base,
    name: `float64-${base.name}`,
    call: (name, parameters) => {
      const row = functionRow(name);
      if (branches.has(name)) return branchOf(base, name, parameters, followsFloat64(name));
      if (!row.definition) return base.call(name, parameters);
      const double = row.value(...parameters.map((parameter) => parameter.double));
      return { ...evaluateDefinition(row, parameters, within ?? field), double };
    },
  };
  return field;
}

function branchOf(
  base: Field<Ball>,
  name: string,
  parameters: readonly Ball[],
  followsFloat64: boolean,
): Ball {
  const byFloat64 = base.call(name, parameters);
  const { double } = byFloat64;
  const value = continuous.get(name)?.(parameters);
  if (value) return { ...value, double };
  const isDecided = !Number.isNaN(double);
  if (followsFloat64 && isDecided) return byFloat64;
  if (parameters.some(isUndecided)) return isDecided ? byFloat64 : unknownBall(double);
  return { ...base.call(name, parameters.map(rounded)), double };
}

const opposite = ({ fraction, ...ball }: Ball): Ball => ({
  ...ball,
  mid: ball.mid.neg(),
  double: -ball.double,
  ...(fraction && { fraction: { ...fraction, numerator: -fraction.numerator } }),
});

/** The ball that reaches furthest up; others that it does not surely exceed make it wider. */
function greatest(balls: readonly Ball[]): Ball | undefined {
  const [first, ...others] = balls;
  if (!first || balls.some(isUnknown)) return first && unknownBall(Number.NaN);
  const best = others.reduce((top, each) => (each.mid.gt(top.mid) ? each : top), first);
  const reach = balls.reduce((most, { mid, radius }) => {
    const above = boundSum(mid.minus(best.mid), radius);
    return above.gt(most) ? above : most;
  }, best.radius);
  return reach.eq(best.radius) ? best : { mid: best.mid, radius: reach, double: best.double };
}

function least(balls: readonly Ball[]): Ball | undefined {
  const greatestOpposite = greatest(balls.map(opposite));
  return greatestOpposite && opposite(greatestOpposite);
}

/** What has the same value from both sides of its kink. */
const continuous: ReadonlyMap<string, (parameters: readonly Ball[]) => Ball | undefined> = new Map([
  ["max", greatest],
  ["min", least],
  ["abs", ([x]) => (x?.mid.isNegative() && !isUnknown(x) ? opposite(x) : x)],
]);

/** The same number where its float64 value is the true one, rounded. */
const rounded = (ball: Ball): Ball => ({ ...ball, double: ball.mid.toNumber() });

/** Whether it is open on which side of 0 a number lies. */
const isUndecided = (ball: Ball): boolean =>
  isUnknown(ball) || (!ball.radius.isZero() && ball.mid.abs().lte(ball.radius));
