import { reference } from "../../math/algebra/constructors.js";
import type { Expression, ReferenceNode } from "../../math/algebra/expression.js";
import { indexTerm } from "../../math/algebra/index-term.js";
import type { NamedTerm } from "../../math/algebra/symbol.js";
import {
  indexTex,
  type Notation,
  type Printed,
  partial,
  printedTex,
  type TexOptions,
  tex,
} from "../../math/algebra/tex/index.js";
import { matrixPiece, matrixTex } from "../../math/algebra/tex/matrix.js";
import type { PrintedNumber } from "../../math/numeric/printed-number.js";
import type { PrintedRelation } from "../../math/numeric/printed-relation.js";
import type { Formula, ShapeFormula } from "../lesson/formula.js";

/** Sets formulas of a lesson in TeX: the only place where signs of relation are written. */
export interface Typesetter {
  readonly options: TexOptions;
}

/** A line longer than this is broken before its signs of equality. */
const longestLine = 90;
/** So many formulas of a list stand in one row. */
const mostInRow = 4;

const symbolIn =
  ({ options }: Typesetter) =>
  (name: string, batch?: string): Printed =>
    options.notation.reference(name, batch === undefined ? [] : [plainTerm(batch)]);

/** The term that is just one index. */
const plainTerm = (index: string): NamedTerm => ({ constant: 0, factors: [[index, 1]] });

const symbolTexIn =
  (setter: Typesetter) =>
  (name: string, batch?: string): string =>
    printedTex(symbolIn(setter)(name, batch));

const signOf = ({ exact }: PrintedNumber): string => (exact ? "=" : "\\approx");

/** The notation of a line with numbers: each reference is the number that is printed for it. */
function numbersNotation({ operands }: Pick<PrintedRelation, "operands">): Notation {
  return {
    reference: (name, terms) => {
      const indices = terms.map(({ constant, factors }) => indexTerm(constant, factors));
      const number = operands.get(reference(name, indices) as ReferenceNode);
      if (!number) throw new Error(`no number is printed for ${name}`);
      return { kind: "number", tex: number.tex };
    },
  };
}

function relationTex(relation: PrintedRelation): string {
  const left = tex(relation.expression, { notation: numbersNotation(relation), product: "times" });
  return `${left} ${relation.sign === "=" ? "=" : "\\approx"} ${relation.result.tex}`;
}

function shapeTex(setter: Typesetter, { of, rows, columns }: ShapeFormula): string {
  const shape = `: ${rows} \\times ${columns}`;
  if ("name" in of) return `${symbolTexIn(setter)(of.name)} ${shape}`;
  const { tex: symbol, level } = matrixPiece(of.node, symbolIn(setter));
  if (!of.transposed) return `${symbol} ${shape}`;
  return `${level === "atom" ? symbol : `\\left(${symbol}\\right)`}^{\\top} ${shape}`;
}

type Printers = {
  readonly [Kind in Formula["kind"]]: (
    formula: Extract<Formula, { kind: Kind }>,
    setter: Typesetter,
  ) => string;
};

const expressionTex = (expression: Expression, { options }: Typesetter): string =>
  tex(expression, options);

const printers: Printers = {
  expression: ({ expression }, setter) => expressionTex(expression, setter),
  equation: ({ sides }, setter) => sides.map((side) => expressionTex(side, setter)).join(" = "),
  delta: ({ delta, of, wrt }, setter) =>
    `${expressionTex(delta, setter)} = ${partial(expressionTex(of, setter), expressionTex(wrt, setter))}`,
  folded: (folded) =>
    `${tex(folded.expression, { notation: numbersNotation(folded), product: "times" })} \\approx ${folded.result.tex}`,
  numeric: ({ relation }) => relationTex(relation),
  value: ({ of, number }, setter) => `${expressionTex(of, setter)} ${signOf(number)} ${number.tex}`,
  assign: ({ of, right, number }, setter) =>
    `${expressionTex(of, setter)} \\leftarrow ${right ? expressionTex(right, setter) : number?.tex}`,
  list: ({ items, dots }, setter) => {
    const texts = items.map((item) => formulaTex(item, setter));
    return (dots ? [...texts.slice(0, -1), "\\dots", ...texts.slice(-1)] : texts).join(", \\quad ");
  },
  number: ({ number }) => number.tex,
  path: ({ instances }, setter) =>
    instances.map((instance) => expressionTex(instance, setter)).join(" \\to "),
  layout: ({ of, rows }, setter) => {
    const lines = rows.map((row) => row.map((each) => expressionTex(each, setter)).join(" & "));
    return `${symbolTexIn(setter)(of)} = \\begin{pmatrix} ${lines.join(" \\\\ ")} \\end{pmatrix}`;
  },
  matrix: ({ of, form }, setter) =>
    `${symbolTexIn(setter)(of, form.batch)} = ${matrixTex(form.node, symbolIn(setter))}`,
  "matrix-node": ({ node }, setter) => matrixTex(node, symbolIn(setter)),
  shape: (formula, setter) => shapeTex(setter, formula),
  index: ({ name }) => indexTex(name),
};

/** The TeX of a formula in one line. */
export function formulaTex(formula: Formula, setter: Typesetter): string {
  // The table at the formula's own kind, which is what makes the assertion true.
  const print = printers[formula.kind] as (formula: Formula, setter: Typesetter) => string;
  return print(formula, setter);
}

/** The rows that a formula takes in a display. */
function rowsOf(formula: Formula, setter: Typesetter): readonly string[] {
  if (formula.kind === "list" && formula.items.length > mostInRow) return listRows(formula, setter);
  const line = formulaTex(formula, setter);
  if (formula.kind !== "equation" || line.length <= longestLine) return [line];
  const [first = "", ...others] = formula.sides.map((side) => expressionTex(side, setter));
  const [second, ...rest] = others;
  return second === undefined
    ? [first]
    : [`${first} = ${second}`, ...rest.map((side) => `\\quad = ${side}`)];
}

function listRows(
  { items, dots }: Extract<Formula, { kind: "list" }>,
  setter: Typesetter,
): readonly string[] {
  const rows: string[] = [];
  for (let start = 0; start < items.length; start += mostInRow) {
    const isLast = start + mostInRow >= items.length;
    const row = items.slice(start, start + mostInRow);
    rows.push(formulaTex({ kind: "list", items: row, dots: dots && isLast }, setter));
  }
  return rows;
}

/** Several formulas one below the other, as the lines of a display. */
export function displayTex(formulas: readonly Formula[], setter: Typesetter): string {
  const rows = formulas.flatMap((formula) => rowsOf(formula, setter));
  const [only] = rows;
  if (rows.length === 1 && only !== undefined) return only;
  const lines = rows.map((row, place) => `& ${row}${place < rows.length - 1 ? " \\\\" : ""}`);
  return ["\\begin{aligned}", ...lines, "\\end{aligned}"].join("\n");
}
