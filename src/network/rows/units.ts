import { reference } from "../../math/algebra/constructors.js";
import type { Expression } from "../../math/algebra/expression.js";
import { plainIndex, type Range } from "../../math/algebra/index-term.js";
import type { Axis } from "../../math/model/model.js";

/** The units of a layer: one of them as an expression in its index, and the range of that index. */
export interface Units {
  readonly unit: Expression;
  readonly index: string;
  readonly range: Range;
}

/** A quantity whose instances are all of a box: `h[n,j]`. */
export const wholeReference = (name: string, axes: readonly Axis[]): Expression =>
  reference(
    name,
    axes.map(({ index }) => plainIndex(index)),
  );

/** The units of a layered quantity; the last axis counts them. Throws for a scalar. */
export function unitsOf(name: string, axes: readonly Axis[]): Units {
  const axis = axes.at(-1);
  if (!axis) throw new Error(`${name} has no units`);
  return { unit: wholeReference(name, axes), index: axis.index, range: axis };
}
