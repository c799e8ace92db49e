import { reference } from "../../math/algebra/constructors.js";
import type { Expression } from "../../math/algebra/expression.js";
import { type FunctionRow, functionRow } from "../../math/algebra/functions/index.js";

/** The name of an argument of a function while its derivatives are formulas. */
export const parameterName = (place: number): string => `#${place}`;
/** The name of its value. */
export const outputName = "#output";

const known = new WeakMap<FunctionRow["derivatives"], Map<number, readonly Expression[]>>();

/** The derivatives of a function's row as formulas in #0, #1, … and #output. */
export function partialsAsFormulas(name: string, count: number): readonly Expression[] {
  const { derivatives } = functionRow(name);
  const byCount = known.get(derivatives) ?? new Map<number, readonly Expression[]>();
  known.set(derivatives, byCount);
  const found = byCount.get(count);
  if (found) return found;
  const placeholders = Array.from({ length: count }, (_, place) => reference(parameterName(place)));
  const partials = derivatives(placeholders, reference(outputName));
  byCount.set(count, partials);
  return partials;
}
