import type { ReferenceNode } from "../../math/algebra/expression.js";
import { rationalFromDecimal, rationalToNumber } from "../../math/algebra/rational.js";
import { roundRational } from "../../math/numeric/printed-judge.js";
import { type PrintedNumber, significantDigits } from "../../math/numeric/printed-number.js";
import type { LessonContext } from "../lesson/context.js";
import { instanceOf } from "../lesson/context.js";
import type { ValueFormula } from "../lesson/formula.js";

/** How far float64 may be from the truth, relative to the value: far more than rounding, far less than a digit. */
const doubt = 1e-11;

/**
 * `o_1 ≈ 1.10591`: the float64 value, computed apart from the decimals where doubles suffice, must round to the
 * printed digits; where it lies too close to the middle between two roundings to tell, either is taken.
 */
export function judgeValue(
  { backpropagation, doubles, accurate }: LessonContext,
  { of, number, witness }: ValueFormula,
): readonly string[] | undefined {
  if (of.kind !== "reference") return undefined;
  if (witness !== undefined)
    return roundsTo(witness, number) ? undefined : [String(witness), number.text];
  const { name, indices } = instanceOf(of as ReferenceNode);
  if (!backpropagation.model.quantities.has(name)) return undefined;
  if (roundsTo(doubles.get(name, indices), number)) return undefined;
  const value = accurate.get(name, indices);
  return roundsTo(value, number) ? undefined : [String(value), number.text];
}

function roundsTo(value: number, number: PrintedNumber): boolean {
  if (!Number.isFinite(value)) return false;
  const shown = rationalToNumber(number.value);
  const digits = significantDigits(number.text);
  const candidates = [value * (1 - doubt), value, value * (1 + doubt)].map((each) =>
    rationalToNumber(roundRational(rationalFromDecimal(String(each)), digits)),
  );
  const isNear = Math.abs(value - shown) <= Math.abs(value) * doubt + 1e-15;
  return isNear || candidates.includes(shown);
}
