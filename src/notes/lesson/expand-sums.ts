import { open, rebuild } from "../../math/algebra/binding.js";
import { add, call, foldedSum, zero } from "../../math/algebra/constructors.js";
import { type Expression, partsOf, type ReductionNode } from "../../math/algebra/expression.js";
import { integerTerm } from "../../math/algebra/index-term.js";

/** A sum with more terms than this that are not 0 is folded. */
const mostTerms = 12;
/** So many terms are always written out: dots would stand for nothing. */
const fewTerms = 3;
/** More terms than this are not even looked at one by one. */
const mostLeaves = 4096;

/** The terms of a reduction, those of equal ones directly inside of it included, from one tuple of indices to the next. */
function* leavesOf(node: ReductionNode): Generator<Expression> {
  for (let value = node.lo; value <= node.hi; value++) {
    const term = open(node, integerTerm(value));
    if (term.kind === "reduction" && term.name === node.name) yield* leavesOf(term);
    else yield term;
  }
}

/** What a short reduction is with its terms written out. */
const expansions: Readonly<
  Record<ReductionNode["name"], (terms: readonly Expression[]) => Expression>
> = {
  sum: (terms) => add(...terms),
  max: (terms) => call("max", ...terms),
  min: (terms) => call("min", ...terms),
  logsumexp: (terms) => call("log", add(...terms.map((term) => call("exp", term)))),
};

/** The terms of a reduction; a log-sum-exp directly inside of another is a term like any other. */
const termsOf = (node: ReductionNode): Iterable<Expression> =>
  node.name === "logsumexp"
    ? Array.from({ length: node.hi - node.lo + 1 }, (_, place) =>
        open(node, integerTerm(node.lo + place)),
      )
    : leavesOf(node);

/** The number of terms, with those of equal reductions directly inside. */
function leafCount(node: ReductionNode): number {
  const { body, name } = node;
  const isNested = name !== "logsumexp" && body.kind === "reduction" && body.name === name;
  return (node.hi - node.lo + 1) * (isNested ? leafCount(body) : 1);
}

/** The terms of a reduction, written out; of a sum only those that are not 0. */
function writtenTerms(node: ReductionNode): readonly Expression[] {
  const terms = [...termsOf(node)].map(expandSums);
  return node.name === "sum" ? terms.filter((term) => term !== zero) : terms;
}

/** The number of terms of an expression with all its sums written out. */
const size = (expression: Expression): number =>
  expression.kind === "add"
    ? expression.terms.reduce((sum, term) => sum + size(term), 0)
    : Math.max(1, ...partsOf(expression).map(size));

const known = new WeakMap<ReductionNode, Expression>();

/** Writes out short reductions term by term. */
export function expandSums(expression: Expression): Expression {
  if (expression.kind !== "reduction") return rebuild(expression, expandSums, (term) => term);
  const expanded = known.get(expression) ?? expand(expression);
  known.set(expression, expanded);
  return expanded;
}

function expand(node: ReductionNode): Expression {
  if (leafCount(node) > mostLeaves) return node;
  const terms = writtenTerms(node);
  const total = terms.reduce((sum, term) => sum + size(term), 0);
  return terms.length <= fewTerms || total <= mostTerms ? expansions[node.name](terms) : node;
}

/** Whether a sum is left that is too long to write out. */
export const hasReduction = (expression: Expression): boolean =>
  expression.kind === "reduction" || partsOf(expression).some(hasReduction);

/** How many terms the longest sum has that is left to be folded; 0 where there is none. */
export const foldedTerms = (expression: Expression): number =>
  expression.kind === "reduction"
    ? leafCount(expression) > mostLeaves
      ? leafCount(expression)
      : writtenTerms(expression).length
    : Math.max(0, ...partsOf(expression).map(foldedTerms));

/** The first two terms of a long reduction and the last one. */
function endsOf(node: ReductionNode): readonly Expression[] {
  if (leafCount(node) <= mostLeaves) {
    const terms = writtenTerms(node);
    return [...terms.slice(0, 2), ...terms.slice(-1)];
  }
  const leaves = termsOf(node)[Symbol.iterator]();
  const first = [leaves.next().value, leaves.next().value].flatMap((each) => each ?? []);
  return [...first, lastLeaf(node)].map(expandSums);
}

/** The last term of a reduction. */
function lastLeaf(node: ReductionNode): Expression {
  const term = open(node, integerTerm(node.hi));
  return term.kind === "reduction" && term.name === node.name ? lastLeaf(term) : term;
}

/**
 * Folds the sums that are too long to write out: the first two terms, dots, the last one. Undefined where that
 * cannot be written, because a maximum runs over as many.
 */
export function foldSums(expression: Expression): Expression | undefined {
  if (expression.kind === "reduction") {
    const isSum = expression.name === "sum";
    if (!isSum && expression.name !== "logsumexp") return undefined;
    const ends = endsOf(expression);
    const terms = ends.map(foldSums);
    if (terms.some((term) => term === undefined)) return undefined;
    const shown = terms.flatMap((term) => term ?? []);
    return isSum
      ? foldedSum(...shown)
      : call("log", foldedSum(...shown.map((term) => call("exp", term))));
  }
  let isWhole = true;
  const folded = rebuild(
    expression,
    (part) => {
      const inner = foldSums(part);
      isWhole &&= inner !== undefined;
      return inner ?? part;
    },
    (term) => term,
  );
  return isWhole ? folded : undefined;
}
