import type { Problem } from "../../../errors/problem.js";
import { quote } from "../../../errors/quote.js";
import { freshIndex } from "../../algebra/binding.js";
import { defaultIndices } from "../../algebra/index-term.js";
import type { FormulaNode, Span } from "../tree.js";
import { type CallNode, isExtreme, type NameNode, partsOfNode } from "./index-names.js";
import type { Resolution } from "./resolve.js";

/**
 * The problem of a reduction over an index that has a meaning where it stands: `max(t, x[t])` in the equation of
 * `h[t]`. It shows what to write for either reading.
 */
export function shadowedIndex(
  node: CallNode,
  indices: readonly NameNode[],
  shadowed: NameNode,
  resolution: Resolution,
): Problem {
  const { text, bound, placeOf } = resolution;
  const whole = text.slice(node.span.start, node.span.end);
  const where = bound.has(shadowed.name) ? "in a reduction around it" : "on the left side";
  return {
    code: "shadowed-index",
    message: `cannot tell what \`${shadowed.name}\` is in ${quote(whole)}: a new index that ${quote(node.name)} runs over, or the ${quote(shadowed.name)} that stands ${where}`,
    place: placeOf(shadowed.span),
    help: `write ${quote(asNewIndex(node, shadowed, resolution))} for a new index, ${quote(asKnownIndex(node, indices, shadowed, text))} for the \`${shadowed.name}\` ${where}`,
  };
}

/** The call with another name in the place of the index that it binds. */
function asNewIndex(node: CallNode, { name }: NameNode, resolution: Resolution): string {
  const { text, left, bound, indices, scope } = resolution;
  const isTaken = (wish: string): boolean =>
    left.has(wish) ||
    bound.has(wish) ||
    indices.has(wish) ||
    scope.rank(wish) !== undefined ||
    spansOf(node, wish).length > 0;
  const wish = defaultIndices.find((each) => !isTaken(each)) ?? name;
  const fresh = freshIndex(wish, { has: isTaken });
  let renamed = "";
  let { start } = node.span;
  for (const span of spansOf(node, name)) {
    renamed += text.slice(start, span.start) + fresh;
    start = span.end;
  }
  return renamed + text.slice(start, node.span.end);
}

/** Where a name stands in a formula, subscripts and all, from left to right. */
const spansOf = (node: FormulaNode, name: string): readonly Span[] =>
  node.kind === "name" && node.name === name
    ? [node.span]
    : partsOfNode(node).flatMap((part) => spansOf(part, name));

/** What is left if the index is the one that is known: `x[t]` for `sum(t, x[t])`, `max(x[t], t)` for `max(t, x[t])`. */
function asKnownIndex(
  node: CallNode,
  indices: readonly NameNode[],
  shadowed: NameNode,
  text: string,
): string {
  const [body] = node.arguments.slice(indices.length).map(({ span }) => textAt(span, text));
  const others = indices.filter((index) => index !== shadowed).map(({ name }) => name);
  if (others.length > 0) return `${node.name}(${[...others, body].join(", ")})`;
  return isExtreme(node) ? `${node.name}(${body}, ${shadowed.name})` : String(body);
}

const textAt = ({ start, end }: Span, text: string): string => text.slice(start, end);
