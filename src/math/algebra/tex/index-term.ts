import type { BracketNode } from "../expression.js";
import type { Index } from "../index-term.js";

/** How one index is written. */
export type IndexName<Each = Index> = (index: Each) => string;

interface Term<Each> {
  readonly constant: number;
  readonly factors: ReadonlyArray<readonly [index: Each, coefficient: number]>;
}

interface TermStyle<Each> {
  readonly name: IndexName<Each>;
  /** What stands between a coefficient and its index. */
  readonly times: string;
}

/**
 * An index term as text, positive parts first: `2t+k-1`, `n-t+1`, `3-t`.
 */
export function writeTerm<Each>(term: Term<Each>, { name, times }: TermStyle<Each>): string {
  const write = ([index, coefficient]: readonly [Each, number]): string => {
    const size = Math.abs(coefficient);
    return `${coefficient < 0 ? "-" : "+"}${size === 1 ? "" : `${size}${times}`}${name(index)}`;
  };
  const constant = term.constant === 0 ? "" : `${term.constant < 0 ? "" : "+"}${term.constant}`;
  const positive = term.factors.filter(([, coefficient]) => coefficient > 0).map(write);
  const negative = term.factors.filter(([, coefficient]) => coefficient < 0).map(write);
  const leads = positive.length === 0 && term.constant > 0;
  const parts = leads ? [constant, ...negative] : [...positive, ...negative, constant];
  return parts.join("").replace(/^\+/, "") || "0";
}

/** The parts of a term with positive coefficients, and the opposite of those with negative ones. */
const sides = ({ factors }: Term<Index>): readonly [Term<Index>, Term<Index>] => [
  { constant: 0, factors: factors.filter(([, coefficient]) => coefficient > 0) },
  {
    constant: 0,
    factors: factors
      .filter(([, coefficient]) => coefficient < 0)
      .map(([index, coefficient]) => [index, -coefficient]),
  },
];

const shifted = ({ constant, factors }: Term<Index>, by: number): Term<Index> => ({
  constant: constant + by,
  factors,
});

/** The relations of a bracket, left to right: `k = s`, `t \lt 4`, `1 \le n-t+1 \le 3`. */
export function bracketTex({ term, lo, hi }: BracketNode, name: IndexName): string {
  const write = (each: Term<Index>): string => writeTerm(each, { name, times: "" });
  const [plus, minus] = sides(term);
  const [low, high] = [lo - term.constant, hi - term.constant];
  const isOneSided = lo === -Infinity || hi === Infinity;
  if (lo === hi) {
    // plus - minus = low, with no negative number on either side
    const [left, right] = low < 0 ? [shifted(plus, -low), minus] : [plus, shifted(minus, low)];
    return plus.factors.length === 0
      ? `${write(right)} = ${write(left)}`
      : `${write(left)} = ${write(right)}`;
  }
  if (!isOneSided) return `${lo} \\le ${write(term)} \\le ${hi}`;
  if (minus.factors.length === 0)
    return hi === Infinity ? `${write(plus)} \\gt ${low - 1}` : `${write(plus)} \\lt ${high + 1}`;
  if (plus.factors.length === 0)
    return hi === Infinity
      ? `${write(minus)} \\lt ${1 - low}`
      : `${write(minus)} \\gt ${-high - 1}`;
  return hi === Infinity
    ? `${write(plus)} \\ge ${write(shifted(minus, low))}`
    : `${write(plus)} \\le ${write(shifted(minus, high))}`;
}
