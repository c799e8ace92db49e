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

/** The search for places gives up after so many tries. */
const mostTries = 3000;

const boxAt = (wish: LabelWish, t: number): Box => ({
  ...pointAt(wish.curve, t),
  width: wish.width,
  height: wish.height,
});

const isFree = (box: Box, taken: readonly Box[]): boolean => {
  const wide = { ...box, width: box.width + gap, height: box.height + gap };
  return !taken.some((other) => overlap(wide, other));
};

const isClear = ({ curve: own }: LabelWish, box: Box, curves: readonly Curve[]): boolean =>
  !curves.some((curve) => curve !== own && crosses(curve, box));

/** The same place for all labels, so that they stand in columns. */
function inColumns(options: readonly ReadonlyMap<number, Box>[]): readonly Box[] | undefined {
  for (const t of places) {
    const boxes = options.flatMap((each) => each.get(t) ?? []);
    const areApart = boxes.every((box, index) => isFree(box, boxes.slice(0, index)));
    if (boxes.length === options.length && areApart) return boxes;
  }
  return undefined;
}

/** A place for each label by trying them out, with those first that have the least choice. */
function search(options: readonly ReadonlyMap<number, Box>[]): readonly Box[] | undefined {
  const order = [...options.keys()].sort(
    (a, b) => (options[a]?.size ?? 0) - (options[b]?.size ?? 0),
  );
  const chosen = new Map<number, Box>();
  let tries = 0;
  const settle = (step: number): boolean => {
    const index = order[step];
    if (index === undefined) return true;
    for (const box of options[index]?.values() ?? []) {
      if (++tries > mostTries) return false;
      if (!isFree(box, [...chosen.values()])) continue;
      chosen.set(index, box);
      if (settle(step + 1)) return true;
      chosen.delete(index);
    }
    return false;
  };
  return settle(0) ? options.flatMap((_, index) => chosen.get(index) ?? []) : undefined;
}

/**
 * A place for every label, none on another label, on an obstacle or on another curve. Undefined where they
 * do not all fit: then no label is better than some.
 */
export function placeLabels(
  wishes: readonly LabelWish[],
  curves: readonly Curve[],
  obstacles: readonly Box[],
): LabelPlaces | undefined {
  const options = wishes.map((wish) => {
    const boxes = places.map((t) => [t, boxAt(wish, t)] as const);
    return new Map(boxes.filter(([, box]) => isFree(box, obstacles) && isClear(wish, box, curves)));
  });
  if (options.some(({ size }) => size === 0)) return undefined;
  const boxes = inColumns(options) ?? search(options);
  return boxes && new Map(wishes.map(({ id }, index) => [id, boxes[index] ?? { x: 0, y: 0 }]));
}
