import { type Expression, partsOf } from "../algebra/expression.js";
import { type Model, type Quantity, sizeOf } from "../model/model.js";

/** About how many operations the formulas of a model take, or of those of its quantities that count. */
export const costOf = (
  { quantities }: Model,
  counts: (quantity: Quantity) => boolean = () => true,
): number =>
  [...quantities.values()]
    .filter(counts)
    .flatMap(({ pieces }) => pieces)
    .reduce(
      (sum, piece) =>
        sum + (piece.kind === "formula" ? sizeOf(piece.axes) * operationsIn(piece.right) : 0),
      0,
    );

/** About how many operations an expression takes: a reduction repeats its body. */
export function operationsIn(expression: Expression): number {
  const inner = partsOf(expression).reduce((sum, part) => sum + operationsIn(part), 0);
  return expression.kind === "reduction"
    ? inner * Math.max(0, expression.hi - expression.lo + 1)
    : inner + 1;
}
