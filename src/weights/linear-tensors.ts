import { quote } from "../errors/quote.js";
import { type Fits, type LayerOrder, type NamedLayer, orderOf } from "./layer-order.js";
import { contentsText, shapeText } from "./list-contents.js";
import type { TensorFile } from "./read-tensor-file.js";
import { type FileTensor, refuse } from "./tensor-file.js";

/** The tensors of one linear layer in a file. */
export interface LinearTensors extends NamedLayer {
  /** What stands before `.weight` and `.bias`, such as `0` or `encoder.fc1`; empty where nothing does. */
  readonly prefix: string;
  /** out × in */
  readonly weight: FileTensor;
  readonly bias: FileTensor | undefined;
}

/** The linear layers of a file, from the inputs to the outputs. */
export interface LinearStack {
  readonly layers: readonly LinearTensors[];
  /** Where they stand in an `nn.Sequential`, counted from 0, if their names are numbers. */
  readonly positions: readonly number[] | undefined;
  /** Whether those positions are sure: the names are the numbers alone. */
  readonly areStrict: boolean;
}

/** The full name of a tensor of a layer. */
export const tensorName = (prefix: string, part: "weight" | "bias"): string =>
  prefix === "" ? part : `${prefix}.${part}`;

/** The name of a layer and which of its tensors a name means: `encoder.fc1.bias`, or `weight` alone. */
export function splitTensorName(
  name: string,
): { readonly prefix: string; readonly part: "weight" | "bias" } | undefined {
  const [, prefix = "", part] = /^(?:(.+)\.)?(weight|bias)$/s.exec(name) ?? [];
  return part === "weight" || part === "bias" ? { prefix, part } : undefined;
}

/**
 * Reads the tensors of a file as linear layers one behind the other, each a `weight` of shape out × in and perhaps a
 * `bias`; `fits` says which may stand where. What is no linear layer is an InputError with a list of all that is in
 * the file, and so is what does not tell its order.
 */
export function linearStack(
  file: TensorFile,
  fits: Fits<LinearTensors>,
  hasSizes = false,
): LinearStack {
  const all = linearLayers(file);
  const order = orderOf(all, { isOrdered: file.isOrdered, hasSizes }, fits);
  if (order.kind !== "order") return refuseOrder(file, all, order);
  const { layers } = order;
  const numbered = layers.map(({ prefix }) => /^(?:(.*)\.)?(\d{1,6})$/s.exec(prefix));
  const stems = new Set(numbered.map((match) => (match ? (match[1] ?? "") : undefined)));
  if (stems.size !== 1 || stems.has(undefined))
    return { layers, positions: undefined, areStrict: false };
  const positions = numbered.map((match) => Number(match?.[2]));
  return { layers, positions, areStrict: stems.has("") };
}

const embedding = /(?:^|[._])(?:\w*embed\w*|emb|wte|wpe)(?:\.|$)/i;

/** The linear layers of a file in the order of the file. */
export function linearLayers(file: TensorFile): readonly LinearTensors[] {
  const fail = (name: string, is: string): never =>
    refuse(
      "unsupported-tensor",
      `${quote(file.name, 200)} has the tensor ${quote(name)}, which ${is}; only linear layers are supported, with a weight of two axes and a bias of one; the file has ${contentsText(file)}`,
    );
  const hasShape = ({ shape }: FileTensor): string => `has the shape ${shapeText(shape)}`;
  for (const [name, { type }] of file.others) fail(name, `has numbers of the type ${type}`);
  const layers = new Map<string, LinearTensors>();
  for (const name of file.tensors.keys()) {
    const prefix = splitTensorName(name)?.prefix ?? "";
    const weight = file.tensors.get(tensorName(prefix, "weight"));
    const bias = file.tensors.get(tensorName(prefix, "bias"));
    if (!splitTensorName(name) || !weight)
      return fail(name, "belongs to no weight of a linear layer");
    const [outputs, inputs] = weight.shape;
    if (weight.shape.length !== 2 || weight.shape.includes(0))
      fail(tensorName(prefix, "weight"), hasShape(weight));
    if (bias && (bias.shape.length !== 1 || bias.shape[0] !== outputs))
      fail(tensorName(prefix, "bias"), hasShape(bias));
    if (!bias && embedding.test(prefix)) fail(name, "is an embedding by its name");
    layers.set(prefix, { prefix, weight, bias, outputs, inputs });
  }
  if (layers.size === 0)
    refuse(
      "no-linear-layer",
      `${quote(file.name, 200)} has no tensor, expected at least one weight`,
    );
  return [...layers.values()];
}

const mostListed = 12;

function refuseOrder(
  file: TensorFile,
  layers: readonly LinearTensors[],
  order: Exclude<LayerOrder<LinearTensors>, { kind: "order" }>,
): never {
  const named = quote(file.name, 200);
  const has =
    layers.length > mostListed
      ? contentsText(file)
      : layers
          .map(({ prefix, weight }) => `${quote(prefix)} ${shapeText(weight.shape)}`)
          .join(", ");
  if (order.kind === "family")
    return refuse(
      "no-chain",
      `the weights of ${named} are ${order.what}, and no linear layers one behind the other: ${has}`,
      "how they are connected is not in the file; write it as equations",
    );
  const tell = `the weights of ${named} do not tell in which order they follow each other: ${has}`;
  return order.kind === "none"
    ? refuse("width-mismatch", tell, "no order fits their sizes")
    : refuse(
        "unknown-order",
        tell,
        "more than one order fits their sizes; number the layers (`0.weight`, `2.weight`), or give a file of `torch.save(model.state_dict(), path)`, which keeps the order of the module",
      );
}
