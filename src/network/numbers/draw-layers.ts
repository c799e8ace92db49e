import { InputError } from "../../errors/problem.js";
import { decimalsOf } from "../../weights/decimals.js";
import type { DrawnLayerSpec, LayerSpec, Tensor } from "../file/spec.js";
import { findRow } from "../rows/find-row.js";
import { initializers, linearDefaults } from "../rows/initializers.js";
import { mersenneTwister } from "./mersenne-twister.js";
import { drawUniform } from "./uniform.js";

/** Draws float32 numbers between two bounds. */
type Draw = (count: number, [low, high]: readonly [number, number]) => Float64Array;

/** The numbers of one drawn layer. */
interface Drawn {
  readonly layer: DrawnLayerSpec;
  weight: Float64Array;
  readonly bias: Float64Array | undefined;
}

/**
 * Draws the numbers of all layers without them as PyTorch does after `torch.manual_seed(seed)`, bit for bit: first
 * every `nn.Linear` is made, in order, the weight before the bias; then the layers that say `init` redraw their
 * weight, in order. Layers with numbers of their own draw nothing.
 */
export function drawLayers(layers: readonly LayerSpec[], seed: bigint): readonly LayerSpec[] {
  const next = mersenneTwister(seed);
  const draw: Draw = (count, [low, high]) => drawUniform(next, count, low, high);
  const drawn = layers
    .filter((layer) => layer.kind === "drawn")
    .map((layer) => makeLinear(layer, draw));
  for (const each of drawn) each.weight = redraw(each, draw);
  const made = new Map<LayerSpec, LayerSpec>(drawn.map((each) => [each.layer, given(each)]));
  return layers.map((layer) => made.get(layer) ?? layer);
}

const fanOf = ({ inputs, outputs }: DrawnLayerSpec) => ({
  inputs: inputs.value,
  outputs: outputs.value,
});

function makeLinear(layer: DrawnLayerSpec, draw: Draw): Drawn {
  const fan = fanOf(layer);
  const weight = draw(fan.inputs * fan.outputs, linearDefaults.weight(fan));
  const bias = layer.hasBias ? draw(fan.outputs, linearDefaults.bias(fan)) : undefined;
  return { layer, weight, bias };
}

function redraw({ layer, weight }: Drawn, draw: Draw): Float64Array {
  const { init } = layer;
  if (!init) return weight;
  const option = (name: string): number => Number(init.options.get(name)?.[0]);
  const bounds = findRow(initializers, init.name.value).bounds(fanOf(layer), option);
  const [low, high] = bounds.map(Math.fround);
  if (
    low === undefined ||
    high === undefined ||
    low > high ||
    !Number.isFinite(Math.fround(high - low))
  )
    throw new InputError({
      code: "invalid-initializer",
      message: `\`${init.name.value}\` cannot draw numbers from ${bounds[0]} to ${bounds[1]} in float32`,
      place: init.name.place,
    });
  return draw(weight.length, bounds);
}

function given({ layer, weight, bias }: Drawn): LayerSpec {
  const { place } = layer;
  const { inputs, outputs } = fanOf(layer);
  const tensor = (shape: readonly number[], data: Float64Array): Tensor => ({
    shape,
    decimals: decimalsOf({ dtype: "float32", shape, data }),
    place,
  });
  return {
    kind: "linear",
    weight: tensor([outputs, inputs], weight),
    bias: bias && tensor([outputs], bias),
    place,
  };
}
