import type { MatrixNode, Side } from "./node.js";
import { NoMatrixForm } from "./node.js";

/** The side of a scalar, and the short side of a vector. */
export const short: Side = { size: 1 };

/** A text that is equal for sides that the same index runs along; undefined for a short side. */
export const sideKey = (side: Side): string | undefined => (side.single ? "" : side.index);

/** Whether the same index runs along both sides. */
export const sameSide = (a: Side, b: Side): boolean => sideKey(a) === sideKey(b);

/** The sides along which an index runs: none for a scalar, one for a vector, two for a matrix. */
export const longSides = ({ rows, columns }: MatrixNode): readonly Side[] =>
  [rows, columns].filter((side) => side.index !== undefined);

export const isScalar = (node: MatrixNode): boolean => longSides(node).length === 0;

export const hasSide = (node: MatrixNode, side: Side): boolean =>
  longSides(node).some((each) => sameSide(each, side));

/** Which index runs down the rows and which along the columns; a vector has rows only, a scalar none. */
export interface Layout {
  readonly rows: Side;
  readonly columns: Side;
}

/**
 * The layout for all indices of some matrices: that of the first matrix, unless `order` (the indices of
 * the output) has both. There is none for more than two indices.
 */
export function layoutOf(nodes: readonly MatrixNode[], order: readonly string[]): Layout {
  const sides: Side[] = [];
  const matrices = nodes.filter((node) => longSides(node).length === 2);
  for (const side of [...matrices, ...nodes].flatMap(longSides))
    if (!sides.some((each) => sameSide(each, side))) sides.push(side);
  if (sides.length > 2)
    throw new NoMatrixForm({
      code: "too-many-axes",
      indices: sides.map(({ index = "" }) => index),
    });
  const [rows = short, columns = short] = sides;
  const [down, along] = [rows, columns].map(({ index = "" }) => order.indexOf(index));
  const swapped = down !== undefined && along !== undefined && along >= 0 && down > along;
  return swapped ? { rows: columns, columns: rows } : { rows, columns };
}
