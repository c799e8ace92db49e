import type { Range } from "../../math/algebra/index-term.js";

/** A box of index tuples: one range an axis. */
export type Box = readonly Range[];

/** The tuples that two boxes share, or undefined where there are none. */
export function intersection(a: Box, b: Box): Box | undefined {
  const shared: Range[] = [];
  for (const [axis, { lo, hi }] of a.entries()) {
    const other = b[axis] ?? { lo, hi };
    const range = { lo: Math.max(lo, other.lo), hi: Math.min(hi, other.hi) };
    if (range.lo > range.hi) return undefined;
    shared.push(range);
  }
  return shared;
}

/** What is left of a box without a hole, as disjoint boxes in rising order of the axes: at most two an axis. */
export function cutOut(box: Box, hole: Box): readonly Box[] {
  const inner = intersection(box, hole);
  if (!inner) return [box];
  const [before, after]: [Box[], Box[]] = [[], []];
  let rest = box;
  for (const [axis, { lo, hi }] of inner.entries()) {
    const range = rest[axis] ?? { lo, hi };
    if (range.lo < lo) before.push(replaceAt(rest, axis, { lo: range.lo, hi: lo - 1 }));
    if (hi < range.hi) after.unshift(replaceAt(rest, axis, { lo: hi + 1, hi: range.hi }));
    rest = replaceAt(rest, axis, { lo, hi });
  }
  return [...before, ...after];
}

const replaceAt = (box: Box, axis: number, range: Range): Box =>
  box.map((old, position) => (position === axis ? range : old));

/** The smallest box that holds all the boxes, of which there is at least one. */
export function hullOf(boxes: readonly Box[]): Box {
  const [first = [], ...others] = boxes;
  return first.map((range, axis) => {
    const ranges = others.flatMap((box) => box[axis] ?? []);
    return {
      lo: ranges.reduce((least, { lo }) => Math.min(least, lo), range.lo),
      hi: ranges.reduce((most, { hi }) => Math.max(most, hi), range.hi),
    };
  });
}
