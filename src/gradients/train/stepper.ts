import type { Model } from "../../math/model/model.js";
import { double } from "../../math/numeric/double.js";
import { evaluate } from "../../math/numeric/evaluate.js";
import type { Optimizer } from "../../network/optimizers/optimizer.js";
import type { Assignment } from "../../network/optimizers/optimizer-row.js";
import { nextName, stepModel } from "./step-model.js";

/** Takes step `count` (from 1): the new parameters from the old ones and their gradients. */
export type Stepper = (
  count: number,
  parameters: Float64Array,
  gradients: Float64Array,
) => Float64Array;

const isSame = (a: readonly Assignment[], b: readonly Assignment[]): boolean =>
  a.length === b.length && a.every(({ right }, place) => right === b[place]?.right);

/** An optimizer with the state that it keeps for `size` parameters. */
export function stepperOf(optimizer: Optimizer, size: number): Stepper {
  const state = new Map(
    [...optimizer.state].map(([name, text]) => [name, new Float64Array(size).fill(Number(text))]),
  );
  let known: { readonly lines: readonly Assignment[]; readonly model: Model } | undefined;
  return (count, parameters, gradients) => {
    const lines = optimizer.step(count);
    // From the second step on the lines are the same, and what is compiled for them is kept with the model.
    if (!known || !isSame(lines, known.lines))
      known = { lines, model: stepModel(lines, optimizer, size) };
    const inputs = new Map<string, ArrayLike<number>>([
      ["w", parameters],
      ["g", gradients],
      ["t", [count]],
      ...state,
    ]);
    const values = evaluate(known.model, double, inputs);
    const targets = new Set(lines.map(({ target }) => target));
    for (const name of state.keys())
      if (targets.has(name)) state.set(name, Float64Array.from(values.array(nextName(name))));
    return Float64Array.from(values.array(nextName("w")));
  };
}
