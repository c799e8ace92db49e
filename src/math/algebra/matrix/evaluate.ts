import { functionRow } from "../functions/index.js";
import { rationalToNumber } from "../rational.js";
import type { MatrixAtom, MatrixNode } from "./node.js";

/** The numbers of a quantity over all of its axes, row by row (last axis fastest). */
export interface MatrixArray {
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
}

/** A matrix of doubles, row by row. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

interface Arrays {
  readonly arrayOf: (name: string) => MatrixArray;
  /** How many values of the batch index come before the one that is wanted. */
  readonly batch: number;
}

const fill = (
  rows: number,
  columns: number,
  valueAt: (row: number, column: number) => number,
): Matrix => ({
  rows,
  columns,
  values: Float64Array.from({ length: rows * columns }, (_, place) =>
    valueAt(Math.floor(place / columns), place % columns),
  ),
});

const entry = ({ columns, values }: Matrix, row: number, column: number): number =>
  values[row * columns + column] ?? Number.NaN;

/** The entry of a matrix; a scalar goes with every row and column. */
const spread = (matrix: Matrix, row: number, column: number): number =>
  matrix.rows * matrix.columns === 1 ? entry(matrix, 0, 0) : entry(matrix, row, column);

function atomValue(node: MatrixAtom, { arrayOf, batch }: Arrays): Matrix {
  const { shape, values } = arrayOf(node.name);
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  const start = node.batch ? batch * (strides[node.batch.axis] ?? 0) : 0;
  const [down = 0, along = 0] = strides.filter((_, axis) => axis !== node.batch?.axis);
  return fill(
    node.rows.size,
    node.columns.size,
    (row, column) => values[start + row * down + column * along] ?? Number.NaN,
  );
}

const multiply = (left: Matrix, right: Matrix): Matrix =>
  fill(left.rows, right.columns, (row, column) => {
    let sum = 0;
    for (let k = 0; k < left.columns; k++) sum += entry(left, row, k) * entry(right, k, column);
    return sum;
  });

/** A function of numbers, element by element, in the shape of a node. */
const elementwise = (
  { rows, columns }: MatrixNode,
  operands: readonly Matrix[],
  compute: (...values: number[]) => number,
): Matrix =>
  fill(rows.size, columns.size, (row, column) =>
    compute(...operands.map((operand) => spread(operand, row, column))),
  );

const total = (...values: number[]): number => values.reduce((a, b) => a + b, 0);
const times = (...values: number[]): number => values.reduce((a, b) => a * b, 1);

/** Products in another order round differently: numbers this close, relative to them, are equal. */
const sameButForRounding = 1e-13;

const functionCalled = (name: string): ((...values: number[]) => number) => {
  const { value } = functionRow(name);
  if (name !== "equal") return value;
  return (a = Number.NaN, b = Number.NaN) =>
    Math.abs(a - b) <= sameButForRounding * Math.abs(b) ? 1 : value(a, b);
};

/** How each kind of node is computed. */
const rules: {
  readonly [Kind in MatrixNode["kind"]]: (
    node: Extract<MatrixNode, { kind: Kind }>,
    value: (part: MatrixNode) => Matrix,
    arrays: Arrays,
  ) => Matrix;
} = {
  number: (node) => fill(1, 1, () => rationalToNumber(node.value)),
  constant: ({ name }) => fill(1, 1, () => (name === "pi" ? Math.PI : Math.E)),
  atom: (node, _, arrays) => atomValue(node, arrays),
  ones: ({ rows }) => fill(rows.size, 1, () => 1),
  transpose: ({ of }, value) => {
    const matrix = value(of);
    return fill(matrix.columns, matrix.rows, (row, column) => entry(matrix, column, row));
  },
  product: ({ factors }, value) => factors.map(value).reduce(multiply),
  hadamard: (node, value) => elementwise(node, node.factors.map(value), times),
  scale: (node, value) => elementwise(node, [...node.scalars, node.of].map(value), times),
  sum: (node, value) => elementwise(node, node.terms.map(value), total),
  call: (node, value) => elementwise(node, node.arguments.map(value), functionCalled(node.name)),
  power: (node, value) => elementwise(node, [node.base, node.exponent].map(value), Math.pow),
};

/**
 * The numbers of a matrix form in plain doubles. Where an index is set aside, `batch` counts its values
 * from 0.
 */
export function evaluateMatrix(
  node: MatrixNode,
  arrayOf: (name: string) => MatrixArray,
  batch = 0,
): Matrix {
  const arrays = { arrayOf, batch };
  // The table at the node's own kind, which is what makes the assertion true.
  const value = (part: MatrixNode): Matrix =>
    (rules[part.kind] as (node: MatrixNode, of: typeof value, from: Arrays) => Matrix)(
      part,
      value,
      arrays,
    );
  return value(node);
}
