import { type Instance, instanceKey, ownInstances, quantityOf } from "../../math/model/model.js";
import type { Network } from "../../network/network.js";
import type { Backpropagation } from "../backprop/backpropagate.js";

/**
 * The scalars that training changes, parameter after parameter: those that are not frozen and that the loss depends
 * on. A bias that the units of a layer share is one scalar.
 */
export function trainedScalars(
  network: Network,
  { adjoints }: Pick<Backpropagation, "adjoints">,
): readonly Instance[] {
  return network.parameters
    .filter((name) => adjoints.has(name))
    .flatMap((name) => ownInstances(quantityOf(network.model, name)))
    .filter((instance) => !network.frozen.has(instanceKey(instance)));
}
