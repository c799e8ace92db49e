import { type Big, big } from "../calculator/arithmetic.js";
import { type Axis, evaluate, type Read, tuplesOf } from "../calculator/evaluate.js";
import { type Node, nodesIn } from "../calculator/parse.js";

/** A number from 0 to 1 that depends on nothing but the text. */
export function drawn(text: string): number {
  let hash = 2166136261;
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 16777619) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 15), 2246822519) >>> 0;
  return (((hash ^ (hash >>> 13)) >>> 0) % 9973) / 9973;
}

/** All tuples of a small box; of a large one some, half of them with equal places on all axes. */
export function someTuples(axes: readonly Axis[], count: number): (readonly number[])[] {
  const size = axes.reduce((product, [, lo, hi]) => product * (hi - lo + 1), 1);
  if (size <= count) return [...tuplesOf(axes)];
  return Array.from({ length: count }, (_, k) =>
    axes.map(([, lo, hi], axis) => {
      const place = k % 2 ? drawn(`${k} ${axis}`) * (hi - lo + 1) : (k / 2) % (hi - lo + 1);
      return lo + Math.floor(place);
    }),
  );
}

export type Value = (at: ReadonlyMap<string, number>, read: Read) => Big;

export const agree = (a: Big, b: Big, relative: number): boolean =>
  a.minus(b).abs().lte(a.abs().plus(b.abs()).times(relative).plus(1e-19));

/** Whether two formulas agree wherever both have a value, which must be so somewhere. */
export function compare(
  before: Value,
  after: Value,
  axes: readonly Axis[],
  reads: readonly Read[],
): string | undefined {
  let decided = 0;
  for (const read of reads)
    for (const tuple of someTuples(axes, 8)) {
      const at = new Map(axes.map(([index], axis) => [index, tuple[axis] ?? 0]));
      const [a, b] = [before(at, read), after(at, read)];
      if (a.isFinite() && !b.isFinite() && !b.isNaN())
        return `${a.toPrecision(12)} is not infinite`;
      if (!a.isFinite() || !b.isFinite()) continue;
      if (!agree(a, b, 1e-16)) return `${a.toPrecision(12)} is not ${b.toPrecision(12)}`;
      decided++;
    }
  return decided > 0 ? undefined : "it cannot be decided at any point";
}

const branching = new Set(["max", "min", "abs", "sign", "relu", "leaky_relu", "elu"]);

/** What changes its sign where a formula changes its branch. */
function gapsIn(node: Node): readonly Node[] {
  return nodesIn(node).flatMap(
    ([
      {
        op,
        text,
        parts: [first, ...rest],
      },
    ]) => {
      if (op !== "call" || !branching.has(text) || !first) return [];
      if (text !== "max" && text !== "min") return [first];
      return rest.map((other): Node => ({ op: "-", text: "", parts: [first, other] }));
    },
  );
}

/**
 * Points on either side of where a formula changes its branch: all quantities are scaled by one factor, in
 * which the place is found by bisection. A wrong threshold shows there and nowhere else.
 */
export function branchReads(node: Node, axes: readonly Axis[], base: Read): readonly Read[] {
  const at = new Map(axes.map(([index, lo]) => [index, lo]));
  const scaled = (power: number): Read => {
    const factor = big(10).pow(power);
    return (name, indices) => base(name, indices).times(factor);
  };
  return gapsIn(node).flatMap((gap) => {
    const isAbove = (power: number): boolean => {
      try {
        return evaluate(gap, { at, read: scaled(power) }).gt(0);
      } catch (error) {
        if (error instanceof SyntaxError) return false;
        throw error;
      }
    };
    for (let power = 3; power > -60; power -= 3) {
      if (isAbove(power) === isAbove(power - 3)) continue;
      let [low, high] = [power - 3, power];
      for (let k = 0; k < 24; k++) {
        const middle = (low + high) / 2;
        if (isAbove(middle) === isAbove(low)) low = middle;
        else high = middle;
      }
      return [scaled(low - 1e-6), scaled(high + 1e-6)];
    }
    return [];
  });
}
