import type { Place } from "./problem.js";

/** A stretch of a text: 0-based offsets in UTF-16 units, the end exclusive. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

const codePoints = (text: string): number => {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
};

/**
 * Prepares a text for finding places in it: `placesIn("a\nb = c")({ start: 6, end: 7 })` is line 2, column 5,
 * length 1. The length ends with the line.
 */
export function placesIn(text: string): (stretch: Stretch) => Place {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  // Counting goes on from the place before, as a line may be the whole of a large file.
  let known = { lineStart: 0, offset: 0, count: 0 };
  const columnOf = (lineStart: number, offset: number): number => {
    const isBeyond = known.lineStart === lineStart && known.offset <= offset;
    const from = isBeyond ? known : { offset: lineStart, count: 0 };
    const count = from.count + codePoints(text.slice(from.offset, offset));
    known = { lineStart, offset, count };
    return count + 1;
  };
  return ({ start, end }) => {
    const line = lastAtMost(starts, start);
    const lineStart = starts[line] ?? 0;
    const lineEnd = (starts[line + 1] ?? text.length + 1) - 1;
    const length = codePoints(text.slice(start, Math.min(end, lineEnd)).trimEnd());
    return { line: line + 1, column: columnOf(lineStart, start), length };
  };
}

/** The index of the last element that is at most `value`, in a sorted list that begins with 0. */
function lastAtMost(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) <= value) low = middle;
    else high = middle;
  }
  return low;
}

/** Sorts by line and column; what has no place comes last. */
export function byPlace(a: { readonly place?: Place }, b: { readonly place?: Place }): number {
  if (!a.place || !b.place) return Number(!a.place) - Number(!b.place);
  return a.place.line - b.place.line || a.place.column - b.place.column;
}
