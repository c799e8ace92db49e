import { quantitiesIn } from "../algebra/depends.js";
import type { Model, Quantity } from "./model.js";

/** The names of the quantities that the formulas of a quantity read, without its own. */
export function readsOf(quantity: Quantity): ReadonlySet<string> {
  const reads = new Set<string>();
  for (const piece of quantity.pieces)
    if (piece.kind === "formula") for (const name of quantitiesIn(piece.right)) reads.add(name);
  reads.delete(quantity.name);
  return reads;
}

/**
 * The quantities that the loss depends on, each after those that it reads (as far as a recurrence between
 * several quantities allows). Read backwards it is the order of backpropagation.
 */
export function quantitiesInOrder(model: Model): readonly Quantity[] {
  const ordered: Quantity[] = [];
  const visited = new Set<string>();
  const pending = [{ name: model.loss, entered: false }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const quantity = model.quantities.get(next.name);
    if (!quantity) continue;
    if (next.entered) ordered.push(quantity);
    else if (!visited.has(next.name)) {
      visited.add(next.name);
      pending.push({ name: next.name, entered: true });
      for (const name of [...readsOf(quantity)].reverse()) pending.push({ name, entered: false });
    }
  }
  return ordered;
}

/** Whether quantities other than the loss use this one, so that the loss depends on it also indirectly. */
export const isUsedElsewhere = (model: Model, name: string): boolean =>
  [...model.quantities.values()].some(
    (quantity) =>
      quantity.name !== model.loss &&
      quantity.role !== "adjoint" &&
      quantity.pieces.some(
        (piece) => piece.kind === "formula" && quantitiesIn(piece.right).has(name),
      ),
  );
