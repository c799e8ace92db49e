import { type DifferenceCurve, differenceCurve } from "../../../check/methods/difference-curve.js";
import { type Instance, instanceKey } from "../../../math/model/model.js";
import { type Block, paragraph } from "../block.js";
import { instanceReference, type LessonContext } from "../context.js";
import { expressionFormula } from "../formula.js";
import { sentence } from "../sentence.js";

/** Curves of a network by instance: sections are built several times. */
const known = new WeakMap<object, Map<string, DifferenceCurve | undefined>>();

function curveOf(
  { backpropagation }: LessonContext,
  target: Instance,
): DifferenceCurve | undefined {
  const curves = known.get(backpropagation) ?? new Map<string, DifferenceCurve | undefined>();
  known.set(backpropagation, curves);
  const key = instanceKey(target);
  if (!curves.has(key)) curves.set(key, differenceCurve(backpropagation, target));
  return curves.get(key);
}

/** The error of the central difference against the step, for the first walked scalar that has a derivative. */
export function differencePlot(context: LessonContext): readonly Block[] {
  for (const target of context.targets) {
    const curve = curveOf(context, target);
    if (curve) return plotOf(context, target, curve);
  }
  return [];
}

function plotOf(
  { network }: LessonContext,
  target: Instance,
  { measured, truncation, rounding }: DifferenceCurve,
): readonly Block[] {
  const name = network.names.nameOf(target);
  const isTruncated = truncation.length > 0;
  const guide = { isGuide: true } as const;
  return [
    paragraph(
      sentence("difference-intro", {
        target: expressionFormula(instanceReference(target)),
        isTruncated,
      }),
    ),
    {
      kind: "plot",
      file: `difference-${name}`,
      caption: sentence("difference-caption", { name }),
      title: sentence("difference-title", { name }),
      x: { label: sentence("difference-step"), scale: "log" },
      y: { label: sentence("difference-error"), scale: "log" },
      series: [
        { name: sentence("difference-measured"), points: measured },
        ...(isTruncated
          ? [{ name: sentence("difference-truncation"), points: truncation, ...guide }]
          : []),
        { name: sentence("difference-rounding"), points: rounding, ...guide },
      ],
    },
  ];
}
