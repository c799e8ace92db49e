import { add, call, multiply, one, power, subtract } from "../constructors.js";
import type { Expression } from "../expression.js";
import { argumentAt } from "./arguments.js";
import { powerLog } from "./power-log.js";
import type { FunctionRow } from "./row.js";

const name = "power_slope";

/** b a^(b-1) for an exponent that may be 0. */
export const powerSlope = (a: Expression, b: Expression): Expression => call(name, a, b);

function written(parameters: readonly Expression[]): Expression {
  const [a, b] = [argumentAt(parameters, 0), argumentAt(parameters, 1)];
  return multiply(b, power(a, subtract(b, one)));
}

/** a, or 1 where b is 0, so that 0 is not divided by 0. */
function unlessUnused(a: Expression, b: Expression): Expression {
  const isUsed = call("abs", call("sign", b));
  return add(multiply(a, isUsed), subtract(one, isUsed));
}

/** b a^(b-1), the derivative of a^b by a: 0 where b is 0, also for a = 0, as a^0 is 1 everywhere. */
export const powerSlopeRow: FunctionRow = {
  name,
  arity: [2, 2],
  derivatives: (parameters) => {
    const [a, b] = [argumentAt(parameters, 0), argumentAt(parameters, 1)];
    const less = subtract(b, one);
    return [
      multiply(b, powerSlope(a, less)),
      add(power(a, less), multiply(b, powerLog(a, less, one))),
    ];
  },
  value: (a = 0, b = 0) => (b === 0 ? 0 : b * a ** (b - 1)),
  definition: (parameters) => {
    const [a, b] = [argumentAt(parameters, 0), argumentAt(parameters, 1)];
    return multiply(b, power(unlessUnused(a, b), subtract(b, one)));
  },
  spelling: written,
  rule: "power",
  written,
  tex: { kind: "definition" },
  samples: [
    [3, -1.2],
    [1.5, 2.5],
  ],
};
