import { replaceParts } from "../algebra/binding.js";
import { reference } from "../algebra/constructors.js";
import { explainDerivative } from "../algebra/differentiate/steps.js";
import { definitionOf } from "../model/instances.js";
import type { Instance } from "../model/model.js";
import { instanceReference, type LessonContext } from "./context.js";
import type { RuleMention } from "./sentence.js";
import { expandSums } from "./worked-lines.js";

/** A name that no quantity has. */
const variable = "the variable";

/** A step's rule as something to mention. */
export const mention = (rule: string): RuleMention =>
  rule.startsWith("function:") ? { rule: "function", name: rule.slice(9) } : { rule };

/** The rules that a person uses for the derivative of one instance's formula by another, each once, in order. */
export function rulesOf(
  { backpropagation }: LessonContext,
  of: Instance,
  wrt: Instance,
): readonly RuleMention[] {
  const right = definitionOf(backpropagation.forward, of);
  if (!right) return [];
  const scalar = replaceParts(
    expandSums(right),
    new Map([[instanceReference(wrt), reference(variable)]]),
  );
  const { steps } = explainDerivative(scalar, variable);
  const rules = steps.map(({ rule }) => rule).filter((rule) => rule !== "collect");
  return [...new Set(rules)].map(mention);
}
