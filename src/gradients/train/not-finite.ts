import { count } from "../../errors/count.js";
import { InputError } from "../../errors/problem.js";
import { quote } from "../../errors/quote.js";
import { type Instance, tuplesOf } from "../../math/model/model.js";
import { double } from "../../math/numeric/double.js";
import { evaluate } from "../../math/numeric/evaluate.js";
import type { Network } from "../../network/network.js";

const diverged = "training may have diverged; a smaller `lr` makes smaller steps";

/** `done` steps have been taken before. */
const notFinite = (what: string, value: number, done: number, help = diverged): InputError =>
  new InputError({
    code: "not-finite",
    message: `${what} is not a finite number: it is ${value}`,
    ...(done > 0 && { help }),
  });

/** Where nothing is added to the denominator of a step, it can be 0. */
const helpFor = ({ optimizer }: Network): string =>
  Number(optimizer?.constants.get("epsilon")) === 0
    ? "with `eps: 0` a step can divide by 0, as where a gradient is 0; leave `eps` out for PyTorch's default"
    : diverged;

/** The error for a loss that is not finite after some steps: it names the first quantity that is not. */
export function lossNotFinite(
  network: Network,
  parameters: ReadonlyMap<string, Float64Array>,
  steps: number,
): InputError {
  const { model, names } = network;
  const values = evaluate(model, double, parameters);
  const when = steps === 0 ? "before the first step" : `after ${count(steps, "step")}`;
  for (const { name, role, pieces } of model.quantities.values())
    if (role === "intermediate")
      for (const indices of pieces.flatMap(({ axes }) => [...tuplesOf(axes)])) {
        const value = values.get(name, indices);
        if (!Number.isFinite(value))
          return notFinite(`${quote(names.nameOf({ name, indices }))} ${when}`, value, steps);
      }
  return notFinite(`${quote(model.loss)} ${when}`, values.get(model.loss), steps);
}

/** Refuses a gradient and then a new value that are not finite; the error names the parameter and the step. */
export function requireFinite(
  network: Network,
  scalars: readonly Instance[],
  step: number,
  { gradients, next }: { readonly gradients: Float64Array; readonly next: Float64Array },
): void {
  if (gradients.every(Number.isFinite) && next.every(Number.isFinite)) return;
  const { names } = network;
  scalars.forEach((scalar, place) => {
    const [gradient = 0, value = 0] = [gradients[place], next[place]];
    const name = quote(names.nameOf(scalar));
    if (!Number.isFinite(gradient))
      throw notFinite(`the derivative by ${name} in step ${step}`, gradient, step - 1);
    if (!Number.isFinite(value))
      throw notFinite(`${name} after ${count(step, "step")}`, value, step, helpFor(network));
  });
}
