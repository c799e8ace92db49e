import { count } from "../../errors/count.js";
import { InputError, type Place, type Problem } from "../../errors/problem.js";
import { quote } from "../../errors/quote.js";
import { decimalsOf } from "../../weights/decimals.js";
import type { Fits } from "../../weights/layer-order.js";
import {
  type LinearStack,
  type LinearTensors,
  linearStack,
  tensorName,
} from "../../weights/linear-tensors.js";
import { shapeText } from "../../weights/list-contents.js";
import type { TensorFile } from "../../weights/read-tensor-file.js";
import type { FileTensor } from "../../weights/tensor-file.js";
import type { DrawnLayerSpec, LayerSpec, Tensor } from "../file/spec.js";

type LinearLayerSpec = Extract<LayerSpec, { kind: "linear" }> | DrawnLayerSpec;

const isLinear = (layer: LayerSpec): layer is LinearLayerSpec =>
  layer.kind === "linear" || layer.kind === "drawn";

/**
 * Fills the linear layers with the tensors of a file, as `load_state_dict` does: every tensor must have its layer and
 * every layer without numbers its tensors, with the same sizes. The tensors of `0.weight` belong to layer 0 of the
 * network; tensors of other names belong to the linear layers in their order. A layer that has numbers in the
 * network file, too, takes those of the weights file. All that does not fit is one InputError at `place`.
 */
export function fillLayers(
  layers: readonly LayerSpec[],
  file: TensorFile,
  place: Place,
): readonly LayerSpec[] {
  const problems: Problem[] = [];
  const report = (problem: Problem): void => void problems.push({ place, ...problem });
  const stack = at(place, () => linearStack(file, fitsInto(layers), true));
  const tensors = tensorsByPosition(layers, file, stack, report);
  const filled = layers.map((layer, position) => {
    if (!isLinear(layer)) return layer;
    const found = tensors.get(position);
    if (!found && layer.kind === "drawn") report(missingTensor(file, position));
    if (!found) return layer;
    for (const problem of misfits(file, layer, position, found)) report(problem);
    return fill(layer, found);
  });
  if (problems.length > 0) throw new InputError(...problems);
  return filled;
}

/** Does something; what is wrong is told at a place. */
function at<Result>(place: Place, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(...error.problems.map((problem) => ({ ...problem, place })));
  }
}

const missingTensor = ({ name }: TensorFile, position: number): Problem => ({
  code: "missing-tensor",
  message: `the weights file ${quote(name, 200)} has no ${quote(`${position}.weight`)} for the linear layer ${position}`,
  help: "layers are counted from 0 with the activations among them, as in `nn.Sequential`",
});

/** Which tensors belong to which layer; those that belong to none are reported. */
function tensorsByPosition(
  layers: readonly LayerSpec[],
  file: TensorFile,
  stack: LinearStack,
  report: (problem: Problem) => void,
): ReadonlyMap<number, LinearTensors> {
  const linear = linearPositions(layers);
  const positions = stack.areStrict ? (stack.positions ?? []) : linear;
  const byPosition = new Map<number, LinearTensors>();
  for (const [place, tensors] of stack.layers.entries()) {
    const position = positions[place];
    if (position !== undefined && linear.includes(position)) byPosition.set(position, tensors);
    else
      report({
        code: "unexpected-tensor",
        message: `the weights file ${quote(file.name, 200)} has ${quote(tensorName(tensors.prefix, "weight"))}, and the network has no linear layer for it`,
        help: `the network has ${count(linear.length, "linear layer")}, number ${linear.join(", ")} among its layers, counted from 0`,
      });
  }
  return byPosition;
}

/** Which layers of a network are linear. */
const linearPositions = (layers: readonly LayerSpec[]): readonly number[] =>
  [...layers.entries()].flatMap(([position, layer]) => (isLinear(layer) ? [position] : []));

/** The shape of a layer's weight, and whether there is a bias. */
const shapeOf = (layer: LinearLayerSpec) =>
  layer.kind === "drawn"
    ? { weight: [layer.outputs.value, layer.inputs.value], hasBias: layer.hasBias }
    : { weight: layer.weight.shape, hasBias: layer.bias !== undefined };

/** Which tensors can be those of the linear layers of a network, counted from 0; behind the last one, all. */
function fitsInto(layers: readonly LayerSpec[]): Fits<LinearTensors> {
  const wanted = layers.filter(isLinear).map(shapeOf);
  return ({ weight, bias }, _, place) => {
    const layer = wanted[place];
    const isSame = layer && shapeText(weight.shape) === shapeText(layer.weight);
    return layer === undefined || (isSame === true && layer.hasBias === (bias !== undefined));
  };
}

/** What keeps the tensors from being the numbers of a layer. */
function misfits(
  { name }: TensorFile,
  layer: LinearLayerSpec,
  position: number,
  { prefix, weight, bias }: LinearTensors,
): readonly Problem[] {
  const [weightName, biasName] = [tensorName(prefix, "weight"), tensorName(prefix, "bias")];
  const { weight: expected, hasBias } = shapeOf(layer);
  const problems: Problem[] = [];
  if (shapeText(weight.shape) !== shapeText(expected))
    problems.push({
      code: "width-mismatch",
      message: `${quote(weightName)} in ${quote(name, 200)} has the shape ${shapeText(weight.shape)}, but the linear layer ${position} needs ${shapeText(expected)}`,
      help: "the shape of a weight is [out, in]",
    });
  if (hasBias !== (bias !== undefined))
    problems.push({
      code: bias ? "unexpected-tensor" : "missing-tensor",
      message: `the weights file ${quote(name, 200)} has ${bias ? "" : "no "}${quote(biasName)}, and the linear layer ${position} has ${hasBias ? "a" : "no"} bias`,
      ...(hasBias && { help: "write `bias: false` for a layer without one" }),
    });
  return problems;
}

function fill({ place }: LinearLayerSpec, { prefix, weight, bias }: LinearTensors): LayerSpec {
  const tensor = (numbers: FileTensor): Tensor => ({
    shape: numbers.shape,
    decimals: decimalsOf(numbers),
    place,
  });
  const numbers = { weight: tensor(weight), bias: bias && tensor(bias) };
  return { kind: "linear", ...numbers, nameInFile: prefix, place };
}
