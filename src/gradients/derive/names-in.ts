import type { FormulaNode } from "../../math/formula/tree.js";

export type NameNode = Extract<FormulaNode, { kind: "name" }>;

function childrenOf(node: FormulaNode): readonly FormulaNode[] {
  switch (node.kind) {
    case "instance":
      return node.indices;
    case "call":
      return node.arguments;
    case "binary":
      return [node.left, node.right];
    case "negate":
      return [node.operand];
    default:
      return [];
  }
}

/** The names in a formula, in the order in which they stand there. */
export const namesIn = (node: FormulaNode): readonly NameNode[] =>
  node.kind === "name" ? [node] : childrenOf(node).flatMap(namesIn);

/** A letter and e without a sign between them: `ae` before an exponent is mostly a·eˣ. */
const letterAndE = /^\p{L}e$/u;

/** The names of a letter and e that are raised to a power with a variable in it: `ae^x`, `Ce^(-k*x)`. */
export function exponentials(
  node: FormulaNode,
  variables: readonly string[],
): ReadonlySet<FormulaNode> {
  const deeper = childrenOf(node).flatMap((child) => [...exponentials(child, variables)]);
  if (node.kind !== "binary" || node.operator !== "^") return new Set(deeper);
  const { left, right } = node;
  const isBase = left.kind === "name" && letterAndE.test(left.name);
  const isVariable = namesIn(right).some(({ name }) => variables.includes(name));
  return new Set(isBase && isVariable ? [left, ...deeper] : deeper);
}
