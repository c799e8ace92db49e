import { reference, zero } from "../../../math/algebra/constructors.js";
import { quantitiesIn } from "../../../math/algebra/depends.js";
import type { Expression } from "../../../math/algebra/expression.js";
import { compareRationals } from "../../../math/algebra/rational.js";
import {
  adjointName,
  type Instance,
  instanceKey,
  ownInstances,
  sizeOf,
} from "../../../math/model/model.js";
import type { Ball } from "../../../math/numeric/ball.js";
import { evaluateExpression } from "../../../math/numeric/ball-definition.js";
import { ballField } from "../../../math/numeric/ball-field.js";
import { evaluate } from "../../../math/numeric/evaluate.js";
import { overHull } from "../../../math/numeric/place-data.js";
import type { Optimizer } from "../../../network/optimizers/optimizer.js";
import { type Block, display, paragraph, type Row } from "../block.js";
import { instanceReference, type LessonContext } from "../context.js";
import { firstStepFormula, firstStepLines, withSymbols } from "../first-step.js";
import { expressionFormula, type Formula } from "../formula.js";
import { optimizerSymbol } from "../optimizer-symbols.js";
import { sentence } from "../sentence.js";
import { numericLine, printed } from "../worked-lines.js";
import { parameterInstances, tabulated } from "./gradients.js";
import { stateBlocks, workedStep } from "./worked-step.js";

const isFrozen = (context: LessonContext, instance: Instance): boolean =>
  context.network.frozen.has(instanceKey(instance));

/** Whether the optimizer changes a parameter. */
const isTrained = (context: LessonContext, instance: Instance): boolean =>
  !isFrozen(context, instance) && context.backpropagation.adjoints.has(instance.name);

/** The line of a step that gives the parameter its new value. */
function lastLine(context: LessonContext, optimizer: Optimizer, instance: Instance) {
  const line = firstStepLines(context, optimizer, instance).at(-1);
  if (!line) throw new Error("a step without lines");
  return line;
}

function updateRow(context: LessonContext, optimizer: Optimizer, instance: Instance): Row {
  const { right, result, ballFor } = lastLine(context, optimizer, instance);
  const name = instanceReference(instance);
  return [
    expressionFormula(name),
    numericLine(context, right, result, ballFor),
    { kind: "assign", of: name, number: printed(context, result) },
  ];
}

/** Only gradients below this may be what cannot be told from 0. */
const tiny = 1e-30;

/** The value that any parameter takes in a step, from its value and its gradient. */
function stepIn(context: LessonContext, optimizer: Optimizer): (instance: Instance) => Ball {
  const field = ballField(context.precision);
  const [formula, still] = [firstStepFormula(optimizer), firstStepFormula(optimizer, zero)];
  // Roots of what cannot be told from 0 have no digits, so a gradient that is printed as 0 counts as 0.
  const isZero = (gradient: Ball): boolean =>
    gradient.mid.abs().lt(tiny) && printed(context, gradient).value.numerator === 0n;
  return ({ name, indices }) => {
    const gradient = context.values.get(adjointName(name), indices);
    return evaluateExpression(isZero(gradient) ? still : formula, field, (node) =>
      node.name === "g" ? gradient : context.values.get(name, indices),
    );
  };
}

/** All parameters after one step, as arrays over the hulls of their quantities; what equations define counts for nothing. */
function parametersAfter(
  context: LessonContext,
  optimizer: Optimizer,
): ReadonlyMap<string, readonly Ball[]> {
  const after = new Map<string, readonly Ball[]>();
  const step = stepIn(context, optimizer);
  for (const quantity of context.backpropagation.forward.quantities.values()) {
    if (quantity.role !== "parameter" || sizeOf(quantity.axes) === 0) continue;
    const balls = ownInstances(quantity).map((instance) =>
      isTrained(context, instance)
        ? step(instance)
        : context.values.get(instance.name, instance.indices),
    );
    after.set(quantity.name, overHull(quantity, balls, ballField(context.precision)));
  }
  return after;
}

