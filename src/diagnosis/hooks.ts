import type { Parameters, PlainNetwork, Vector } from "./plain-network.js";
import type { Stage } from "./stage.js";

/** The forward pass of one sample. Layers count from 0. */
export interface Trace {
  readonly target: Vector;
  /** Behind each activation that stands before the first linear layer. */
  readonly first: readonly Vector[];
  /** What each linear layer reads. */
  readonly sources: readonly Vector[];
  readonly preActivations: readonly Vector[];
  /** Behind each activation of each layer. */
  readonly behind: readonly (readonly Vector[])[];
  readonly output: Vector;
}

/** The loss of one sample and its derivative, where a mistake can change them. */
export interface AtLoss {
  readonly plain: PlainNetwork;
  readonly trace: Trace;
}

/** An activation on the way back: its input, its output, and the gradient by its output. */
export interface AtStage {
  readonly plain: PlainNetwork;
  /** -1 for the activations before the first linear layer. */
  readonly layer: number;
  readonly stage: Stage;
  readonly x: Vector;
  readonly y: Vector;
  readonly g: Vector;
  readonly trace: Trace;
}

/** A linear layer on the way back. */
export interface AtLinear {
  readonly plain: PlainNetwork;
  readonly layer: number;
  readonly weight: Vector;
  /** ∂E/∂z of this layer. */
  readonly delta: Vector;
  readonly source: Vector;
  readonly trace: Trace;
}

/**
 * What a mistake changes in the computation. Each hook replaces one step of it; what is absent, or gives
 * undefined, stays right. `round` is applied to every intermediate number.
 */
export interface Hooks {
  readonly parameters?: (all: readonly Parameters[], plain: PlainNetwork) => readonly Parameters[];
  readonly input?: (x: Vector) => Vector;
  readonly target?: (t: Vector) => Vector;
  readonly round?: (value: number) => number;
  /** Whether also the deltas of the first layer are written down, and so rounded. */
  readonly roundsLastDelta?: boolean;
  readonly apply?: (
    stage: Stage,
    x: Vector,
    layer: number,
    plain: PlainNetwork,
  ) => Vector | undefined;
  readonly loss?: (value: number, at: AtLoss) => number;
  readonly lossSlopes?: (right: Vector, at: AtLoss) => Vector;
  readonly pull?: (at: AtStage) => Vector | undefined;
  /** ∂E/∂(what the layer reads), right: Σ_k δ[k] W[k,j]. */
  readonly back?: (at: AtLinear) => Vector | undefined;
  /** ∂E/∂W of one sample, right: δ[j] x[i]. */
  readonly weightGradient?: (at: AtLinear) => Vector | undefined;
  /** The gradient of a bias of one sample, right: δ, or its sum where the bias is shared. */
  readonly biasGradient?: (delta: Vector, shared: boolean) => Vector;
  /** How the gradients of the samples become one, right: their sum. */
  readonly overSamples?: (gradients: readonly Vector[]) => Vector;
  readonly gradient?: (gradient: Parameters, layer: number, plain: PlainNetwork) => Parameters;
  /** Changes a gradient only where it is told, not where it is used. */
  readonly reported?: (gradient: number, plain: PlainNetwork) => number;
  /** Hidden gradients are computed with the weights that the step has already changed. */
  readonly inPlace?: boolean;
  /** Gradients of earlier steps are still in the sum. */
  readonly accumulates?: boolean;
  /** Other values of the optimizer's constants. */
  readonly constants?: (value: number, symbol: string) => number;
  readonly update?: (before: number, after: number) => number;
  readonly trains?: (kind: "weight" | "bias", isFrozen: boolean, layer: number) => boolean;
  /** So many steps more (or less) than asked: in what is asked after steps, and in gradients. */
  readonly moreSteps?: { readonly after?: number; readonly gradients?: number };
}

/** Hooks with every name in place: objects of one shape are read several times as fast. */
export type AllHooks = { readonly [Name in keyof Hooks]-?: Hooks[Name] | undefined };

/** Nothing is changed. */
export const noHooks: AllHooks = {
  parameters: undefined,
  input: undefined,
  target: undefined,
  round: undefined,
  roundsLastDelta: undefined,
  apply: undefined,
  loss: undefined,
  lossSlopes: undefined,
  pull: undefined,
  back: undefined,
  weightGradient: undefined,
  biasGradient: undefined,
  overSamples: undefined,
  gradient: undefined,
  reported: undefined,
  inPlace: undefined,
  accumulates: undefined,
  constants: undefined,
  update: undefined,
  trains: undefined,
  moreSteps: undefined,
};

/** Hooks with every name in place. */
export const allHooks = (hooks: Hooks): AllHooks => ({ ...noHooks, ...hooks });
