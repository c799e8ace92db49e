import type { Walk } from "../../../gradients/backprop/walk.js";
import { reference } from "../../../math/algebra/constructors.js";
import type { Expression } from "../../../math/algebra/expression.js";
import { type Instance, instanceKey } from "../../../math/model/model.js";
import { type Block, display, paragraph } from "../block.js";
import {
  adjointReference,
  instanceReference,
  type LessonContext,
  localExpression,
  rightSideOf,
} from "../context.js";
import { expressionFormula } from "../formula.js";
import type { Progress } from "../progress.js";
import { sentence } from "../sentence.js";
import { workedBlocks } from "../worked-blocks.js";
import { valueLine } from "../worked-lines.js";

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

/** Families of more steps than this have only their first ones worked out in full. */
const mostWorked = 4;
const workedOfMany = 2;

/** The steps of each family that are worked out in full; the others are given by their values. */
function workedSteps(walk: Walk, steps: readonly Instance[]): ReadonlySet<Instance> {
  const target = walk.instances.at(-1);
  const sizes = new Map<string, number>();
  for (const { name } of steps) sizes.set(name, (sizes.get(name) ?? 0) + 1);
  const places = new Map<string, number>();
  return new Set(
    steps.filter((step) => {
      const place = places.get(step.name) ?? 0;
      places.set(step.name, place + 1);
      return (sizes.get(step.name) ?? 0) <= mostWorked || place < workedOfMany || step === target;
    }),
  );
}

/** What one step says of the reaction of the loss, and its lines. */
function stepBlocks(
  context: LessonContext,
  walk: Walk,
  instance: Instance,
  uses: ReadonlyMap<string, number>,
): readonly Block[] {
  const left = adjointReference(instance);
  const isDelta = context.network.layered?.linearLayers.some(
    ({ preActivation }) => preActivation === instance.name,
  );
  const meaning = {
    kind: "delta",
    delta: left,
    of: reference(context.backpropagation.forward.loss),
    wrt: instanceReference(instance),
  } as const;
  const key = instanceKey(instance);
  const about = {
    isLast: instance === walk.instances.at(-1),
    delta: isDelta ? meaning : expressionFormula(left),
    quantity: expressionFormula(instanceReference(instance)),
    merged: (uses.get(key) ?? 1) > 1 ? walk.pathsAbove.get(key) : undefined,
  };
  return [
    paragraph(sentence("delta", about)),
    ...workedBlocks(context, left, adjointDefinition(context, instance)),
  ];
}

/** The values of steps that go as those before them did. */
function restBlocks(context: LessonContext, steps: readonly Instance[]): readonly Block[] {
  if (steps.length === 0) return [];
  const items = steps.map((step) => valueLine(context, adjointReference(step)));
  return [paragraph(sentence("deltas-rest")), display({ kind: "list", items, dots: false })];
}

/** The adjoints on the way from the loss to the target, each from those before it. */
export function deltaBlocks(
  context: LessonContext,
  walk: Walk,
  shown: Shown,
  intro: "deltas-intro" | "deltas-alone",
): readonly Block[] {
  const all = walk.instances.slice(1);
  const isReused = (step: Instance): boolean =>
    step !== walk.instances.at(-1) && isKnown(context, step, shown);
  const [known, steps] = [all.filter(isReused), all.filter((step) => !isReused(step))];
  for (const step of steps) shown.add(`delta ${instanceKey(step)}`);
  const uses = usesOf(walk);
  const worked = workedSteps(walk, steps);
  const blocks: Block[] = [];
  let rest: Instance[] = [];
  for (const step of steps) {
    if (!worked.has(step)) rest.push(step);
    else {
      blocks.push(...restBlocks(context, rest), ...stepBlocks(context, walk, step, uses));
      rest = [];
    }
  }
  const open = new Set(steps.map(instanceKey));
  const isRead = (step: Instance): boolean =>
    (walk.edges.get(instanceKey(step)) ?? []).some(({ to }) => open.has(instanceKey(to)));
  const values = known.filter(isRead).map((step) => valueLine(context, adjointReference(step)));
  return [
    paragraph(
      intro === "deltas-alone"
        ? sentence("deltas-alone")
        : sentence("deltas-intro", { hasDeltas: context.network.layered !== undefined }),
      ...(values.length > 0 ? [sentence("deltas-known", { known: values })] : []),
    ),
    ...blocks,
    ...restBlocks(context, rest),
  ];
}

function adjointDefinition(context: LessonContext, { name, indices }: Instance): Expression {
  const adjoint = context.backpropagation.model.quantities.get(`∂${name}`);
  if (!adjoint) throw new Error(`the loss does not depend on ${name}`);
  return rightSideOf(context, { name: adjoint.name, indices });
}
