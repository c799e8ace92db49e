import { type Ball, isUnknown } from "../../math/numeric/ball.js";
import type { Bounded } from "../../math/numeric/running-error.js";

/** Whether a relation holds; otherwise where it fails, and the values of two sides that differ there. */
export type JudgeResult =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly indices: readonly number[];
      /** NaN where the relation could not be decided at any point. */
      readonly values: readonly [number, number];
    };

/** Whether all sides of a relation agree at a point. */
export type Comparison =
  | { readonly kind: "equal" }
  | { readonly kind: "different"; readonly values: readonly [number, number] }
  /** A side has no value there, or more digits are needed than we compute with. */
  | { readonly kind: "undecided" };

/** Doubles that are certain to nine digits and agree in them are taken as equal. */
const agreement = 1e-9;

const areEqual = (a: Bounded, b: Bounded): boolean => {
  const largest = Math.max(Math.abs(a.value), Math.abs(b.value));
  const apart = Math.abs(a.value - b.value) + a.error + b.error;
  return Number.isFinite(largest) && apart <= agreement * largest;
};

/** Compares in float64, and in decimals where float64 with its error bounds does not confirm the equality. */
export function compareSides(
  doubles: readonly Bounded[],
  balls: () => readonly Ball[],
): Comparison {
  const [first, ...others] = doubles;
  if (first && others.every((other) => areEqual(first, other))) return { kind: "equal" };
  const [left, ...rights] = balls();
  const comparisons = left ? rights.map((right) => compareBalls(left, right)) : [];
  return (
    comparisons.find(({ kind }) => kind === "different") ??
    comparisons.find(({ kind }) => kind === "undecided") ?? { kind: "equal" }
  );
}

function compareBalls(a: Ball, b: Ball): Comparison {
  if (isUnknown(a) || isUnknown(b)) return { kind: "undecided" };
  const reach = a.radius.plus(b.radius);
  if (a.mid.minus(b.mid).abs().gt(reach))
    return { kind: "different", values: [a.mid.toNumber(), b.mid.toNumber()] };
  const largest = a.mid.abs().gt(b.mid.abs()) ? a.mid.abs() : b.mid.abs();
  const isCoarse = reach.gt(largest.times(agreement)) && reach.gt("1e-20");
  return { kind: isCoarse ? "undecided" : "equal" };
}
