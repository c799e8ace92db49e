import type { Ball } from "../../math/numeric/ball.js";

/** What a branch may take: the place of an argument of max or min, a sign, 0 or 1; several where it is open or tied. */
export type Choices = readonly number[];

/** The choices of each operation of a recording that has any, by its place. */
export type ChoicesAt = ReadonlyMap<number, readonly Choices[]>;

/** Collects the choices of an evaluation, under the place of the operation that asks. */
export interface BranchWatch {
  readonly start: () => void;
  readonly at: (place: number) => void;
  readonly note: (choices: Choices) => void;
  readonly seen: () => ChoicesAt;
}

export function branchWatch(): BranchWatch {
  let places = new Map<number, Choices[]>();
  let current = 0;
  return {
    start: () => {
      places = new Map();
    },
    at: (place) => {
      current = place;
    },
    note: (choices) => {
      const list = places.get(current);
      if (list) list.push(choices);
      else places.set(current, [choices]);
    },
    seen: () => places,
  };
}

const overlap = (a: Choices, b: Choices): boolean => a.some((each) => b.includes(each));

/** Whether no branch has changed between two evaluations; what only one of them has computed is passed over. */
export const sameBranches = (a: ChoicesAt, b: ChoicesAt): boolean =>
  [...a].every(([place, choices]) => {
    const others = b.get(place);
    return others === undefined || choices.every((each, k) => overlap(each, others[k] ?? each));
  });

/** Whether a branch was open in one evaluation at a place where another one had to choose. */
export const isTiedAt = (tied: ChoicesAt, asked: ChoicesAt): boolean =>
  [...asked.keys()].some((place) => tied.get(place)?.some(({ length }) => length > 1));

const isOpen = ({ mid, radius }: Ball): boolean => mid.abs().lte(radius);

/** The signs that a number may have; both and none where it is 0, as it is 0 only there. */
export const signsOf = (x: Ball): Choices => {
  if (isOpen(x)) return [-1, 0, 1];
  return x.mid.isNegative() ? [-1] : [1];
};

/** The places of the arguments that may be the extreme one. */
export const tiedWith = (parameters: readonly Ball[], best: Ball): Choices =>
  parameters.flatMap(({ mid, radius }, place) =>
    mid.minus(best.mid).abs().lte(radius.plus(best.radius)) ? [place] : [],
  );
