import { type Expression, partsOf } from "./expression.js";
import type { IndexTerm } from "./index-term.js";

/** What a derivative is taken by: a scalar (no indices), or the instance of a quantity with these indices. */
export interface Variable {
  readonly name: string;
  readonly indices: readonly IndexTerm[];
}

const cache = new WeakMap<Expression, ReadonlySet<string>>();

/** The names of all quantities that occur in an expression. */
export function quantitiesIn(expression: Expression): ReadonlySet<string> {
  const known = cache.get(expression);
  if (known) return known;
  const names = new Set<string>();
  if (expression.kind === "reference") names.add(expression.name);
  for (const part of partsOf(expression)) for (const name of quantitiesIn(part)) names.add(name);
  cache.set(expression, names);
  return names;
}

/** Whether a quantity of that name occurs in the expression. */
export const dependsOn = (expression: Expression, name: string): boolean =>
  quantitiesIn(expression).has(name);
