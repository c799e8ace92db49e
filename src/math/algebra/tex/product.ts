import { factorList, isNumber, negate, number, one, power, smallInteger } from "../constructors.js";
import type { Expression } from "../expression.js";
import { type Rational, rational } from "../rational.js";
import { decimalTex, isFraction } from "./number.js";
import type { Piece, Position, Scope, TexOptions } from "./options.js";
import { enclosed } from "./parentheses.js";

/** A product sorted for printing: `± coefficient · brackets · numerator / denominator`. */
interface Sorted {
  readonly coefficient: Rational;
  readonly brackets: readonly Expression[];
  readonly numerator: readonly Expression[];
  readonly denominator: readonly Expression[];
}

/** u^n for a factor u^-n with a whole n. */
function denominatorOf(factor: Expression): Expression | undefined {
  if (factor.kind !== "power") return undefined;
  const exponent = smallInteger(factor.exponent);
  if (exponent === undefined || exponent >= 0) return undefined;
  return exponent === -1 ? factor.base : power(factor.base, number(-exponent));
}

function sortFactors(expression: Expression): Sorted {
  const factors = factorList(expression);
  const [first = one] = factors;
  const rest = isNumber(first) ? factors.slice(1) : factors;
  const above = rest.filter((factor) => denominatorOf(factor) === undefined);
  return {
    coefficient: isNumber(first) ? first.value : one.value,
    brackets: above.filter(({ kind }) => kind === "bracket"),
    numerator: above.filter(({ kind }) => kind !== "bracket"),
    denominator: rest.flatMap((factor) => denominatorOf(factor) ?? []),
  };
}

/** A number, a negative one in parentheses, or a fraction of numbers: after a factor it would read as part of it. */
const numberLike = /^(\d|\(-\d[\d.]*( \\times 10\^\{-?\d+\})?\)|\\frac\{-?\d)/;

function separator(left: string, right: string, { product = "juxtapose" }: TexOptions): string {
  if (product === "times") return " \\times ";
  const isAfterBracket = left.endsWith("]") && right.startsWith("\\frac");
  if (numberLike.test(right) && !isAfterBracket) return " \\times ";
  const isFractions = left.startsWith("\\frac") && right.startsWith("\\frac");
  return isFractions && product === "dot" ? " \\cdot " : " ";
}

function factorText(piece: Piece, place: number, count: number, position: Position): string {
  const isSum = piece.level === "sum" && (count > 1 || position === "inner");
  const isNegative = piece.minus && (place > 0 || position === "inner");
  const isOpen = piece.open !== undefined && place < count - 1;
  return isSum || isNegative || isOpen ? enclosed(piece).tex : piece.tex;
}

/** Factors side by side. The first one stands at `position`. */
function juxtapose(pieces: readonly Piece[], position: Position, options: TexOptions): Piece {
  const [first] = pieces;
  if (first && pieces.length === 1 && position === "start") return first;
  const texts = pieces.map((piece, place) => factorText(piece, place, pieces.length, position));
  const tex = texts.reduce((left, right) => left + separator(left, right, options) + right);
  const open = pieces.at(-1)?.open;
  return {
    tex,
    level: "product",
    ...(tex.startsWith("-") && { minus: true }),
    ...(open && { open }),
  };
}

/** A coefficient in front of factors, or nothing for 1. */
function coefficientPieces(value: Rational): readonly Piece[] {
  const { numerator, denominator } = value;
  if (numerator === denominator) return [];
  if (!isFraction(value)) return [{ tex: decimalTex(value), level: "factor" }];
  return [{ tex: `\\frac{${numerator}}{${denominator}}`, level: "factor" }];
}

/** A coefficient as one above and one below a fraction bar. */
const splitCoefficient = (value: Rational): readonly [Rational, Rational] =>
  isFraction(value) ? [rational(value.numerator), rational(value.denominator)] : [value, one.value];

function fraction(
  { numerator, denominator }: Sorted,
  coefficient: Rational,
  print: (factor: Expression) => Piece,
  options: TexOptions,
): Piece {
  const [above, below] = splitCoefficient(coefficient);
  const over = [...coefficientPieces(above), ...numerator.map(print)];
  const under = [...coefficientPieces(below), ...denominator.map(print)];
  const top = over.length === 0 ? "1" : juxtapose(over, "start", options).tex;
  return {
    tex: `\\frac{${top}}{${juxtapose(under, "start", options).tex}}`,
    level: "factor",
  };
}

/** A product, a quotient, or a power with a negative whole exponent. */
export function printProduct(expression: Expression, scope: Scope, position: Position): Piece {
  const sorted = sortFactors(expression);
  if (sorted.coefficient.numerator < 0n) {
    const { tex, open } = printProduct(negate(expression), scope, "inner");
    return { tex: `-${tex}`, level: "product", minus: true, ...(open && { open }) };
  }
  const { options } = scope;
  const print = (factor: Expression): Piece => scope.print(factor, scope, "start");
  const brackets = sorted.brackets.map(print);
  if (sorted.denominator.length > 0) {
    const quotient = fraction(sorted, sorted.coefficient, print, options);
    return brackets.length === 0 ? quotient : juxtapose([...brackets, quotient], position, options);
  }
  const factors = [...brackets, ...sorted.numerator.map(print)];
  return juxtapose([...coefficientPieces(sorted.coefficient), ...factors], position, options);
}
