import { isBracket, isNumber, number, power, smallInteger } from "../algebra/constructors.js";
import type { BracketNode, Expression, NumberNode } from "../algebra/expression.js";
import { decimalOfRational, type Rational, rational } from "../algebra/rational.js";
import type { Field } from "./field.js";
import { type Compute, compileTerm, type Scope, type Slots } from "./scope.js";

/** A product as one fraction behind guards: `[…] · a b / (c d)`. */
export interface Fraction {
  readonly guards: readonly BracketNode[];
  readonly over: readonly Expression[];
  readonly under: readonly Expression[];
}

/**
 * Sorts the factors of a product. Negative integer powers go under the line, so that a·b⁻¹ is the one
 * division a/b, and so does the denominator of a number that is no decimal: ⅓·x is x/3.
 */
export function fractionOf(factors: readonly Expression[]): Fraction {
  const guards: BracketNode[] = [];
  const over: Expression[] = [];
  const under: Expression[] = [];
  for (const factor of factors) {
    const exponent = factor.kind === "power" ? smallInteger(factor.exponent) : undefined;
    if (isBracket(factor)) guards.push(factor);
    else if (factor.kind === "power" && exponent !== undefined && exponent < 0)
      under.push(power(factor.base, number(-exponent)));
    else if (isNumber(factor) && isFraction(factor.value)) {
      over.push(...unlessOne(factor.value.numerator));
      under.push(...unlessOne(factor.value.denominator));
    } else over.push(factor);
  }
  return { guards, over, under };
}

/** Whether a number has no decimal expansion, but integers above and below the line that doubles hold. */
const isFraction = (value: Rational): boolean =>
  decimalOfRational(value) === undefined &&
  Number.isSafeInteger(Number(value.numerator)) &&
  Number.isSafeInteger(Number(value.denominator));

const unlessOne = (value: bigint): readonly NumberNode[] =>
  value === 1n ? [] : [number(rational(value))];

/** A bracket as a condition. */
export function compileGuard({ term, lo, hi }: BracketNode, scope: Slots): Compute<boolean> {
  const termAt = compileTerm(scope, term);
  return (at) => {
    const value = termAt(at);
    return lo <= value && value <= hi;
  };
}

/** A product: its brackets first, and where one is 0 nothing else is read. */
export function compileProduct<Value>(
  factors: readonly Expression[],
  scope: Scope<Value>,
  compile: (part: Expression, scope: Scope<Value>) => Compute<Value>,
): Compute<Value> {
  const { guards, over, under } = fractionOf(factors);
  const { field } = scope.memory;
  const part = (factor: Expression): Compute<Value> => compile(factor, scope);
  const fraction = quotient(field, over.map(part), under.map(part));
  if (guards.length === 0) return fraction;
  const zero = field.fromRational(rational(0n));
  const conditions = guards.map((guard) => compileGuard(guard, scope));
  return (at) => (conditions.every((holds) => holds(at)) ? fraction(at) : zero);
}

function quotient<Value>(
  field: Field<Value>,
  over: readonly Compute<Value>[],
  under: readonly Compute<Value>[],
): Compute<Value> {
  const one = field.fromRational(rational(1n));
  const dividend = fold(over, field.multiply) ?? (() => one);
  const divisor = fold(under, field.multiply);
  return divisor ? (at) => field.divide(dividend(at), divisor(at)) : dividend;
}

/** Combines values from left to right; undefined for none. */
export function fold<Value>(
  parts: readonly Compute<Value>[],
  combine: (a: Value, b: Value) => Value,
): Compute<Value> | undefined {
  const [first, second, ...rest] = parts;
  if (!first || !second) return first;
  if (rest.length === 0) return (at) => combine(first(at), second(at));
  return (at) => {
    let value = combine(first(at), second(at));
    for (const part of rest) value = combine(value, part(at));
    return value;
  };
}
