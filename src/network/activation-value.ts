import type { Expression } from "../algebra/expression.js";
import type { LayerSpec } from "../spec/spec.js";
import { activations } from "./activations.js";
import { findRow } from "./find-row.js";
import { optionNumbers } from "./option.js";
import { resolveFormula } from "./resolve.js";
import { variableScope } from "./scope.js";
import type { Units } from "./units.js";

/** What an activation layer makes of a unit: by a row, or by a formula in `x`. */
export function activationValue(
  units: Units,
  layer: Exclude<LayerSpec, { kind: "linear" | "drawn" }>,
): Expression {
  if (layer.kind === "formula")
    return resolveFormula(layer.formula, variableScope(new Map([["x", units.unit]])));
  return findRow(activations, layer.name.value).value(units, optionNumbers(layer.options));
}
