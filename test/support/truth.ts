import type { Decimal } from "decimal.js";
import { type Backpropagation, backpropagate } from "../../src/gradients/backprop/backpropagate.js";
import { type Edge, walkTo } from "../../src/gradients/backprop/walk.js";
import { reference } from "../../src/math/algebra/constructors.js";
import { integerTerm } from "../../src/math/algebra/index-term.js";
import { tex } from "../../src/math/algebra/tex/index.js";
import {
  adjointName,
  type Instance,
  instanceKey,
  localName,
  type Quantity,
  tuplesOf,
} from "../../src/math/model/model.js";
import { ballField } from "../../src/math/numeric/ball-field.js";
import { evaluate } from "../../src/math/numeric/evaluate.js";
import type { Network } from "../../src/network/network.js";

const field = ballField(60);

/** Symbols by their TeX, with `w_{1} after` for what a symbol is after one step. */
type Truth = Map<string, Decimal>;

const symbolOf =
  ({ model, notation }: Network) =>
  ({ name, indices }: Instance): string =>
    tex(reference(name, indices.map(integerTerm)), {
      notation,
      product: "dot",
      exponential: model.quantities.has("e") ? "operator" : "power",
    });

const afterStep = (symbol: string): string => `${symbol} after`;

/** The first step of an optimizer, with PyTorch's formulas for its options, written out for that step alone. */
function descentOf({ spec }: Network): (value: Decimal, gradient: Decimal) => Decimal {
  const option = (name: string): string => spec.optimizer?.options.get(name)?.[0] ?? "0";
  const name = spec.optimizer?.name.value ?? "";
  return (value, gradient) => {
    const decay = value.times(option("weight_decay"));
    const start = name === "adamw" ? value.minus(decay.times(option("lr"))) : value;
    const direction = name === "adamw" ? gradient : gradient.plus(decay);
    const size = direction.abs();
    const divisors: Readonly<Record<string, () => Decimal>> = {
      adam: () => size.plus(option("eps")),
      adamw: () => size.plus(option("eps")),
      rmsprop: () => {
        const left = size.times(0).plus(1).minus(option("alpha"));
        const spread = option("centered") === "true" ? left.times(option("alpha")) : left;
        return size.times(spread.sqrt()).plus(option("eps"));
      },
      adagrad: () =>
        size.pow(2).plus(option("initial_accumulator_value")).sqrt().plus(option("eps")),
    };
    const divisor = divisors[name]?.();
    if (divisor) return start.minus(direction.times(option("lr")).div(divisor));
    const ahead = option("nesterov") === "true" ? direction.times(option("momentum")) : 0;
    return value.minus(direction.plus(ahead).times(option("lr")));
  };
}

/** Adds each parameter after one step, and the loss with all of them. */
function addStep(
  truth: Truth,
  network: Network,
  { forward, model, adjoints }: Backpropagation,
): void {
  const symbol = symbolOf(network);
  const values = evaluate(model, field);
  const descent = descentOf(network);
  const parameterAfter = (instance: Instance): Decimal => {
    const { name, indices } = instance;
    const value = values.get(name, indices).mid;
    if (network.frozen.has(instanceKey(instance))) return value;
    return descent(value, values.get(adjointName(name), indices).mid);
  };
  const trained = [...forward.quantities.values()].filter(
    ({ name, role }) => role === "parameter" && adjoints.has(name),
  );
  const changed = trained.map(({ name, axes }) => {
    const instances = [...tuplesOf(axes)].map((indices) => ({ name, indices }));
    const after = instances.map(parameterAfter);
    instances.forEach((instance, place) => {
      const value = after[place];
      if (value) truth.set(afterStep(symbol(instance)), value);
    });
    return [name, after.map((value) => field.fromDecimal(value.toString()))] as const;
  });
  const loss = evaluate(forward, field, new Map(changed)).get(forward.loss).mid;
  truth.set(afterStep(symbol({ name: forward.loss, indices: [] })), loss);
}

/** What stands on the way to the first instance of a parameter. */
function edgesTo(
  { forward, adjoints }: Backpropagation,
  { name, axes, role }: Quantity,
): readonly Edge[] {
  if (role !== "parameter" || !adjoints.has(name)) return [];
  return [...walkTo(forward, { name, indices: axes.map(({ lo }) => lo) }).edges.values()].flat();
}

/**
 * The true value of each symbol of a network's pages, by its TeX: every instance, adjoint and local derivative,
 * and as `w_{1} after` each parameter, and the loss, after one step.
 */
export function truthOf(network: Network): ReadonlyMap<string, Decimal> {
  const backpropagation = backpropagate(network.model);
  const values = evaluate(backpropagation.model, field);
  const symbol = symbolOf(network);
  const truth: Truth = new Map();
  for (const { name, pieces } of backpropagation.model.quantities.values())
    for (const indices of pieces.flatMap(({ axes }) => [...tuplesOf(axes)]))
      truth.set(symbol({ name, indices }), values.get(name, indices).mid);
  for (const quantity of backpropagation.forward.quantities.values())
    for (const { from, to, derivative } of edgesTo(backpropagation, quantity)) {
      const name = localName(from.name, to.name);
      const indices = [...from.indices, ...to.indices];
      truth.set(symbol({ name, indices }), values.evaluateExpression(derivative).mid);
    }
  if (network.optimizer) addStep(truth, network, backpropagation);
  return truth;
}
