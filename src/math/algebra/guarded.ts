import { open, reduce } from "./binding.js";
import { add, factorList, isBracket, multiply, one } from "./constructors.js";
import { openIndex } from "./differentiate/reduction-rule.js";
import { type BracketNode, type Expression, partsOf, type ReductionNode } from "./expression.js";
import { plainIndex } from "./index-term.js";

/**
 * Whether brackets alone can make an expression 0. Nothing is read then, so that a factor beside it may be
 * without a value: out of range, not computed yet, a logarithm of 0.
 */
export function isGuarded(expression: Expression): boolean {
  switch (expression.kind) {
    case "bracket":
      return true;
    case "multiply":
      return expression.factors.some(isGuarded);
    case "add":
      return expression.terms.every(isGuarded);
    case "reduction":
      return expression.name === "sum" && isGuarded(expression.body);
    default:
      return false;
  }
}

/** Whether a factor has a value wherever it stands: numbers, indices, brackets and scalars, added and multiplied. */
export function needsNoGuard(factor: Expression): boolean {
  if (factor.kind === "reference") return factor.indices.length === 0;
  if (factor.kind === "power" || factor.kind === "call") return false;
  return partsOf(factor).every(needsNoGuard);
}

/**
 * Whether a factor may stand in front of what is left of all the products that had it: it needs no guard, or one
 * of the products has none, so that it is read anyway.
 */
export const mayStandInFront = (factor: Expression, rests: readonly Expression[]): boolean =>
  needsNoGuard(factor) || !rests.every(isGuarded);

export const isDelta = (factor: Expression): factor is BracketNode =>
  isBracket(factor) && factor.lo === factor.hi;

/**
 * Whether a sum is to be multiplied out: a Kronecker delta waits in it outside of functions and powers, where
 * differentiation puts it, or each of its terms is guarded.
 */
const hasBranches = (expression: Expression): boolean =>
  isDelta(expression) ||
  (expression.kind === "add" && isGuarded(expression)) ||
  ((expression.kind === "add" || expression.kind === "multiply") &&
    partsOf(expression).some(hasBranches));

/** The summands of a product once the sums in it that contain deltas are multiplied out. */
function distribute(expression: Expression): readonly Expression[] {
  if (expression.kind === "add") return expression.terms.flatMap(distribute);
  if (expression.kind !== "multiply") return [expression];
  let products: Expression[] = [one];
  for (const factor of expression.factors) {
    const terms = hasBranches(factor) ? distribute(factor) : [factor];
    products = products.flatMap((product) => terms.map((term) => multiply(product, term)));
  }
  return products;
}

/** The summands to sum one by one: all products where a delta waits in them, otherwise the whole. */
export const summandsOf = (expression: Expression): readonly Expression[] =>
  hasBranches(expression) ? distribute(expression) : [expression];

const isGuardedSum = (factor: Expression): factor is ReductionNode =>
  factor.kind === "reduction" && isGuarded(factor);

/**
 * A product whose brackets guard all that needs a guard: the factors beside a sum of guarded terms go into it.
 * `f[s] Σ_k [2 k = s] g[k]` becomes `Σ_k [2 k = s] g[k] f[s]`, where f is not read unless one of the brackets holds.
 */
export function behindGuards(product: Expression): Expression {
  const factors = factorList(product);
  const sum = factors.find(isGuardedSum);
  const needy = factors.filter((factor) => factor !== sum && !needsNoGuard(factor));
  if (!sum || needy.length === 0) return product;
  const others = factors.filter((factor) => factor !== sum && needsNoGuard(factor));
  const index = openIndex();
  const body = multiply(open(sum, plainIndex(index)), ...needy);
  const guarded = add(...summandsOf(body).map(behindGuards));
  return multiply(...others, reduce("sum", index, sum, guarded));
}
