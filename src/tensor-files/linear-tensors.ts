import { quote } from "../problem/quote.js";
import type { TensorFile } from "./read-tensor-file.js";
import { type FileTensor, refuse } from "./tensor-file.js";

/** The tensors of one linear layer in a file. */
export interface LinearTensors {
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

/** Sorts names as people do: `fc2` before `fc10`. */
const naturally = (a: LinearTensors, b: LinearTensors): number => {
  const [left, right] = [a, b].map(({ prefix }) => prefix.split(/(\d+)/));
  for (const [place, part] of (left ?? []).entries()) {
    const other = right?.[place] ?? "";
    if (part === other) continue;
    return /^\d+$/.test(part) && /^\d+$/.test(other)
      ? Number(part) - Number(other)
      : part < other
        ? -1
        : 1;
  }
  return (left?.length ?? 0) - (right?.length ?? 0);
};

/**
 * Reads the tensors of a file as linear layers, each a `weight` of shape out × in and perhaps a `bias`. Layers whose
 * names end in numbers are in their order; others in the order of their names as far as their sizes fit, otherwise
 * in the only order in which they do. Anything else is an InputError that names the tensor.
 */
export function linearStack(file: TensorFile): LinearStack {
  const layers = linearLayers(file);
  const numbered = layers.map(({ prefix }) => /^(?:(.*)\.)?(\d{1,6})$/s.exec(prefix));
  const stems = new Set(numbered.map((match) => (match ? (match[1] ?? "") : undefined)));
  const sorted = [...layers].sort(naturally);
  if (stems.size === 1 && !stems.has(undefined)) {
    const positions = numbered.map((match) => Number(match?.[2])).sort((a, b) => a - b);
    return { layers: sorted, positions, areStrict: stems.has("") };
  }
  return { layers: inOrder(file, sorted), positions: undefined, areStrict: false };
}

/** `0.weight`, `encoder.fc1.bias` or `weight` alone. */
const parameterPattern = /^(?:(.+)\.)?(?:weight|bias)$/s;

function linearLayers(file: TensorFile): readonly LinearTensors[] {
  const fail = (name: string, is: string): never =>
    refuse(
      "unsupported-tensor",
      `${quote(file.name, 200)} has the tensor ${quote(name)}, which ${is}; only linear layers are supported, with a weight of two axes and a bias of one`,
    );
  const shapeText = (shape: readonly number[]): string => `has the shape [${shape.join(", ")}]`;
  for (const [name, type] of file.others) fail(name, `has numbers of the type ${type}`);
  const layers = new Map<string, LinearTensors>();
  for (const name of file.tensors.keys()) {
    const match = parameterPattern.exec(name);
    const [, prefix = ""] = match ?? [];
    const weight = file.tensors.get(tensorName(prefix, "weight"));
    const bias = file.tensors.get(tensorName(prefix, "bias"));
    if (!match || !weight) return fail(name, "belongs to no weight of a linear layer");
    if (weight.shape.length !== 2 || weight.shape.includes(0))
      fail(tensorName(prefix, "weight"), shapeText(weight.shape));
    if (bias && (bias.shape.length !== 1 || bias.shape[0] !== weight.shape[0]))
      fail(tensorName(prefix, "bias"), shapeText(bias.shape));
    layers.set(prefix, { prefix, weight, bias });
  }
  if (layers.size === 0)
    refuse(
      "no-linear-layer",
      `${quote(file.name, 200)} has no tensor, expected at least one weight`,
    );
  return [...layers.values()];
}

const outputsOf = ({ weight }: LinearTensors): number | undefined => weight.shape[0];
const inputsOf = ({ weight }: LinearTensors): number | undefined => weight.shape[1];

const fits = (before: LinearTensors | undefined, layer: LinearTensors): boolean =>
  before === undefined || outputsOf(before) === inputsOf(layer);

/** With more layers than this no other order is looked for. */
const mostPermuted = 7;

function inOrder(file: TensorFile, layers: readonly LinearTensors[]): readonly LinearTensors[] {
  if (layers.every((layer, place) => fits(layers[place - 1], layer))) return layers;
  const [order, another] = layers.length <= mostPermuted ? chains([], layers) : [];
  if (order && !another) return order;
  return refuse(
    "width-mismatch",
    `the weights of ${quote(file.name, 200)} do not tell in which order they follow each other: ${layers.map(({ prefix, weight }) => `${quote(prefix)} [${weight.shape.join(", ")}]`).join(", ")}`,
  );
}

/** All orders in which each layer takes as many numbers as the one before it gives. */
function chains(
  start: readonly LinearTensors[],
  rest: readonly LinearTensors[],
): readonly (readonly LinearTensors[])[] {
  if (rest.length === 0) return [start];
  return rest
    .filter((layer) => fits(start.at(-1), layer))
    .flatMap((layer) =>
      chains(
        [...start, layer],
        rest.filter((other) => other !== layer),
      ),
    );
}
