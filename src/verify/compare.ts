import { type Big, big, bind, evaluate, type Read } from "../calculator/evaluate.js";
import type { Node } from "../calculator/formula.js";
import { type Axes, boxOf, indicesOf, sizeOf, type Tuple, tuplesOf } from "../calculator/model.js";

/** From 0 to 1, depending on nothing but the text. */
function drawn(text: string): number {
  let seed = 7;
  // What differs in the last letter only shall differ much.
  for (const letter of `${text}...`)
    seed = (seed * 48_271 + letter.charCodeAt(0) * 69_621) % 2_147_483_647;
  return seed / 2_147_483_647;
}
export const anyNumber = (scale: number, text: string): Big => big(scale * (1 + 8 * drawn(text)));

export const agree = (a: Big, b: Big, relative: number): boolean =>
  a.minus(b).abs().lte(a.abs().plus(b.abs()).times(relative).plus(1e-19));

/** All tuples of a small box; of a large one some, half of them with equal places on all axes. */
const someTuples = (axes: Axes): readonly Tuple[] =>
  sizeOf(axes) <= 8
    ? tuplesOf(axes)
    : Array.from({ length: 8 }, (_, k) =>
        boxOf(axes).map(([first, size], axis) => {
          const place = k % 2 ? drawn(`${k} ${axis}`) * size : (k / 2) % size;
          return first + Math.floor(place);
        }),
      );

/** What is wrong with an equation of formulas: they must agree where both have a value, which must be somewhere. */
export function compare(
  axes: Axes,
  points: readonly Read[],
  before: Node,
  after: Node,
): string | undefined {
  let isDecided = false;
  for (const [number, point] of points.entries())
    for (const tuple of someTuples(axes)) {
      const read = bind(indicesOf(axes), tuple.map(big), point);
      const [a, b] = [evaluate(before, read), evaluate(after, read)];
      // The slope of a tiny number may be lost in rounding.
      const mayBeUnknown = number === points.length - 1 && b.isNaN();
      if (a.isFinite() && !mayBeUnknown && !(b.isFinite() && agree(a, b, 1e-16)))
        return `${a.toPrecision(12)} is not ${b.toPrecision(12)}`;
      isDecided ||= a.isFinite() && b.isFinite();
    }
  return isDecided ? undefined : "it cannot be decided at any point";
}

/** What is wrong with a number: it must be the value, rounded. What differences give is not quite exact. */
export function numberIs(text: string, value: Big, digits: number): string | undefined {
  const error = value.abs().times(1e-19);
  const all = [value, value.plus(error), value.minus(error), value.toDecimalPlaces(19)];
  const texts = all.map((each) => each.toSignificantDigits(digits).toString());
  return texts.includes(text) ? undefined : `it is ${texts[0]}`;
}
