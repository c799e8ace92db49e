import type { Problem } from "../../errors/problem.js";
import { quote } from "../../errors/quote.js";
import { type IndexTerm, type Range, rangeOfTerm } from "../../math/algebra/index-term.js";
import type { Occurrence } from "../../math/formula/names/resolve.js";
import { boxHolds, instanceKey, type Quantity, sizeOf, tuplesOf } from "../../math/model/model.js";
import { valueOfTerm } from "../../math/model/read.js";
import { type Box, hullOf } from "./boxes.js";

type RangeOf = (index: string) => Range;

/**
 * The problem of a reference that leaves the instances of its quantity for some values of its indices, or
 * undefined. The ranges of its subscripts decide; only where they hold a hole are all instances looked at.
 */
export function outOfRange(
  { name, terms, text, place }: Occurrence,
  quantity: Quantity,
  rangeOf: RangeOf,
): Problem | undefined {
  const boxes = quantity.pieces.map(({ axes }) => axes);
  const read = terms.map((term) => rangeOfTerm(term, (index) => rangeOf(String(index))));
  const missing = missingInstance(terms, read, boxes, rangeOf);
  if (!missing) return undefined;
  const instance = instanceKey({ name, indices: missing });
  const reading =
    text === instance ? `${quote(text)} is read` : `${quote(text)} reads ${quote(instance)}`;
  return {
    code: "out-of-range",
    message: `${reading}, but ${quote(name)} is defined for ${describeBoxes(boxes)} only`,
    place,
    help: `give a boundary value such as ${quote(`${instance}: 0`)}, or make the range of the index smaller in ${quote("sizes")}`,
  };
}

/** The hull where the boxes fill it, otherwise one box after another. */
const describeBoxes = (boxes: readonly Box[]): string =>
  (fillHull(boxes) ? [hullOf(boxes)] : boxes).map(describeBox).join(" and ");

const describeBox = (axes: Box): string =>
  axes.map(({ lo, hi }) => (lo === hi ? `${lo}` : `${lo}..${hi}`)).join(", ");

/** Whether disjoint boxes leave no hole. */
const fillHull = (boxes: readonly Box[]): boolean =>
  boxes.reduce((count, box) => count + sizeOf(box), 0) === sizeOf(hullOf(boxes));

function missingInstance(
  terms: readonly IndexTerm[],
  read: Box,
  boxes: readonly Box[],
  rangeOf: RangeOf,
): readonly number[] | undefined {
  if (boxes.some((box) => isInside(read, box))) return undefined;
  const hull = hullOf(boxes);
  const beyond = read.findIndex((range, axis) => !isInside([range], [hull[axis] ?? range]));
  if (beyond >= 0) return extremeRead(terms, beyond, read, hull, rangeOf);
  return fillHull(boxes) ? undefined : readInHole(terms, boxes, rangeOf);
}

const isInside = (inner: Box, outer: Box): boolean =>
  inner.every(({ lo, hi }, axis) => {
    const range = outer[axis];
    return range !== undefined && range.lo <= lo && hi <= range.hi;
  });

/** The instance that is read where the subscript of one axis is as far out as it gets. */
function extremeRead(
  terms: readonly IndexTerm[],
  axis: number,
  read: Box,
  hull: Box,
  rangeOf: RangeOf,
): readonly number[] {
  const isBelow = (read[axis]?.lo ?? 0) < (hull[axis]?.lo ?? 0);
  const factors = new Map(terms[axis]?.factors ?? []);
  return terms.map((term) =>
    valueOfTerm(term, (index) => {
      const { lo, hi } = rangeOf(String(index));
      return (factors.get(index) ?? 1) > 0 === isBelow ? lo : hi;
    }),
  );
}

/** The first instance that is read and lies in no box. */
function readInHole(
  terms: readonly IndexTerm[],
  boxes: readonly Box[],
  rangeOf: RangeOf,
): readonly number[] | undefined {
  const indices = [...new Set(terms.flatMap(({ factors }) => factors.map(([index]) => index)))];
  for (const tuple of tuplesOf(indices.map((index) => rangeOf(String(index))))) {
    const values = new Map(indices.map((index, position) => [index, tuple[position] ?? 0]));
    const instance = terms.map((term) => valueOfTerm(term, (index) => values.get(index) ?? 0));
    if (!boxes.some((box) => boxHolds(box, instance))) return instance;
  }
  return undefined;
}
