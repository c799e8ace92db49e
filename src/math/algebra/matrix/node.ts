import type { BracketNode, ConstantName, ReductionName } from "../expression.js";
import type { IndexTerm, Range } from "../index-term.js";
import type { Rational } from "../rational.js";

/**
 * A matrix formula. A quantity with one axis is a column vector, one with two axes a matrix whose first axis
 * runs down the rows. Every node knows its shape. Build nodes with the constructors of `build.ts`.
 */
export type MatrixNode =
  | MatrixNumber
  | MatrixConstant
  | MatrixAtom
  | MatrixOnes
  | MatrixTranspose
  | MatrixProduct
  | MatrixHadamard
  | MatrixScale
  | MatrixSum
  | MatrixCall
  | MatrixPower;

/** What runs along one side of a matrix; without an index the side is that of a scalar or of a vector. */
export interface Side {
  readonly size: number;
  readonly index?: string;
  /** Set where the formula has an integer in the place of the index, because the axis has just that one value. */
  readonly single?: true;
}

interface Node<Kind extends string> {
  readonly kind: Kind;
  readonly rows: Side;
  readonly columns: Side;
}

export interface MatrixNumber extends Node<"number"> {
  readonly value: Rational;
}

export interface MatrixConstant extends Node<"constant"> {
  readonly name: ConstantName;
}

/** A quantity, or its slice at one value of the batch index. */
export interface MatrixAtom extends Node<"atom"> {
  readonly name: string;
  readonly batch?: BatchAxis;
}

/** Where the index that is set aside stands in a quantity. */
export interface BatchAxis {
  readonly axis: number;
  readonly index: string;
}

/** A column vector of ones. */
export interface MatrixOnes extends Node<"ones"> {}

export interface MatrixTranspose extends Node<"transpose"> {
  readonly of: MatrixNode;
}

/** A chain of matrix products: the columns of each factor are the rows of the next. */
export interface MatrixProduct extends Node<"product"> {
  readonly factors: readonly MatrixNode[];
}

/** The elementwise product. */
export interface MatrixHadamard extends Node<"hadamard"> {
  readonly factors: readonly MatrixNode[];
}

/** Scalars (a number first) times a matrix. */
export interface MatrixScale extends Node<"scale"> {
  readonly scalars: readonly MatrixNode[];
  readonly of: MatrixNode;
}

export interface MatrixSum extends Node<"sum"> {
  readonly terms: readonly MatrixNode[];
}

/** A function of the function table, element by element; a scalar argument goes with every element. */
export interface MatrixCall extends Node<"call"> {
  readonly name: string;
  readonly arguments: readonly MatrixNode[];
}

/** A power, element by element; a scalar base or exponent goes with every element. */
export interface MatrixPower extends Node<"power"> {
  readonly base: MatrixNode;
  readonly exponent: MatrixNode;
}

/** Why a formula has no matrix form, in the words of its index form. */
export type NoMatrixReason =
  /** A subscript is not just an index, as in `x[t+k-1]`; with an integer for it, as in `h[0]`, it picks a part. */
  | {
      readonly code: "compound-index" | "integer-index";
      readonly quantity: string;
      readonly term: IndexTerm;
    }
  /** One index stands twice, as in `A[i,i]`: a diagonal. */
  | { readonly code: "repeated-index"; readonly quantity: string; readonly index: string }
  /** The index does not run over all of the axis: a part of the matrix. */
  | {
      readonly code: "partial-range";
      readonly quantity: string;
      readonly index: string;
      readonly range: Range;
      readonly axis: Range;
    }
  /** A bracket such as `[1 ≤ t ≤ 4]` is left. */
  | { readonly code: "guard"; readonly bracket: BracketNode }
  /** An index stands as a number, as in `g^t`. */
  | { readonly code: "index-as-number"; readonly term: IndexTerm }
  /** A reduction that is no sum. */
  | { readonly code: "reduction"; readonly name: ReductionName }
  /** A part depends on more than two indices, of which none can be set aside as a batch index. */
  | { readonly code: "too-many-axes"; readonly indices: readonly string[] }
  /** The quantity has several pieces, such as boundary values, and no formula for all of it. */
  | { readonly code: "several-pieces"; readonly quantity: string }
  /** A contracted index stands in more than two matrices. */
  | { readonly code: "too-many-factors"; readonly index: string };

/** Thrown within the conversion where there is no matrix form; `matrixForm` answers with the reason. */
export class NoMatrixForm extends Error {
  readonly reason: NoMatrixReason;

  constructor(reason: NoMatrixReason) {
    super(`no matrix form: ${reason.code}`);
    this.name = "NoMatrixForm";
    this.reason = reason;
  }
}

/** The matrices, or elementwise arguments, that a node is made of, left to right. */
export function matrixParts(node: MatrixNode): readonly MatrixNode[] {
  switch (node.kind) {
    case "transpose":
      return [node.of];
    case "product":
    case "hadamard":
      return node.factors;
    case "scale":
      return [...node.scalars, node.of];
    case "sum":
      return node.terms;
    case "call":
      return node.arguments;
    case "power":
      return [node.base, node.exponent];
    default:
      return [];
  }
}
