import { rebuild, replaceParts } from "../../math/algebra/binding.js";
import { reference } from "../../math/algebra/constructors.js";
import { explainDerivative } from "../../math/algebra/differentiate/steps.js";
import type { Expression } from "../../math/algebra/expression.js";
import { writtenForm } from "../../math/algebra/functions/index.js";
import { definitionOf } from "../../math/model/instances.js";
import type { Instance } from "../../math/model/model.js";
import { instanceReference, type LessonContext } from "./context.js";
import { expandSums } from "./expand-sums.js";
import type { RuleMention } from "./sentence.js";

/** A name that no quantity has. */
const variable = "the variable";

/** A step's rule as something to mention. */
export const mention = (rule: string): RuleMention =>
  rule.startsWith("function:") ? { rule: "function", name: rule.slice(9) } : { rule };

/** Functions that are set as their definitions are differentiated as these. */
function inWrittenForm(expression: Expression): Expression {
  const inner = rebuild(expression, inWrittenForm, (term) => term);
  if (inner.kind !== "call") return inner;
  const written = writtenForm(inner.name, inner.arguments);
  return written ? inWrittenForm(written) : inner;
}

/** The rules that a person uses for the derivative of one instance's formula by another, each once, in order. */
export function rulesOf(
  { backpropagation }: LessonContext,
  of: Instance,
  wrt: Instance,
): readonly RuleMention[] {
  const right = definitionOf(backpropagation.forward, of);
  if (!right) return [];
  const scalar = replaceParts(
    inWrittenForm(expandSums(right)),
    new Map([[instanceReference(wrt), reference(variable)]]),
  );
  const { steps } = explainDerivative(scalar, variable);
  const rules = steps.map(({ rule }) => rule).filter((rule) => rule !== "collect");
  return [...new Set(rules)].map(mention);
}
