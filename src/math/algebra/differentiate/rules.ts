import {
  add,
  bracket,
  call,
  divide,
  factorList,
  isNumber,
  multiply,
  negate,
  one,
  power,
  smallInteger,
  subtract,
  zero,
} from "../constructors.js";
import type { Expression } from "../expression.js";
import { functionRow } from "../functions/index.js";
import { powerLog } from "../functions/power-log.js";
import { powerSlope } from "../functions/power-slope.js";
import { subtractTerms } from "../index-term.js";
import { reductionRule } from "./reduction-rule.js";
import type { Context, Rule } from "./rule.js";

const constantRule: Rule = {
  name: () => "constant",
  applies: (expression, { depends }) => !depends(expression),
  derive: () => zero,
};

/** ∂q[a]/∂q[s] is a Kronecker delta for each index: Π [a = s]. */
const variableRule: Rule = {
  name: () => "variable",
  applies: (expression, { variable }) =>
    expression.kind === "reference" && expression.name === variable.name,
  derive: (expression, { variable }) =>
    expression.kind === "reference"
      ? multiply(
          ...expression.indices.map((term, axis) => {
            const index = variable.indices[axis];
            if (!index) throw new Error(`${variable.name} is taken with too few indices`);
            return bracket(subtractTerms(term, index), 0, 0);
          }),
        )
      : one,
};

const sumRule: Rule = {
  name: () => "sum",
  applies: (expression) => expression.kind === "add",
  derive: (expression, { derivative, depends }) =>
    expression.kind === "add" ? add(...expression.terms.filter(depends).map(derivative)) : zero,
};

const constantMultipleRule: Rule = {
  name: () => "constant-multiple",
  applies: (expression, { depends }) =>
    expression.kind === "multiply" && expression.factors.some((factor) => !depends(factor)),
  derive: (expression, { derivative, depends }) => {
    const factors = factorList(expression);
    return multiply(
      ...factors.filter((factor) => !depends(factor)),
      derivative(multiply(...factors.filter(depends))),
    );
  },
};

/** A factor u^-n with a whole n is u^n in the denominator. */
const denominatorOf = (factor: Expression): Expression | undefined => {
  if (factor.kind !== "power") return undefined;
  const exponent = smallInteger(factor.exponent);
  return exponent !== undefined && exponent < 0
    ? power(factor.base, negate(factor.exponent))
    : undefined;
};

/** (f/g)' = (f' g - f g') / g² */
const quotientRule: Rule = {
  name: () => "quotient",
  applies: (expression) =>
    expression.kind === "multiply" &&
    expression.factors.some((factor) => denominatorOf(factor)) &&
    expression.factors.some((factor) => !denominatorOf(factor)),
  derive: (expression, { derivative }) => {
    const factors = factorList(expression);
    const f = multiply(...factors.filter((factor) => !denominatorOf(factor)));
    const g = multiply(...factors.map((factor) => denominatorOf(factor) ?? one));
    const numerator = subtract(multiply(derivative(f), g), multiply(f, derivative(g)));
    return divide(numerator, power(g, add(one, one)));
  },
};

/** (f g …)' = f' g … + f g' … */
const productRule: Rule = {
  name: () => "product",
  applies: (expression) => expression.kind === "multiply",
  derive: (expression, { derivative }) => {
    const factors = factorList(expression);
    return add(
      ...factors.map((_, place) =>
        multiply(...factors.map((factor, at) => (at === place ? derivative(factor) : factor))),
      ),
    );
  },
};

/** n u^(n-1); where n may be 0, as a function that knows its value for u = 0. */
const slopeOfPower = (base: Expression, exponent: Expression): Expression =>
  isPositive(base) || isPositive(exponent) || isNumber(exponent)
    ? multiply(exponent, power(base, subtract(exponent, one)))
    : powerSlope(base, exponent);

/** (u^n)' = n u^(n-1) u' with a constant exponent */
const powerRule: Rule = {
  name: () => "power",
  applies: (expression, { depends }) =>
    expression.kind === "power" && !depends(expression.exponent),
  derive: (expression, { derivative }) => {
    if (expression.kind !== "power") return zero;
    const { base, exponent } = expression;
    return multiply(slopeOfPower(base, exponent), derivative(base));
  },
};

/** Whether a base or an exponent is surely positive. */
const isPositive = (value: Expression): boolean =>
  value.kind === "constant" || (isNumber(value) && value.value.numerator > 0n);

/** a^u ln(a): 0 for 0^u, which is 0 where it has a slope; where a may be 0, as a function that knows its value there. */
const timesLog = (node: Expression, base: Expression, exponent: Expression): Expression =>
  base === zero
    ? zero
    : isPositive(base)
      ? multiply(node, call("log", base))
      : powerLog(base, exponent, one);

/** (a^u)' = a^u ln(a) u' with a constant base */
const exponentialRule: Rule = {
  name: () => "exponential",
  applies: (expression, { depends }) => expression.kind === "power" && !depends(expression.base),
  derive: (expression, { derivative }) =>
    expression.kind === "power"
      ? multiply(
          timesLog(expression, expression.base, expression.exponent),
          derivative(expression.exponent),
        )
      : zero,
};

/** (u^v)' = u^v (v' ln u + v u'/u), defined where u is positive */
const generalPowerRule: Rule = {
  name: () => "general-power",
  applies: (expression) => expression.kind === "power",
  derive: (expression, { derivative }) => {
    if (expression.kind !== "power") return zero;
    const { base, exponent } = expression;
    return multiply(
      expression,
      add(
        multiply(derivative(exponent), call("log", base)),
        multiply(derivative(base), base === exponent ? one : divide(exponent, base)),
      ),
    );
  },
};

/** f(u, v, …)' = ∂f/∂u u' + ∂f/∂v v' + … with the partial derivatives of the function's row */
const functionRule: Rule = {
  name: (expression) =>
    expression.kind === "call"
      ? (functionRow(expression.name).rule ?? `function:${expression.name}`)
      : "constant",
  applies: (expression) => expression.kind === "call",
  derive: (expression, { derivative, depends }) => {
    if (expression.kind !== "call") return zero;
    const parameters = expression.arguments;
    const partials = functionRow(expression.name).derivatives(parameters, expression);
    return add(
      ...parameters.map((parameter, place) =>
        depends(parameter) ? multiply(partials[place] ?? zero, derivative(parameter)) : zero,
      ),
    );
  },
};

/** The rules in the order in which a person tries them; the first that applies is taken. */
export const rules: readonly Rule[] = [
  constantRule,
  variableRule,
  sumRule,
  constantMultipleRule,
  productRule,
  powerRule,
  exponentialRule,
  generalPowerRule,
  functionRule,
  reductionRule,
];

/** The same with the quotient rule, which reads better where an expression is explained on its own. */
export const rulesWithQuotient: readonly Rule[] = rules.flatMap((rule) =>
  rule === productRule ? [quotientRule, rule] : [rule],
);

/** The first rule that applies. Throws where none does: an error of ours. */
export function ruleFor(table: readonly Rule[], expression: Expression, context: Context): Rule {
  const rule = table.find(({ applies }) => applies(expression, context));
  if (!rule) throw new Error(`no rule of differentiation for a ${expression.kind}`);
  return rule;
}
