import { type Arena, newArena } from "./arena.js";
import {
  forwardAll,
  inArena,
  kept,
  layerAt,
  parametersWith,
  rounded,
  type Setting,
} from "./forward.js";
import { type AllHooks, type AtLinear, noHooks, type Trace } from "./hooks.js";
import type { Parameters, PlainLayer, PlainNetwork, Vector } from "./plain-network.js";
import { elementSums, outer, products, total, transposedProduct } from "./products.js";
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

/** The state of a backward pass: ∂E/∂(where it has come to), for each sample. */
interface Backward extends Setting {
  readonly traces: readonly Trace[];
  /** Where ∂E by the units is kept; undefined where only the parameters' is wanted. */
  readonly unitGradients: Map<string, readonly Vector[]> | undefined;
}

/** Back through the activations of a layer, the last first. */
function pullThrough(
  { plain, hooks, arena, traces, unitGradients }: Backward,
  layer: number,
  stages: readonly Stage[],
  from: readonly Vector[],
): readonly Vector[] {
  let gs = from;
  for (let place = stages.length - 1; place >= 0; place--) {
    const stage = stages[place];
    if (!stage) throw new Error(`no activation ${place}`);
    unitGradients?.set(stage.quantity, gs);
    gs = gs.map((g, sample) => {
      const trace = traces[sample];
      if (!trace) throw new Error(`no sample ${sample}`);
      const outputs = layer < 0 ? trace.first : trace.behind[layer];
      const z = layer < 0 ? plain.inputs[sample] : trace.preActivations[layer];
      const x = outputs?.[place - 1] ?? z ?? [];
      const y = outputs?.[place] ?? [];
      const wrong = kept(arena, hooks.pull?.({ plain, layer, stage, x, y, g, trace }));
      if (wrong || !stage.isElementwise) return wrong ?? stage.pull(g, x, y);
      const slopes = rounded(hooks, stage.slopes(x, y, arena.take(x.length)));
      return products(slopes, g, arena.take(x.length));
    });
  }
  return gs;
}

function layerGradient(
  { hooks, plain, arena }: Backward,
  layer: PlainLayer,
  ats: readonly AtLinear[],
): Parameters {
  const { overSamples = elementSums, biasGradient } = hooks;
  const weights = ats.map(
    (at) =>
      kept(arena, hooks.weightGradient?.(at)) ??
      outer(at.delta, at.source, arena.take(at.delta.length * at.source.length)),
  );
  const biases = ats.map(({ delta }) => {
    if (layer.biasName === undefined) return [];
    if (biasGradient) return biasGradient(delta, layer.sharesBias);
    return layer.sharesBias ? [total(delta)] : delta;
  });
  const gradient = { weight: overSamples(weights), bias: overSamples(biases) };
  const wrong = hooks.gradient?.(gradient, ats[0]?.layer ?? 0, plain);
  return wrong ? inArena(arena, wrong) : gradient;
}

/** ∂E/∂z of a layer, from ∂E by what stands behind it. */
function deltasOf(
  backward: Backward,
  number: number,
  { stages, preActivation }: PlainLayer,
  gs: readonly Vector[],
): readonly Vector[] {
  const { hooks, unitGradients } = backward;
  const pulled = pullThrough(backward, number, stages, gs);
  const isRounded = hooks.round && (number > 0 || hooks.roundsLastDelta);
  const deltas = isRounded ? pulled.map((each) => rounded(hooks, each)) : pulled;
  unitGradients?.set(preActivation, deltas);
  return deltas;
}

/** The gradients of all parameters, the last layer first on the way. */
function backwardPass(
  backward: Backward,
  parameters: readonly Parameters[],
  stepped: Stepped | undefined,
): readonly Parameters[] {
  const { plain, hooks, arena, traces, unitGradients } = backward;
  let gs = traces.map((trace) => {
    const { output, target } = trace;
    const right = plain.loss.slopes(output, target, arena.take(output.length));
    if (plain.share !== 1)
      right.forEach((each, k) => {
        right[k] = each * plain.share;
      });
    return rounded(hooks, kept(arena, hooks.lossSlopes?.(right, { plain, trace })) ?? right);
  });
  const gradients = [...parameters];
  for (let number = plain.layers.length - 1; number >= 0; number--) {
    const layer = layerAt(plain, number);
    const deltas = deltasOf(backward, number, layer, gs);
    const own = parameters[number] ?? layer.parameters;
    const ats = traces.map((trace, sample): AtLinear => {
      const delta = deltas[sample] ?? [];
      const source = trace.sources[number] ?? [];
      return { plain, layer: number, weight: own.weight, delta, source, trace };
    });
    const gradient = layerGradient(backward, layer, ats);
    gradients[number] = gradient;
    // Nothing that is trained stands before the first layer.
    if (number === 0 && !unitGradients) break;
    const weight = (hooks.inPlace && stepped ? stepped(number, gradient) : own).weight;
    gs = ats.map((at) => {
      const wrong = kept(arena, hooks.back?.(hooks.inPlace ? { ...at, weight } : at));
      return rounded(
        hooks,
        wrong ?? transposedProduct(weight, at.delta, layer.inputs, arena.take(layer.inputs)),
      );
    });
  }
  unitGradients?.set("x", pullThrough(backward, -1, plain.firstStages, gs));
  return gradients;
}

/** Only the gradients of the parameters, which is what a step needs; they stay until the arena starts over. */
export function gradientsOf(
  plain: PlainNetwork,
  given: readonly Parameters[],
  hooks: AllHooks,
  stepped: Stepped,
  arena: Arena,
): readonly Parameters[] {
  const parameters = parametersWith({ plain, hooks, arena }, given);
  const traces = forwardAll({ plain, hooks, arena }, parameters);
  return backwardPass(
    { plain, hooks, arena, traces, unitGradients: undefined },
    parameters,
    stepped,
  );
}

/** Runs a network forward and backward with the given parameters; `stepped` is for hooks that update in place. */
export function runPass(
  plain: PlainNetwork,
  given: readonly Parameters[],
  hooks: AllHooks = noHooks,
  stepped?: Stepped,
): Pass {
  const arena = newArena();
  const parameters = parametersWith({ plain, hooks, arena }, given);
  const traces = forwardAll({ plain, hooks, arena }, parameters);
  const losses = traces.map((trace) => {
    const value = plain.loss.value(trace.output, trace.target);
    return hooks.loss?.(value, { plain, trace }) ?? value;
  });
  const unitGradients = new Map<string, readonly Vector[]>();
  const gradients = backwardPass(
    { plain, hooks, arena, traces, unitGradients },
    parameters,
    stepped,
  );
  return { traces, losses, loss: total(losses) * plain.share, gradients, unitGradients };
}
