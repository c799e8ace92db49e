import type { ConstantName } from "../expression.js";
import { multiplyRationals, type Rational, rationalOne } from "../rational.js";
import type { BatchAxis, MatrixNode, MatrixTranspose, Side } from "./node.js";
import { matrixParts } from "./node.js";
import { isScalar, type Layout, longSides, sameSide, short } from "./side.js";

const scalar: Layout = { rows: short, columns: short };
const shapeOf = ({ rows, columns }: MatrixNode): Layout => ({ rows, columns });

export const numberMatrix = (value: Rational): MatrixNode => ({ kind: "number", ...scalar, value });

export const constantMatrix = (name: ConstantName): MatrixNode => ({
  kind: "constant",
  ...scalar,
  name,
});

export const atom = (name: string, layout: Layout, batch?: BatchAxis): MatrixNode => ({
  kind: "atom",
  ...layout,
  name,
  ...(batch && { batch }),
});

/** The column vector of ones. */
export const ones = (rows: Side): MatrixNode => ({ kind: "ones", rows, columns: short });

const isOne = (node: MatrixNode): boolean =>
  node.kind === "number" && node.value.numerator === 1n && node.value.denominator === 1n;

const flatScalars = (node: MatrixNode): readonly MatrixNode[] =>
  node.kind === "scale" ? [...node.scalars, node.of] : [node];

/** The product of the numbers among scalars, and the others. */
function splitNumbers(scalars: readonly MatrixNode[]): readonly [Rational, readonly MatrixNode[]] {
  let folded = rationalOne;
  const others: MatrixNode[] = [];
  for (const each of scalars.flatMap(flatScalars))
    if (each.kind === "number") folded = multiplyRationals(folded, each.value);
    else others.push(each);
  return [folded, others];
}

/** Scalars times a matrix; numbers are folded into the first scalar. */
export function scale(scalars: readonly MatrixNode[], of: MatrixNode): MatrixNode {
  if (of.kind === "scale") return scale([...scalars, ...of.scalars], of.of);
  const [folded, others] = splitNumbers(scalars);
  const coefficient = numberMatrix(folded);
  const kept = isOne(coefficient) ? others : [coefficient, ...others];
  return kept.length === 0 ? of : { kind: "scale", ...shapeOf(of), scalars: kept, of };
}

/** The product of scalars. */
function multiplyScalars(scalars: readonly MatrixNode[]): MatrixNode {
  const [folded, others] = splitNumbers(scalars);
  const last = others.at(-1);
  return last ? scale([numberMatrix(folded), ...others.slice(0, -1)], last) : numberMatrix(folded);
}

/** The scalars of all factors in front of what `combine` makes of the rest. */
function pullScalars(
  factors: readonly MatrixNode[],
  combine: (factors: readonly MatrixNode[]) => MatrixNode,
): MatrixNode {
  const scalars = factors.flatMap((factor) => (factor.kind === "scale" ? factor.scalars : []));
  return scale(scalars, combine(factors.map((each) => (each.kind === "scale" ? each.of : each))));
}

/** The matrix product of a chain; chains within it are flattened and scalars come to the front. */
export function product(...chain: readonly MatrixNode[]): MatrixNode {
  return pullScalars(chain, (bare) => {
    const factors = bare.flatMap((each) => (each.kind === "product" ? each.factors : [each]));
    const [first, last] = [factors[0], factors.at(-1)];
    if (!first || !last) throw new Error("a matrix product without factors");
    factors.slice(1).forEach((factor, place) => {
      const left = factors[place]?.columns ?? short;
      if (!sameSide(left, factor.rows)) throw new Error("a matrix product of shapes that differ");
    });
    if (factors.length === 1) return first;
    return { kind: "product", rows: first.rows, columns: last.columns, factors };
  });
}

/** The elementwise product of matrices of one shape. */
export function hadamard(...operands: readonly MatrixNode[]): MatrixNode {
  return pullScalars(operands, (bare) => {
    const factors = bare.flatMap((each) => (each.kind === "hadamard" ? each.factors : [each]));
    const [first] = factors;
    if (!first) throw new Error("an elementwise product without factors");
    return factors.length === 1 ? first : { kind: "hadamard", ...shapeOf(first), factors };
  });
}

