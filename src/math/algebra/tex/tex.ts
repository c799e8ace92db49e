import type { Expression, NumberNode, ReferenceNode } from "../expression.js";
import type { Index } from "../index-term.js";
import { nameIndices } from "../symbol.js";
import { takenNames } from "./bound-name.js";
import { printCall, printDerivative, printPower } from "./call.js";
import { printFold } from "./fold.js";
import { bracketTex, type IndexName, writeTerm } from "./index-term.js";
import { decimalTex, isFraction } from "./number.js";
import type { Piece, Position, Scope, TexOptions } from "./options.js";
import { carriesPower, printedTex } from "./printed.js";
import { printProduct } from "./product.js";
import { printReduction, printSum } from "./sum.js";
import { indexTex } from "./symbol.js";

const nameOf =
  ({ bound }: Scope): IndexName =>
  (index: Index) => {
    const name = typeof index === "number" ? bound[index] : index;
    if (name === undefined) throw new Error("an index is bound outside of what is printed");
    return name;
  };

const indexName =
  (scope: Scope): IndexName =>
  (index) =>
    indexTex(nameOf(scope)(index));

function printNumber({ value }: NumberNode): Piece {
  const isNegative = value.numerator < 0n;
  const size = isNegative ? { ...value, numerator: -value.numerator } : value;
  const isQuotient = isFraction(size);
  const tex = isQuotient ? `\\frac{${size.numerator}}{${size.denominator}}` : decimalTex(size);
  if (isNegative) return { tex: `-${tex}`, level: "product", minus: true };
  return { tex, level: isQuotient || tex.includes("^") ? "factor" : "atom" };
}

function printReference({ name, indices }: ReferenceNode, scope: Scope): Piece {
  const terms = indices.map((term) => nameIndices(term, nameOf(scope)));
  const printed = scope.options.notation.reference(name, terms);
  const tex = printedTex(printed);
  if (printed.kind === "number" && tex.startsWith("-"))
    return { tex, level: "product", minus: true };
  return { tex, level: carriesPower(printed) ? "atom" : "factor" };
}

/** How each kind of expression is printed. */
const printers: {
  readonly [Kind in Expression["kind"]]: (
    node: Extract<Expression, { kind: Kind }>,
    scope: Scope,
    position: Position,
  ) => Piece;
} = {
  number: printNumber,
  constant: ({ name }, { options }) => {
    const e = options.exponential === "operator" ? "\\mathrm{e}" : "e";
    return { tex: name === "pi" ? "\\pi" : e, level: "atom" };
  },
  reference: printReference,
  index: ({ term }, scope) => {
    const tex = writeTerm(term, { name: indexName(scope), times: "" });
    const parts = term.factors.length + (term.constant === 0 ? 0 : 1);
    const level = parts > 1 ? "sum" : /^[-\d]/.test(tex) ? "product" : "atom";
    return { tex, level, ...(tex.startsWith("-") && { minus: true }) };
  },
  add: printSum,
  multiply: printProduct,
  power: printPower,
  call: (node, scope) => printCall(node, scope),
  reduction: (node, scope) => printReduction(node, scope),
  bracket: (node, scope) => ({
    tex: `[${bracketTex(node, indexName(scope))}]`,
    level: "atom",
  }),
  derivative: (node, scope) => printDerivative(node, scope),
  fold: (node, scope) => printFold(node, scope),
};

/** The table above at the expression's own kind, which is what makes the assertion true. */
const print: Scope["print"] = (expression, scope, position) =>
  (printers[expression.kind] as (node: Expression, scope: Scope, position: Position) => Piece)(
    expression,
    scope,
    position,
  );

/** The TeX of an expression: `\sum_{i=1}^{2} W_{j,i} x_{i} + b_{j}`. */
export const tex = (expression: Expression, options: TexOptions): string =>
  print(expression, { options, bound: [], taken: takenNames(expression), print }, "start").tex;
