import {
  type Instance,
  instanceKey,
  type Model,
  ownInstances,
  pieceAt,
  quantityOf,
} from "../../math/model/model.js";
import { type NameGroup, type Names, parseInstance } from "./names.js";

/** In an equation file a scalar keeps its name, and an instance is called as it is written: `W[1,2]`. */
export function equationNames(model: Model): Names {
  const groupOf = (instance: Instance): NameGroup => ({
    name: instanceKey(instance),
    instances: [instance],
  });
  return {
    nameOf: instanceKey,
    groupsOf: (name) => ownInstances(quantityOf(model, name)).map(groupOf),
    find: (text) => {
      const instance = parseInstance(text);
      const quantity = instance && model.quantities.get(instance.name);
      if (!quantity || instance.indices.length !== quantity.axes.length) return undefined;
      return pieceAt(quantity, instance.indices) && groupOf(instance);
    },
    tensors: [...model.quantities.values()]
      .filter(({ role }) => role === "input" || role === "parameter")
      .map(({ name }) => ({ name, quantity: name })),
  };
}
