import { isNumber, negate } from "../math/algebra/constructors.js";
import type { AddNode, Expression } from "../math/algebra/expression.js";
import type { Code } from "./precedence.js";

/** The opposite of an expression that begins with a negative number, otherwise undefined. */
function oppositeOf(expression: Expression): Expression | undefined {
  const leading = expression.kind === "multiply" ? expression.factors[0] : expression;
  return leading && isNumber(leading) && leading.value.numerator < 0n
    ? negate(expression)
    : undefined;
}

/** The factors without the sign of their number, and whether it was negative. */
export function signOf(expression: Expression): {
  readonly minus: boolean;
  readonly factors: readonly Expression[];
} {
  const opposite = oppositeOf(expression);
  const rest = opposite ?? expression;
  const factors = rest.kind === "multiply" ? rest.factors : [rest];
  return { minus: opposite !== undefined, factors };
}

/** The terms of a sum without their signs. */
export const signedTerms = (
  { terms }: AddNode,
  print: (term: Expression) => Code,
): readonly { readonly code: Code; readonly minus: boolean }[] =>
  terms.map((term) => {
    const opposite = oppositeOf(term);
    return { code: print(opposite ?? term), minus: opposite !== undefined };
  });
