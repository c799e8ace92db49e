import type { Decimal } from "decimal.js";
import { type Ball, boundSum, isUnknown } from "../../math/numeric/ball.js";
import type { Field } from "../../math/numeric/field.js";
import { isTiedAt } from "./branch-choices.js";
import {
  type DifferenceLevel,
  isObstacle,
  minus,
  type Obstacle,
  type OneSided,
  plainBall,
  type Side,
  sideAt,
} from "./one-sided.js";
import { type DifferenceHistory, largestOf, limitOf, settledOf } from "./one-sided-limit.js";

export type { DifferenceLevel, OneSided } from "./one-sided.js";

/** What central and one-sided differences say about a function at a point. */
export type Difference =
  /** The derivative; the radius holds the rounding of the quotients and what extrapolation still changed. */
  | { readonly kind: "smooth"; readonly value: Ball }
  /** Another derivative on each side. */
  | { readonly kind: "kink"; readonly left: OneSided; readonly right: OneSided }
  /** A jump, a point outside of the domain, or one where more digits are needed than we compute with. */
  | { readonly kind: "undefined"; readonly isJump?: true };

/** Sides that differ by less than this share of them are one derivative. */
const onePart = 1e-10;
/** A derivative with this relative error needs no more digits. */
const precise = 1e-15;
/** What a float64 cannot be told from 0. */
const least = "1e-350";

/**
 * The derivative at 0 of a function of the shift of x, by differences on both sides, at the first of the levels
 * where they settle and tell it from 0 unless it is below `floor`.
 */
export function ballDifference(
  levels: readonly (() => DifferenceLevel)[],
  x: number,
  floor: number,
): Difference {
  const scale = x === 0 || !Number.isFinite(x) ? 0 : Math.floor(Math.log10(Math.abs(x)));
  const history: DifferenceHistory = { left: [], right: [] };
  let best: Difference | undefined;
  let kink: Kink | undefined;
  for (const levelOf of levels) {
    const found = differenceAt(levelOf(), scale, history);
    if (found?.kind === "smooth") {
      best = found;
      if (isEnough(found.value, floor)) return found;
    }
    // A kink without a function that has one is a bend that narrower steps may tell from a kink.
    if (found?.kind === "kink") {
      if (kink && found.isTied && areEqual(kink, found)) return found.difference;
      kink = found;
    }
  }
  return best ?? kink?.difference ?? singularKink(history);
}

const isEnough = ({ mid, radius }: Ball, floor: number): boolean =>
  radius.lte(mid.abs().times(precise)) || radius.lte(floor) || radius.lte(least);

interface Kink {
  readonly kind: "kink";
  readonly difference: Difference;
  readonly sides: readonly [Ball, Ball];
  /** Whether a max, a min or a sign stands between two branches at the point. */
  readonly isTied: boolean;
}

const areEqual = (a: Kink, b: Kink): boolean =>
  a.sides.every(({ mid, radius }, place) => {
    const other = b.sides[place];
    return (
      other !== undefined &&
      mid
        .minus(other.mid)
        .abs()
        .lte(boundSum(radius, other.radius, other.mid.abs().times(onePart)))
    );
  });

type Found = Extract<Difference, { kind: "smooth" }> | Kink | undefined;

/** What one level says; undefined where its differences do not settle. */
function differenceAt(level: DifferenceLevel, scale: number, history: DifferenceHistory): Found {
  const { field, at, baseBranches } = level;
  const center = at(field.fromDecimal("0")).value;
  const side = (sign: -1 | 1) =>
    isUnknown(center) ? "unknown" : sideAt(level, sign, scale, center);
  const [left, right] = [side(-1), side(1)];
  const areKnown = !isObstacle(left) && !isObstacle(right);
  const value = areKnown ? central(left, right, field) : undefined;
  if (value) return { kind: "smooth", value };
  const estimateOf = (of: Side | Obstacle) => (isObstacle(of) ? of : of.estimate());
  const [ofLeft, ofRight] = [estimateOf(left), estimateOf(right)];
  history.left.push(ofLeft);
  history.right.push(ofRight);
  const largest = largestOf([ofLeft, ofRight]);
  const [a, b] = [settledOf(history.left, largest), settledOf(history.right, largest)];
  if (!a || !b || !areKnown) return undefined;
  const isTied = [left, right].some(({ branches }) => isTiedAt(baseBranches, branches));
  return between(a, b, isTied);
}

/** Both sides as one derivative where they agree, otherwise as a kink. */
function between(a: Ball, b: Ball, isTied: boolean): Found {
  const apart = a.mid.minus(b.mid).abs();
  const largest = [a, b].map(({ mid }) => mid.abs()).reduce((x, y) => (x.gt(y) ? x : y));
  if (apart.lte(boundSum(largest.times(onePart), a.radius, b.radius))) {
    const mid = a.mid.plus(b.mid).div(2);
    return { kind: "smooth", value: plainBall(mid, boundSum(a.radius, b.radius, apart)) };
  }
  const difference = { kind: "kink", left: numberOf(a), right: numberOf(b) } as const;
  return { kind: "kink", difference, sides: [a, b], isTied };
}

/** The number that a side stands for; 0 where nothing else is certain. */
const numberOf = ({ mid, radius }: Ball): number => (mid.abs().lte(radius) ? 0 : mid.toNumber());

/**
 * D + (D - D')/3 with the central differences D and D' over one step and over two; undefined where the sides do not
 * agree, or where they still change with the step.
 */
function central(left: Side, right: Side, field: Field<Ball>): Ball | undefined {
  const all = [right.near, right.far, left.near, left.far];
  const largest = all.map(({ mid }) => mid.abs()).reduce((a, b) => (a.gt(b) ? a : b));
  const rounding = boundSum(...all.map(({ radius }) => radius));
  const still = boundSum(largest.times(1e-6), rounding);
  const settled = [left, right].every(({ near, far }) => near.mid.minus(far.mid).abs().lte(still));
  if (!settled || jumpOf(left, right).gt(boundSum(largest.times(onePart), rounding)))
    return undefined;
  const two = field.fromDecimal("2");
  const near = field.divide(field.add(left.near, right.near), two);
  const far = field.divide(field.add(left.far, right.far), two);
  const change = minus(near, far, field);
  const value = field.add(near, field.divide(change, field.fromDecimal("3")));
  return plainBall(value.mid, boundSum(value.radius, change.mid.abs()));
}

/** The difference of both sides, extrapolated to the step 0: what a second derivative adds goes with the step. */
const jumpOf = (left: Side, right: Side): Decimal =>
  right.near.mid.minus(left.near.mid).times(2).minus(right.far.mid.minus(left.far.mid)).abs();

/** The kink of a square root at 0, where a side is vertical or missing. */
function singularKink(history: DifferenceHistory): Difference {
  const [left, right] = [limitOf(history.left), limitOf(history.right)];
  if (left.kind === "jump" || right.kind === "jump") return { kind: "undefined", isJump: true };
  if (left.kind === "unclear" || right.kind === "unclear") return { kind: "undefined" };
  if (left.value === undefined && right.value === undefined) return { kind: "undefined" };
  return { kind: "kink", left: left.value, right: right.value };
}
