import { count } from "../../errors/count.js";
import type { Place } from "../../errors/problem.js";
import { type Reading, reportAt } from "./reading.js";
import type { LayerSpec, Tensor } from "./spec.js";

/** How many numbers a layer takes and gives, and where the file says so. */
interface Width {
  readonly inputs: number;
  readonly outputs: number;
  readonly place: Place;
}

/**
 * Follows the width from the inputs through the layers, and notes where two of them do not fit. The result is
 * the number of outputs; undefined where a layer that could not be read hides it.
 */
export function checkWidths(
  reading: Reading,
  inputs: Tensor | undefined,
  layers: readonly (LayerSpec | undefined)[],
): number | undefined {
  let width = inputs?.shape.at(-1);
  let isFirst = true;
  for (const [index, layer] of layers.entries()) {
    if (layer && layer.kind !== "linear" && layer.kind !== "drawn") continue;
    const own = layer && widthOf(layer);
    if (own && width !== undefined && own.inputs !== width)
      reportAt(reading, isFirst && inputs ? inputs.place : own.place, {
        code: "width-mismatch",
        message: isFirst
          ? `each sample of the inputs has ${count(width, "number")}, but linear layer ${index} takes ${own.inputs}`
          : `linear layer ${index} takes ${count(own.inputs, "number")}, but the layers before it give ${width}`,
        help: "each row of `weight` has one number for each input: `weight[out][in]`",
      });
    if (layer?.kind === "linear") checkBias(reading, layer, index);
    width = own?.outputs;
    isFirst = false;
  }
  return width;
}

function widthOf(layer: LayerSpec & { readonly kind: "linear" | "drawn" }): Width {
  if (layer.kind === "drawn")
    return { inputs: layer.inputs.value, outputs: layer.outputs.value, place: layer.inputs.place };
  const [outputs = 0, inputs = 0] = layer.weight.shape;
  return { inputs, outputs, place: layer.weight.place };
}

function checkBias(
  reading: Reading,
  { weight, bias }: LayerSpec & { readonly kind: "linear" },
  index: number,
): void {
  const [length] = bias?.shape ?? [];
  const [outputs = 0] = weight.shape;
  if (!bias || length === undefined || length === outputs) return;
  reportAt(reading, bias.place, {
    code: "width-mismatch",
    message: `\`bias\` of linear layer ${index} has ${count(length, "number")}, but its \`weight\` has ${count(outputs, "row")}`,
    help: "give one number for each row, or a single number that all units share",
  });
}
