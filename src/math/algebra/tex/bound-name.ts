import { freeIndices, freshIndex } from "../binding.js";
import { type Expression, partsOf, type ReductionNode } from "../expression.js";
import { asPlainIndex } from "../index-term.js";

/** The canonical index name of an axis of a quantity, counted from 0. */
export type AxisName = (quantity: string, axis: number) => string | undefined;

/** The names that a bound index must not have: free indices and quantities of an expression. */
export function takenNames(expression: Expression): ReadonlySet<string> {
  const taken = new Set(freeIndices(expression));
  const seen = new Set<Expression>();
  const collect = (node: Expression): void => {
    if (seen.has(node)) return;
    seen.add(node);
    if (node.kind === "reference") taken.add(node.name);
    partsOf(node).forEach(collect);
  };
  collect(expression);
  return taken;
}

/** The canonical names of the axes that the bound index `depth` of an expression stands on alone. */
function* axisNamesOf(body: Expression, axisName: AxisName, depth: number): Generator<string> {
  if (body.kind === "reference")
    for (const [axis, term] of body.indices.entries()) {
      const name = asPlainIndex(term) === depth ? axisName(body.name, axis) : undefined;
      if (name !== undefined) yield name;
    }
  if (body.kind === "bracket" && body.term.factors.some(([index]) => index === depth))
    for (const [index] of body.term.factors) if (typeof index === "string") yield index;
  for (const part of partsOf(body))
    yield* axisNamesOf(part, axisName, body.kind === "reduction" ? depth + 1 : depth);
}

/** The axis under the name of another index with the same range: j′ beside j. */
const primed = (name: string): string => `${name}'`;

const letters = [..."ijklmnpqrsuvabcdfgh"];

/**
 * A name for the index that a reduction binds: that of an axis which it runs over, with a prime where that
 * is taken, otherwise the first of i, j, k, … that is not taken.
 */
export function boundName(
  { body }: ReductionNode,
  axisName: AxisName,
  taken: { has(name: string): boolean },
): string {
  const wishes = [...axisNamesOf(body, axisName, 0)];
  const free =
    wishes.find((name) => !taken.has(name)) ?? wishes.map(primed).find((name) => !taken.has(name));
  if (free !== undefined) return free;
  return letters.find((letter) => !taken.has(letter)) ?? freshIndex("i", taken);
}
