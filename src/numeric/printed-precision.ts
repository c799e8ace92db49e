/** The numbers of decimal digits that are tried, one after another. */
export const decimalsTried = [40, 80, 160, 320, 640, 1280] as const;

/**
 * What `compute` gives with the fewest digits that suffice; it returns undefined where they do not. Throws
 * an Error where none do: something that is computed is undefined.
 */
export function withPrecision<Result>(compute: (digits: number) => Result | undefined): Result {
  for (const digits of decimalsTried) {
    const result = compute(digits);
    if (result !== undefined) return result;
  }
  throw new Error(`${decimalsTried.at(-1)} digits do not decide a number that is to be printed`);
}
