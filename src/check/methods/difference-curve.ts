import type { Backpropagation } from "../../gradients/backprop/backpropagate.js";
import type { Instance } from "../../math/model/model.js";
import { double } from "../../math/numeric/double.js";
import { evaluate } from "../../math/numeric/evaluate.js";
import { highPrecision } from "./high-precision.js";
import { withShifts } from "./perturb.js";
import { recordLoss, shiftedLoss } from "./recording.js";
import { estimateOf } from "./verdict.js";

type Points = ReadonlyArray<readonly [step: number, error: number]>;

/** The relative error of the central difference over step sizes, and the two errors that it is made of. */
export interface DifferenceCurve {
  readonly measured: Points;
  /** c·h², from the largest step on down to where rounding takes over. */
  readonly truncation: Points;
  /** ε·|E| / (h·|g|), from the smallest step on up. */
  readonly rounding: Points;
}

/** Three steps for each power of ten, from 0.1 down to 10^-14. */
const steps: readonly number[] = Array.from({ length: 40 }, (_, k) => 10 ** (-1 - k / 3));

/**
 * The curve of one scalar. Undefined where there is no derivative or where it is 0, as relative errors need another
 * number to be relative to.
 */
export function differenceCurve(
  { forward }: Backpropagation,
  instance: Instance,
): DifferenceCurve | undefined {
  const names = new Set([instance.name]);
  const recording = recordLoss(withShifts(forward, names), names);
  const values = evaluate(forward, double);
  const x = values.get(instance.name, instance.indices);
  const precise = highPrecision(recording)(instance, x);
  const gradient = precise.kind === "smooth" ? estimateOf(precise.value).value : 0;
  if (gradient === 0) return undefined;
  const lossAt = shiftedLoss(recording, double);
  const measured = steps.map((step) => {
    const difference = (lossAt(instance, step) - lossAt(instance, -step)) / (2 * step);
    return [step, Math.abs(difference / gradient - 1)] as const;
  });
  const rounding = (2 ** -53 * Math.abs(values.get(forward.loss))) / Math.abs(gradient);
  return { measured, ...guides(measured, rounding) };
}

/** The lines end where they meet, less than a power of ten beyond. */
function guides(
  measured: Points,
  rounding: number,
): Pick<DifferenceCurve, "truncation" | "rounding"> {
  const [largest = 0.1, error = 0] = measured[0] ?? [];
  const curvature = error / largest ** 2;
  // Where the loss is a parabola along x, the difference has no error but rounding.
  const isTruncated = error > (100 * rounding) / largest;
  const meeting = isTruncated ? Math.cbrt(rounding / curvature) : largest;
  const beyond = 2;
  return {
    truncation: isTruncated
      ? [
          [largest, error],
          [meeting / beyond, curvature * (meeting / beyond) ** 2],
        ]
      : [],
    rounding: [
      [steps.at(-1) ?? meeting, rounding / (steps.at(-1) ?? meeting)],
      [Math.min(largest, meeting * beyond), rounding / Math.min(largest, meeting * beyond)],
    ],
  };
}
