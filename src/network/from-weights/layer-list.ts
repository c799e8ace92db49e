import { quote } from "../../errors/quote.js";
import { inChain } from "../../weights/layer-order.js";
import { type LinearStack, type LinearTensors, linearStack } from "../../weights/linear-tensors.js";
import { contentsText } from "../../weights/list-contents.js";
import type { TensorFile } from "../../weights/read-tensor-file.js";
import { refuse } from "../../weights/tensor-file.js";

/** A layer of the network that a file of weights comes from: one with tensors, or one that had none. */
export type ListedLayer =
  | { readonly kind: "linear"; readonly tensors: LinearTensors }
  /** The activation behind a linear layer. */
  | { readonly kind: "activation" }
  /** What else has no tensors, such as dropout. */
  | { readonly kind: "other" };

/** Larger numbers in names are not those of layers. */
const mostLayers = 1000;

/**
 * The layers of an `nn.Sequential`, from the names and shapes of its tensors. Numbers that are missing stand for layers
 * without tensors; the first behind a linear layer was its activation, mostly. Where names have no numbers, or
 * number linear layers alone, an activation stands between any two. Weights that do not fit together are an InputError.
 */
export function layerList(file: TensorFile): readonly ListedLayer[] {
  const stack = linearStack(file, inChain);
  checkWidths(file, stack.layers);
  const positions = positionsOf(file, stack);
  const last = positions.at(-1) ?? 0;
  return Array.from({ length: last + 1 }, (_, position): ListedLayer => {
    const tensors = stack.layers[positions.indexOf(position)];
    if (tensors) return { kind: "linear", tensors };
    return { kind: positions.includes(position - 1) ? "activation" : "other" };
  });
}

function positionsOf(
  file: TensorFile,
  { layers, positions, areStrict }: LinearStack,
): readonly number[] {
  const hasGaps = positions?.some((position, place) => position !== place + (positions[0] ?? 0));
  if (!positions || (!areStrict && !hasGaps)) return layers.map((_, place) => 2 * place);
  const last = positions.at(-1) ?? 0;
  if (last < mostLayers) return positions;
  return refuse(
    "too-many-layers",
    `${quote(file.name, 200)} has a layer ${last}, expected at most ${mostLayers} layers`,
  );
}

function checkWidths(file: TensorFile, layers: readonly LinearTensors[]): void {
  for (const [place, { prefix, weight }] of layers.entries()) {
    const before = layers[place - 1];
    const [given, taken] = [before?.weight.shape[0], weight.shape[1]];
    if (before && given !== taken)
      refuse(
        "width-mismatch",
        `in ${quote(file.name, 200)}, ${quote(before.prefix)} gives ${given} numbers, but ${quote(prefix)} behind it takes ${taken}; the file has ${contentsText(file)}`,
        "only linear layers one behind the other make a network file",
      );
  }
}
