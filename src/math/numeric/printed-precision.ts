/** The numbers of decimal digits that are tried, one after another. */
export const decimalsTried = [40, 80, 160, 320, 640, 1280] as const;

/**
 * What `compute` gives with the fewest digits that suffice; it returns undefined where they do not. Throws
 * an Error where none do, `problem` if there is one: something that is computed is undefined.
 */
export function withPrecision<Result>(
  compute: (digits: number) => Result | undefined,
  problem: () => Error = undecided,
): Result {
  for (const digits of decimalsTried) {
    const result = compute(digits);
    if (result !== undefined) return result;
  }
  throw problem();
}

const undecided = (): Error =>
  new Error(`${decimalsTried.at(-1)} digits do not decide a number that is to be printed`);
