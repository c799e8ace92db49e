import type { Expression } from "../expression.js";
import type { AxisName } from "./bound-name.js";
import type { Notation } from "./printed.js";

export interface TexOptions {
  readonly notation: Notation;
  /** Canonical index names, which bound indices take where they are free. */
  readonly axisName?: AxisName;
  /** What stands between two fractions of partial derivatives, or (times) all factors; juxtapose where left out. */
  readonly product?: "juxtapose" | "dot" | "times";
  /** `e^{x}`, or `\exp(x)` where e is the name of a quantity; power where left out. */
  readonly exponential?: "power" | "operator";
}

/** A printed part with what its surroundings need to know to set parentheses. */
export interface Piece {
  readonly tex: string;
  /** A sum binds loosest; products and fractions, calls and powers are factors; only atoms carry a power. */
  readonly level: "sum" | "product" | "factor" | "atom";
  /** Set where the TeX begins with a minus sign. */
  readonly minus?: true;
  /** Set where an operator at the end takes in all that follows: Σ up to the next plus, max even further. */
  readonly open?: "sum" | "operator";
}

/** Where an expression stands: at the start of a formula, of a numerator, of parentheses, or further on. */
export type Position = "start" | "inner";

/** What printing needs to know on the way down. */
export interface Scope {
  readonly options: TexOptions;
  /** Names of bound indices, innermost first. */
  readonly bound: readonly string[];
  readonly taken: ReadonlySet<string>;
  readonly print: (expression: Expression, scope: Scope, position: Position) => Piece;
}
