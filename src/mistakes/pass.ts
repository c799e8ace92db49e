import { type AtLinear, type Hooks, noHooks, type Trace } from "./hooks.js";
import type { Parameters, PlainLayer, PlainNetwork, Vector } from "./plain-network.js";
import type { Stage } from "./stage.js";

/** A forward and a backward pass over all samples. */
export interface Pass {
  readonly traces: readonly Trace[];
  /** The loss of each sample. */
  readonly losses: Vector;
  readonly loss: number;
  /** ∂E/∂W and ∂E/∂b of each layer. */
  readonly gradients: readonly Parameters[];
  /** ∂E by a quantity with units, for each sample. */
  readonly unitGradients: ReadonlyMap<string, readonly Vector[]>;
}

/** What a step makes of the parameters of one layer. */
export type Stepped = (layer: number, gradient: Parameters) => Parameters;

const rounder =
  ({ round }: Hooks) =>
  (values: Vector): Vector =>
    round ? values.map(round) : values;

/** z[j] = Σ_i W[j,i] x[i] + b[j] */
function weightedSums({ inputs, outputs }: PlainLayer, own: Parameters, x: Vector): Vector {
  const { weight, bias } = own;
  const sums: number[] = [];
  for (let j = 0; j < outputs; j++) {
    let sum = 0;
    for (let i = 0; i < inputs; i++) sum += (weight[j * inputs + i] ?? 0) * (x[i] ?? 0);
    sums.push(sum + (bias.length === 1 ? (bias[0] ?? 0) : (bias[j] ?? 0)));
  }
  return sums;
}

function forward(
  plain: PlainNetwork,
  parameters: readonly Parameters[],
  hooks: Hooks,
  sample: number,
): Trace {
  const rounded = rounder(hooks);
  const through = (stages: readonly Stage[], from: Vector, layer: number): readonly Vector[] => {
    let x = from;
    return stages.map((stage) => {
      x = rounded(hooks.apply?.(stage, x, layer, plain) ?? stage.apply(x));
      return x;
    });
  };
  const given = plain.inputs[sample] ?? [];
  const right = plain.targets[sample] ?? [];
  let current = hooks.input?.(given) ?? given;
  const first = through(plain.firstStages, current, -1);
  current = first.at(-1) ?? current;
  const [sources, preActivations, behind]: [Vector[], Vector[], (readonly Vector[])[]] = [
    [],
    [],
    [],
  ];
  plain.layers.forEach((layer, number) => {
    sources.push(current);
    const own = parameters[number] ?? layer.parameters;
    const z = rounded(weightedSums(layer, own, current));
    const outputs = through(layer.stages, z, number);
    preActivations.push(z);
    behind.push(outputs);
    current = outputs.at(-1) ?? z;
  });
  const target = hooks.target?.(right) ?? right;
  return { target, first, sources, preActivations, behind, output: current };
}

/** ∂E/∂W[j,i] = δ[j] x[i] */
export function outer(delta: Vector, source: Vector): Vector {
  const products: number[] = [];
  for (const each of delta) for (const x of source) products.push(each * x);
  return products;
}

/** ∂E/∂x[i] = Σ_j W[j,i] δ[j] */
export function transposedProduct(weight: Vector, delta: Vector, inputs: number): Vector {
  const sums: number[] = [];
  for (let i = 0; i < inputs; i++) {
    let sum = 0;
    for (let j = 0; j < delta.length; j++) sum += (weight[j * inputs + i] ?? 0) * (delta[j] ?? 0);
    sums.push(sum);
  }
  return sums;
}

export function total(values: Vector): number {
  let sum = 0;
  for (const each of values) sum += each;
  return sum;
}

const elementSums = (vectors: readonly Vector[]): Vector =>
  vectors.length === 1
    ? (vectors[0] ?? [])
    : (vectors[0] ?? []).map((_, k) => vectors.reduce((sum, each) => sum + (each[k] ?? 0), 0));

/** The state of a backward pass: ∂E/∂(where it has come to), for each sample. */
interface Backward {
  readonly plain: PlainNetwork;
  readonly hooks: Hooks;
  readonly traces: readonly Trace[];
  readonly unitGradients: Map<string, readonly Vector[]>;
}

