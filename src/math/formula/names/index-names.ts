import type { FormulaNode } from "../tree.js";
import type { Scope } from "./scope.js";

export type NameNode = Extract<FormulaNode, { kind: "name" }>;
export type CallNode = Extract<FormulaNode, { kind: "call" }>;

/** The direct parts of a formula, subscripts left out. */
export function operandsOf(node: FormulaNode): readonly FormulaNode[] {
  switch (node.kind) {
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

/** The direct parts of a formula, subscripts among them, from left to right. */
export const partsOfNode = (node: FormulaNode): readonly FormulaNode[] =>
  node.kind === "instance" ? node.indices : operandsOf(node);

/** Whether a name stands in the formula by itself, outside of subscripts. */
const standsAlone = (node: FormulaNode, name: string): boolean =>
  (node.kind === "name" && node.name === name) ||
  operandsOf(node).some((operand) => standsAlone(operand, name));

/** Whether a name stands inside a subscript of the formula. */
export const isSubscript = (node: FormulaNode, name: string): boolean =>
  (node.kind === "instance" && node.indices.some((term) => standsAlone(term, name))) ||
  operandsOf(node).some((operand) => isSubscript(operand, name));

/** How many leading arguments of `max` or `min` are index names, so that they make it a reduction. */
function leadingIndices(node: CallNode, scope: Scope, inScope: ReadonlySet<string>): number {
  let count = 0;
  for (const argument of node.arguments.slice(0, -1)) {
    const rest = node.arguments.slice(count + 1);
    if (argument.kind !== "name" || !namesIndex(argument.name, rest, scope, inScope)) break;
    count++;
  }
  return count;
}

function namesIndex(
  name: string,
  rest: readonly FormulaNode[],
  scope: Scope,
  inScope: ReadonlySet<string>,
): boolean {
  if (rest.some((node) => isSubscript(node, name))) return true;
  if (scope.rank(name) !== undefined) return false;
  // An index that is known here and stands in the rest, too, is one of two numbers, or the index of a reduction.
  if (inScope.has(name)) return rest.some((node) => standsAlone(node, name));
  return scope.isSized(name);
}

/** Reductions that are nothing else, and those that are functions where no index is named. */
const reductionNames = new Set(["sum", "mean", "logsumexp"]);
const reducingFunctions = new Set(["max", "min"]);

/** Whether a call is a reduction only where it names an index. */
export const isExtreme = ({ name }: CallNode): boolean => reducingFunctions.has(name);

/** Names that a formula may call although the function table does not have them. */
export const namesOfReductions: readonly string[] = [...reductionNames];

/**
 * How many leading arguments of a call are indices that it reduces over: 1 in `max(i, x[i])`, 0 in
 * `max(a, b)`, undefined for a function that is no reduction. `sum`, `mean` and `logsumexp` always reduce.
 */
export function reducedIndices(
  node: CallNode,
  scope: Scope,
  inScope: ReadonlySet<string>,
): number | undefined {
  if (reductionNames.has(node.name)) return Math.max(0, node.arguments.length - 1);
  if (!reducingFunctions.has(node.name)) return undefined;
  return leadingIndices(node, scope, inScope) || undefined;
}
