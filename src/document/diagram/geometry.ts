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

const steps = Array.from({ length: 41 }, (_, index) => index / 40);

const sampled = new WeakMap<Curve, readonly Point[]>();

/** Points along a curve, close enough to each other for labels. */
function samplesOf(curve: Curve): readonly Point[] {
  const samples = sampled.get(curve) ?? steps.map((t) => pointAt(curve, t));
  sampled.set(curve, samples);
  return samples;
}

/** Whether a curve runs through a box. */
export const crosses = (curve: Curve, { x, y, width, height }: Box): boolean =>
  samplesOf(curve).some(
    (point) => Math.abs(point.x - x) * 2 < width && Math.abs(point.y - y) * 2 < height,
  );