/** Back through the activations of a layer, the last first. */
function pullThrough(
  { plain, hooks, traces, unitGradients }: Backward,
  layer: number,
  stages: readonly Stage[],
  from: readonly Vector[],
): readonly Vector[] {
  const rounded = rounder(hooks);
  let gs = from;
  for (const [place, stage] of [...stages.entries()].reverse()) {
    unitGradients.set(stage.quantity, gs);
    gs = gs.map((g, sample) => {
      const trace = traces[sample];
      const outputs = layer < 0 ? trace?.first : trace?.behind[layer];
      const z = layer < 0 ? plain.inputs[sample] : trace?.preActivations[layer];
      const [x = [], y = []] = [outputs?.[place - 1] ?? z, outputs?.[place]];
      const wrong = hooks.pull?.({ plain, layer, stage, x, y, g });
      if (wrong || !stage.isElementwise) return wrong ?? stage.pull(g, x, y);
      return rounded(stage.slopes(x, y)).map((slope, unit) => slope * (g[unit] ?? 0));
    });
  }
  return gs;
}

function layerGradient(
  { hooks, plain }: Backward,
  layer: PlainLayer,
  ats: readonly AtLinear[],
): Parameters {
  const { overSamples = elementSums, biasGradient } = hooks;
  const weights = ats.map((at) => hooks.weightGradient?.(at) ?? outer(at.delta, at.source));
  const biases = ats.map(({ delta }) => {
    if (layer.biasName === undefined) return [];
    if (biasGradient) return biasGradient(delta, layer.sharesBias);
    return layer.sharesBias ? [total(delta)] : delta;
  });
  const gradient = { weight: overSamples(weights), bias: overSamples(biases) };
  return hooks.gradient?.(gradient, ats[0]?.layer ?? 0, plain) ?? gradient;
}

/** Runs a network forward and backward with the given parameters; `stepped` is for hooks that update in place. */
export function runPass(
  plain: PlainNetwork,
  given: readonly Parameters[],
  hooks: Hooks = noHooks,
  stepped?: Stepped,
): Pass {
  const rounded = rounder(hooks);
  const parameters = hooks.parameters?.(given, plain) ?? given;
  const traces = plain.inputs.map((_, sample) => forward(plain, parameters, hooks, sample));
  const losses = traces.map((trace) => {
    const value = plain.loss.value(trace.output, trace.target);
    return hooks.loss?.(value, { plain, trace }) ?? value;
  });
  const unitGradients = new Map<string, readonly Vector[]>();
  const backward: Backward = { plain, hooks, traces, unitGradients };
  let gs = traces.map((trace) => {
    const right = plain.loss.slopes(trace.output, trace.target).map((e) => e * plain.share);
    return rounded(hooks.lossSlopes?.(right, { plain, trace }) ?? right);
  });
  const gradients: Parameters[] = [];
  for (const [number, layer] of [...plain.layers.entries()].reverse()) {
    const pulled = pullThrough(backward, number, layer.stages, gs);
    const deltas = number > 0 || hooks.roundsLastDelta ? pulled.map(rounded) : pulled;
    unitGradients.set(layer.preActivation, deltas);
    const own = parameters[number] ?? layer.parameters;
    const ats = traces.map((trace, sample): AtLinear => {
      const [delta = [], source = []] = [deltas[sample], trace.sources[number]];
      return { plain, layer: number, weight: own.weight, delta, source, trace };
    });
    const gradient = layerGradient(backward, layer, ats);
    gradients.unshift(gradient);
    const weight = (hooks.inPlace && stepped ? stepped(number, gradient) : own).weight;
    gs = ats.map((at) =>
      rounded(hooks.back?.({ ...at, weight }) ?? transposedProduct(weight, at.delta, layer.inputs)),
    );
  }
  unitGradients.set("x", pullThrough(backward, -1, plain.firstStages, gs));
  return { traces, losses, loss: total(losses) * plain.share, gradients, unitGradients };
}
