import type { GradientCheck } from "../../../check/methods/check-gradients.js";
import { exactBall, precisionOf } from "../../../math/numeric/ball.js";
import { printNumber } from "../../../math/numeric/printed-number.js";
import type { Block, Row } from "../block.js";
import { instanceReference, type LessonContext } from "../context.js";
import { expressionFormula } from "../formula.js";
import { sentence } from "../sentence.js";

const precision = precisionOf(40);

/** A derivative from one side; it may be missing or infinite. */
function sideCell({ digits }: LessonContext, value: number | undefined): Row[number] {
  if (value === undefined || Number.isNaN(value)) return sentence("side-missing");
  if (!Number.isFinite(value)) return sentence("side-infinite", { isNegative: value < 0 });
  const number = printNumber(exactBall(new precision.Exact(value), value), digits);
  return number && { kind: "number", number };
}

function rowOf(context: LessonContext, check: GradientCheck): Row {
  const { sides, kinks = [], instance, symbolic } = check;
  const [site] = kinks;
  return [
    expressionFormula(instanceReference(instance)),
    site &&
      sentence("kink-site", {
        function: site.function,
        quantity: expressionFormula(instanceReference(site.instance)),
      }),
    sideCell(context, sides?.left),
    sideCell(context, sides?.right),
    sideCell(context, symbolic),
  ];
}

/** The parameters at which the loss has a kink: where it comes from, both sides, and the convention in use. */
export const kinkTable = (context: LessonContext, kinks: readonly GradientCheck[]): Block => ({
  kind: "table",
  head: [
    sentence("column-parameter"),
    sentence("column-kink"),
    sentence("column-left"),
    sentence("column-right"),
    sentence("column-convention"),
  ],
  rows: kinks.map((check) => rowOf(context, check)),
});
