import { type MatrixAtom, type MatrixNode, type MatrixOnes, matrixParts } from "./node.js";

/** A quantity or a vector of ones as it stands in a matrix formula, with the shape that it has there. */
export interface MatrixFactor {
  readonly node: MatrixAtom | MatrixOnes;
  readonly transposed: boolean;
  readonly rows: number;
  readonly columns: number;
}

function* leaves(node: MatrixNode, transposed: boolean): Generator<MatrixFactor> {
  if (node.kind === "atom" || node.kind === "ones") {
    const [rows, columns] = [node.rows.size, node.columns.size];
    yield transposed
      ? { node, transposed, rows: columns, columns: rows }
      : { node, transposed, rows, columns };
  } else if (node.kind === "transpose") yield* leaves(node.of, isLeaf(node.of));
  else for (const part of matrixParts(node)) yield* leaves(part, false);
}

const isLeaf = ({ kind }: MatrixNode): boolean => kind === "atom" || kind === "ones";

const keyOf = ({ node, transposed, rows, columns }: MatrixFactor): string =>
  [node.kind, node.kind === "atom" ? node.name : "", transposed, rows, columns].join();

/** The factors of a matrix formula with their shapes, each once, in the order of the text. */
export function matrixFactors(node: MatrixNode): readonly MatrixFactor[] {
  const found = new Map<string, MatrixFactor>();
  for (const leaf of leaves(node, false)) if (!found.has(keyOf(leaf))) found.set(keyOf(leaf), leaf);
  return [...found.values()];
}
