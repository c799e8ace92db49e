import { rebuild } from "./binding.js";
import {
  add,
  factorList,
  isNumber,
  multiply,
  number,
  power,
  smallInteger,
} from "./constructors.js";
import type { Expression } from "./expression.js";
import { addRationals, multiplyRationals, type Rational, rationalOne } from "./rational.js";

/** Equal factors become one power: x x² is x³. Only whole exponents are added. */
function collectFactors(product: Expression): Expression {
  const exponents = new Map<Expression, number>();
  let coefficient: Rational = rationalOne;
  for (const factor of factorList(product)) {
    if (isNumber(factor)) coefficient = multiplyRationals(coefficient, factor.value);
    else {
      const exponent = factor.kind === "power" ? smallInteger(factor.exponent) : undefined;
      const base = factor.kind === "power" && exponent !== undefined ? factor.base : factor;
      const known = exponents.get(base) ?? 0;
      // x · x⁻¹ stays: putting it together would fill the hole at x = 0.
      if (known * (exponent ?? 1) < 0) return product;
      exponents.set(base, known + (exponent ?? 1));
    }
  }
  return multiply(
    number(coefficient),
    ...[...exponents].map(([base, exponent]) => power(base, number(exponent))),
  );
}

/** Equal terms become one: x + 2x is 3x. */
function collectTerms(terms: readonly Expression[]): Expression {
  const sums = new Map<Expression, Rational>();
  for (const term of terms) {
    const [first, ...rest] = factorList(term);
    const numeric = first !== undefined && isNumber(first);
    const coefficient = numeric ? first.value : rationalOne;
    const bare = numeric ? multiply(...rest) : term;
    const known = sums.get(bare);
    sums.set(bare, known ? addRationals(known, coefficient) : coefficient);
  }
  return add(...[...sums].map(([term, coefficient]) => multiply(number(coefficient), term)));
}

/** Tidies a finished derivative without changing its value anywhere: equal terms and equal factors are put together. */
export function collect(expression: Expression): Expression {
  const tidied = rebuild(expression, collect, (term) => term);
  if (tidied.kind === "add") return collectTerms(tidied.terms);
  return tidied.kind === "multiply" ? collectFactors(tidied) : tidied;
}
