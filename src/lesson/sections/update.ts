import { replaceParts } from "../../algebra/binding.js";
import { decimal, reference } from "../../algebra/constructors.js";
import { quantitiesIn } from "../../algebra/depends.js";
import type { Expression, ReferenceNode } from "../../algebra/expression.js";
import { compareRationals } from "../../algebra/rational.js";
import { type Instance, instanceKey, sizeOf, tuplesOf } from "../../model/model.js";
import type { Optimizer } from "../../network/optimizer.js";
import type { Assignment } from "../../network/optimizers.js";
import type { Ball } from "../../numeric/ball.js";
import { ballField } from "../../numeric/ball-field.js";
import { evaluate } from "../../numeric/evaluate.js";
import { type Block, display, paragraph, type Row } from "../block.js";
import { adjointReference, instanceReference, type LessonContext } from "../context.js";
import { expressionFormula, type Formula } from "../formula.js";
import { sentence } from "../sentence.js";
import { numericLine, printed } from "../worked-lines.js";
import { parameterInstances, tabulated } from "./gradients.js";

/** One line of the first step, with names for the parameter, its gradient and the state. */
interface Line {
  readonly target: Expression;
  readonly right: Expression;
  /** Whether later lines read the target. */
  readonly isState: boolean;
}

/** A symbol of an optimizer's formulas, under a name that no quantity of the model has. */
const symbolIn = ({ backpropagation }: LessonContext, name: string): Expression =>
  reference(backpropagation.forward.quantities.has(name) ? `${name}_0` : name);

/** The symbols of a formula with other expressions in their place. */
const withSymbols = (right: Expression, replacement: (name: string) => Expression): Expression =>
  replaceParts(
    right,
    new Map([...quantitiesIn(right)].map((name) => [reference(name), replacement(name)] as const)),
  );

/** The first step of an optimizer for one parameter: its lines one after the other. */
function linesFor(
  context: LessonContext,
  { step }: Optimizer,
  instance: Instance,
): readonly Line[] {
  const name = (symbol: string): Expression => {
    if (symbol === "w") return instanceReference(instance);
    return symbol === "g" ? adjointReference(instance) : symbolIn(context, symbol);
  };
  return step(1).map(({ target, right }: Assignment) => ({
    target: name(target),
    right: withSymbols(right, name),
    isState: target !== "w",
  }));
}

/** The numbers of the lines of a step: constants as written, the state as the lines before leave it. */
function runLines(
  context: LessonContext,
  optimizer: Optimizer,
  lines: readonly Line[],
): {
  readonly ballFor: (node: ReferenceNode) => Ball;
  readonly result: Ball;
  readonly balls: readonly Ball[];
} {
  const known = new Map<Expression, Expression>(
    [...optimizer.constants].map(([name, text]) => [symbolIn(context, name), decimal(text)]),
  );
  const balls: Ball[] = [];
  for (const { target, right, isState } of lines) {
    const inserted = replaceParts(right, known);
    balls.push(context.values.evaluateExpression(inserted));
    if (isState) known.set(target, inserted);
  }
  const ballFor = (node: ReferenceNode): Ball => {
    const inserted = known.get(node);
    return inserted ? context.values.evaluateExpression(inserted) : context.ballFor(node);
  };
  const result = balls.at(-1);
  if (!result) throw new Error("a step without lines");
  return { ballFor, result, balls };
}

const isFrozen = (context: LessonContext, instance: Instance): boolean =>
  context.network.frozen.has(instanceKey(instance));

/** Whether the optimizer changes a parameter. */
const isTrained = (context: LessonContext, instance: Instance): boolean =>
  !isFrozen(context, instance) && context.backpropagation.adjoints.has(instance.name);

function updateRow(context: LessonContext, optimizer: Optimizer, instance: Instance): Row {
  const lines = linesFor(context, optimizer, instance);
  const { ballFor, result } = runLines(context, optimizer, lines);
  const last = lines.at(-1);
  const numbers = last && numericLine(context, last.right, result, ballFor);
  const name = instanceReference(instance);
  return [
    expressionFormula(name),
    numbers,
    { kind: "assign", of: name, number: printed(context, result) },
  ];
}

