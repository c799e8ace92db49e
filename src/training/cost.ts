import { type Expression, partsOf } from "../algebra/expression.js";
import { type Model, sizeOf } from "../model/model.js";

/** About how many elementary operations one evaluation of an expression takes. */
function operationsIn(expression: Expression): number {
  const inner = partsOf(expression).reduce((sum, part) => sum + operationsIn(part), 1);
  return expression.kind === "reduction"
    ? Math.max(0, expression.hi - expression.lo + 1) * inner
    : inner;
}

/** About how many elementary operations one evaluation of a model takes. */
export function operationsOf({ quantities }: Model): number {
  let total = 0;
  for (const { pieces } of quantities.values())
    for (const piece of pieces)
      if (piece.kind === "formula") total += sizeOf(piece.axes) * operationsIn(piece.right);
  return total;
}
