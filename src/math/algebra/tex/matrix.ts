import { number } from "../constructors.js";
import { functionRow } from "../functions/index.js";
import type { MatrixNode } from "../matrix/node.js";
import { isScalar } from "../matrix/side.js";
import { isInteger, negateRational, type Rational } from "../rational.js";
import { parenthesize } from "./parentheses.js";
import { carriesPower, type Printed, printedTex, symbols } from "./printed.js";
import { tex } from "./tex.js";

/** A whole quantity: its family symbol, or its slice at the batch index. */
export type MatrixSymbol = (name: string, batch?: string) => Printed;

/** From what binds loosest to what can carry a superscript. */
const levels = ["sum", "hadamard", "product", "factor", "atom"] as const;
type Level = (typeof levels)[number];

interface Piece {
  readonly tex: string;
  readonly level: Level;
}

type Print = (node: MatrixNode) => Piece;

/** The TeX of a piece, in parentheses where it binds looser than `least`. */
const within = ({ tex: inner, level }: Piece, least: Level): string =>
  levels.indexOf(level) < levels.indexOf(least) ? parenthesize(inner) : inner;

const numberTex = (value: Rational): string => tex(number(value), { notation: symbols });

const isNegative = (node: MatrixNode): boolean =>
  node.kind === "number" && node.value.numerator < 0n;

/** The term without its minus sign, or undefined where it has none. */
function withoutMinus(node: MatrixNode): MatrixNode | undefined {
  if (node.kind === "number" && isNegative(node))
    return { ...node, value: negateRational(node.value) };
  if (node.kind !== "scale") return undefined;
  const [first, ...rest] = node.scalars;
  if (first?.kind !== "number" || !isNegative(first)) return undefined;
  const value = negateRational(first.value);
  const isUnit = isInteger(value) && value.numerator === 1n;
  const scalars = isUnit ? rest : [{ ...first, value }, ...rest];
  return scalars.length === 0 ? node.of : { ...node, scalars };
}

function printSum(terms: readonly MatrixNode[], print: Print): Piece {
  const texts = terms.map((term, place) => {
    const subtracted = place > 0 ? withoutMinus(term) : undefined;
    const text = within(print(subtracted ?? term), "hadamard");
    if (place === 0) return text;
    return subtracted ? ` - ${text}` : ` + ${text}`;
  });
  return { tex: texts.join(""), level: "sum" };
}

/** u for a scalar u^-n, as u^n. */
function denominatorOf(node: MatrixNode): MatrixNode | undefined {
  if (node.kind !== "power" || !isScalar(node) || node.exponent.kind !== "number") return undefined;
  const { value } = node.exponent;
  if (!isNegative(node.exponent) || !isInteger(value)) return undefined;
  if (value.numerator === -1n) return node.base;
  return { ...node, exponent: { ...node.exponent, value: negateRational(value) } };
}

/** Scalars and at most one matrix side by side: only the last may be a product, or it would read as one chain. */
const juxtapose = (nodes: readonly MatrixNode[], print: Print): string =>
  nodes
    .map((node, place) => within(print(node), place < nodes.length - 1 ? "factor" : "hadamard"))
    .join(" ");

/** Scalars and a matrix; scalars with negative powers stand below a fraction bar. */
function printScale(factors: readonly MatrixNode[], print: Print): Piece {
  const below = factors.flatMap((factor) => denominatorOf(factor) ?? []);
  const above = factors.filter((factor) => denominatorOf(factor) === undefined);
  const last = above.at(-1);
  const level = last && print(last).level === "hadamard" ? "hadamard" : "product";
  if (below.length === 0) return { tex: juxtapose(above, print), level };
  const numbers = above.filter(({ kind }) => kind === "number");
  const over = above.filter((node) => isScalar(node) && !numbers.includes(node));
  const matrices = above.filter((node) => !isScalar(node));
  const quotient = `\\frac{${juxtapose(over, print) || "1"}}{${juxtapose(below, print)}}`;
  const parts = [juxtapose(numbers, print), quotient, juxtapose(matrices, print)];
  return { tex: parts.filter((part) => part !== "").join(" "), level };
}

