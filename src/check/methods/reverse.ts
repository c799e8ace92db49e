import { type Instance, type Model, quantityOf, sizeOf } from "../../math/model/model.js";
import { evaluate } from "../../math/numeric/evaluate.js";
import { positionOf } from "../../math/numeric/place-data.js";
import { shiftName } from "./perturb.js";
import { newTape, type Taped } from "./tape.js";

/**
 * All gradients by one backward sweep over the elementary operations of the forward model, which is one from
 * `withShifts`: the adjoint definitions, their sums and their index arithmetic are not used.
 */
export function reverseGradients(
  model: Model,
  names: Iterable<string>,
): {
  readonly gradientOf: (instance: Instance) => number;
} {
  const tape = newTape();
  const leaves = new Map<string, readonly Taped[]>();
  for (const name of names) {
    const { axes } = quantityOf(model, shiftName(name));
    leaves.set(
      name,
      Array.from({ length: sizeOf(axes) }, () => tape.leaf(0)),
    );
  }
  const overrides = new Map([...leaves].map(([name, each]) => [shiftName(name), each] as const));
  const values = evaluate(model, tape.field, overrides, { only: new Set([model.loss]) });
  const adjoints = tape.sweep(values.get(model.loss));
  const gradientOf = ({ name, indices }: Instance): number => {
    const quantity = quantityOf(model, shiftName(name));
    const place = leaves.get(name)?.[positionOf(quantity, indices)]?.place;
    return (place === undefined ? undefined : adjoints[place]) ?? 0;
  };
  return { gradientOf };
}
