import {
  addRationals,
  compareRationals,
  rationalFromDecimal,
  rationalOne,
  rationalZero,
} from "../../math/algebra/rational.js";
import type { LayeredSpec } from "../file/spec.js";

/**
 * The targets of a layered file row by row, one for each output. A class index, counted from 0, becomes the
 * distribution that is 1 there and 0 elsewhere.
 */
export function targetDecimals(
  { targets, targetKind }: LayeredSpec,
  outputs: number,
): readonly string[] {
  if (targetKind === "values") return targets.decimals;
  return targets.decimals.flatMap((target) =>
    Array.from({ length: outputs }, (_, output) => (output === Number(target) ? "1" : "0")),
  );
}

/** Whether the targets of each sample, row by row, add up to exactly 1. */
export function sumToOne(decimals: readonly string[], outputs: number): boolean {
  for (let start = 0; start < decimals.length; start += outputs) {
    const sum = decimals
      .slice(start, start + outputs)
      .map(rationalFromDecimal)
      .reduce(addRationals, rationalZero);
    if (compareRationals(sum, rationalOne) !== 0) return false;
  }
  return true;
}
