import { type Expression, partsOf, type ReferenceNode } from "../algebra/expression.js";
import { functionRow, violatedCondition } from "../algebra/functions/index.js";
import { infix } from "../algebra/infix.js";
import { InputError } from "../problem/problem.js";
import type { Ball } from "../numeric/ball.js";
import { evaluateExpression } from "../numeric/ball-definition.js";
import { ballField } from "../numeric/ball-field.js";
import { double } from "../numeric/double.js";
import { roundBall } from "../numeric/printed-number.js";
import { decimalsTried } from "../numeric/printed-precision.js";

/** A float64 has at most so many significant decimal digits. */
const enoughDigits = 17;

const fields = decimalsTried.slice(0, 4).map(ballField);

/** Why a part has no finite value at a point, in words: `1/x` divides by 0. */
function faultOf(part: Expression, valueOf: (part: Expression) => number): string | undefined {
  if (part.kind === "power") {
    const [base, exponent] = [valueOf(part.base), valueOf(part.exponent)];
    if (base === 0 && exponent < 0) return `divides by 0: \`${infix(part.base)}\` is 0`;
    if (base < 0 && !Number.isInteger(exponent))
      return `raises a negative number to a fraction: \`${infix(part.base)}\` is ${base}`;
  }
  if (part.kind !== "call") return undefined;
  const values = part.arguments.map(valueOf);
  const violated = violatedCondition(functionRow(part.name), values);
  const argument = violated && part.arguments[violated.argument];
  if (!violated || !argument) return undefined;
  const { relation, bound } = violated;
  return `needs an argument ${relation} ${bound}: \`${infix(argument)}\` is ${values[violated.argument]}`;
}

/** The InputError that names the innermost part without a finite value. */
function outOfDomain(expression: Expression, valueOf: (part: Expression) => number): InputError {
  const visit = (part: Expression): string | undefined => {
    for (const inner of partsOf(part)) {
      const found = visit(inner);
      if (found !== undefined) return found;
    }
    const fault = faultOf(part, valueOf);
    return fault === undefined ? undefined : `\`${infix(part)}\` ${fault}`;
  };
  const message = visit(expression) ?? `\`${infix(expression)}\` is not a finite number here`;
  return new InputError({ code: "outside-domain", message });
}

/**
 * The float64 value of an expression at a point, right to the last digits also under cancellation: decimals
 * with a proven error, more of them as long as the value is not certain. An InputError outside of the domain.
 */
export function evaluateAt(expression: Expression, at: ReadonlyMap<string, string>): number {
  const textOf = ({ name }: ReferenceNode): string => at.get(name) ?? "NaN";
  const approximate = (part: Expression): number =>
    evaluateExpression(part, double, (node) => Number(textOf(node)));
  for (const field of fields) {
    const ball: Ball = evaluateExpression(expression, field, (node) => field.fromDecimal(textOf(node)));
    const rounded = roundBall(ball, enoughDigits);
    const value = rounded && Number(rounded);
    if (value !== undefined && Number.isFinite(value)) return value;
    if (value !== undefined) throw outOfDomain(expression, approximate);
  }
  const value = approximate(expression);
  if (Number.isFinite(value)) return value;
  throw outOfDomain(expression, approximate);
}
