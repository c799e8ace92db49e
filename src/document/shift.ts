import { type Expression, partsOf } from "../algebra/expression.js";
import { asPlainIndex, type IndexTerm } from "../algebra/index-term.js";
import { indexTex } from "../algebra/tex/index.js";
import { writeTerm } from "../algebra/tex/index-term.js";
import type { Quantity } from "../model/model.js";

/** An index term as TeX. */
export const termTex = (term: IndexTerm): string =>
  writeTerm(term, { name: (index) => indexTex(String(index)), times: "" });

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

/** The shifted index terms with which a quantity uses another one, as TeX: `t-1` for a recurrence. */
export function shiftsTex({ pieces }: Quantity, used: string): readonly string[] {
  const shifts = new Map<string, IndexTerm>();
  const visited = new Set<Expression>();
  for (const piece of pieces)
    if (piece.kind === "formula") collect(piece.right, used, shifts, visited);
  return [...shifts.values()].map(termTex);
}
