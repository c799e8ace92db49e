import { freeIndices, open, reduce, substituteIndices } from "./binding.js";
import { add, bracket, factorList, isBracket, multiply, termList, zero } from "./constructors.js";
import { openIndex } from "./differentiate/reduction-rule.js";
import type { BracketNode, Expression } from "./expression.js";
import { behindGuards, isDelta, mayStandInFront, summandsOf } from "./guarded.js";
import {
  coefficientOf,
  type IndexTerm,
  indexTerm,
  plainIndex,
  type Range,
  rangeOfTerm,
  scaleTerm,
} from "./index-term.js";

/** The range of each free index. */
export type Ranges = ReadonlyMap<string, Range>;

const rangeIn = (term: IndexTerm, ranges: Ranges): Range =>
  rangeOfTerm(term, (index) => (typeof index === "string" ? ranges.get(index) : undefined));

/** Leaves out the bounds of a bracket that the ranges of its indices guarantee; decides it where they can. */
export function decide(node: BracketNode, ranges: Ranges): Expression {
  const range = rangeIn(node.term, ranges);
  if (range.hi < node.lo || range.lo > node.hi) return zero;
  if (node.lo === node.hi && range.lo < range.hi) return node;
  return bracket(
    node.term,
    range.lo >= node.lo ? -Infinity : node.lo,
    range.hi <= node.hi ? Infinity : node.hi,
  );
}

function partition<Item>(
  items: readonly Item[],
  holds: (item: Item) => boolean,
): readonly [Item[], Item[]] {
  return [items.filter(holds), items.filter((item) => !holds(item))];
}

/** Solves `coefficient·index + rest = value` for an index with the coefficient ±1. */
function solve(delta: BracketNode, index: string): IndexTerm | undefined {
  const coefficient = coefficientOf(delta.term, index);
  if (Math.abs(coefficient) !== 1) return undefined;
  const rest = indexTerm(
    delta.term.constant - delta.lo,
    delta.term.factors.filter(([candidate]) => candidate !== index),
  );
  return scaleTerm(rest, -coefficient);
}

/**
 * Σ over an index of one product: a delta in the index takes the sum away; otherwise it stays, and what does not
 * depend on the index stands in front, unless it needs a bracket that does.
 */
function sumProduct(product: Expression, index: string, range: Range, ranges: Ranges): Expression {
  const factors = factorList(product);
  for (const delta of factors.filter(isDelta)) {
    const term = solve(delta, index);
    if (!term) continue;
    const rest = multiply(...factors.filter((factor) => factor !== delta));
    const guard = bracket(term, range.lo, range.hi);
    const guarded = isBracket(guard) ? decide(guard, ranges) : guard;
    return multiply(guarded, substituteIndices(rest, new Map([[index, term]])));
  }
  const [inside, others] = partition(factors, (factor) => freeIndices(factor).has(index));
  const left = [multiply(...inside)];
  const [outside, needy] = partition(others, (factor) => mayStandInFront(factor, left));
  return multiply(...outside, reduce("sum", index, range, multiply(...inside, ...needy)));
}

/** Σ over indices of an expression, contracted: each sum over an index with a delta in it disappears. */
export function contract(
  expression: Expression,
  indices: ReadonlyArray<readonly [index: string, range: Range]>,
  ranges: Ranges,
): Expression {
  const [first, ...rest] = indices;
  if (!first) return settle(expression, ranges);
  const [index, range] = first;
  const known = new Map(ranges).set(index, range);
  const terms = summandsOf(contract(expression, rest, known)).map((product) =>
    behindGuards(sumProduct(behindGuards(product), index, range, ranges)),
  );
  return settle(factorCommon(add(...terms)), ranges);
}

/** Contracts every sum inside of a derivative and decides every bracket that the ranges decide. */
export function settle(expression: Expression, ranges: Ranges): Expression {
  if (isBracket(expression)) return decide(expression, ranges);
  if (expression.kind === "add")
    return factorCommon(add(...expression.terms.map((term) => settle(term, ranges))));
  if (expression.kind === "multiply")
    return multiply(...expression.factors.map((factor) => settle(factor, ranges)));
  if (expression.kind === "reduction" && expression.name === "sum") {
    const index = openIndex();
    const known = new Map(ranges).set(index, expression);
    const body = settle(open(expression, plainIndex(index)), known);
    const products = summandsOf(body).map((product) =>
      sumProduct(product, index, expression, ranges),
    );
    return factorCommon(add(...products));
  }
  return expression;
}

/**
 * Takes factors that all terms share out of a sum: p g - p s becomes p (g - s). A factor stays where it needs the
 * brackets beside it.
 */
export function factorCommon(expression: Expression): Expression {
  const terms = termList(expression);
  if (terms.length < 2) return expression;
  const shared = sharedFactors(terms.map(factorList));
  const rests = terms.map((term) => multiply(...without(factorList(term), shared)));
  const front = shared.filter((factor) => mayStandInFront(factor, rests));
  if (front.length === 0) return expression;
  return multiply(
    ...front,
    add(...terms.map((term) => multiply(...without(factorList(term), front)))),
  );
}

/** The factors that stand in all the products, each as often as it stands in all of them. */
function sharedFactors([first = [], ...others]: ReadonlyArray<readonly Expression[]>) {
  const left = others.map((factors) => [...factors]);
  return first.filter((factor) => {
    if (factor.kind === "number") return false;
    if (!left.every((factors) => factors.includes(factor))) return false;
    for (const factors of left) factors.splice(factors.indexOf(factor), 1);
    return true;
  });
}

/** The factors without some of them, each taken away as often as it is named. */
function without(
  factors: readonly Expression[],
  taken: readonly Expression[],
): readonly Expression[] {
  const left = [...factors];
  for (const factor of taken) left.splice(left.indexOf(factor), 1);
  return left;
}
