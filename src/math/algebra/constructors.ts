import {
  type BracketNode,
  type ConstantName,
  type Expression,
  intern,
  type NumberNode,
  type ReductionName,
  type ReferenceNode,
} from "./expression.js";
import { asInteger, type IndexTerm } from "./index-term.js";
import {
  addRationals,
  isInteger,
  multiplyRationals,
  type Rational,
  raiseRational,
  rational,
  rationalFromDecimal,
  rationalOne,
  rationalZero,
} from "./rational.js";

/** The exact number; an integer may be given as a JavaScript number. Throws for a fraction given that way. */
export const number = (value: Rational | number): NumberNode =>
  intern({
    kind: "number",
    value: typeof value === "number" ? rational(BigInt(value)) : value,
  }) as NumberNode;

/** The number that a decimal text denotes: `decimal("0.1")` is one tenth. */
export const decimal = (text: string): NumberNode => number(rationalFromDecimal(text));

export const zero = number(0);
export const one = number(1);
export const minusOne = number(-1);
export const half = number(rational(1n, 2n));

export const constant = (name: ConstantName): Expression => intern({ kind: "constant", name });

/** A quantity or an instance of one: `reference("h", [plainIndex("t")])` is h[t]. */
export const reference = (name: string, indices: readonly IndexTerm[] = []): ReferenceNode =>
  intern({ kind: "reference", name, indices }) as ReferenceNode;

/** An index term used as a number. */
export function indexNumber(term: IndexTerm): Expression {
  const integer = asInteger(term);
  return integer === undefined ? intern({ kind: "index", term }) : number(integer);
}

export const isNumber = (expression: Expression): expression is NumberNode =>
  expression.kind === "number";

const termsOf = (expression: Expression): readonly Expression[] =>
  expression.kind === "add" ? expression.terms : [expression];

const factorsOf = (expression: Expression): readonly Expression[] =>
  expression.kind === "multiply" ? expression.factors : [expression];

/** The factors of a product, or the expression itself as the only factor. */
export const factorList = factorsOf;
/** The terms of a sum, or the expression itself as the only term. */
export const termList = termsOf;

/** A sum: flattens, drops zeros and folds numbers into the place of the first one. */
export function add(...summands: readonly Expression[]): Expression {
  let folded = rationalZero;
  let place = -1;
  const terms: Expression[] = [];
  for (const term of summands.flatMap(termsOf)) {
    if (!isNumber(term)) terms.push(term);
    else {
      folded = addRationals(folded, term.value);
      if (place < 0) place = terms.length;
    }
  }
  if (folded.numerator !== 0n) terms.splice(place, 0, number(folded));
  const [first] = terms;
  if (first === undefined) return zero;
  return terms.length === 1 ? first : intern({ kind: "add", terms });
}

/** A product: flattens, drops ones, folds numbers into a first factor; a factor 0 makes it 0. */
export function multiply(...multiplicands: readonly Expression[]): Expression {
  let folded = rationalOne;
  const factors: Expression[] = [];
  for (const factor of multiplicands.flatMap(factorsOf)) {
    if (isNumber(factor)) folded = multiplyRationals(folded, factor.value);
    else factors.push(factor);
  }
  if (folded.numerator === 0n) return zero;
  const coefficient = number(folded);
  if (coefficient !== one) factors.unshift(coefficient);
  const [first] = factors;
  if (first === undefined) return one;
  return factors.length === 1 ? first : intern({ kind: "multiply", factors });
}

/** The opposite; the sign goes into the terms of a sum only where that leaves fewer minus signs. */
export const negate = (operand: Expression): Expression => multiply(minusOne, operand);

export const subtract = (left: Expression, right: Expression): Expression =>
  add(left, right.kind === "add" ? add(...right.terms.map(negate)) : negate(right));

export const divide = (dividend: Expression, divisor: Expression): Expression =>
  multiply(dividend, power(divisor, minusOne));

/** The exponent of a number node that is a small integer, otherwise undefined. */
export function smallInteger(expression: Expression): number | undefined {
  if (!isNumber(expression) || !isInteger(expression.value)) return undefined;
  const value = Number(expression.value.numerator);
  return Math.abs(value) <= 1024 ? value : undefined;
}

const foldableBits = 2000;
const bitsOf = (value: Rational): number =>
  Math.max(value.numerator.toString(2).length, value.denominator.toString(2).length);

function foldedPower(base: Expression, exponent: number): Expression | undefined {
  if (!isNumber(base)) return undefined;
  if (base.value.numerator === 0n && exponent < 0) return undefined;
  if (bitsOf(base.value) * Math.abs(exponent) > foldableBits) return undefined;
  return number(raiseRational(base.value, exponent));
}

/**
 * A power: x^1 is x, x^0 and 1^x are 1, e^x is exp(x); a number to an integer power is folded, an integer
 * power of an integer power is one power, and -1 distributes over a product (1/(2x) is ½·x^-1).
 */
export function power(base: Expression, exponent: Expression): Expression {
  const integer = smallInteger(exponent);
  if (integer === 1) return base;
  if (integer === 0 || base === one) return one;
  if (base.kind === "constant" && base.name === "e") return call("exp", exponent);
  if (integer === undefined) return intern({ kind: "power", base, exponent });
  const folded = foldedPower(base, integer);
  if (folded) return folded;
  if (base.kind === "power") {
    const inner = smallInteger(base.exponent);
    if (inner !== undefined && Math.abs(inner * integer) <= 1024)
      return power(base.base, number(inner * integer));
  }
  if (base.kind === "multiply" && integer < 0)
    return multiply(...base.factors.map((factor) => power(factor, exponent)));
  return intern({ kind: "power", base, exponent });
}

/** A function of the function table applied to arguments. Whether the name exists is checked where text is read. */
export const call = (name: string, ...parameters: readonly Expression[]): Expression =>
  intern({ kind: "call", name, arguments: parameters });

/** `[lo ≤ term ≤ hi]`; decided at once where the term is an integer or a bound is infinite on both sides. */
export function bracket(term: IndexTerm, lo: number, hi: number): Expression {
  const integer = asInteger(term);
  if (integer !== undefined) return lo <= integer && integer <= hi ? one : zero;
  if (lo > hi) return zero;
  if (lo === -Infinity && hi === Infinity) return one;
  return intern({ kind: "bracket", term, lo, hi });
}

export const isBracket = (expression: Expression): expression is BracketNode =>
  expression.kind === "bracket";

/** A derivative that is still to be found. */
export const derivativeOf = (of: Expression, wrt: ReferenceNode): Expression =>
  intern({ kind: "derivative", of, wrt });

/** A long sum as a page shows it: some first terms, dots, the last one. */
export const foldedSum = (...terms: readonly Expression[]): Expression =>
  intern({ kind: "fold", terms });

/** The bound body of a reduction must already be nameless; use `reduce` of `binding.ts` with a named index. */
export const reduction = (
  name: ReductionName,
  lo: number,
  hi: number,
  body: Expression,
): Expression => intern({ kind: "reduction", name, lo, hi, body });
