import { dependsOn, type Variable } from "../depends.js";
import type { Expression } from "../expression.js";
import type { Context } from "./rule.js";
import { ruleFor, rules } from "./rules.js";

/**
 * The derivative of an expression by a scalar or by an instance of a quantity. A reference to the quantity
 * gives Kronecker deltas: ∂(Σ_i W[j,i] x[i])/∂x[s] is Σ_i W[j,i] [i = s]. Shared parts are worked out once.
 */
export function differentiate(expression: Expression, variable: Variable): Expression {
  const done = new Map<Expression, Expression>();
  const context: Context = {
    variable,
    depends: (part) => dependsOn(part, variable.name),
    derivative: (part) => {
      const known = done.get(part);
      if (known) return known;
      const result = ruleFor(rules, part, context).derive(part, context);
      done.set(part, result);
      return result;
    },
  };
  return context.derivative(expression);
}
