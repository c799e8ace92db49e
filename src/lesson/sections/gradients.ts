import { type Instance, type Quantity, tuplesOf } from "../../model/model.js";
import { type Block, paragraph, type Row } from "../block.js";
import { adjointReference, instanceReference, type LessonContext, rightSideOf } from "../context.js";
import { equation, expressionFormula } from "../formula.js";
import { sentence } from "../sentence.js";
import { expandSums, valueLine } from "../worked-lines.js";

/** More parameters than this are not all tabulated. */
export const mostRows = 40;

/** Every scalar parameter of the model, quantity by quantity, row by row. */
export function parameterInstances({ backpropagation }: LessonContext): readonly Instance[] {
  const parameters = [...backpropagation.forward.quantities.values()].filter(
    ({ role }) => role === "parameter",
  );
  return parameters.flatMap(({ name, axes }: Quantity) =>
    [...tuplesOf(axes)].map((indices) => ({ name, indices })),
  );
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

/** Every gradient with its formula, grouped by parameter. */
export function gradientsSection(context: LessonContext): readonly Block[] {
  const instances = parameterInstances(context);
  const shown = tabulated(instances);
  return [
    paragraph(sentence(context.network.layered ? "gradients-intro" : "gradients-equations")),
    {
      kind: "table",
      head: [
        sentence("column-parameter"),
        sentence("column-formula"),
        sentence("column-gradient"),
      ],
      rows: shown.map((instance) => rowOf(context, instance)),
    },
    ...(shown.length < instances.length
      ? [paragraph(sentence("table-limited", { shown: shown.length, total: instances.length }))]
      : []),
  ];
}
