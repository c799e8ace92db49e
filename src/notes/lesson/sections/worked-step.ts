import { quantitiesIn } from "../../../math/algebra/depends.js";
import type { Instance } from "../../../math/model/model.js";
import { ballField } from "../../../math/numeric/ball-field.js";
import type { Optimizer } from "../../../network/optimizers/optimizer.js";
import { type Block, display, paragraph } from "../block.js";
import { adjointReference, instanceReference, type LessonContext } from "../context.js";
import { firstStepLines, type StepLine } from "../first-step.js";
import { expressionFormula, type Formula } from "../formula.js";
import { optimizerSymbol } from "../optimizer-symbols.js";
import { sentence } from "../sentence.js";
import { numericLine, printed } from "../worked-lines.js";

/** What an optimizer keeps between steps, and what it begins with. */
export function stateBlocks(
  { network, digits }: LessonContext,
  { state, step }: Optimizer,
): readonly Block[] {
  const symbol = (name: string): Formula => expressionFormula(optimizerSymbol(network, name));
  const isRead = (name: string): boolean =>
    step(1).some(({ target, right }) => target === name && quantitiesIn(right).has(name));
  const names = [...state.keys()];
  const starts = new Set(names.filter(isRead).map((name) => state.get(name) ?? "0"));
  return [
    ...names
      .filter((name) => !isRead(name))
      .map((name) => paragraph(sentence("update-velocity", { velocity: symbol(name) }))),
    ...[...starts].map((start) =>
      paragraph(
        sentence("update-state", {
          states: names.filter((name) => isRead(name) && state.get(name) === start).map(symbol),
          start: {
            kind: "number",
            number: printed({ digits }, ballField(digits).fromDecimal(start)),
          },
        }),
      ),
    ),
  ];
}

/** Formula, numbers, value; the new value of the parameter itself is what it becomes, and equal to nothing. */
function lineBlocks(context: LessonContext, line: StepLine): readonly Block[] {
  const { role, target, right, result, witness, ballFor } = line;
  const numbers = numericLine(context, right, result, ballFor);
  const number = printed(context, result);
  const value: Formula =
    role === "parameter"
      ? { kind: "assign", of: target, number }
      : { kind: "value", of: target, number, witness };
  return [
    paragraph(sentence("update-line", { role })),
    display({ kind: "assign", of: target, right }, ...(numbers ? [numbers] : []), value),
  ];
}

/** One step worked by hand for one parameter, and what the first step amounts to; a step of one line needs no more. */
export function workedStep(
  context: LessonContext,
  optimizer: Optimizer,
  instance: Instance,
): readonly Block[] {
  const lines = firstStepLines(context, optimizer, instance);
  if (lines.length === 1) return [];
  const symbol = (name: string): Formula =>
    expressionFormula(optimizerSymbol(context.network, name));
  const meaning = optimizer.firstStep && {
    kind: optimizer.firstStep,
    gradient: symbol("g"),
    rate: symbol("eta"),
  };
  return [
    paragraph(
      sentence("update-worked", {
        parameter: expressionFormula(instanceReference(instance)),
        gradient: expressionFormula(adjointReference(instance)),
      }),
    ),
    ...lines.flatMap((line) => lineBlocks(context, line)),
    ...(meaning ? [paragraph(sentence("update-first-step", meaning))] : []),
    paragraph(sentence("update-all")),
  ];
}
