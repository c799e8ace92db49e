import { InputError } from "../errors/problem.js";
import { quote } from "../errors/quote.js";
import {
  adjointName,
  type Instance,
  type Model,
  ownAxes,
  quantityOf,
} from "../math/model/model.js";
import { type Nested, nested } from "../math/model/nested.js";
import { evaluateAccurately } from "../math/numeric/accurate.js";
import { double } from "../math/numeric/double.js";
import { evaluate, type Values } from "../math/numeric/evaluate.js";
import type { Network } from "../network/network.js";
import type { NameGroup } from "../network/notation/names.js";
import { backpropagate } from "./backprop/backpropagate.js";
import { requireFiniteStep } from "./train/train.js";

/** A number, or with several samples one for each. */
export type PerSample = number | readonly number[];

/** The loss of a network with the gradient of everything that it depends on, as float64 numbers right to 1e-12. */
export interface Gradients {
  readonly loss: { readonly name: string; readonly value: number };
  /** Every defined scalar. */
  readonly values: ReadonlyMap<string, PerSample>;
  /** By parameter scalar. */
  readonly gradients: ReadonlyMap<string, number>;
  /** Each parameter whole (in equation files given data, too). */
  readonly tensors: ReadonlyMap<string, { readonly value: Nested; readonly gradient: Nested }>;
  /** ∂loss/∂input by scalar. */
  readonly inputs: ReadonlyMap<string, PerSample>;
}

type Read = (instance: Instance) => number;

/** Reads values; one that is not finite is an InputError that names the quantity. */
function reader(
  network: Network,
  model: Model,
  values: Pick<Values<number>, "get">,
): { readonly value: Read; readonly gradient: Read } {
  const finite = (number: number, what: string): number => {
    if (Number.isFinite(number)) return number;
    throw new InputError({
      code: "not-finite",
      message: `${what} is not a finite number: it is ${number}`,
    });
  };
  const nameOf = (instance: Instance): string => quote(network.names.nameOf(instance));
  return {
    value: (instance) => finite(values.get(instance.name, instance.indices), nameOf(instance)),
    gradient: (instance) => {
      const name = adjointName(instance.name);
      if (!model.quantities.has(name)) return 0;
      const number = values.get(name, instance.indices);
      return finite(number, `the derivative by ${nameOf(instance)}`);
    },
  };
}

const perSample = ({ instances }: NameGroup, read: Read): PerSample => {
  const [only, ...others] = instances;
  return only && others.length === 0 ? read(only) : instances.map(read);
};

const byRole = (network: Network, ...roles: readonly string[]): readonly NameGroup[] =>
  [...network.model.quantities.values()]
    .filter(({ role }) => roles.includes(role))
    .flatMap(({ name }) => [...network.names.groupsOf(name)]);

/** Evaluates a network forward and backward. A result that is not finite is an InputError that names the quantity. */
export function gradientsOf(network: Network): Gradients {
  const { model } = backpropagate(network.model);
  const values = evaluateAccurately(model);
  const { value, gradient } = reader(network, model, values);
  const table = (groups: readonly NameGroup[], read: Read) =>
    new Map(groups.map((group) => [group.name, perSample(group, read)] as const));
  const loss = { name: model.loss, indices: [] };
  const valueTable = table(byRole(network, "intermediate"), value);
  return {
    loss: { name: model.loss, value: value(loss) },
    values: valueTable,
    gradients: new Map(
      byRole(network, "parameter").map(
        ({ name, instances: [instance] }) => [name, instance ? gradient(instance) : 0] as const,
      ),
    ),
    tensors: new Map(
      network.names.tensors.map(({ name, quantity }) => {
        const axes = ownAxes(quantityOf(model, quantity));
        const whole = {
          value: nested(axes, (indices) => value({ name: quantity, indices })),
          gradient: nested(axes, (indices) => gradient({ name: quantity, indices })),
        };
        return [name, whole] as const;
      }),
    ),
    inputs: table(byRole(network, "input"), gradient),
  };
}

/**
 * Refuses a network of which a value or a gradient is not finite, as `gradientsOf` does, or a parameter after the
 * first step of its optimizer.
 */
export function requireFinite(network: Network): void {
  const { model } = backpropagate(network.model);
  const doubles = evaluate(model, double);
  const areFinite = [...model.quantities.keys()].every((name) =>
    Array.from(doubles.array(name)).every(Number.isFinite),
  );
  if (!areFinite) gradientsOf(network);
  requireFiniteStep(network);
}
