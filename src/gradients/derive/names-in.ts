import { type NameNode, partsOfNode } from "../../math/formula/names/index-names.js";
import type { FormulaNode } from "../../math/formula/tree.js";

/** All nodes of a formula from left to right, each before its parts; without recursion, as a formula may be deep. */
export function* nodesIn(formula: FormulaNode): Generator<FormulaNode> {
  const pending = [formula];
  for (let node = pending.pop(); node; node = pending.pop()) {
    yield node;
    pending.push(...[...partsOfNode(node)].reverse());
  }
}

/** The names in a formula, in the order in which they stand there. */
export const namesIn = (formula: FormulaNode): readonly NameNode[] =>
  [...nodesIn(formula)].filter((node) => node.kind === "name");

/** A letter and e without a sign between them: `ae` before an exponent is mostly a·eˣ. */
const letterAndE = /^\p{L}e$/u;

/** The names of a letter and e that are raised to a power with a variable in it: `ae^x`, `Ce^(-k*x)`. */
export function exponentials(
  formula: FormulaNode,
  variables: readonly string[],
): ReadonlySet<FormulaNode> {
  const bases = [...nodesIn(formula)].flatMap((node) => {
    if (node.kind !== "binary" || node.operator !== "^") return [];
    const { left, right } = node;
    const isBase = left.kind === "name" && letterAndE.test(left.name);
    return isBase && namesIn(right).some(({ name }) => variables.includes(name)) ? [left] : [];
  });
  return new Set(bases);
}
