import type { Instance } from "../model/model.js";
import type { Ball } from "../numeric/ball.js";
import { ballField } from "../numeric/ball-field.js";
import type { Field } from "../numeric/field.js";
import { ballDifference, type Difference } from "./ball-difference.js";
import { decidingBalls } from "./deciding-balls.js";
import { type Recording, shiftedLoss } from "./recording.js";

/** Which branches a shifted model takes: those of the shifted decimals, or those that float64 takes at the point. */
export type BranchPolicy = "exact" | "float64";

const precisions = [60, 150];

const exactFields = precisions.map(decidingBalls);
const carryingFields = precisions.map(ballField);

/** The derivative of the loss by an instance whose value is about x. */
export type HighPrecision = (instance: Instance, x: number, policy?: BranchPolicy) => Difference;

/**
 * Differences of the loss in decimals of 60 digits, or of 150 where those do not suffice. The numbers are the decimals that the user wrote.
 */
export function highPrecision(recording: Recording): HighPrecision {
  const losses = new Map<Field<Ball>, ReturnType<typeof shiftedLoss<Ball>>>();
  const lossIn = (field: Field<Ball>) => {
    const loss = losses.get(field) ?? shiftedLoss(recording, field);
    losses.set(field, loss);
    return loss;
  };
  return (instance, x, policy = "exact") =>
    preciseDifference(
      policy === "exact" ? exactFields : carryingFields,
      (field) => {
        const loss = lossIn(field);
        return (shift) => loss(instance, policy === "exact" ? shift : { ...shift, double: 0 });
      },
      x,
    );
}

/** A difference in the first of the fields whose digits suffice. */
function preciseDifference(
  fields: readonly Field<Ball>[],
  functionIn: (field: Field<Ball>) => (shift: Ball) => Ball,
  x: number,
): Difference {
  let difference: Difference = { kind: "undefined" };
  for (const field of fields) {
    difference = ballDifference(functionIn(field), x, field);
    if (difference.kind === "kink" || isPrecise(difference)) return difference;
  }
  return difference;
}

const isPrecise = (difference: Difference): boolean =>
  difference.kind === "smooth" &&
  difference.value.radius.lte(difference.value.mid.abs().times(1e-15).plus(1e-40));

/** The derivative of any function in high precision, with branches decided by the decimals. */
export const preciseDerivative = (
  functionIn: (field: Field<Ball>) => (shift: Ball) => Ball,
  x: number,
): Difference => preciseDifference(exactFields, functionIn, x);
