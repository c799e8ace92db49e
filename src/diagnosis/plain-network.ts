import { InputError } from "../errors/problem.js";
import { instanceKey, type Quantity, quantityOf } from "../math/model/model.js";
import type { LinearLayer } from "../network/layered/add-layer.js";
import type { Network } from "../network/network.js";
import { tupleAt } from "../network/notation/names.js";
import type { Optimizer } from "../network/optimizers/optimizer.js";
import { type PlainLoss, plainLoss, plainStage, type Stage } from "./stage.js";

/** The numbers of one unit each, or of a matrix row by row. */
export type Vector = readonly number[];

/** The parameters of one linear layer, or their gradient. The bias is empty where there is none, and one number if shared. */
export interface Parameters {
  readonly weight: Vector;
  readonly bias: Vector;
}

/** A linear layer with what stands behind it, in plain numbers. */
export interface PlainLayer extends Pick<LinearLayer, "inputs" | "outputs" | "preActivation"> {
  readonly weightName: string;
  readonly biasName: string | undefined;
  readonly sharesBias: boolean;
  readonly parameters: Parameters;
  readonly stages: readonly Stage[];
}

/** A layered network in float64, laid out for a backward pass that mistakes can change. */
export interface PlainNetwork {
  /** One vector a sample. */
  readonly inputs: readonly Vector[];
  readonly targets: readonly Vector[];
  /** The activations before the first linear layer. */
  readonly firstStages: readonly Stage[];
  readonly layers: readonly PlainLayer[];
  readonly loss: PlainLoss;
  /** The name of the loss row; undefined for a formula. */
  readonly lossName: string | undefined;
  /** What a sample's loss is multiplied with in E: 1, or 1/N for the mean. */
  readonly share: number;
  readonly optimizer: Optimizer | undefined;
  readonly isFrozen: (quantity: string, position: number) => boolean;
}

const numbersOf = ({ pieces }: Quantity): Vector =>
  pieces.flatMap((piece) => (piece.kind === "data" ? piece.decimals.map(Number) : []));

function rowsOf(numbers: Vector, count: number): readonly Vector[] {
  const width = numbers.length / count;
  return Array.from({ length: count }, (_, row) => numbers.slice(row * width, (row + 1) * width));
}

const unsuitable = (message: string): InputError =>
  new InputError({
    code: "not-layered",
    message,
    help: "`gradwalk check` compares the gradients of any network file by independent methods",
  });

/** Lays out a network. One that has no linear layers is an InputError. */
export function plainNetwork(network: Network): PlainNetwork {
  const { layered, model, spec, frozen } = network;
  if (!layered || spec.kind !== "layered")
    throw unsuitable(
      "cannot look for known mistakes in a file of equations, expected one with `layers`",
    );
  if (layered.linearLayers.length === 0)
    throw unsuitable("cannot look for known mistakes in a network without a linear layer");
  const numbers = (name: string): Vector => numbersOf(quantityOf(model, name));
  const samples = layered.samples ?? 1;
  const stagesFrom = (first: string, names: readonly string[]): readonly Stage[] =>
    names.map((name, place) => plainStage(model, name, names[place - 1] ?? first));
  const sizes = new Map([...model.quantities.values()].map((each) => [each.name, each] as const));
  return {
    inputs: rowsOf(numbers("x"), samples),
    targets: rowsOf(numbers("t"), samples),
    firstStages: stagesFrom("x", layered.firstActivations),
    layers: layered.linearLayers.map((layer) => ({
      inputs: layer.inputs,
      outputs: layer.outputs,
      preActivation: layer.preActivation,
      weightName: layer.weight,
      biasName: layer.bias?.name,
      sharesBias: layer.bias?.isShared ?? false,
      parameters: {
        weight: numbers(layer.weight),
        bias: layer.bias ? numbers(layer.bias.name) : [],
      },
      stages: stagesFrom(layer.preActivation, layer.activations),
    })),
    loss: plainLoss(model, layered.samples === undefined ? "E" : "L", layered.output),
    lossName: spec.loss.kind === "named" ? spec.loss.name.value : undefined,
    share: spec.reduction === "mean" ? 1 / samples : 1,
    optimizer: network.optimizer,
    isFrozen: (name, position) => {
      const axes = sizes.get(name)?.axes ?? [];
      return frozen.has(instanceKey({ name, indices: tupleAt(axes, position) }));
    },
  };
}
