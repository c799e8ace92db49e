import { InputError } from "../../errors/problem.js";
import type { TensorFile } from "../../weights/read-tensor-file.js";
import type { LayeredSpec } from "../file/spec.js";
import { missingWeights } from "../layered/add-layer.js";
import { drawLayers } from "./draw-layers.js";
import { fillLayers } from "./fill-layers.js";

/**
 * The file with the numbers of all its layers: those of the weights file where the network file names one, then
 * those that the seed draws, in the place of the layers that have a size alone. What is missing or does not fit is
 * an InputError.
 */
export function withNumbers(
  { weights, seed, ...spec }: LayeredSpec,
  file: TensorFile | undefined,
): LayeredSpec {
  if (weights && !file) throw new InputError(missingWeights("the weights file", weights.place));
  const filled = weights && file ? fillLayers(spec.layers, file, weights.place) : spec.layers;
  return { ...spec, layers: seed ? drawLayers(filled, seed.value) : filled };
}
