import { type Expression, partsOf } from "../../math/algebra/expression.js";
import { asPlainIndex, type IndexTerm } from "../../math/algebra/index-term.js";
import { type NamedTerm, nameIndices } from "../../math/algebra/symbol.js";
import type { Quantity } from "../../math/model/model.js";

/** An index with something added to it, `t-1`; bound indices are not about where a definition stands. */
const isShift = (term: IndexTerm): boolean =>
  term.factors.length > 0 &&
  asPlainIndex(term) === undefined &&
  term.factors.every(([index]) => typeof index === "string");

function collect(
  expression: Expression,
  name: string,
  shifts: Map<string, IndexTerm>,
  visited: Set<Expression>,
): void {
  if (visited.has(expression)) return;
  visited.add(expression);
  if (expression.kind === "reference" && expression.name === name)
    for (const term of expression.indices) if (isShift(term)) shifts.set(term.key, term);
  for (const part of partsOf(expression)) collect(part, name, shifts, visited);
}

/** The shifted index terms with which a quantity uses another one: `t-1` for a recurrence. */
export function shiftsOf({ pieces }: Quantity, used: string): readonly NamedTerm[] {
  const shifts = new Map<string, IndexTerm>();
  const visited = new Set<Expression>();
  for (const piece of pieces)
    if (piece.kind === "formula") collect(piece.right, used, shifts, visited);
  return [...shifts.values()].map((term) => nameIndices(term, String));
}
