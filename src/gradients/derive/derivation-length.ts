import { InputError } from "../../errors/problem.js";
import { quote } from "../../errors/quote.js";
import { type Expression, partsOf } from "../../math/algebra/expression.js";
import { infix } from "../../math/algebra/infix.js";

/** The derivative of a product of a thousand factors has a million: nobody reads that, and no screen shows it. */
const most = 400_000;

/** How many nodes an expression has when it is written out, and about how many its derivative has. */
interface Length {
  readonly own: number;
  readonly derivative: number;
}

const total = (lengths: readonly Length[], of: keyof Length): number =>
  lengths.reduce((sum, length) => sum + length[of], 0);

function lengthOf(expression: Expression, known: Map<Expression, Length>): Length {
  const found = known.get(expression);
  if (found) return found;
  const parts = partsOf(expression).map((part) => lengthOf(part, known));
  const own = 1 + total(parts, "own");
  // A sum differentiates each term, a product repeats itself for each factor, all others stand beside the
  // derivatives of their arguments.
  const times = expression.kind === "add" ? 0 : expression.kind === "multiply" ? parts.length : 1;
  const length = { own, derivative: times * own + total(parts, "derivative") };
  known.set(expression, length);
  return length;
}

/** Refuses to differentiate where the result would be far too long. */
export function checkDerivationLength(expression: Expression): void {
  const { derivative } = lengthOf(expression, new Map());
  if (derivative <= most) return;
  throw new InputError({
    code: "derivation-too-long",
    message: `the derivative of ${quote(infix(expression))} would have about ${derivative} parts, expected at most ${most}`,
    help: "name its parts, and give them as the equations of a network file",
  });
}
