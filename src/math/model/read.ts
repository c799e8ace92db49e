import { isBracket } from "../algebra/constructors.js";
import { type Expression, partsOf, type ReferenceNode } from "../algebra/expression.js";
import {
  type IndexTerm,
  plainIndex,
  type Range,
  rangeOfTerm,
  scaleTerm,
  substituteTerm,
  subtractTerms,
} from "../algebra/index-term.js";
import type { Axis } from "./model.js";

/** `lo ≤ term ≤ hi` holds wherever the read that it belongs to happens. */
export interface Guard extends Range {
  readonly term: IndexTerm;
}

/**
 * One place where a formula reads a quantity. A bound index is known by its level, not by its depth: 0 is
 * bound by the outermost reduction around the place, and `bounds[0]` is its range.
 */
export interface Read {
  readonly name: string;
  readonly indices: readonly IndexTerm[];
  readonly bounds: readonly Range[];
  readonly guards: readonly Guard[];
}

const byLevel = (term: IndexTerm, levels: number): IndexTerm =>
  substituteTerm(term, (index) =>
    typeof index === "number" ? plainIndex(levels - 1 - index) : undefined,
  );

/** Every read in an expression, with what guards it: a zero bracket decides before its product reads. */
export function readsIn(
  expression: Expression,
  bounds: readonly Range[] = [],
  guards: readonly Guard[] = [],
): readonly Read[] {
  if (expression.kind === "reference") return [readOf(expression, bounds, guards)];
  if (expression.kind === "reduction") {
    const { lo, hi, body } = expression;
    return lo > hi ? [] : readsIn(body, [...bounds, { lo, hi }], guards);
  }
  if (expression.kind !== "multiply")
    return partsOf(expression).flatMap((part) => readsIn(part, bounds, guards));
  const inner = expression.factors
    .filter(isBracket)
    .map(({ term, lo, hi }) => ({ term: byLevel(term, bounds.length), lo, hi }));
  return expression.factors.flatMap((factor) => readsIn(factor, bounds, [...guards, ...inner]));
}

const readOf = (
  { name, indices }: ReferenceNode,
  bounds: readonly Range[],
  guards: readonly Guard[],
): Read => ({ name, indices: indices.map((term) => byLevel(term, bounds.length)), bounds, guards });

/**
 * A range that holds all values of a term where the read happens, for all instances in a box; empty
 * (lo > hi) where the read never happens. A guard narrows it through what is left of the term without ±
 * the guard's term: `s - t` under the guard `1 ≤ t - s ≤ K` is within -K … -1.
 */
export function rangeWhereRead(term: IndexTerm, read: Read, box: readonly Axis[]): Range {
  const rangeIn = (each: IndexTerm): Range =>
    rangeOfTerm(each, (index) =>
      typeof index === "number" ? read.bounds[index] : box.find((axis) => axis.index === index),
    );
  let { lo, hi } = rangeIn(term);
  for (const guard of read.guards) {
    const without = rangeIn(subtractTerms(term, guard.term));
    const beside = rangeIn(subtractTerms(term, scaleTerm(guard.term, -1)));
    lo = Math.max(lo, without.lo + guard.lo, beside.lo - guard.hi);
    hi = Math.min(hi, without.hi + guard.hi, beside.hi - guard.lo);
  }
  return { lo, hi };
}

/** The value of a term, given those of its indices. */
export const valueOfTerm = (
  term: IndexTerm,
  indexValue: (index: string | number) => number,
): number =>
  term.factors.reduce(
    (sum, [index, coefficient]) => sum + coefficient * indexValue(index),
    term.constant,
  );
