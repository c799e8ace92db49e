import { componentsOf } from "../../math/model/components.js";
import { adjointName, adjointOwner, type Instance, type Model } from "../../math/model/model.js";
import { readsOf } from "../../math/model/order.js";
import { double } from "../../math/numeric/double.js";
import { evaluate, type Values } from "../../math/numeric/evaluate.js";
import { type Recorded, recordingField } from "../methods/recording.js";
import type { Located } from "./locate.js";

/** One level is larger than all places in the evaluation, and the backward pass larger than all levels. */
const [levelSize, backward] = [1e9, 1e15];

/**
 * Where an instance stands along the network, from the model with its adjoints: values by how many definitions lie
 * between them and what is given, then gradients by how many lie between them and the loss; within a recurrence in
 * the order of the evaluation.
 */
export function ranksOf(model: Model): (instance: Instance, kind: Located["kind"]) => number {
  let levels: ReadonlyMap<string, number> | undefined;
  const placeOf = placesIn(model);
  return ({ name, indices }, kind) => {
    if (kind === "gradient" && name === model.loss) return backward;
    const quantity = kind === "value" ? name : adjointName(name);
    if (!model.quantities.has(quantity)) return Infinity;
    levels ??= levelsIn(model);
    const level = (levels.get(quantity) ?? 0) * levelSize;
    return (kind === "value" ? 0 : backward) + level + placeOf({ name: quantity, indices });
  };
}

/** How many definitions stand before each one; an adjoint counts adjoints only. */
function levelsIn({ quantities }: Model): ReadonlyMap<string, number> {
  const readBy = (name: string): readonly string[] => {
    const quantity = quantities.get(name);
    const isAdjoint = adjointOwner(name) !== undefined;
    return quantity
      ? [...readsOf(quantity)].filter((read) => (adjointOwner(read) !== undefined) === isAdjoint)
      : [];
  };
  const levels = new Map<string, number>();
  for (const component of componentsOf([...quantities.keys()], readBy)) {
    const before = component.flatMap(readBy).map((read) => levels.get(read) ?? -1);
    const level = before.reduce((most, each) => Math.max(most, each), -1) + 1;
    for (const name of component) levels.set(name, level);
  }
  return levels;
}

/** The place in the order of the evaluation: each operation gets the next number. */
function placesIn(model: Model): (instance: Instance) => number {
  let values: Values<Recorded> | undefined;
  let last = 0;
  const field = recordingField((operands, apply) => ({
    value: apply(
      double,
      operands.map(({ value }) => value),
    ),
    place: last++,
  }));
  return ({ name, indices }) => {
    values ??= evaluate(model, field);
    return values.get(name, indices).place;
  };
}
