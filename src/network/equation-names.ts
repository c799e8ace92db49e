import { instanceKey, type Model, pieceAt, quantityOf, tuplesOf } from "../model/model.js";
import { type NameGroup, type Names, parseInstance } from "./names.js";

/** In an equation file a scalar keeps its name, and an instance is called as it is written: `W[1,2]`. */
export function equationNames(model: Model): Names {
  const groupOf = (name: string, indices: readonly number[]): NameGroup => {
    const instance = { name, indices };
    return { name: instanceKey(instance), instances: [instance] };
  };
  return {
    nameOf: instanceKey,
    groupsOf: (name) => {
      const quantity = quantityOf(model, name);
      return [...tuplesOf(quantity.axes)]
        .filter((indices) => pieceAt(quantity, indices))
        .map((indices) => groupOf(name, indices));
    },
    find: (text) => {
      const instance = parseInstance(text);
      const quantity = instance && model.quantities.get(instance.name);
      if (!quantity || instance.indices.length !== quantity.axes.length) return undefined;
      return pieceAt(quantity, instance.indices) && groupOf(instance.name, instance.indices);
    },
    tensors: [...model.quantities.values()]
      .filter(({ role }) => role === "input" || role === "parameter")
      .map(({ name }) => ({ name, quantity: name })),
  };
}
