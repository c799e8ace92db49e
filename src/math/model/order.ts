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

/** The names in depth-first order, each after those that it leads to, where no cycle forbids it. */
function postOrder(
  roots: Iterable<string>,
  successorsOf: (name: string) => readonly string[],
): readonly string[] {
  const ordered: string[] = [];
  const visited = new Set<string>();
  for (const root of roots) {
    const pending = [{ name: root, entered: false }];
    for (let next = pending.pop(); next; next = pending.pop()) {
      if (next.entered) ordered.push(next.name);
      else if (!visited.has(next.name)) {
        visited.add(next.name);
        pending.push({ name: next.name, entered: true });
        for (const name of successorsOf(next.name).toReversed())
          pending.push({ name, entered: false });
      }
    }
  }
  return ordered;
}

/**
 * The quantities that the loss depends on, in the order of the file, but each after those that it reads (as
 * far as a recurrence between several quantities allows). Read backwards it is the order of backpropagation.
 */
export function quantitiesInOrder(model: Model): readonly Quantity[] {
  const readsOfName = (name: string): readonly string[] => {
    const quantity = model.quantities.get(name);
    return quantity ? [...readsOf(quantity)] : [];
  };
  const used = new Set(postOrder([model.loss], readsOfName));
  const names = [...model.quantities.keys()].filter((name) => used.has(name));
  return postOrder(names, readsOfName).flatMap((name) => model.quantities.get(name) ?? []);
}

const usedElsewhere = new WeakMap<Model, ReadonlySet<string>>();

/** Whether quantities between it and the loss use this one, so that the loss depends on it also indirectly. */
export function isUsedElsewhere(model: Model, name: string): boolean {
  const found =
    usedElsewhere.get(model) ??
    new Set(
      quantitiesInOrder(model)
        .filter((quantity) => quantity.name !== model.loss)
        .flatMap(({ pieces }) => pieces.filter((piece) => piece.kind === "formula"))
        .flatMap(({ right }) => [...quantitiesIn(right)]),
    );
  usedElsewhere.set(model, found);
  return found.has(name);
}
