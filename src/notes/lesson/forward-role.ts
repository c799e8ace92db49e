import { factorList } from "../../math/algebra/constructors.js";
import type { Expression } from "../../math/algebra/expression.js";
import type { FormulaPiece } from "../../math/model/model.js";
import type { ForwardRole } from "./sentence.js";

/** exp(z[j] − logsumexp(i, z[i])) */
function isSoftmax(right: Expression): boolean {
  const [exponent] = right.kind === "call" && right.name === "exp" ? right.arguments : [];
  return (
    exponent?.kind === "add" &&
    exponent.terms.some((term) =>
      factorList(term).some((part) => part.kind === "reduction" && part.name === "logsumexp"),
    )
  );
}

/** What a definition does, read off its right-hand side. */
export function roleOf({ axes, right }: FormulaPiece): ForwardRole {
  if (isSoftmax(right)) return { kind: "softmax" };
  if (right.kind === "call") {
    const isElementwise = axes.length > 0 && right.arguments[0]?.kind === "reference";
    return { kind: "activation", function: right.name, isElementwise };
  }
  const terms = right.kind === "add" ? right.terms : [right];
  const sums = terms.filter((term) => term.kind === "reduction" && term.name === "sum");
  const isWeighted =
    sums.length === 1 && terms.every((term) => sums.includes(term) || term.kind === "reference");
  return isWeighted ? { kind: "weighted-sum", hasBias: terms.length > 1 } : { kind: "definition" };
}
