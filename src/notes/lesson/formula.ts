import type { Expression, ReferenceNode } from "../../math/algebra/expression.js";
import type { MatrixFactor, MatrixForm, MatrixNode } from "../../math/algebra/matrix/index.js";
import type { Axis } from "../../math/model/model.js";
import type { PrintedNumber } from "../../math/numeric/printed-number.js";
import type { PrintedRelation } from "../../math/numeric/printed-relation.js";

/**
 * A formula that a document shows. It is data until it is printed, so that it can be judged before: every
 * sign of equality on a page comes from one of the kinds that hold a relation.
 */
export type Formula =
  | ExpressionFormula
  | EquationFormula
  | NumericFormula
  | DeltaFormula
  | FoldedFormula
  | ValueFormula
  | AssignFormula
  | ListFormula
  | NumberFormula
  | PathFormula
  | LayoutFormula
  | MatrixFormula
  | MatrixNodeFormula
  | ShapeFormula
  | IndexFormula;

/** An expression alone; it claims nothing. */
export interface ExpressionFormula {
  readonly kind: "expression";
  readonly expression: Expression;
}

/** `a = b = …`, true for every index of `axes`. */
export interface EquationFormula {
  readonly kind: "equation";
  readonly sides: readonly Expression[];
  readonly axes: readonly Axis[];
  /** Set where it holds for the numbers of the file and not for all: it uses what the data are. */
  readonly ofData?: true;
}

/** A line in which numbers stand for the quantities: `0.4 × 0.593270 + … ≈ 1.10591`. */
export interface NumericFormula {
  readonly kind: "numeric";
  readonly relation: PrintedRelation;
}

/** `δ_1 = ∂E/∂o_1`: the letter that stands for a derivative, and what it stands for. */
export interface DeltaFormula {
  readonly kind: "delta";
  readonly delta: Expression;
  readonly of: Expression;
  readonly wrt: Expression;
}

/** `0.1 × 0.2 + 0.3 × 0.4 + ⋯ + 0.5 × 0.6 ≈ 1.10591`: with dots it claims nothing that could be recomputed. */
export interface FoldedFormula {
  readonly kind: "folded";
  readonly expression: Expression;
  readonly operands: ReadonlyMap<ReferenceNode, PrintedNumber>;
  readonly result: PrintedNumber;
}

/** `o_1 ≈ 1.10591`, with `=` where the number is exact. */
export interface ValueFormula {
  readonly kind: "value";
  readonly of: Expression;
  readonly number: PrintedNumber;
  /** The float64 value from a computation of its own, for symbols that are no quantity of the model. */
  readonly witness?: number;
}

/** `w ← w - η g`, or `w_1 ← 0.149781`: what a quantity becomes; it claims no equality. */
export interface AssignFormula {
  readonly kind: "assign";
  readonly of: Expression;
  readonly right?: Expression;
  readonly number?: PrintedNumber;
}

/** Several formulas in one line; `dots` before the last one say that some are left out. */
export interface ListFormula {
  readonly kind: "list";
  readonly items: readonly Formula[];
  readonly dots: boolean;
}

/** A number alone. */
export interface NumberFormula {
  readonly kind: "number";
  readonly number: PrintedNumber;
}

/** `E → m_1 → o_1 → w_5` */
export interface PathFormula {
  readonly kind: "path";
  readonly instances: readonly Expression[];
}

/** `W = (w_1 w_2; w_3 w_4)`: how the scalars of a quantity stand in its matrix. */
export interface LayoutFormula {
  readonly kind: "layout";
  readonly of: string;
  readonly rows: ReadonlyArray<readonly Expression[]>;
}

/** `left = form` in matrices. */
export interface MatrixFormula {
  readonly kind: "matrix";
  readonly of: string;
  readonly form: Extract<MatrixForm, { kind: "matrix" }>;
}

/** A part of a matrix formula. */
export interface MatrixNodeFormula {
  readonly kind: "matrix-node";
  readonly node: MatrixNode;
}

/** `2 × 3` behind a matrix symbol. */
export interface ShapeFormula {
  readonly kind: "shape";
  readonly of: MatrixFactor | { readonly name: string };
  readonly rows: number;
  readonly columns: number;
}

/** The name of an index. */
export interface IndexFormula {
  readonly kind: "index";
  readonly name: string;
}

export const expressionFormula = (expression: Expression): ExpressionFormula => ({
  kind: "expression",
  expression,
});

/** An equation; sides that repeat the one before are left out. */
export const equation = (
  sides: readonly Expression[],
  axes: readonly Axis[] = [],
): EquationFormula => ({
  kind: "equation",
  sides: sides.filter((side, place) => place === 0 || side !== sides[place - 1]),
  axes,
});

/** An equation that uses what the data are, such as targets that add up to 1. */
export const equationOfData = (
  sides: readonly Expression[],
  axes: readonly Axis[] = [],
): EquationFormula => ({ ...equation(sides, axes), ofData: true });

/** The relations that a formula claims, so that they must be judged. */
export function relationsIn(formula: Formula): readonly Formula[] {
  if (formula.kind === "list") return formula.items.flatMap(relationsIn);
  const claims =
    formula.kind === "numeric" ||
    formula.kind === "value" ||
    formula.kind === "matrix" ||
    (formula.kind === "equation" && formula.sides.length > 1);
  return claims ? [formula] : [];
}
