import type { Decimal } from "decimal.js";
import { type Ball, boundSum, noRadius } from "../../math/numeric/ball.js";
import { type Estimate, isObstacle, type Obstacle, type OneSided, plainBall } from "./one-sided.js";

/** What each level has found on each side, from wide steps to narrow ones. */
export interface DifferenceHistory {
  readonly left: (Estimate | Obstacle)[];
  readonly right: (Estimate | Obstacle)[];
}

/** An extrapolated derivative has settled when it is this certain, relative to the sides. */
const settledShare = 1e-13;
/** What shrinks so much from one level to the next goes to 0. */
const shrinking = 0.1;
/** Quotients that grow so much at each level, and so much in all, have no limit. */
const [growing, grown] = [1.5, 10];

const sizeOf = ({ value, error }: Estimate): Decimal => boundSum(value.abs(), error);

/** The largest derivative that was found on any side. */
export const largestOf = (estimates: readonly (Estimate | Obstacle)[]): Decimal =>
  estimates.reduce<Decimal>(
    (most, each) => (isObstacle(each) || each.value.abs().lte(most) ? most : each.value.abs()),
    noRadius,
  );

/** The derivative on a side where the last level settles it, or where it goes to 0 with the step. */
export function settledOf(
  levels: readonly (Estimate | Obstacle)[],
  largest: Decimal,
): Ball | undefined {
  const [before, last] = [levels.at(-2), levels.at(-1)];
  if (last === undefined || isObstacle(last)) return undefined;
  const { value, error } = last;
  if (error.lte(value.abs().times(settledShare))) return plainBall(value, error);
  const isShrinking =
    before !== undefined &&
    !isObstacle(before) &&
    sizeOf(last).lte(sizeOf(before).times(shrinking));
  if (isShrinking) return plainBall(value.times(0), sizeOf(last));
  return error.lte(largest.times(settledShare)) ? plainBall(value, error) : undefined;
}

/** What a side comes to where no level settles it. */
export type Limit =
  | { readonly kind: "derivative"; readonly value: OneSided }
  | { readonly kind: "jump" }
  | { readonly kind: "unclear" };

/**
 * The limit of the quotients: a side is missing where no step has a value, the function jumps where its changes
 * do not shrink with the step, and it is vertical where the quotients grow from level to level.
 */
export function limitOf(levels: readonly (Estimate | Obstacle)[]): Limit {
  const known = levels.flatMap((each) => (isObstacle(each) ? [] : [each]));
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last)
    return levels.includes("crossed")
      ? { kind: "unclear" }
      : { kind: "derivative", value: undefined };
  const settled = settledOf(known, last.value.abs());
  if (settled) {
    const isZero = settled.mid.abs().lte(settled.radius);
    return { kind: "derivative", value: isZero ? 0 : settled.mid.toNumber() };
  }
  if (known.length < 2) return { kind: "unclear" };
  const { mid, radius } = last.change;
  if (mid.abs().gt(radius) && mid.abs().gt(first.change.mid.abs().times(0.5)))
    return { kind: "jump" };
  return isVertical(known)
    ? { kind: "derivative", value: last.quotient.s * Infinity }
    : { kind: "unclear" };
}

function isVertical(known: readonly Estimate[]): boolean {
  const quotients = known.map(({ quotient }) => quotient);
  const [first, last] = [quotients[0], quotients.at(-1)];
  const areGrowing = quotients.every((each, place) => {
    const before = quotients[place - 1];
    return !before || (each.s === before.s && each.abs().gt(before.abs().times(growing)));
  });
  return areGrowing && first !== undefined && last !== undefined
    ? last.abs().gt(first.abs().times(grown))
    : false;
}
