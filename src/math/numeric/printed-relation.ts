import { type Expression, partsOf, type ReferenceNode } from "../algebra/expression.js";
import { compareRationals, type Rational, rationalFromDecimal } from "../algebra/rational.js";
import { type Ball, exactValueOf } from "./ball.js";
import { evaluateExpression } from "./ball-definition.js";
import { ballField } from "./ball-field.js";
import {
  extraExactDigits,
  type PrintedNumber,
  printNumber,
  roundBall,
  significantDigits,
} from "./printed-number.js";

/** A line such as `0.4 · 0.593270 + 0.6 ≈ 0.837308`: an expression with printed numbers for its references. */
export interface PrintedRelation {
  readonly expression: Expression;
  /** Each reference of the expression as it is printed wherever it stands in the line. */
  readonly operands: ReadonlyMap<ReferenceNode, PrintedNumber>;
  /** `=` where both printed sides are exactly equal, otherwise `≈`. */
  readonly sign: "=" | "≈";
  readonly result: PrintedNumber;
}

/** How many guard digits are tried before more precision of the operands is asked for. */
const mostGuardDigits = 40;
/** Where digits of the left side stay undecided, it is evaluated with more of them, up to so many. */
const mostDigits = 1280;

/** What becomes of a line: it is printed, or its numbers cancel so far that no operands of a readable length give it. */
export type PrintedLine = PrintedRelation | "cancels";

/**
 * A line whose left side gives the printed right side, when it is recomputed from its printed operands and
 * rounded: operands get as many guard digits as that needs, up to a limit. Undefined if the balls are too wide to
 * print it.
 */
export function printRelation(
  expression: Expression,
  ballOf: (node: ReferenceNode) => Ball,
  result: Ball,
  digits: number,
): PrintedLine | undefined {
  const right = printNumber(result, digits);
  if (!right) return undefined;
  const balls = new Map(referencesOf(expression).map((node) => [node, ballOf(node)]));
  for (let guard = 0; guard <= mostGuardDigits; guard++) {
    const operands = printOperands(balls, digits + guard, digits + extraExactDigits);
    if (!operands) return undefined;
    const sign = signBetween(expression, operands, right, digits);
    if (sign) return { expression, operands, sign, result: right };
    if ([...operands.values()].every(({ exact }) => exact)) return undefined;
  }
  return "cancels";
}

/** Every reference in an expression, once. */
export function referencesOf(expression: Expression): readonly ReferenceNode[] {
  const found = new Set<ReferenceNode>();
  const visited = new Set<Expression>();
  const visit = (part: Expression): void => {
    if (visited.has(part)) return;
    visited.add(part);
    if (part.kind === "reference") found.add(part);
    partsOf(part).forEach(visit);
  };
  visit(expression);
  return [...found];
}

function printOperands(
  balls: ReadonlyMap<ReferenceNode, Ball>,
  digits: number,
  wholeDigits: number,
): ReadonlyMap<ReferenceNode, PrintedNumber> | undefined {
  const operands = new Map<ReferenceNode, PrintedNumber>();
  for (const [node, ball] of balls) {
    const operand = printNumber(ball, digits, wholeDigits);
    if (!operand) return undefined;
    operands.set(node, operand);
  }
  return operands;
}

/** The sign that is true between the printed sides; undefined where the left one does not round to the right one. */
function signBetween(
  expression: Expression,
  operands: ReadonlyMap<ReferenceNode, PrintedNumber>,
  right: PrintedNumber,
  digits: number,
): "=" | "≈" | undefined {
  const texts = new Map([...operands].map(([node, { text }]) => [node, text]));
  const shown = Math.max(digits, significantDigits(right.text));
  for (
    let precision = digits + mostGuardDigits;
    ;
    precision = Math.min(2 * precision, mostDigits)
  ) {
    const left = leftSide(expression, texts, precision);
    const exact = exactValueOf(left);
    if (exact && compareRationals(exact, right.value) === 0) return "=";
    const rounded = right.value.numerator === 0n ? undefined : roundBall(left, shown);
    if (rounded)
      return sameValue(rationalFromDecimal(rounded.toString()), right.value) ? "≈" : undefined;
    if (right.value.numerator === 0n && left.radius.lt(`1e${-2 * digits}`))
      return left.mid.abs().plus(left.radius).times(2).lt(`1e${-digits}`) ? "≈" : undefined;
    if (precision >= mostDigits) return undefined;
  }
}

const sameValue = (a: Rational, b: Rational): boolean => compareRationals(a, b) === 0;

/** The left side of a line from its printed operands. */
export function leftSide(
  expression: Expression,
  texts: ReadonlyMap<ReferenceNode, string>,
  precision: number,
): Ball {
  const field = ballField(precision);
  return evaluateExpression(expression, field, (node) => {
    const text = texts.get(node);
    if (text === undefined) throw new Error(`the operand ${node.name} of a line is not printed`);
    return field.fromDecimal(text);
  });
}
