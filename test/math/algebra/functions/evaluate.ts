import type { Expression } from "../../../../src/math/algebra/expression.js";
import { functionRow } from "../../../../src/math/algebra/functions/index.js";
import { rationalToNumber } from "../../../../src/math/algebra/rational.js";

/** The float64 value of an expression of numbers, scalars and functions. */
export function evaluate(expression: Expression, values: Readonly<Record<string, number>>): number {
  const of = (part: Expression): number => evaluate(part, values);
  switch (expression.kind) {
    case "number":
      return rationalToNumber(expression.value);
    case "constant":
      return expression.name === "pi" ? Math.PI : Math.E;
    case "reference":
      return values[expression.name] ?? Number.NaN;
    case "add":
      return expression.terms.map(of).reduce((sum, term) => sum + term);
    case "multiply":
      return expression.factors.map(of).reduce((product, factor) => product * factor);
    case "power":
      return of(expression.base) ** of(expression.exponent);
    case "call":
      return functionRow(expression.name).value(...expression.arguments.map(of));
    default:
      throw new Error(`no ${expression.kind} in the function table`);
  }
}
