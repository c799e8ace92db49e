import type { Expression } from "../algebra/expression.js";
import { type IndexTerm, integerTerm, plainIndex, type Range } from "../algebra/index-term.js";

/** An axis of a quantity: the name of the index in formulas, and its inclusive range. */
export interface Axis extends Range {
  readonly index: string;
}

/**
 * A part of a quantity: a box of instances that share one source. The indices of `axes` are free in the
 * right-hand side; a fixed subscript, as in `h[0]`, is an axis whose range holds one integer.
 */
export type Piece = FormulaPiece | DataPiece;

export interface FormulaPiece {
  readonly kind: "formula";
  readonly axes: readonly Axis[];
  readonly right: Expression;
}

export interface DataPiece {
  readonly kind: "data";
  readonly axes: readonly Axis[];
  /** The decimals as the user wrote them, row by row (last axis fastest), as canonical decimal texts. */
  readonly decimals: readonly string[];
}

/**
 * What a quantity is for. Inputs (equation files: given data) and targets are given, parameters are
 * learned, intermediates are defined; adjoints are appended by backpropagation.
 */
export type Role = "input" | "target" | "parameter" | "intermediate" | "adjoint";

/** A family of scalars under one name, with axes; a scalar has none. Its pieces are disjoint. */
export interface Quantity {
  readonly name: string;
  readonly role: Role;
  /** The canonical index names and the hull of all pieces. */
  readonly axes: readonly Axis[];
  readonly pieces: readonly Piece[];
}

/** Quantities in the order in which a reader meets them; `loss` names the scalar that is differentiated. */
export interface Model {
  readonly quantities: ReadonlyMap<string, Quantity>;
  readonly loss: string;
}

/** One scalar of a model. */
export interface Instance {
  readonly name: string;
  readonly indices: readonly number[];
}

/** A text for an instance, the same for the same instance: `h`, `W[1,2]`. */
export const instanceKey = ({ name, indices }: Instance): string =>
  indices.length === 0 ? name : `${name}[${indices.join(",")}]`;

/** The quantity of this name. Throws for a name that the model does not have: an error of ours. */
export function quantityOf(model: Model, name: string): Quantity {
  const quantity = model.quantities.get(name);
  if (!quantity) throw new Error(`the model has no quantity ${name}`);
  return quantity;
}

/**
 * The index terms of an axis in a formula about one piece: its index, but a fixed subscript of one piece among
 * several is its integer, as in `h[0]`.
 */
export const axisTerm = (axis: Axis, { pieces }: Pick<Quantity, "pieces">): IndexTerm =>
  pieces.length > 1 && axis.lo === axis.hi ? integerTerm(axis.lo) : plainIndex(axis.index);

/** The number of instances in a box. */
export const sizeOf = (axes: readonly Range[]): number =>
  axes.reduce((size, { lo, hi }) => size * Math.max(0, hi - lo + 1), 1);

/** Whether the indices lie in the box. */
export const boxHolds = (axes: readonly Range[], indices: readonly number[]): boolean =>
  axes.every(({ lo, hi }, axis) => {
    const index = indices[axis];
    return index !== undefined && lo <= index && index <= hi;
  });

/** Every index tuple of a box, row by row (last axis fastest). */
export function* tuplesOf(axes: readonly Range[]): Generator<readonly number[]> {
  const [first, ...rest] = axes;
  if (!first) {
    yield [];
    return;
  }
  for (let index = first.lo; index <= first.hi; index++)
    for (const tuple of tuplesOf(rest)) yield [index, ...tuple];
}

/** The piece that holds an instance, or undefined where the quantity is not defined there. */
export const pieceAt = (quantity: Quantity, indices: readonly number[]): Piece | undefined =>
  quantity.pieces.find((piece) => boxHolds(piece.axes, indices));

/**
 * The box of the numbers that a file gives for a quantity; of one that equations define, its hull. What equations put
 * around given numbers (`x[0]: 0` pads x) belongs to the equations: nobody learns it.
 */
export const ownAxes = ({ axes, pieces }: Pick<Quantity, "axes" | "pieces">): readonly Axis[] =>
  pieces.find(({ kind }) => kind === "data")?.axes ?? axes;

/** The scalars of a quantity, row by row: the numbers that were given for it, or else all that is defined. */
export function ownInstances(quantity: Quantity): readonly Instance[] {
  const { name } = quantity;
  return [...tuplesOf(ownAxes(quantity))]
    .filter((indices) => pieceAt(quantity, indices))
    .map((indices) => ({ name, indices }));
}

/** The name of the quantity that holds ∂loss/∂q. */
export const adjointName = (name: string): string => `∂${name}`;

/** The name of q if this is the name of its adjoint. */
export const adjointOwner = (name: string): string | undefined =>
  name.startsWith("∂") && !name.includes("∂", 1) ? name.slice(1) : undefined;

/** The name under which ∂a/∂b, the local derivative of one quantity by another, stands in formulas. */
export const localName = (of: string, wrt: string): string => `∂${of}∂${wrt}`;

/** The two quantities of a local derivative's name; its indices are those of the first, then of the second. */
export function localOwners(
  name: string,
): { readonly of: string; readonly wrt: string } | undefined {
  const [empty, of, wrt] = name.split("∂");
  return empty === "" && of !== undefined && wrt !== undefined ? { of, wrt } : undefined;
}
