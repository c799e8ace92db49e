import { localDerivative } from "../../gradients/backprop/local-derivative.js";
import { zero } from "../../math/algebra/constructors.js";
import { dependsOn } from "../../math/algebra/depends.js";
import { type Model, quantityOf } from "../../math/model/model.js";
import { quantitiesInOrder, readsOf } from "../../math/model/order.js";
import type { Network } from "../../network/network.js";

/** A quantity whose derivative by one that it reads is 0 wherever it exists, so that no gradient comes through. */
export interface FlatStep {
  readonly name: string;
  readonly read: string;
  /** The parameters before it of which every path to the loss has a flat step: their gradients are 0. */
  readonly stopped: readonly string[];
  /** Whether nothing before it has a path around it, no parameter and nothing given. */
  readonly stopsAll: boolean;
}

/** Whether every local derivative of a quantity by one that it reads is 0. */
function isFlat(model: Model, name: string, read: string): boolean {
  const used = quantityOf(model, read);
  return quantityOf(model, name).pieces.every(
    (piece) =>
      piece.kind !== "formula" ||
      !dependsOn(piece.right, read) ||
      used.pieces.every(
        (usedPiece) =>
          localDerivative({ name, piece }, { quantity: used, piece: usedPiece }).derivative ===
          zero,
      ),
  );
}

/** The quantities that lead to one, itself included, where only some steps are followed. */
function leadingTo(
  model: Model,
  target: string,
  isFollowed: (name: string, read: string) => boolean,
): ReadonlySet<string> {
  const found = new Set([target]);
  // A set iterates over what is added on the way, too.
  for (const name of found)
    for (const read of readsOf(quantityOf(model, name)))
      if (isFollowed(name, read)) found.add(read);
  return found;
}

/** The flat steps between parameters and the loss, in the order of the evaluation. */
export function flatSteps({ model, parameters }: Network): readonly FlatStep[] {
  const known = new Map<string, boolean>();
  const isFlatHere = (name: string, read: string): boolean => {
    const key = `${name} ${read}`;
    const flat = known.get(key) ?? isFlat(model, name, read);
    known.set(key, flat);
    return flat;
  };
  const learning = leadingTo(model, model.loss, (name, read) => !isFlatHere(name, read));
  return quantitiesInOrder(model).flatMap(({ name }) =>
    [...readsOf(quantityOf(model, name))]
      .filter((read) => isFlatHere(name, read))
      .flatMap((read) => {
        const before = leadingTo(model, read, () => true);
        const stopped = parameters.filter((each) => before.has(each) && !learning.has(each));
        const stopsAll = [...before].every((each) => !learning.has(each));
        return stopped.length > 0 ? [{ name, read, stopped, stopsAll }] : [];
      }),
  );
}
