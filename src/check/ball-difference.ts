import type { Decimal } from "decimal.js";
import { type Ball, boundSum, isUnknown } from "../numeric/ball.js";
import type { Field } from "../numeric/field.js";

/** What central and one-sided differences say about a function at a point. */
export type Difference =
  /** The derivative; the radius holds the rounding of the quotients and what extrapolation still changed. */
  | { readonly kind: "smooth"; readonly value: Ball }
  /** Another derivative on each side. */
  | { readonly kind: "kink"; readonly left: Ball; readonly right: Ball }
  /** No one-sided derivative, a jump, or a point at the border of the domain. */
  | { readonly kind: "undefined" };

/** The step is 10^-12 of x, or 10^-30 where the first one leaves a domain or meets a kink on the way. */
const stepExponents = [-12, -30];

/** The derivative at 0 of a function of the shift of x, by differences over one and two steps on each side. */
export function ballDifference(
  f: (shift: Ball) => Ball,
  x: number,
  field: Field<Ball>,
): Difference {
  const scale = x === 0 || !Number.isFinite(x) ? 0 : Math.floor(Math.log10(Math.abs(x)));
  const center = f(field.fromDecimal("0"));
  if (isUnknown(center)) return { kind: "undefined" };
  for (const exponent of stepExponents) {
    const difference = differenceOver({ scale, exponent: scale + exponent }, f, center, field);
    if (difference.kind !== "undefined") return difference;
  }
  return { kind: "undefined" };
}

/** One-sided difference quotients over one step and over two. */
interface Side {
  readonly near: Ball;
  readonly far: Ball;
}

/** Powers of ten: that of x, and that of the step. */
interface Steps {
  readonly scale: number;
  readonly exponent: number;
}

function differenceOver(
  { scale, exponent }: Steps,
  f: (shift: Ball) => Ball,
  center: Ball,
  field: Field<Ball>,
): Difference {
  const quotient = (steps: number): Ball => {
    const shift = field.fromDecimal(`${steps}e${exponent}`);
    return field.divide(minus(f(shift), center, field), shift);
  };
  const right = { near: quotient(1), far: quotient(2) };
  const left = { near: quotient(-1), far: quotient(-2) };
  const all = [right.near, right.far, left.near, left.far];
  if (all.some(isUnknown)) return { kind: "undefined" };
  const largest = all.map(({ mid }) => mid.abs()).reduce((a, b) => (a.gt(b) ? a : b));
  const size = center.mid.abs().plus(1);
  // What higher derivatives leave of a jump is of the second order of the step.
  const unit = size.times(`1e${2 * exponent + 3}`);
  const tolerance = boundSum(largest.times(1e-10), unit, ...all.map(({ radius }) => radius));
  const slack = largest.times(1e-3).plus(size.times(`1e${-scale - 6}`));
  // Where quotients grow as the step shrinks, there is a jump or a vertical tangent.
  const settled = [left, right].every(({ near, far }) => near.mid.minus(far.mid).abs().lte(slack));
  if (!settled) return { kind: "undefined" };
  return jumpOf(left, right).lte(tolerance)
    ? smooth(left, right, field)
    : { kind: "kink", left: left.near, right: right.near };
}

/** The difference of both sides, extrapolated to the step 0: what a second derivative adds goes with the step. */
const jumpOf = (left: Side, right: Side): Decimal =>
  right.near.mid.minus(left.near.mid).times(2).minus(right.far.mid.minus(left.far.mid)).abs();

/** D + (D - D')/3 with the central differences D and D' over one step and over two. */
function smooth(left: Side, right: Side, field: Field<Ball>): Difference {
  const two = field.fromDecimal("2");
  const near = field.divide(field.add(left.near, right.near), two);
  const far = field.divide(field.add(left.far, right.far), two);
  const change = minus(near, far, field);
  const value = field.add(near, field.divide(change, field.fromDecimal("3")));
  const { fraction: _, ...inexact } = value;
  const radius = boundSum(value.radius, change.mid.abs());
  return { kind: "smooth", value: { ...inexact, radius, double: value.mid.toNumber() } };
}

const minus = (a: Ball, b: Ball, field: Field<Ball>): Ball =>
  field.add(a, field.multiply(field.fromDecimal("-1"), b));