function printCall(name: string, texts: readonly string[]): Piece {
  const { tex: form } = functionRow(name);
  if (form.kind !== "template") {
    const operator = form.kind === "operator" ? form.tex : `\\mathrm{${name}}`;
    return { tex: `${operator}\\left(${texts.join(", ")}\\right)`, level: "factor" };
  }
  const filled = (form.tall ?? form.tex).replace(/#(\d)/g, (_, place) => texts[place - 1] ?? "");
  return { tex: filled, level: form.closed ? "atom" : "factor" };
}

/** A power, which acts element by element on matrices: `h^{\odot 2}`. */
function printPower(node: Extract<MatrixNode, { kind: "power" }>, print: Print): Piece {
  const base = within(print(node.base), "atom");
  const exponent = print(node.exponent);
  if (isScalar(node)) return { tex: `${base}^{${exponent.tex}}`, level: "factor" };
  const text = isNegative(node.exponent) ? `(${exponent.tex})` : within(exponent, "factor");
  return { tex: `${base}^{\\odot ${text}}`, level: "factor" };
}

function printNumber(value: Rational): Piece {
  const text = numberTex(value);
  if (value.numerator < 0n) return { tex: text, level: "product" };
  return { tex: text, level: isInteger(value) ? "atom" : "factor" };
}

/** How each kind of node is printed. */
const printers: {
  readonly [Kind in MatrixNode["kind"]]: (
    node: Extract<MatrixNode, { kind: Kind }>,
    print: Print,
    symbolOf: MatrixSymbol,
  ) => Piece;
} = {
  number: ({ value }) => printNumber(value),
  constant: ({ name }) => ({ tex: name === "pi" ? "\\pi" : "e", level: "atom" }),
  atom: ({ name, batch }, _, symbolOf) => {
    const symbol = symbolOf(name, batch?.index);
    return { tex: printedTex(symbol), level: carriesPower(symbol) ? "atom" : "factor" };
  },
  ones: () => ({ tex: "\\mathbf{1}", level: "atom" }),
  transpose: ({ of }, print) => ({
    tex: `${within(print(of), "atom")}^{\\top}`,
    level: "factor",
  }),
  product: ({ factors }, print) => ({
    tex: factors.map((factor) => within(print(factor), "product")).join(" "),
    level: "product",
  }),
  hadamard: ({ factors }, print) => ({
    tex: factors.map((factor) => within(print(factor), "factor")).join(" \\odot "),
    level: "hadamard",
  }),
  scale: (node, print) => {
    const positive = withoutMinus(node);
    if (!positive) return printScale([...node.scalars, node.of], print);
    return { tex: `-${within(print(positive), "hadamard")}`, level: "product" };
  },
  sum: ({ terms }, print) => printSum(terms, print),
  call: (node, print) =>
    printCall(
      node.name,
      node.arguments.map((each) => print(each).tex),
    ),
  power: printPower,
};

/** A matrix form as TeX, with how tightly it binds. */
export function matrixPiece(node: MatrixNode, symbolOf: MatrixSymbol): Piece {
  // The table at the node's own kind, which is what makes the assertion true.
  const print: Print = (part) =>
    (printers[part.kind] as (node: MatrixNode, print: Print, symbolOf: MatrixSymbol) => Piece)(
      part,
      print,
      symbolOf,
    );
  return print(node);
}

/** The TeX of a matrix form: `W x + b`, `\left(\frac{\partial E}{\partial k}\right) \odot k`. */
export const matrixTex = (node: MatrixNode, symbolOf: MatrixSymbol): string =>
  matrixPiece(node, symbolOf).tex;
