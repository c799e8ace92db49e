import type { Expression } from "../expression.js";

/**
 * Everything that is known about one function. Primitives have no definition: every kind of number knows
 * them. All others are an expression in other functions, from which their value in higher precision follows.
 */
export interface FunctionRow {
  readonly name: string;
  /** Other names for the same function in formulas, such as `ln` for `log`. */
  readonly aliases?: readonly string[];
  /** The smallest and the largest number of arguments. */
  readonly arity: readonly [least: number, most: number];
  /** What optional arguments are where they are left out, aligned to the end of the argument list. */
  readonly defaults?: readonly Expression[];
  /**
   * The partial derivatives by each argument, from the arguments and the function's own output: tanh is
   * `(_, y) => [1 - y²]`. Conventions at kinks are PyTorch's.
   */
  readonly derivatives: (
    parameters: readonly Expression[],
    output: Expression,
  ) => readonly Expression[];
  /** The float64 value, stable over the whole range of doubles; NaN outside of the domain. */
  readonly value: (...parameters: number[]) => number;
  /** The function in terms of other functions and arithmetic; absent for primitives. */
  readonly definition?: (parameters: readonly Expression[]) => Expression;
  /** How pages write the function where it is set as its definition and that is not what a person writes. */
  readonly written?: (parameters: readonly Expression[]) => Expression;
  /**
   * What a call in a formula means where that is no call of this function: `square(x)` is x^2. Undefined
   * where it is one after all.
   */
  readonly rewrite?: (parameters: readonly Expression[]) => Expression | undefined;
  /**
   * Set where formulas cannot write the function by its name, which therefore stays free for quantities:
   * the name that they use, or an expression with the same value.
   */
  readonly spelling?: string | ((parameters: readonly Expression[]) => Expression);
  /** The rule that its derivative goes by, where it is no function that people know by a name. */
  readonly rule?: "exponential" | "power";
  /** Step streams call it by its name instead, because its slope is not what the rules make of its spelling. */
  readonly isStreamed?: true;
  /** Where the value is finite and real: every condition must hold. Absent: everywhere. */
  readonly domain?: readonly DomainCondition[];
  /** How TeX sets it: an operator name such as `\\tanh`, or a template with `#1`, `#2` for arguments. */
  readonly tex: FunctionTex;
  /** Where the derivative is not the limit of difference quotients: the argument values, with PyTorch's convention. */
  readonly kinks?: readonly number[];
  /** Whether arguments stand at a kink, where `kinks` alone cannot tell: ties, or a slope of 1. */
  readonly atKink?: (...parameters: number[]) => boolean;
  /** Where the derivatives of the row are PyTorch's convention, though the function has a slope of its own there. */
  readonly convention?: (...parameters: number[]) => boolean;
  /** Set where the derivative is 0 wherever it exists, so that nothing can be learned through the function. */
  readonly flat?: true;
  /** Argument lists inside of the domain and off the kinks, for the laws that tests check. */
  readonly samples: readonly (readonly number[])[];
}

/** `argument relation bound`: `{argument: 0, relation: ">", bound: 0}` for log. Arguments count from 0. */
export interface DomainCondition {
  readonly argument: number;
  readonly relation: Relation;
  readonly bound: number;
}
export type Relation = ">" | ">=" | "<" | "<=" | "!=";

export type FunctionTex =
  /** `\operator(x)`, with parentheses around the arguments. */
  | { readonly kind: "operator"; readonly tex: string }
  /** Delimiters stand in the template, so arguments need no parentheses: `\sqrt{#1}`, `\lvert #1 \rvert`. */
  | {
      readonly kind: "template";
      readonly tex: string;
      /** The template for tall or long arguments, where it is another. */
      readonly tall?: string;
      /** Set where a power needs no parentheses around it. */
      readonly closed?: true;
    }
  /** Set as its definition: log1p(x) reads ln(1 + x). */
  | { readonly kind: "definition" };
