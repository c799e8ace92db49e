import { rational } from "../rational.js";
import {
  fewerTransposes,
  flip,
  hadamard,
  multiplyElements,
  numberMatrix,
  ones,
  product,
  transposed,
  withRows,
} from "./build.js";
import { type MatrixNode, NoMatrixForm, type Side } from "./node.js";
import { hasSide, isScalar, layoutOf, longSides, sameSide, short, sideKey } from "./side.js";

/** The other side of a matrix, or undefined for a vector. */
const otherSide = (node: MatrixNode, side: Side): Side | undefined =>
  longSides(node).find((each) => !sameSide(each, side));

/** The matrices among the factors along a side, multiplied element by element where they have both sides in common. */
function matricesAlong(factors: readonly MatrixNode[], side: Side): readonly MatrixNode[] {
  const groups = new Map<string, MatrixNode[]>();
  for (const factor of factors) {
    const other = otherSide(factor, side);
    const key = other && sideKey(other);
    if (key !== undefined && hasSide(factor, side))
      groups.set(key, [...(groups.get(key) ?? []), factor]);
  }
  return [...groups.values()].map((group) => multiplyElements(group, layoutOf(group, [])));
}

/** Σ over one index: the matrix product of what the index runs along. */
function sumAlong(
  vectors: readonly MatrixNode[],
  matrices: readonly MatrixNode[],
  side: Side,
): MatrixNode {
  const [left, right] = matrices;
  const [first, ...rest] = vectors;
  if (!left) {
    if (!first) return numberMatrix(rational(BigInt(side.size)));
    const inner = rest.length > 0 ? product(flip(first), hadamard(...rest)) : undefined;
    return fewerTransposes(inner ?? product(transposed(ones(side)), first));
  }
  const ending = withColumns(left, side);
  if (!right) return product(ending, first ? hadamard(...vectors) : ones(side));
  const scaled = multiplyElements([...vectors, right], layoutOf([right], []));
  return fewerTransposes(product(ending, withRows(scaled, side)));
}

const withColumns = (node: MatrixNode, side: Side): MatrixNode =>
  sameSide(node.columns, side) ? node : transposed(node);

/** Takes one index out of the factors: what it runs along becomes one factor, in the place of the first. */
function eliminate(factors: readonly MatrixNode[], side: Side): readonly MatrixNode[] {
  const members = factors.filter((factor) => hasSide(factor, side));
  const vectors = members.filter((factor) => !otherSide(factor, side));
  const summed = sumAlong(vectors, matricesAlong(factors, side), side);
  const place = factors.findIndex((factor) => members.includes(factor));
  if (place < 0) return [summed, ...factors];
  return factors.flatMap((factor, at) =>
    at === place ? [summed] : members.includes(factor) ? [] : [factor],
  );
}

/**
 * Σ over indices of an elementwise product of matrices, vectors and scalars, as matrix products: an index
 * that stands in two matrices makes them neighbours in a chain, one that stands in a single one makes 1 its
 * neighbour. What is left are factors without those indices.
 */
export function contractSides(
  factors: readonly MatrixNode[],
  contracted: readonly Side[],
): readonly MatrixNode[] {
  const [first] = contracted;
  if (!first) return factors;
  const next = contracted.find((side) => matricesAlong(factors, side).length <= 2);
  if (!next) throw new NoMatrixForm({ code: "too-many-factors", index: first.index ?? "" });
  const left = eliminate(factors, next);
  return contractSides(
    left,
    contracted.filter((side) => side !== next),
  );
}

/** An axis of one value along which factors must be multiplied as matrices, as they differ in the other side. */
export function singleSides(factors: readonly MatrixNode[]): readonly Side[] {
  const side = factors.flatMap(longSides).find(({ single }) => single);
  if (!side) return [];
  const others = factors
    .filter((factor) => hasSide(factor, side))
    .map((factor) => sideKey(otherSide(factor, side) ?? short));
  return new Set(others).size > 1 ? [side] : [];
}

/** Sums over an axis of one value, where a factor still has it. */
export function dropSingle(node: MatrixNode): MatrixNode {
  const single = longSides(node).find((side) => side.single);
  if (!single || isScalar(node)) return node;
  const [summed = node] = contractSides([node], [single]);
  return summed;
}
