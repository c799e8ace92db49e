import { seededRandom } from "../../src/check/methods/seeded-random.js";

/** Choices and numbers by chance, the same for the same seed. */
export interface Draws {
  /** An integer from `lo` to `hi`. */
  readonly integer: (lo: number, hi: number) => number;
  readonly pick: <Item>(items: readonly Item[]) => Item;
  /** A decimal from -1 to 1 with at most so many digits behind the point, never 0. */
  readonly decimal: (places?: number) => number;
  /** A number, a list or nested lists of decimals of that shape. */
  readonly tensor: (...shape: readonly number[]) => Nested;
}

/** Numbers as a network file nests them. */
export type Nested = number | readonly Nested[];

export function drawsFrom(seed: number): Draws {
  const random = seededRandom(seed);
  const integer = (lo: number, hi: number): number => lo + Math.floor(random() * (hi - lo + 1));
  const decimal = (places = integer(1, 4)): number => {
    const unit = 10 ** places;
    return ((random() < 0.5 ? -1 : 1) * integer(1, unit)) / unit;
  };
  const tensor = (...[count, ...shape]: readonly number[]): Nested =>
    count === undefined ? decimal() : Array.from({ length: count }, () => tensor(...shape));
  const pick = <Item>(items: readonly Item[]): Item => {
    const item = items[integer(0, items.length - 1)];
    if (item === undefined) throw new Error("nothing to pick from");
    return item;
  };
  return { integer, pick, decimal, tensor };
}
