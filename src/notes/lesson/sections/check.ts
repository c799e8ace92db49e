import {
  type CheckResult,
  type GradientCheck,
  isOutside,
} from "../../../check/methods/check-gradients.js";
import { exactBall, precisionOf } from "../../../math/numeric/ball.js";
import { printNumber } from "../../../math/numeric/printed-number.js";
import { type Block, paragraph, type Row } from "../block.js";
import { instanceReference, type LessonContext } from "../context.js";
import { expressionFormula, type Formula } from "../formula.js";
import { sentence } from "../sentence.js";
import { differencePlot } from "./difference-plot.js";
import { tabulated } from "./gradients.js";
import { kinkTable } from "./kink-table.js";

/** So many digits more than elsewhere: the methods are compared, and differ only far behind the point. */
const moreDigits = 4;

const precision = precisionOf(40);

/** A measured float64 as a number alone. */
function measured({ digits }: LessonContext, value: number | null): Formula | undefined {
  if (value === null || !Number.isFinite(value)) return undefined;
  const ball = exactBall(new precision.Exact(value), value);
  const number = printNumber(ball, digits + moreDigits, digits + moreDigits);
  return number && { kind: "number", number };
}

/** The relative error of a value against the one with many digits, to one digit; beside 0 the absolute one. */
function errorOf({ highPrecision }: GradientCheck, value: number | null): Row[number] {
  if (value === null || highPrecision === null || !Number.isFinite(value)) return undefined;
  const error = Math.abs(value - highPrecision);
  const isAbsolute = highPrecision === 0 && error !== 0;
  const shown = error === 0 || isAbsolute ? error : error / Math.abs(highPrecision);
  const number = printNumber(exactBall(new precision.Exact(shown), shown), 1, 1);
  if (!number) return undefined;
  const formula: Formula = { kind: "number", number };
  return isAbsolute ? sentence("error-absolute", { error: formula }) : formula;
}

const rowOf = (context: LessonContext, check: GradientCheck): Row => [
  expressionFormula(instanceReference(check.instance)),
  measured(context, check.symbolic),
  measured(context, check.highPrecision),
  errorOf(check, check.reverse),
  errorOf(check, check.finiteDifference),
  errorOf(check, check.complexStep),
  sentence("verdict", { verdict: check.verdict }),
];

const aboutKinks = (kinks: readonly GradientCheck[]) => ({
  isCut: kinks.some((each) => each.kinks?.some(({ isCut }) => isCut)),
  isOutside: kinks.some(isOutside),
});

/** Every gradient by independent methods, and how many relations of the document were verified. */
export function checkSection(
  context: LessonContext,
  { gradients, checked, total, of }: CheckResult,
  relations: number,
): readonly Block[] {
  const result = paragraph(sentence("check-result", { relations }));
  if (of === "nothing") return [paragraph(sentence("check-of", { what: of })), result];
  const shown = tabulated(gradients);
  const kinks = gradients.filter(({ verdict }) => verdict === "kink");
  const parameters = kinks.map(({ instance }) => expressionFormula(instanceReference(instance)));
  return [
    paragraph(sentence("check-intro")),
    ...(of === "given" ? [paragraph(sentence("check-of", { what: of }))] : []),
    {
      kind: "table",
      head: [
        sentence(of === "given" ? "column-quantity" : "column-parameter"),
        sentence("column-walk"),
        sentence("column-precise"),
        sentence("column-reverse"),
        sentence("column-difference"),
        sentence("column-complex"),
        sentence("column-verdict"),
      ],
      rows: shown.map((check) => rowOf(context, check)),
    },
    ...(shown.length < total || checked < total
      ? [paragraph(sentence("check-limited", { checked, total, isGiven: of === "given" }))]
      : []),
    ...(kinks.length > 0
      ? [
          paragraph(sentence("check-kink", { parameters, ...aboutKinks(kinks) })),
          kinkTable(context, tabulated(kinks)),
        ]
      : []),
    // A sample means that the model is large, and a curve takes as long as some of its gradients.
    ...(checked === total ? differencePlot(context) : []),
    result,
  ];
}
