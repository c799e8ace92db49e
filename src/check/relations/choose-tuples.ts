import { type Axis, sizeOf, tuplesOf } from "../../math/model/model.js";
import { seededRandom } from "../methods/seeded-random.js";

const usual = 64;
/** Wherever it is judged, a relation is judged at so many tuples. */
const fewest = 8;
/** So many operations are affordable for one relation; where sides take more of them, there are fewer tuples. */
const affordable = 10_000_000;

/** At how many tuples a relation is judged of which one evaluation takes so many operations. */
const affordableTuples = (operations: number): number =>
  Math.max(fewest, Math.min(usual, Math.floor(affordable / operations)));

/**
 * The index tuples at which a relation is judged: all of them if they are few, otherwise corners and seeded
 * picks. Two picks of three lie near the diagonal, where Kronecker deltas and guards are not 0.
 */
export function chooseTuples(
  axes: readonly Axis[],
  operations = 1,
): readonly (readonly number[])[] {
  const most = affordableTuples(operations);
  if (sizeOf(axes) <= most) return [...tuplesOf(axes)];
  const random = seededRandom(axes.length);
  const chosen = new Map<string, readonly number[]>();
  const choose = (fractionOf: (axis: number) => number, shift: () => number): void => {
    const tuple = axes.map(({ lo, hi }, axis) => {
      const index = lo + Math.floor(fractionOf(axis) * (hi - lo + 1)) + shift();
      return Math.min(hi, Math.max(lo, index));
    });
    chosen.set(tuple.join(), tuple);
  };
  const none = (): number => 0;
  for (let corner = 0; corner < 2 ** Math.min(axes.length, 4); corner++)
    choose((axis) => ((corner >> (axis % 4)) & 1 ? 1 : 0), none);
  for (let pick = chosen.size; pick < most; pick++) {
    const fraction = random();
    if (pick % 3 === 0) choose(random, none);
    else if (pick % 3 === 1) choose(() => fraction, none);
    else
      choose(
        () => fraction,
        () => Math.floor(3 * random()) - 1,
      );
  }
  return [...chosen.values()];
}
