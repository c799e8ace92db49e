import { type MatrixForm, matrixForm } from "../../math/algebra/matrix/index.js";
import { type Model, quantityOf } from "../../math/model/model.js";

/**
 * The matrix form of a quantity's definition, forward or adjoint, or the reason why it has none; undefined
 * for data.
 */
export function matrixFormOf(model: Model, name: string): MatrixForm | undefined {
  const { pieces } = quantityOf(model, name);
  const [piece] = pieces;
  if (pieces.every(({ kind }) => kind === "data")) return undefined;
  if (piece?.kind !== "formula" || pieces.length > 1)
    return { kind: "none", reason: { code: "several-pieces", quantity: name } };
  return matrixForm(piece, (each) => quantityOf(model, each).axes);
}
