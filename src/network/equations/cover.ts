import type { Problem } from "../../errors/problem.js";
import { quote } from "../../errors/quote.js";
import { instanceKey } from "../../math/model/model.js";
import { type Box, cutOut, intersection } from "./boxes.js";
import { type Equation, redefined } from "./equation.js";
import { type IndexSizes, sizeOfIndex } from "./sizes.js";

/** The instances that one equation defines, after those with equations of their own were cut out. */
export interface Region {
  readonly equation: Equation;
  readonly boxes: readonly Box[];
}

/** Given data or a parameter, whose instances no equation may define again. */
export interface Data {
  readonly name: string;
  readonly isGiven: boolean;
  readonly box: Box;
}

/** The instances of an equation's left side before anything is cut out. */
const boxOf = (equation: Equation, sizes: IndexSizes): Box =>
  equation.left.indices.map((subscript) =>
    typeof subscript === "number"
      ? { lo: subscript, hi: subscript }
      : { lo: 1, hi: sizeOfIndex(sizes, equation, subscript) },
  );

const isFixed = (equation: Equation, axis: number): boolean =>
  typeof equation.left.indices[axis] === "number";

/** Whether the left side fixes each axis that the other one fixes, and more: `a[1,k]` against `a[t,k]`. */
function isMoreSpecial(equation: Equation, other: Equation): boolean {
  const axes = equation.left.indices.map((_, axis) => axis);
  return (
    axes.every((axis) => isFixed(equation, axis) || !isFixed(other, axis)) &&
    axes.some((axis) => isFixed(equation, axis) && !isFixed(other, axis))
  );
}

/**
 * Divides the instances of one quantity among its equations: special instances and boundary values are cut
 * out of the general ones. Reported are instances that two equations define, and data that is defined again.
 */
export function coverQuantity(
  equations: readonly Equation[],
  data: Data | undefined,
  sizes: IndexSizes,
  report: (problem: Problem) => void,
): readonly Region[] {
  const boxes = new Map(equations.map((each) => [each, boxOf(each, sizes)]));
  const regions = equations.map((equation) => {
    const special = equations.filter((other) => isMoreSpecial(other, equation));
    let rest: readonly Box[] = [boxes.get(equation) ?? []];
    for (const other of special) rest = rest.flatMap((box) => cutOut(box, boxes.get(other) ?? []));
    return { equation, boxes: rest };
  });
  reportOverlaps(regions, report);
  for (const { equation, boxes: own } of regions)
    if (data && own.some((box) => intersection(box, data.box)))
      report(redefined(data.name, data.isGiven, equation.left.place));
  return regions;
}

function reportOverlaps(regions: readonly Region[], report: (problem: Problem) => void): void {
  for (const [position, { equation, boxes }] of regions.entries()) {
    const shared = firstOverlap(regions.slice(0, position), boxes);
    if (!shared) continue;
    const instance = instanceKey({ name: equation.left.name, indices: shared });
    report({
      code: "overlap",
      message: `two equations define ${quote(instance)}, and neither is more special`,
      place: equation.left.place,
    });
  }
}

/** The first instance that lies in one of the earlier regions and in one of the boxes. */
function firstOverlap(
  earlier: readonly Region[],
  boxes: readonly Box[],
): readonly number[] | undefined {
  for (const box of earlier.flatMap((region) => region.boxes))
    for (const own of boxes) {
      const shared = intersection(own, box);
      if (shared) return shared.map(({ lo }) => lo);
    }
  return undefined;
}