/** All parameters after one step, as arrays over the hulls of their quantities. */
function parametersAfter(
  context: LessonContext,
  optimizer: Optimizer,
): ReadonlyMap<string, readonly Ball[]> {
  const after = new Map<string, readonly Ball[]>();
  for (const { name, axes, role } of context.backpropagation.forward.quantities.values()) {
    if (role !== "parameter" || sizeOf(axes) === 0) continue;
    const instances = [...tuplesOf(axes)].map((indices) => ({ name, indices }));
    after.set(
      name,
      instances.map((instance) =>
        isTrained(context, instance)
          ? runLines(context, optimizer, linesFor(context, optimizer, instance)).result
          : context.values.get(name, instance.indices),
      ),
    );
  }
  return after;
}

/** What stands for any parameter in the general formula of a step. */
const anyParameter = (context: LessonContext): Expression => symbolIn(context, "theta");

/** The step for any parameter and its gradient, and the constants in it. */
function formulaBlock(context: LessonContext, optimizer: Optimizer): Block {
  const name = (symbol: string): Expression =>
    symbol === "w" ? anyParameter(context) : symbolIn(context, symbol);
  const lines = optimizer.step(1).map(
    ({ target, right }): Formula => ({
      kind: "assign",
      of: name(target),
      right: withSymbols(right, name),
    }),
  );
  const used = new Set(optimizer.step(1).flatMap(({ right }) => [...quantitiesIn(right)]));
  const constants = [...optimizer.constants]
    .filter(([symbol]) => used.has(symbol))
    .map(
      ([symbol, text]): Formula => ({
        kind: "value",
        of: name(symbol),
        number: printed(context, context.values.evaluateExpression(decimal(text))),
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

/** One optimizer step with the old values, and what it does to the loss; nothing without an optimizer. */
export function updateSection(context: LessonContext): readonly Block[] {
  const { optimizer } = context.network;
  if (!optimizer) return [];
  const { forward } = context.backpropagation;
  const trained = parameterInstances(context).filter((each) => isTrained(context, each));
  const frozen = parameterInstances(context).filter((each) => isFrozen(context, each));
  const shown = tabulated(trained);
  const field = ballField(context.precision);
  const after = evaluate(forward, field, parametersAfter(context, optimizer)).get(forward.loss);
  const before = context.values.get(forward.loss);
  const loss = reference(forward.loss);
  const closer = { digits: context.digits + moreDigits };
  const rows = shown.map((instance) => updateRow(context, optimizer, instance));
  return [
    paragraph(
      sentence("update-intro", {
        optimizer: optimizer.name,
        parameter: expressionFormula(anyParameter(context)),
        gradient: expressionFormula(symbolIn(context, "g")),
        rate: expressionFormula(symbolIn(context, "eta")),
      }),
    ),
    formulaBlock(context, optimizer),
    ...optimizer.state.map((state) =>
      paragraph(
        sentence("update-velocity", { velocity: expressionFormula(symbolIn(context, state)) }),
      ),
    ),
    {
      kind: "table",
      head: [sentence("column-parameter"), sentence("column-computation"), sentence("column-new")],
      rows,
    },
    ...(shown.length < trained.length
      ? [paragraph(sentence("table-limited", { shown: shown.length, total: trained.length }))]
      : []),
    ...(frozen.length > 0
      ? [
          paragraph(
            sentence("update-frozen", {
              names: tabulated(frozen).map((each) => expressionFormula(instanceReference(each))),
            }),
          ),
        ]
      : []),
    paragraph(
      sentence("update-after", {
        before: { kind: "value", of: loss, number: printed(closer, before) },
        after: { kind: "number", number: printed(closer, after) },
        change: changeOf(closer, before, after),
      }),
    ),
  ];
}
