import { type Expression, partsOf } from "../algebra/expression.js";
import { type Piece, type Quantity, sizeOf } from "./model.js";

/** About how many elementary operations one evaluation of a quantity takes; data take none. */
export const operationsOf = ({ pieces }: Pick<Quantity, "pieces">): number =>
  pieces.reduce((sum, piece) => sum + operationsOfPiece(piece), 0);

const operationsOfPiece = (piece: Piece): number =>
  piece.kind === "formula" ? sizeOf(piece.axes) * operationsIn(piece.right, new Map()) : 0;

/** Each part is counted once: parts that stand in many places would otherwise take as long as a tree of them. */
function operationsIn(expression: Expression, known: Map<Expression, number>): number {
  const found = known.get(expression);
  if (found !== undefined) return found;
  const parts = partsOf(expression).reduce((sum, part) => sum + operationsIn(part, known), 1);
  const times =
    expression.kind === "reduction" ? Math.max(0, expression.hi - expression.lo + 1) : 1;
  known.set(expression, times * parts);
  return times * parts;
}
