import { add, call, multiply, one, power, subtract, zero } from "../constructors.js";
import type { Expression } from "../expression.js";
import { argumentAt } from "./arguments.js";
import type { FunctionRow } from "./row.js";

const name = "power_log";

/** a^b (ln a)^k, a function of its own where k is not 0. */
export const powerLog = (a: Expression, b: Expression, k: Expression): Expression =>
  k === zero ? power(a, b) : call(name, a, b, k);

const parts = (
  parameters: readonly Expression[],
): readonly [Expression, Expression, Expression] => [
  argumentAt(parameters, 0),
  argumentAt(parameters, 1),
  argumentAt(parameters, 2),
];

function written(parameters: readonly Expression[]): Expression {
  const [a, b, k] = parts(parameters);
  return multiply(power(a, b), power(call("log", a), k));
}

/** a, or 1 where its power is 0, so that no infinite logarithm is multiplied by 0. */
const unlessZero = (a: Expression, powerOf: Expression): Expression =>
  call("max", a, subtract(one, call("abs", call("sign", powerOf))));

/**
 * a^b (ln a)^k, and 0 where a is 0 and b positive. With k = 1 it is the derivative of a^b by b, with k = 2 the second
 * one, and so on.
 */
export const powerLogRow: FunctionRow = {
  name,
  arity: [3, 3],
  derivatives: (parameters, output) => {
    const [a, b, k] = parts(parameters);
    const less = subtract(b, one);
    return [
      add(multiply(b, powerLog(a, less, k)), multiply(k, powerLog(a, less, subtract(k, one)))),
      powerLog(a, b, add(k, one)),
      multiply(output, call("log", call("log", a))),
    ];
  },
  value: (a = 0, b = 0, k = 1) => (a === 0 && b > 0 ? 0 : a ** b * Math.log(a) ** k),
  definition: (parameters) => {
    const [a, b, k] = parts(parameters);
    const powerOf = power(a, b);
    return multiply(powerOf, power(call("log", unlessZero(a, powerOf)), k));
  },
  spelling: written,
  rule: "exponential",
  written,
  domain: [{ argument: 0, relation: ">=", bound: 0 }],
  tex: { kind: "definition" },
  samples: [
    [3, -1.2, 1],
    [1.5, 2.5, 2],
  ],
};
