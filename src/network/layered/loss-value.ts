import { reduce } from "../../math/algebra/binding.js";
import type { Expression } from "../../math/algebra/expression.js";
import { resolveFormula } from "../../math/formula/names/resolve.js";
import { variableScope } from "../../math/formula/names/scope.js";
import type { LossSpec } from "../file/spec.js";
import { findRow } from "../rows/find-row.js";
import { losses, type TargetFacts } from "../rows/losses.js";
import type { Units } from "../rows/units.js";
import { optionNumbers } from "./option.js";

/** The loss of one sample: that of a row, or a formula in `y` and `t` summed over the outputs. */
export function lossValue(
  loss: LossSpec,
  outputs: Units,
  target: Expression,
  facts: TargetFacts,
): Expression {
  if (loss.kind === "named") {
    const { value } = findRow(losses, loss.name.value);
    return value(outputs, target, optionNumbers(loss.options), facts);
  }
  const scope = variableScope(
    new Map([
      ["y", outputs.unit],
      ["t", target],
    ]),
  );
  return reduce("sum", outputs.index, outputs.range, resolveFormula(loss.formula, scope));
}

/** The probabilities that a loss makes of the outputs before it compares them; most losses make none. */
export const probabilitiesOf = (loss: LossSpec, outputs: Units): Expression | undefined =>
  loss.kind === "named" ? findRow(losses, loss.name.value).probabilities?.(outputs) : undefined;
