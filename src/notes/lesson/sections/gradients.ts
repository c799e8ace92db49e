import {
  adjointName,
  type Instance,
  instanceKey,
  ownInstances,
} from "../../../math/model/model.js";
import { type Block, paragraph, type Row } from "../block.js";
import {
  adjointReference,
  instanceReference,
  type LessonContext,
  rightSideOf,
} from "../context.js";
import { expandSums } from "../expand-sums.js";
import { equation, expressionFormula } from "../formula.js";
import type { Progress } from "../progress.js";
import { type Sentence, sentence } from "../sentence.js";
import { workedBlocks } from "../worked-blocks.js";
import { valueLine } from "../worked-lines.js";

/** More parameters than this are not all tabulated. */
export const mostRows = 40;

/** Every scalar parameter of the model, quantity by quantity, row by row. */
export function parameterInstances({ backpropagation }: LessonContext): readonly Instance[] {
  const parameters = [...backpropagation.forward.quantities.values()].filter(
    ({ role }) => role === "parameter",
  );
  return parameters.flatMap(ownInstances);
}

/** The first parameters and the last where there are too many for a table. */
export function tabulated<Item>(items: readonly Item[]): readonly Item[] {
  const last = items.at(-1);
  return items.length <= mostRows || last === undefined
    ? items
    : [...items.slice(0, mostRows - 1), last];
}

function rowOf(context: LessonContext, instance: Instance): Row {
  const left = adjointReference(instance);
  if (!context.backpropagation.adjoints.has(instance.name))
    return [expressionFormula(instanceReference(instance)), sentence("unused"), undefined];
  const right = rightSideOf(context, { ...instance, name: `∂${instance.name}` });
  return [
    expressionFormula(instanceReference(instance)),
    equation([left, expandSums(right)]),
    valueLine(context, left),
  ];
}

function introOf({ network: { layered } }: LessonContext): Sentence {
  if (!layered) return sentence("gradients-equations");
  return sentence("gradients-intro", {
    hasSharedBias: layered.linearLayers.some(({ bias }) => bias?.isShared),
    hasSamples: layered.samples !== undefined,
  });
}

/** More deltas than this are not worked out one by one. */
const mostDeltas = 12;

/** The adjoints of units that no walk has shown, so that every gradient of the table can be checked by hand. */
function missingDeltas(context: LessonContext, { shown }: Progress): readonly Block[] {
  const { adjoints, forward } = context.backpropagation;
  const units = [...adjoints.values()]
    .filter(({ quantity }) => quantity.role === "intermediate")
    .flatMap(({ quantity }) => ownInstances(quantity))
    .filter(
      (unit) =>
        !shown.has(`delta ${instanceKey(unit)}`) &&
        !shown.has(`${forward.loss}>${instanceKey(unit)}`),
    );
  if (units.length === 0 || units.length > mostDeltas) return [];
  return [
    paragraph(sentence("gradients-deltas")),
    ...units.flatMap((unit) => [
      ...workedBlocks(
        context,
        adjointReference(unit),
        rightSideOf(context, { ...unit, name: adjointName(unit.name) }),
      ),
    ]),
  ];
}

/** Every gradient with its formula, grouped by parameter. */
export function gradientsSection(context: LessonContext, progress: Progress): readonly Block[] {
  const instances = parameterInstances(context);
  const shown = tabulated(instances);
  return [
    paragraph(introOf(context)),
    ...missingDeltas(context, progress),
    {
      kind: "table",
      head: [sentence("column-parameter"), sentence("column-formula"), sentence("column-gradient")],
      rows: shown.map((instance) => rowOf(context, instance)),
    },
    ...(shown.length < instances.length
      ? [paragraph(sentence("table-limited", { shown: shown.length, total: instances.length }))]
      : []),
  ];
}
