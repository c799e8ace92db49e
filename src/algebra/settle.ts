import { freeIndices, open, reduce, substituteIndices } from "./binding.js";
import {
  add,
  bracket,
  factorList,
  isBracket,
  multiply,
  one,
  termList,
  zero,
} from "./constructors.js";
import { openIndex } from "./differentiate/reduction-rule.js";
import { type BracketNode, type Expression, partsOf } from "./expression.js";
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

const isDelta = (factor: Expression): factor is BracketNode =>
  isBracket(factor) && factor.lo === factor.hi;

/** Whether a Kronecker delta occurs outside of functions and powers, where differentiation puts it. */
const hasDelta = (expression: Expression): boolean =>
  isDelta(expression) ||
  ((expression.kind === "add" || expression.kind === "multiply") &&
    partsOf(expression).some(hasDelta));

/** The summands of a product once the sums in it that contain deltas are multiplied out. */
function distribute(expression: Expression): readonly Expression[] {
  if (expression.kind === "add") return expression.terms.flatMap(distribute);
  if (expression.kind !== "multiply") return [expression];
  let products: Expression[] = [one];
  for (const factor of expression.factors) {
    const terms = hasDelta(factor) ? distribute(factor) : [factor];
    products = products.flatMap((product) => terms.map((term) => multiply(product, term)));
  }
  return products;
}

/** The summands to sum one by one: all products where a delta waits in them, otherwise the whole. */
export const summandsOf = (expression: Expression): readonly Expression[] =>
  hasDelta(expression) ? distribute(expression) : [expression];

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

/** Σ over an index of one product: a delta in the index takes the sum away; otherwise it stays, constants in front. */
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
  const inside = factors.filter((factor) => freeIndices(factor).has(index));
  const outside = factors.filter((factor) => !freeIndices(factor).has(index));
  return multiply(...outside, reduce("sum", index, range, multiply(...inside)));
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
    sumProduct(product, index, range, ranges),
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

/** Takes factors that all terms share out of a sum: p g - p s becomes p (g - s). */
export function factorCommon(expression: Expression): Expression {
  const terms = termList(expression);
  if (terms.length < 2) return expression;
  const [first = [], ...others] = terms.map((term) => [...factorList(term)]);
  const common = first.filter((factor) => {
    if (factor.kind === "number") return false;
    if (!others.every((factors) => factors.includes(factor))) return false;
    for (const factors of others) factors.splice(factors.indexOf(factor), 1);
    return true;
  });
  if (common.length === 0) return expression;
  const left = [...first];
  for (const factor of common) left.splice(left.indexOf(factor), 1);
  return multiply(...common, add(...[left, ...others].map((factors) => multiply(...factors))));
}
