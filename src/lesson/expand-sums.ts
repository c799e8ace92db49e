import { open, rebuild } from "../algebra/binding.js";
import { add, call } from "../algebra/constructors.js";
import { type Expression, partsOf, type ReductionNode } from "../algebra/expression.js";
import { integerTerm } from "../algebra/index-term.js";
import { markFold } from "../algebra/tex/fold.js";

/** A sum over more values of its index than this is folded, and nested sums with more terms in all than that. */
const longestSum = 8;
const mostTerms = 12;

/** The number of terms of a sum with all sums in it written out, as far as it matters. */
const termCount = (expression: Expression): number => {
  const inside = partsOf(expression).map(termCount);
  const own = expression.kind === "reduction" ? expression.hi - expression.lo + 1 : 1;
  return own * Math.max(1, ...inside);
};

const isLong = (node: ReductionNode): boolean =>
  node.hi - node.lo >= longestSum || termCount(node) > mostTerms;

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

/** A log-sum-exp directly inside of another is a term like any other. */
const termsOf = (node: ReductionNode): readonly Expression[] =>
  node.name === "logsumexp"
    ? Array.from({ length: node.hi - node.lo + 1 }, (_, place) =>
        open(node, integerTerm(node.lo + place)),
      )
    : [...leavesOf(node)];

/** Writes out short reductions term by term. */
export function expandSums(expression: Expression): Expression {
  if (expression.kind !== "reduction") return rebuild(expression, expandSums, (term) => term);
  if (isLong(expression)) return expression;
  return expansions[expression.name](termsOf(expression).map(expandSums));
}

/** How many terms the longest sum has that is left to be folded; 0 where there is none. */
export const foldedTerms = (expression: Expression): number =>
  expression.kind === "reduction"
    ? sizeOf(expression)
    : Math.max(0, ...partsOf(expression).map(foldedTerms));

const sizeOf = (node: ReductionNode): number => {
  const { body } = node;
  const isNested = body.kind === "reduction" && body.name === node.name;
  return (node.hi - node.lo + 1) * (isNested ? sizeOf(body) : 1);
};

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
    const leaves = isSum ? leavesOf(expression) : termsOf(expression).values();
    const first = [leaves.next().value, leaves.next().value].flatMap((each) => each ?? []);
    const terms = [...first, lastLeaf(expression)].map((term) => foldSums(expandSums(term)));
    if (terms.some((term) => term === undefined)) return undefined;
    const known = terms.flatMap((term) => term ?? []);
    return isSum
      ? markFold(...known)
      : call("log", markFold(...known.map((term) => call("exp", term))));
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
