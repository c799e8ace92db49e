import { InputError } from "../../errors/problem.js";
import {
  adjointName,
  type Instance,
  type Model,
  ownAxes,
  quantityOf,
} from "../../math/model/model.js";
import { type Nested, nested } from "../../math/model/nested.js";
import { double } from "../../math/numeric/double.js";
import { evaluate, type Values } from "../../math/numeric/evaluate.js";
import { placeData, positionOf } from "../../math/numeric/place-data.js";
import type { Network } from "../../network/network.js";
import { backpropagate } from "../backprop/backpropagate.js";
import { lossNotFinite, requireFinite } from "./not-finite.js";
import { stepperOf } from "./stepper.js";
import { trainedScalars } from "./trained-scalars.js";

/** A network after some steps of its optimizer, in float64. */
export interface Training {
  readonly steps: number;
  /** The loss before the first step, after it, …, after the last one. */
  readonly losses: readonly number[];
  /** By parameter scalar, those that training leaves alone among them. */
  readonly parameters: ReadonlyMap<string, number>;
  /** Each parameter whole. */
  readonly tensors: ReadonlyMap<string, { readonly value: Nested }>;
}

/** Is told the number of steps that are done, and the loss after them. */
export type OnProgress = (done: number, loss: number) => void;

/** The arrays of all parameters, by quantity. */
type Parameters = ReadonlyMap<string, Float64Array>;

/**
 * Trains a network with its optimizer: every step takes the gradients over all samples anew. A network without
 * an optimizer, and numbers that are no longer finite, are an InputError; that names the quantity and the step.
 */
export function train(
  network: Network,
  steps: number,
  onProgress: OnProgress = () => {},
): Training {
  const { optimizer } = network;
  if (!optimizer) throw noOptimizer();
  const backpropagation = backpropagate(network.model);
  const { forward, model } = backpropagation;
  const parameters = startOf(network);
  const scalars = trainedScalars(network, backpropagation);
  const vector = vectorOf(model, scalars, parameters);
  const step = stepperOf(optimizer, scalars.length);
  const gradients = new Set(scalars.map(({ name }) => adjointName(name)));
  const only = new Set([forward.loss, ...gradients]);
  const losses: number[] = [];
  for (let done = 0; ; done++) {
    const isLast = done === steps;
    const values = evaluate(isLast ? forward : model, double, parameters, isLast ? {} : { only });
    const loss = values.get(forward.loss);
    if (!Number.isFinite(loss)) throw lossNotFinite(network, parameters, done);
    losses.push(loss);
    onProgress(done, loss);
    if (isLast) return { steps, losses, ...namedParameters(network, parameters) };
    if (scalars.length === 0) continue;
    const slope = vector.gradients(values);
    const next = step(done + 1, vector.values(), slope);
    requireFinite(network, scalars, done + 1, { gradients: slope, next });
    vector.put(next);
  }
}

/** Refuses a network whose optimizer takes a parameter in its first step to what is no finite number. */
export function requireFiniteStep(network: Network): void {
  const { optimizer } = network;
  if (!optimizer) return;
  const backpropagation = backpropagate(network.model);
  const { model } = backpropagation;
  const parameters = startOf(network);
  const scalars = trainedScalars(network, backpropagation);
  if (scalars.length === 0) return;
  const vector = vectorOf(model, scalars, parameters);
  const gradients = vector.gradients(evaluate(model, double, parameters));
  const next = stepperOf(optimizer, scalars.length)(1, vector.values(), gradients);
  requireFinite(network, scalars, 1, { gradients, next });
}

const noOptimizer = (): InputError =>
  new InputError({
    code: "no-optimizer",
    message: "cannot train: the network file has no `optimizer`",
    help: "add one, such as `optimizer: { sgd: { lr: 0.1 } }`",
  });

const startOf = ({ model, parameters }: Network): Parameters =>
  new Map(
    parameters.map((name) => [
      name,
      Float64Array.from(placeData(quantityOf(model, name), double) as ArrayLike<number>),
    ]),
  );

/** The trained scalars in a row, read from and put into the arrays of their quantities. */
function vectorOf(model: Model, scalars: readonly Instance[], parameters: Parameters) {
  const places = scalars.map(({ name, indices }) => ({
    array: parameters.get(name) ?? new Float64Array(),
    adjoint: adjointName(name),
    position: positionOf(quantityOf(model, name), indices),
  }));
  return {
    values: () => Float64Array.from(places, ({ array, position }) => array[position] ?? Number.NaN),
    gradients: ({ array }: Values<number>) =>
      Float64Array.from(places, ({ adjoint, position }) => array(adjoint)[position] ?? Number.NaN),
    put: (next: Float64Array) => {
      places.forEach(({ array, position }, place) => {
        array[position] = next[place] ?? Number.NaN;
      });
    },
  };
}

function namedParameters(
  { model, names, parameters: quantities }: Network,
  parameters: Parameters,
): Pick<Training, "parameters" | "tensors"> {
  const read = ({ name, indices }: Instance): number =>
    parameters.get(name)?.[positionOf(quantityOf(model, name), indices)] ?? Number.NaN;
  const groups = quantities.flatMap((name) => names.groupsOf(name));
  const tensors = names.tensors.filter(({ quantity }) => quantities.includes(quantity));
  return {
    parameters: new Map(
      groups.flatMap(({ name, instances: [instance] }) =>
        instance ? [[name, read(instance)] as const] : [],
      ),
    ),
    tensors: new Map(
      tensors.map(({ name, quantity }) => {
        const axes = ownAxes(quantityOf(model, quantity));
        return [name, { value: nested(axes, (indices) => read({ name: quantity, indices })) }];
      }),
    ),
  };
}
