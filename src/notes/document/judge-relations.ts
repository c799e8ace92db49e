import { judgeEquation } from "../../check/relations/judge-equation.js";
import { judgePrinted } from "../../math/numeric/printed-judge.js";
import type { LessonContext } from "../lesson/context.js";
import type { Formula } from "../lesson/formula.js";
import { formulaTex, type Typesetter } from "../typeset/formula-tex.js";
import { judgeMatrix } from "./judge-matrix.js";
import { judgeValue } from "./judge-value.js";

/** A relation that does not hold, as it would have been printed, with what its two sides are. */
export interface Failure {
  readonly formula: string;
  readonly values: readonly string[];
}

/** What is wrong with one relation, or undefined where it holds. */
function fault(context: LessonContext, formula: Formula): readonly string[] | undefined {
  switch (formula.kind) {
    case "numeric":
      return judgePrinted(formula.relation) ? undefined : [formula.relation.result.text];
    case "value":
      return judgeValue(context, formula);
    case "equation": {
      const { sides, axes, ofData } = formula;
      const result = judgeEquation(context.backpropagation, sides, axes, { ofData });
      if (result.ok) return undefined;
      return result.values.some(Number.isNaN)
        ? ["a side that has no value, at all points tried,", "the others"]
        : result.values.map(String);
    }
    case "matrix":
      return judgeMatrix(context, formula);
    default:
      return undefined;
  }
}

/** Judges every relation of a document, each by means other than those that made it. */
export function judgeRelations(
  context: LessonContext,
  relations: readonly Formula[],
  typesetter: Typesetter,
): { readonly checked: number; readonly failed: readonly Failure[] } {
  const failed = relations.flatMap((formula) => {
    const values = fault(context, formula);
    return values ? [{ formula: formulaTex(formula, typesetter), values }] : [];
  });
  return { checked: relations.length, failed };
}
