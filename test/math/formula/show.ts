import type { FormulaNode } from "../../../src/math/formula/tree.js";

/** A tree as a text with all its parentheses, for comparison. */
export function show(node: FormulaNode): string {
  if (node.kind === "number") return node.text;
  if (node.kind === "name") return node.name;
  if (node.kind === "negate") return `(-${show(node.operand)})`;
  if (node.kind === "call") return `${node.name}(${node.arguments.map(show).join(", ")})`;
  if (node.kind === "instance") return `${node.name}[${node.indices.map(show).join(", ")}]`;
  return `(${show(node.left)} ${node.operator} ${show(node.right)})`;
}
