import type { Expression } from "../../math/algebra/expression.js";
import { resolveFormula } from "../../math/formula/names/resolve.js";
import { variableScope } from "../../math/formula/names/scope.js";
import type { LayerSpec } from "../file/spec.js";
import { activations } from "../rows/activations.js";
import { findRow } from "../rows/find-row.js";
import type { Units } from "../rows/units.js";
import { optionNumbers } from "./option.js";

/** What an activation layer makes of a unit: by a row, or by a formula in `x`. */
export function activationValue(
  units: Units,
  layer: Exclude<LayerSpec, { kind: "linear" | "drawn" }>,
): Expression {
  if (layer.kind === "formula")
    return resolveFormula(layer.formula, variableScope(new Map([["x", units.unit]])));
  return findRow(activations, layer.name.value).value(units, optionNumbers(layer.options));
}
