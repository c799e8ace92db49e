import { evaluateMatrix } from "../../math/algebra/matrix/index.js";
import { quantityOf } from "../../math/model/model.js";
import type { LessonContext } from "../lesson/context.js";
import type { MatrixFormula } from "../lesson/formula.js";

/** Products in another order round differently; anything above this is another formula. */
const roundingAllowed = 1e-9;

/** A matrix form must give the numbers that the index form gave. */
export function judgeMatrix(
  { backpropagation, doubles }: LessonContext,
  { of, form }: MatrixFormula,
): readonly string[] | undefined {
  if (form.batch !== undefined) return undefined;
  const arrayOf = (name: string) => ({
    shape: quantityOf(backpropagation.model, name).axes.map(({ lo, hi }) => hi - lo + 1),
    values: doubles.array(name),
  });
  const { values } = evaluateMatrix(form.node, arrayOf);
  const expected = doubles.array(of);
  const scale = Array.from(expected).reduce((most, each) => Math.max(most, Math.abs(each)), 0);
  for (const [place, value] of Array.from(values).entries()) {
    const other = expected[place] ?? Number.NaN;
    if (!(Math.abs(value - other) <= roundingAllowed * scale))
      return [String(value), String(other)];
  }
  return undefined;
}
