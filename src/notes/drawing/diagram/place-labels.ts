import { type Box, type Curve, crosses, overlap, type Point, pointAt } from "./geometry.js";

/** A label of a given size that wants a place on its curve. */
export interface LabelWish {
  readonly id: string;
  readonly curve: Curve;
  readonly width: number;
  readonly height: number;
}

/** Where each label stands, by its id. */
export type LabelPlaces = ReadonlyMap<string, Point>;

/** Places along a curve in the order in which we like them: near the tail, where the edges fan out. */
const places = [
  ...[0.28, 0.26, 0.3, 0.24, 0.32, 0.22, 0.34, 0.2, 0.36, 0.18, 0.38, 0.16, 0.4, 0.14, 0.42, 0.44],
  ...[0.72, 0.7, 0.74, 0.68, 0.76, 0.66, 0.78, 0.64, 0.8, 0.82],
];

/** Free space around a label. */
const gap = 4;

const boxAt = (wish: LabelWish, t: number): Box => ({
  ...pointAt(wish.curve, t),
  width: wish.width,
  height: wish.height,
});

const isFree = (box: Box, taken: readonly Box[]): boolean => {
  const wide = { ...box, width: box.width + gap, height: box.height + gap };
  return !taken.some((other) => overlap(wide, other));
};

const isClear = (own: Curve, box: Box, curves: readonly Curve[]): boolean =>
  !curves.some((curve) => curve !== own && crosses(curve, box));

/**
 * A place for every label, none on another label, on an obstacle or on another curve, all as far along their
 * curves, so that they stand in columns. Undefined where they do not all fit: then none is better than some.
 */
export function placeLabels(
  wishes: readonly LabelWish[],
  curves: readonly Curve[],
  obstacles: readonly Box[],
): LabelPlaces | undefined {
  for (const t of places) {
    const labels = wishes.map((wish) => ({ ...wish, box: boxAt(wish, t) }));
    const boxes = labels.map(({ box }) => box);
    const fits =
      boxes.every((box, index) => isFree(box, boxes.slice(0, index))) &&
      boxes.every((box) => isFree(box, obstacles)) &&
      labels.every(({ curve, box }) => isClear(curve, box, curves));
    if (fits) return new Map(labels.map(({ id, box }) => [id, box]));
  }
  return undefined;
}
