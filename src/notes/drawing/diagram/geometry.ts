export interface Point {
  readonly x: number;
  readonly y: number;
}

/** An upright rectangle around its centre. */
export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** Bézier curves end to end by their control points: two for a line, four for a bend, three more for each further one. */
export type Curve = readonly Point[];

/** Coordinates have one decimal: less is never seen. */
export const round = (value: number): number => Math.round(value * 10) / 10;

const between = (a: Point, b: Point, t: number): Point => ({
  x: a.x + (b.x - a.x) * t,
  y: a.y + (b.y - a.y) * t,
});

/** The point of a curve at t from 0 to 1, by de Casteljau's construction. */
export function pointAt(curve: Curve, t: number): Point {
  const [first = { x: 0, y: 0 }, ...rest] = curve;
  if (rest.length === 0) return first;
  return pointAt(
    rest.map((point, index) => between(curve[index] ?? point, point, t)),
    t,
  );
}

export const overlap = (a: Box, b: Box): boolean =>
  Math.abs(a.x - b.x) * 2 < a.width + b.width && Math.abs(a.y - b.y) * 2 < a.height + b.height;

const steps = Array.from({ length: 25 }, (_, index) => index / 24);

const straightened = new WeakMap<Curve, readonly Point[]>();

/** The points of straight pieces that a curve is made of, closely enough for labels. */
function cornersOf(curve: Curve): readonly Point[] {
  if (curve.length === 2) return curve;
  const corners = straightened.get(curve) ?? steps.map((t) => pointAt(curve, t));
  straightened.set(curve, corners);
  return corners;
}

/** The part of a line, from 0 to 1, that lies within a distance of a centre along one axis. */
function within(from: number, to: number, reach: number): readonly [number, number] {
  const step = to - from;
  if (step === 0) return Math.abs(from) < reach ? [0, 1] : [1, 0];
  const ends = [(-reach - from) / step, (reach - from) / step];
  return [Math.max(0, Math.min(...ends)), Math.min(1, Math.max(...ends))];
}

function lineCrosses(from: Point, to: Point, { x, y, width, height }: Box): boolean {
  const [left, right] = within(from.x - x, to.x - x, width / 2);
  const [top, bottom] = within(from.y - y, to.y - y, height / 2);
  return Math.max(left, top) < Math.min(right, bottom);
}

/** Whether a curve runs through a box. */
export const crosses = (curve: Curve, box: Box): boolean => {
  const corners = cornersOf(curve);
  return corners.some((corner, place) => {
    const next = corners[place + 1];
    return next !== undefined && lineCrosses(corner, next, box);
  });
};
