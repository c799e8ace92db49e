import { pathCount, walkTo } from "../../../gradients/backprop/walk.js";
import { type Instance, instanceKey } from "../../../math/model/model.js";
import { type Block, heading, paragraph } from "../block.js";
import { adjointReference, instanceReference, type LessonContext } from "../context.js";
import { expressionFormula } from "../formula.js";
import type { Progress } from "../progress.js";
import { sentence } from "../sentence.js";
import { printed, valueLine } from "../worked-lines.js";
import { deltaBlocks } from "./deltas.js";
import { diagram, mostPaths, pathsBlocks } from "./paths.js";

/** A path with more factors than this is explained by deltas. */
const longestPath = 14;

type Shown = Progress["shown"];

const signOf = (context: LessonContext, target: Instance): number =>
  Math.sign(Number(printed(context, context.values.get(`∂${target.name}`, target.indices)).text));

/** What the derivative says, in words. */
function meaningOf(context: LessonContext, target: Instance): Block {
  const isKink = context.kinks.has(instanceKey(target));
  return paragraph(
    sentence("walk-meaning", {
      target: expressionFormula(instanceReference(target)),
      derivative: valueLine(context, adjointReference(target)),
      sign: isKink ? "kink" : signOf(context, target),
    }),
  );
}

/**
 * The derivation of ∂loss/∂target: along every path where they are few, then by deltas. In between, where
 * `full` is false, the deltas alone.
 */
export function walkBlocks(
  context: LessonContext,
  target: Instance,
  shown: Shown,
  full: boolean,
): readonly Block[] {
  const walk = walkTo(context.backpropagation.forward, target);
  const derivative = expressionFormula(adjointReference(target));
  const title = heading(sentence("walk-heading", { derivative }));
  const count = pathCount(walk);
  const long = walk.instances.length > longestPath * Number(count < 100n ? count : 100n);
  const about = expressionFormula(instanceReference(target));
  const end = count > 0n ? [meaningOf(context, target)] : [];
  if (count > BigInt(mostPaths) || long) {
    const many = { target: about, count, limit: mostPaths };
    const intro = paragraph(
      count > BigInt(mostPaths)
        ? sentence("walk-many-paths", many)
        : sentence("walk-long", { target: about, count }),
    );
    return [
      title,
      intro,
      diagram(context, walk),
      ...deltaBlocks(context, walk, shown, "deltas-alone"),
      ...end,
    ];
  }
  if (!full && count > 0n)
    return [title, ...deltaBlocks(context, walk, shown, "deltas-alone"), ...end];
  return [
    title,
    ...pathsBlocks(context, walk, shown),
    ...end,
    ...(count > 0n ? deltaBlocks(context, walk, shown, "deltas-intro") : []),
  ];
}
