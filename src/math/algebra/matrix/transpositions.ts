import { type MatrixNode, type MatrixTranspose, matrixParts } from "./node.js";

/**
 * Why a factor is transposed. A `contracted` index must stand between two neighbours: as the columns of the
 * left one and the rows of the right one. In an `outer` product no index is shared: the factor's own index
 * becomes the columns. Otherwise the `layout` of the whole has the factor's columns down its rows.
 */
export type Transposition =
  | {
      readonly kind: "contracted";
      readonly of: MatrixNode;
      readonly index: string;
      readonly partner: MatrixNode;
      readonly side: "left" | "right";
    }
  | { readonly kind: "outer"; readonly of: MatrixNode; readonly index: string }
  | {
      readonly kind: "layout";
      readonly of: MatrixNode;
      readonly rows: string;
      readonly columns?: string;
    };

const isTranspose = (node: MatrixNode): node is MatrixTranspose => node.kind === "transpose";

function inChain(factors: readonly MatrixNode[], place: number): Transposition | undefined {
  const factor = factors[place];
  if (!factor || !isTranspose(factor)) return undefined;
  const { of, rows, columns } = factor;
  const [left, right] = [factors[place - 1], factors[place + 1]];
  if (left && rows.index !== undefined)
    return { kind: "contracted", of, index: rows.index, partner: left, side: "left" };
  if (right && columns.index !== undefined)
    return { kind: "contracted", of, index: columns.index, partner: right, side: "right" };
  return { kind: "outer", of, index: columns.index ?? "" };
}

function alone({ of, rows, columns }: MatrixTranspose): Transposition {
  const along = columns.index !== undefined && { columns: columns.index };
  return { kind: "layout", of, rows: rows.index ?? "", ...along };
}

function within(node: MatrixNode): readonly Transposition[] {
  const parts = matrixParts(node);
  const inProduct = node.kind === "product";
  return parts.flatMap((part, place) => {
    const own = inProduct ? inChain(parts, place) : isTranspose(part) && alone(part);
    return [...(own ? [own] : []), ...within(part)];
  });
}

/** Each transposed part of a matrix formula with its reason, in the order of the text. */
export const transpositionsIn = (node: MatrixNode): readonly Transposition[] => [
  ...(isTranspose(node) ? [alone(node)] : []),
  ...within(node),
];
