/**
 * Index terms: an integer plus integer multiples of indices, as in `W[j, 2*t+k-1]`.
 *
 * A free index is known by its name; an index bound by a reduction is nameless and known by how many
 * reductions stand between it and its binder (de Bruijn), so that equal expressions are identical.
 */
export type Index = string | number;

/** Index names in the order in which they are given to axes that have none. */
export const defaultIndices: readonly string[] = [..."ijklmpqrsuvw"];

/** `constant + Σ coefficient · index`; no coefficient is 0 and the factors are sorted. Compare by `key`. */
export interface IndexTerm {
  readonly constant: number;
  readonly factors: ReadonlyArray<readonly [index: Index, coefficient: number]>;
  /** A text that is equal exactly for equal terms. */
  readonly key: string;
}

const byIndex = (a: readonly [Index, number], b: readonly [Index, number]): number => {
  if (typeof a[0] !== typeof b[0]) return typeof a[0] === "string" ? -1 : 1;
  return a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0;
};

/** Builds a term; factors with the same index are added up. */
export function indexTerm(
  constant: number,
  factors: Iterable<readonly [Index, number]> = [],
): IndexTerm {
  const sums = new Map<Index, number>();
  for (const [index, coefficient] of factors) sums.set(index, (sums.get(index) ?? 0) + coefficient);
  const kept = [...sums].filter(([, coefficient]) => coefficient !== 0).sort(byIndex);
  const key = kept
    .map(([index, coefficient]) => `${coefficient}${typeof index === "number" ? "#" : "'"}${index}`)
    .concat(String(constant))
    .join("+");
  return { constant: constant + 0, factors: kept, key };
}

/** The term that is just one index. */
export const plainIndex = (index: Index): IndexTerm => indexTerm(0, [[index, 1]]);

/** The term that is just an integer. */
export const integerTerm = (value: number): IndexTerm => indexTerm(value);

/** The index of a term that is just one index, otherwise undefined. */
export const asPlainIndex = (term: IndexTerm): Index | undefined =>
  term.constant === 0 && term.factors.length === 1 && term.factors[0]?.[1] === 1
    ? term.factors[0][0]
    : undefined;

/** The integer of a term without indices, otherwise undefined. */
export const asInteger = ({
  constant,
  factors,
}: Pick<IndexTerm, "constant" | "factors">): number | undefined =>
  factors.length === 0 ? constant : undefined;

export const addTerms = (a: IndexTerm, b: IndexTerm): IndexTerm =>
  indexTerm(a.constant + b.constant, [...a.factors, ...b.factors]);

export const scaleTerm = (term: IndexTerm, scale: number): IndexTerm =>
  indexTerm(
    term.constant * scale,
    term.factors.map(([index, coefficient]) => [index, coefficient * scale] as const),
  );

export const subtractTerms = (a: IndexTerm, b: IndexTerm): IndexTerm =>
  addTerms(a, scaleTerm(b, -1));

/** The coefficient of an index in a term, 0 where it does not occur. */
export const coefficientOf = (term: IndexTerm, index: Index): number =>
  term.factors.find(([candidate]) => candidate === index)?.[1] ?? 0;

/** Replaces indices by terms; an index for which `replacement` gives undefined stays. */
export function substituteTerm(
  term: IndexTerm,
  replacement: (index: Index) => IndexTerm | undefined,
): IndexTerm {
  let result = indexTerm(term.constant);
  for (const [index, coefficient] of term.factors)
    result = addTerms(result, scaleTerm(replacement(index) ?? plainIndex(index), coefficient));
  return result;
}

/** An inclusive range of integers. */
export interface Range {
  readonly lo: number;
  readonly hi: number;
}

/** The smallest range that holds all values of a term, given the range of each of its indices. */
export function rangeOfTerm(term: IndexTerm, rangeOf: (index: Index) => Range | undefined): Range {
  let [lo, hi] = [term.constant, term.constant];
  for (const [index, coefficient] of term.factors) {
    const range = rangeOf(index) ?? { lo: -Infinity, hi: Infinity };
    const ends = [range.lo * coefficient, range.hi * coefficient];
    lo += Math.min(...ends);
    hi += Math.max(...ends);
  }
  return { lo, hi };
}
