import type { Expression } from "../../algebra/expression.js";
import type { Walk } from "../../backprop/walk.js";
import { type Instance, instanceKey } from "../../model/model.js";
import { type Block, display, paragraph } from "../block.js";
import {
  adjointReference,
  instanceReference,
  type LessonContext,
  localExpression,
  localReference,
  rightSideOf,
} from "../context.js";
import { equation, expressionFormula, type Formula } from "../formula.js";
import type { Progress } from "../progress.js";
import { sentence } from "../sentence.js";
import { valueLine, workedLines } from "../worked-lines.js";

type Shown = Progress["shown"];

/** How many instances on the way use each instance. */
function usesOf(walk: Walk): ReadonlyMap<string, number> {
  const uses = new Map<string, number>();
  for (const { to } of [...walk.edges.values()].flat())
    uses.set(instanceKey(to), (uses.get(instanceKey(to)) ?? 0) + 1);
  return uses;
}

/** Whether ∂loss/∂instance was already worked out: as a delta, or as the local derivative of the loss that it is. */
function isKnown(context: LessonContext, instance: Instance, shown: Shown): boolean {
  const key = instanceKey(instance);
  if (shown.has(`delta ${key}`)) return true;
  const { loss } = context.backpropagation.forward;
  if (!shown.has(`${loss}>${key}`)) return false;
  const local = localExpression(context.backpropagation, { name: loss, indices: [] }, instance);
  return local === adjointDefinition(context, instance);
}

/** The adjoints on the way from the loss to the target, each from those before it. */
export function deltaBlocks(
  context: LessonContext,
  walk: Walk,
  shown: Shown,
  intro: "deltas-intro" | "deltas-alone",
): readonly Block[] {
  const uses = usesOf(walk);
  const known: Formula[] = [];
  const blocks: Block[] = [];
  for (const instance of walk.instances.slice(1)) {
    const left = adjointReference(instance);
    const isTarget = instance === walk.instances.at(-1);
    if (isKnown(context, instance, shown) && !isTarget) {
      known.push(valueLine(context, left));
      continue;
    }
    shown.add(`delta ${instanceKey(instance)}`);
    const { layered } = context.network;
    const isDelta = layered?.linearLayers.some(
      ({ preActivation }) => preActivation === instance.name,
    );
    const direct = localReference({ name: walk.instances[0]?.name ?? "", indices: [] }, instance);
    const about = {
      isLast: isTarget,
      delta: isDelta ? equation([left, direct]) : expressionFormula(left),
      quantity: expressionFormula(instanceReference(instance)),
      merged:
        (uses.get(instanceKey(instance)) ?? 1) > 1
          ? walk.pathsAbove.get(instanceKey(instance))
          : undefined,
    };
    blocks.push(
      paragraph(sentence("delta", about)),
      display(...workedLines(context, left, adjointDefinition(context, instance))),
    );
  }
  return [
    paragraph(
      intro === "deltas-alone"
        ? sentence("deltas-alone")
        : sentence("deltas-intro", { hasDeltas: context.network.layered !== undefined }),
      ...(known.length > 0 ? [sentence("deltas-known", { known })] : []),
    ),
    ...blocks,
  ];
}

function adjointDefinition(context: LessonContext, { name, indices }: Instance): Expression {
  const adjoint = context.backpropagation.model.quantities.get(`∂${name}`);
  if (!adjoint) throw new Error(`the loss does not depend on ${name}`);
  return rightSideOf(context, { name: adjoint.name, indices });
}
