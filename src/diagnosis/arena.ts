/**
 * Gives arrays to compute in, in an order that is the same in every pass: a training starts over before each step
 * and finds the arrays of the step before, so that it allocates next to nothing.
 */
export interface Arena {
  readonly take: (length: number) => number[];
  readonly startOver: () => void;
}

/** Not yet numbers, but doubles: arrays of one kind are several times as fast as a mixture. */
const unwritten = (length: number): number[] => Array.from({ length }, () => Number.NaN);

/** The same numbers in an array of the kind that is computed with. */
export function copyOf(values: readonly number[], into = unwritten(values.length)): number[] {
  for (let k = 0; k < values.length; k++) into[k] = values[k] ?? Number.NaN;
  return into;
}

/** An arena without any array. What is computed in it stays until it starts over. */
export function newArena(): Arena {
  const arrays: number[][] = [];
  let next = 0;
  return {
    take: (length) => {
      const place = next++;
      const known = arrays[place];
      if (known?.length === length) return known;
      const fresh = unwritten(length);
      arrays[place] = fresh;
      return fresh;
    },
    startOver: () => {
      next = 0;
    },
  };
}
