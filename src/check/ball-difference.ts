import type { Decimal } from "decimal.js";
import { type Ball, boundSum, isUnknown } from "../numeric/ball.js";
import type { Field } from "../numeric/field.js";

/** What central and one-sided differences say about a function at a point. */
export type Difference =
  /** The derivative; the radius holds the rounding of the quotients and what extrapolation still changed. */
  | { readonly kind: "smooth"; readonly value: Ball }
  /** Another derivative on each side. */
  | { readonly kind: "kink"; readonly left: OneSided; readonly right: OneSided }
  /** A jump, a point outside of the domain, or one where more digits are needed than we compute with. */
  | { readonly kind: "undefined"; readonly isJump?: true };

/** A derivative from one side: infinite at a vertical tangent, `undefined` where the domain ends. */
export type OneSided = number | undefined;

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
  return singularKink(f, scale, center, field);
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
    : { kind: "kink", left: left.near.mid.toNumber(), right: right.near.mid.toNumber() };
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

/** What happens on one side of a point where the quotients of both sides do not settle. */
type Approach =
  | { readonly kind: "derivative"; readonly value: OneSided }
  | { readonly kind: "jump" };

/** The kink of a square root at 0, where a side is vertical or missing. */
function singularKink(
  f: (shift: Ball) => Ball,
  scale: number,
  center: Ball,
  field: Field<Ball>,
): Difference {
  const left = approach(f, -1, scale, center, field);
  const right = approach(f, 1, scale, center, field);
  if (left.kind === "jump" || right.kind === "jump") return { kind: "undefined", isJump: true };
  if (left.value === undefined && right.value === undefined) return { kind: "undefined" };
  return { kind: "kink", left: left.value, right: right.value };
}

/** The quotients over the two steps: f jumps where it does not come closer, and is vertical where they grow. */
function approach(
  f: (shift: Ball) => Ball,
  sign: -1 | 1,
  scale: number,
  center: Ball,
  field: Field<Ball>,
): Approach {
  const [wide, narrow] = stepExponents.map((exponent) => {
    const shift = field.fromDecimal(`${sign}e${scale + exponent}`);
    const change = minus(f(shift), center, field);
    return { change, quotient: field.divide(change, shift) };
  });
  if (!wide || !narrow || isUnknown(wide.change) || isUnknown(narrow.change))
    return { kind: "derivative", value: undefined };
  const isStill = wide.change.mid.abs().lte(wide.change.radius);
  if (isStill) return { kind: "derivative", value: 0 };
  if (narrow.change.mid.abs().gt(wide.change.mid.abs().times(0.5))) return { kind: "jump" };
  const { mid } = narrow.quotient;
  const isVertical = mid.abs().gt(wide.quotient.mid.abs().times(10));
  return { kind: "derivative", value: isVertical ? mid.s * Infinity : mid.toNumber() };
}
