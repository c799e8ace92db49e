import type { Expression } from "../../math/algebra/expression.js";
import { type Block, display, paragraph } from "./block.js";
import { expandSums, foldedTerms } from "./expand-sums.js";
import { sentence } from "./sentence.js";
import { type NumberSource, workedLines } from "./worked-lines.js";

/** A definition of one instance, worked out; where a sum in its line of numbers is folded, the page says so. */
export function workedBlocks(
  context: NumberSource,
  left: Expression,
  right: Expression,
  simplify?: (expanded: Expression) => Expression,
): readonly Block[] {
  const lines = workedLines(context, left, right, simplify);
  const isFolded = lines.some(({ kind }) => kind === "folded");
  const count = foldedTerms(expandSums(right));
  return [...(isFolded ? [paragraph(sentence("folded-sum", { count }))] : []), display(...lines)];
}
