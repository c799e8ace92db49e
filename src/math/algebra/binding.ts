import {
  add,
  bracket,
  call,
  derivativeOf,
  foldedSum,
  indexNumber,
  multiply,
  number,
  power,
  reduction,
  reference,
  zero,
} from "./constructors.js";
import { type Expression, partsOf, type ReductionName, type ReductionNode } from "./expression.js";
import {
  type Index,
  type IndexTerm,
  integerTerm,
  plainIndex,
  type Range,
  substituteTerm,
} from "./index-term.js";

/** Rebuilds an expression with other parts and other index terms, through the constructors. */
export function rebuild(
  expression: Expression,
  part: (part: Expression) => Expression,
  term: (term: IndexTerm) => IndexTerm,
): Expression {
  switch (expression.kind) {
    case "number":
    case "constant":
      return expression;
    case "reference":
      return expression.indices.length === 0
        ? expression
        : reference(expression.name, expression.indices.map(term));
    case "index":
      return indexNumber(term(expression.term));
    case "add":
      return add(...expression.terms.map(part));
    case "multiply":
      return multiply(...expression.factors.map(part));
    case "power":
      return power(part(expression.base), part(expression.exponent));
    case "call":
      return call(expression.name, ...expression.arguments.map(part));
    case "reduction":
      return reduction(expression.name, expression.lo, expression.hi, part(expression.body));
    case "bracket":
      return bracket(term(expression.term), expression.lo, expression.hi);
    case "derivative":
      return derivativeOf(
        part(expression.of),
        reference(expression.wrt.name, expression.wrt.indices.map(term)),
      );
    case "fold":
      return foldedSum(...expression.terms.map(part));
  }
}

/** Moves bound indices of a term that enters `depth` reductions. */
const lift = (term: IndexTerm, depth: number): IndexTerm =>
  depth === 0
    ? term
    : substituteTerm(term, (index) =>
        typeof index === "number" ? plainIndex(index + depth) : undefined,
      );

/** Replaces free indices by terms, in the whole expression. */
export function substituteIndices(
  expression: Expression,
  replacements: ReadonlyMap<string, IndexTerm>,
): Expression {
  if (replacements.size === 0) return expression;
  const at = (node: Expression, depth: number): Expression =>
    rebuild(
      node,
      (part) => at(part, node.kind === "reduction" ? depth + 1 : depth),
      (term) =>
        substituteTerm(term, (index) => {
          const replacement = typeof index === "string" ? replacements.get(index) : undefined;
          return replacement && lift(replacement, depth);
        }),
    );
  return at(expression, 0);
}

/** Puts a term in the place of the index that a reduction binds: the summand for one value of the index. */
export function open(node: ReductionNode, term: IndexTerm): Expression {
  const at = (part: Expression, depth: number): Expression =>
    rebuild(
      part,
      (inner) => at(inner, part.kind === "reduction" ? depth + 1 : depth),
      (each) =>
        substituteTerm(each, (index) => {
          if (typeof index !== "number" || index < depth) return undefined;
          return index === depth ? lift(term, depth) : plainIndex(index - 1);
        }),
    );
  return at(node.body, 0);
}

/** Binds a named index: the body that a reduction over that index has. */
function close(body: Expression, index: string): Expression {
  const at = (part: Expression, depth: number): Expression =>
    rebuild(
      part,
      (inner) => at(inner, part.kind === "reduction" ? depth + 1 : depth),
      (each) =>
        substituteTerm(each, (candidate) => {
          if (candidate === index) return plainIndex(depth);
          return typeof candidate === "number" && candidate >= depth
            ? plainIndex(candidate + 1)
            : undefined;
        }),
    );
  return at(body, 0);
}

/**
 * A reduction over a named index, which becomes nameless: `reduce("sum", "i", {lo: 1, hi: 3}, x[i])`. Over
 * one value, or with a body that does not depend on the index, no reduction is left.
 */
export function reduce(
  name: ReductionName,
  index: string,
  range: Range,
  body: Expression,
): Expression {
  if (name === "sum" && (body === zero || range.lo > range.hi)) return zero;
  if (range.lo === range.hi)
    return substituteIndices(body, new Map([[index, integerTerm(range.lo)]]));
  if (freeIndices(body).has(index)) return reduction(name, range.lo, range.hi, close(body, index));
  const size = number(range.hi - range.lo + 1);
  if (name === "sum") return multiply(size, body);
  return name === "logsumexp" ? add(body, call("log", size)) : body;
}

/** Every index term in an expression that stands outside of the reductions in it, with its free indices. */
export function freeIndices(expression: Expression): ReadonlySet<string> {
  const known = freeIndexCache.get(expression);
  if (known) return known;
  const found = new Set<string>();
  const collect = (term: IndexTerm): void => {
    for (const [index] of term.factors) if (typeof index === "string") found.add(index);
  };
  if (expression.kind === "reference") expression.indices.forEach(collect);
  if (expression.kind === "index" || expression.kind === "bracket") collect(expression.term);
  for (const part of partsOf(expression)) for (const index of freeIndices(part)) found.add(index);
  freeIndexCache.set(expression, found);
  return found;
}
const freeIndexCache = new WeakMap<Expression, ReadonlySet<string>>();

/** A name that is not in `taken`: the wish itself, or the wish with the first free number. */
export function freshIndex(wish: string, taken: { has(name: string): boolean }): string {
  if (!taken.has(wish)) return wish;
  for (let count = 1; ; count++) if (!taken.has(`${wish}'${count}`)) return `${wish}'${count}`;
}

/** Whether a bound index 0 of the enclosing reduction occurs in the body. */
export function usesBound(body: Expression, depth = 0): boolean {
  const inTerm = (term: IndexTerm): boolean =>
    term.factors.some(([index]: readonly [Index, number]) => index === depth);
  if (body.kind === "reference") return body.indices.some(inTerm);
  if (body.kind === "index" || body.kind === "bracket") return inTerm(body.term);
  return partsOf(body).some((part) =>
    usesBound(part, body.kind === "reduction" ? depth + 1 : depth),
  );
}

/** Puts other expressions in the place of whole parts, the outermost first. No part may hold a bound index. */
export function replaceParts(
  expression: Expression,
  replacements: ReadonlyMap<Expression, Expression>,
): Expression {
  return (
    replacements.get(expression) ??
    rebuild(
      expression,
      (part) => replaceParts(part, replacements),
      (term) => term,
    )
  );
}
