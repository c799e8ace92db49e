import { reduce } from "../algebra/binding.js";
import type { Expression } from "../algebra/expression.js";
import type { LossSpec } from "../spec/spec.js";
import { findRow } from "./find-row.js";
import { losses } from "./losses.js";
import { optionNumbers } from "./option.js";
import { resolveFormula } from "./resolve.js";
import { variableScope } from "./scope.js";
import type { Units } from "./units.js";

/** The loss of one sample: that of a row, or a formula in `y` and `t` summed over the outputs. */
export function lossValue(loss: LossSpec, outputs: Units, target: Expression): Expression {
  if (loss.kind === "named")
    return findRow(losses, loss.name.value).value(outputs, target, optionNumbers(loss.options));
  const scope = variableScope(
    new Map([
      ["y", outputs.unit],
      ["t", target],
    ]),
  );
  return reduce("sum", outputs.index, outputs.range, resolveFormula(loss.formula, scope));
}
