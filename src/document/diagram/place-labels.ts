import { type Box, type Curve, crosses, overlap, type Point, pointAt } from "./geometry.js";

/** A label of a given size that wants a place on its curve. */
export interface LabelWish {
  readonly id: string;
  readonly curve: Curve;
  readonly width: number;
  readonly height: number;
}

/** Places along a curve in the order in which we like them: near the tail, where the edges fan out. */
const places = [0.28, 0.32, 0.24, 0.36, 0.2, 0.4, 0.44, 0.68, 0.72, 0.64, 0.76, 0.8];

const crossingCost = places.length;

/**
 * A place for every label, none on another label or on an obstacle, and if possible none on another curve.
 * Undefined where they do not all fit: then no label is better than some.
 */
export function placeLabels(
  wishes: readonly LabelWish[],
  obstacles: readonly Box[],
): ReadonlyMap<string, Point> | undefined {
  const taken = [...obstacles];
  const placed = new Map<string, Point>();
  for (const wish of wishes) {
    const others = wishes.filter((other) => other !== wish);
    const options = places.flatMap((t, order) => {
      const box = { ...pointAt(wish.curve, t), width: wish.width, height: wish.height };
      if (taken.some((other) => overlap(box, other))) return [];
      const crossings = others.filter(({ curve }) => crosses(curve, box)).length;
      return [{ box, cost: order + crossings * crossingCost }];
    });
    const best = options.sort((a, b) => a.cost - b.cost)[0];
    if (!best) return undefined;
    taken.push(best.box);
    placed.set(wish.id, { x: best.box.x, y: best.box.y });
  }
  return placed;
}
