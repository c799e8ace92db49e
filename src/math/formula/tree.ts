/**
 * What a formula looks like before its names have a meaning: a tree with places. `network` decides which
 * names are quantities and which are indices, finds the ranges, and turns the tree into an expression.
 */
export interface Span {
  /** 0-based offsets into the formula's text, in UTF-16 units; the end is exclusive. */
  readonly start: number;
  readonly end: number;
}

export type Operator = "+" | "-" | "*" | "/" | "^";

export type FormulaNode =
  | { readonly kind: "number"; readonly text: string; readonly span: Span }
  | { readonly kind: "name"; readonly name: string; readonly span: Span }
  | {
      readonly kind: "instance";
      readonly name: string;
      readonly nameSpan: Span;
      readonly indices: readonly FormulaNode[];
      readonly span: Span;
    }
  | {
      readonly kind: "call";
      readonly name: string;
      readonly nameSpan: Span;
      readonly arguments: readonly FormulaNode[];
      readonly span: Span;
    }
  | {
      readonly kind: "binary";
      readonly operator: Operator;
      readonly left: FormulaNode;
      readonly right: FormulaNode;
      readonly span: Span;
    }
  | { readonly kind: "negate"; readonly operand: FormulaNode; readonly span: Span };