/** The sum of matrices of one shape. */
export function sumMatrices(...operands: readonly MatrixNode[]): MatrixNode {
  const terms = operands.flatMap((each) => (each.kind === "sum" ? each.terms : [each]));
  const [first] = terms;
  if (!first) throw new Error("a sum of no matrices");
  return terms.length === 1 ? first : { kind: "sum", ...shapeOf(first), terms };
}

/** Rows and columns exchanged; for a product by (A B)ᵀ = Bᵀ Aᵀ, even where the result is a scalar. */
export function flip(node: MatrixNode): MatrixNode {
  if (node.kind === "product") return product(...node.factors.map(transposed).reverse());
  if (node.kind === "scale") return scale(node.scalars, flip(node.of));
  return transposed(node);
}

/** The transposed matrix. */
export function transposed(node: MatrixNode): MatrixNode {
  if (isScalar(node)) return node;
  if (node.kind === "transpose") return node.of;
  if (node.kind === "product" || node.kind === "scale") return flip(node);
  return { kind: "transpose", rows: node.columns, columns: node.rows, of: node };
}

const isTransposedMatrix = (node: MatrixNode): node is MatrixTranspose =>
  node.kind === "transpose" && node.of.kind !== "ones";

/** How often a reader has to transpose; vectors of ones do not count. */
const transpositions = (node: MatrixNode): number =>
  matrixParts(node).reduce(
    (count, part) => count + transpositions(part),
    isTransposedMatrix(node) ? 1 : 0,
  );

/** The node or its flipped form, whichever has fewer transposed matrices. */
export function fewerTransposes(node: MatrixNode): MatrixNode {
  const flipped = flip(node);
  return transpositions(flipped) < transpositions(node) ? flipped : node;
}

/** The node with `side` down its rows. */
export const withRows = (node: MatrixNode, side: Side): MatrixNode =>
  sameSide(node.rows, side) ? node : transposed(node);

/** Repeats a scalar or a vector until it fills a layout, by vectors of ones; orients a matrix. */
export function broadcast(node: MatrixNode, { rows, columns }: Layout): MatrixNode {
  const [first, second] = longSides(node);
  if (second || rows.index === undefined) return withRows(node, rows);
  if (columns.index === undefined) return first ? node : scale([node], ones(rows));
  const row = (of: MatrixNode): MatrixNode => transposed(of);
  if (!first) return scale([node], product(ones(rows), row(ones(columns))));
  return sameSide(first, rows) ? product(node, row(ones(columns))) : product(ones(rows), row(node));
}

/** Matrices, vectors and scalars multiplied element by element: vectors along different indices give an outer product. */
export function multiplyElements(factors: readonly MatrixNode[], layout: Layout): MatrixNode {
  const scalars = factors.filter(isScalar);
  const others = factors.filter((factor) => !isScalar(factor));
  if (others.length === 0) return multiplyScalars(scalars);
  if (layout.columns.index === undefined) return scale(scalars, hadamard(...others));
  const vectors = others.filter((factor) => longSides(factor).length === 1);
  const matrices = others.filter((factor) => longSides(factor).length === 2);
  const first = vectors[0];
  if (!first) return scale(scalars, hadamard(...matrices.map((each) => broadcast(each, layout))));
  const spread = spreadVectors(vectors, layout);
  const before = others.slice(0, others.indexOf(first));
  const after = matrices.filter((each) => !before.includes(each));
  const oriented = (list: readonly MatrixNode[]) => list.map((each) => broadcast(each, layout));
  return scale(scalars, hadamard(...oriented(before), spread, ...oriented(after)));
}

/** u vᵀ for vectors along the rows and along the columns; 1 stands in for what is missing. */
function spreadVectors(vectors: readonly MatrixNode[], { rows, columns }: Layout): MatrixNode {
  const along = (side: Side): MatrixNode => {
    const found = vectors.filter((vector) => sameSide(vector.rows, side));
    return found.length > 0 ? hadamard(...found) : ones(side);
  };
  return product(along(rows), transposed(along(columns)));
}