/** The step for any parameter and its gradient, and the constants in it. */
function formulaBlock({ network, digits }: LessonContext, optimizer: Optimizer): Block {
  const symbol = (name: string): Expression => optimizerSymbol(network, name);
  const lines = optimizer.step(1).map(
    ({ target, right }): Formula => ({
      kind: "assign",
      of: symbol(target),
      right: withSymbols(right, symbol),
    }),
  );
  const used = new Set(optimizer.step(1).flatMap(({ right }) => [...quantitiesIn(right)]));
  const field = ballField(digits);
  const constants = [...optimizer.constants, ["t", "1"] as const]
    .filter(([name]) => used.has(name))
    .map(
      ([name, text]): Formula => ({
        kind: "value",
        of: symbol(name),
        number: printed({ digits }, field.fromDecimal(text)),
      }),
    );
  return display(...lines, { kind: "list", items: constants, dots: false });
}

/** So many digits more than elsewhere: two losses are compared that are often close to each other. */
const moreDigits = 3;

/** What became of the loss, as far as its printed digits and the gradients tell. */
function changeOf(
  context: Pick<LessonContext, "digits">,
  before: Ball,
  after: Ball,
): "fallen" | "risen" | "same" | "hidden" {
  const [from, to] = [printed(context, before), printed(context, after)];
  if (from.text !== to.text) return compareRationals(to.value, from.value) < 0 ? "fallen" : "risen";
  return before.double === after.double && from.exact && to.exact ? "same" : "hidden";
}

function introduction({ network }: LessonContext, { title, step }: Optimizer): Block {
  const symbol = (name: string): Formula => expressionFormula(optimizerSymbol(network, name));
  return paragraph(
    sentence("update-intro", {
      optimizer: title,
      parameter: symbol("w"),
      gradient: symbol("g"),
      rate: symbol("eta"),
    }),
    ...(step(1).some(({ right }) => quantitiesIn(right).has("t"))
      ? [sentence("update-count", { count: symbol("t") })]
      : []),
    sentence("update-anew"),
  );
}

/** The loss before the step, and with all new parameters. */
function lossBlock(context: LessonContext, optimizer: Optimizer): Block {
  const { forward } = context.backpropagation;
  const field = ballField(context.precision);
  const after = evaluate(forward, field, parametersAfter(context, optimizer)).get(forward.loss);
  const before = context.values.get(forward.loss);
  const closer = { digits: context.digits + moreDigits };
  return paragraph(
    sentence("update-after", {
      before: { kind: "value", of: reference(forward.loss), number: printed(closer, before) },
      after: { kind: "number", number: printed(closer, after) },
      change: changeOf(closer, before, after),
    }),
  );
}

/** One optimizer step with the old values, and what it does to the loss; nothing without an optimizer. */
export function updateSection(context: LessonContext): readonly Block[] {
  const { optimizer } = context.network;
  if (!optimizer) return [];
  const trained = parameterInstances(context).filter((each) => isTrained(context, each));
  const frozen = parameterInstances(context).filter((each) => isFrozen(context, each));
  const shown = tabulated(trained);
  const keys = new Set(trained.map(instanceKey));
  const example = context.targets.find((each) => keys.has(instanceKey(each))) ?? trained[0];
  const limited = { shown: shown.length, total: trained.length };
  const names = tabulated(frozen).map((each) => expressionFormula(instanceReference(each)));
  return [
    introduction(context, optimizer),
    formulaBlock(context, optimizer),
    ...stateBlocks(context, optimizer),
    ...(example ? workedStep(context, optimizer, example) : []),
    {
      kind: "table",
      head: [sentence("column-parameter"), sentence("column-computation"), sentence("column-new")],
      rows: shown.map((instance) => updateRow(context, optimizer, instance)),
    },
    ...(shown.length < trained.length ? [paragraph(sentence("table-limited", limited))] : []),
    ...(frozen.length > 0 ? [paragraph(sentence("update-frozen", { names }))] : []),
    lossBlock(context, optimizer),
  ];
}
