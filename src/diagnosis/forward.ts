import { type Arena, copyOf } from "./arena.js";
import type { AllHooks, Trace } from "./hooks.js";
import type { Parameters, PlainLayer, PlainNetwork, Vector } from "./plain-network.js";
import type { Stage } from "./stage.js";

export const rounded = ({ round }: AllHooks, values: Vector): Vector =>
  round ? values.map(round) : values;

/** Whose pass it is, with which mistake, and where it is computed. */
export interface Setting {
  readonly plain: PlainNetwork;
  readonly hooks: AllHooks;
  readonly arena: Arena;
}

export function layerAt({ layers }: PlainNetwork, number: number): PlainLayer {
  const layer = layers[number];
  if (!layer) throw new Error(`no layer ${number}`);
  return layer;
}

/** z[j] = Σ_i W[j,i] x[i] + b[j] */
function weightedSums(
  { inputs, outputs }: PlainLayer,
  { weight, bias }: Parameters,
  x: Vector,
  sums: number[],
): Vector {
  for (let j = 0; j < outputs; j++) {
    let sum = 0;
    for (let i = 0; i < inputs; i++) sum += (weight[j * inputs + i] ?? 0) * (x[i] ?? 0);
    sums[j] = sum + (bias[bias.length === 1 ? 0 : j] ?? 0);
  }
  return sums;
}

/** What a hook gives, in an array of the arena. */
export const kept = (arena: Arena, given: Vector | undefined): Vector | undefined =>
  given && copyOf(given, arena.take(given.length));

/** What stands behind each of some activations. */
function through(
  { plain, hooks, arena }: Setting,
  stages: readonly Stage[],
  from: Vector,
  layer: number,
): readonly Vector[] {
  const behind: Vector[] = [];
  let x = from;
  for (const stage of stages) {
    const wrong = kept(arena, hooks.apply?.(stage, x, layer, plain));
    x = rounded(hooks, wrong ?? stage.apply(x, arena.take(x.length)));
    behind.push(x);
  }
  return behind;
}

function forward(setting: Setting, parameters: readonly Parameters[], sample: number): Trace {
  const { plain, hooks, arena } = setting;
  const given = plain.inputs[sample] ?? [];
  const right = plain.targets[sample] ?? [];
  const sources: Vector[] = [];
  const preActivations: Vector[] = [];
  const behind: (readonly Vector[])[] = [];
  let current: Vector = copyOf(hooks.input?.(given) ?? given, arena.take(given.length));
  const first = through(setting, plain.firstStages, current, -1);
  current = first[first.length - 1] ?? current;
  for (let number = 0; number < plain.layers.length; number++) {
    const layer = layerAt(plain, number);
    const own = parameters[number] ?? layer.parameters;
    const z = rounded(hooks, weightedSums(layer, own, current, arena.take(layer.outputs)));
    const outputs = through(setting, layer.stages, z, number);
    sources.push(current);
    preActivations.push(z);
    behind.push(outputs);
    current = outputs[outputs.length - 1] ?? z;
  }
  const target: Vector = copyOf(hooks.target?.(right) ?? right, arena.take(right.length));
  return { target, first, sources, preActivations, behind, output: current };
}

/** The parameters that a pass computes with. */
export const parametersWith = (
  { plain, hooks, arena }: Setting,
  given: readonly Parameters[],
): readonly Parameters[] => {
  const wrong = hooks.parameters?.(given, plain);
  return wrong?.map((each) => inArena(arena, each)) ?? given;
};

export const inArena = (arena: Arena, { weight, bias }: Parameters): Parameters => ({
  weight: copyOf(weight, arena.take(weight.length)),
  bias: copyOf(bias, arena.take(bias.length)),
});

export const forwardAll = (setting: Setting, parameters: readonly Parameters[]): readonly Trace[] =>
  setting.plain.inputs.map((_, sample) => forward(setting, parameters, sample));
