import { open } from "../../algebra/binding.js";
import { call, reference } from "../../algebra/constructors.js";
import { type Expression, partsOf } from "../../algebra/expression.js";
import { functionRow } from "../../algebra/functions/index.js";
import { integerTerm } from "../../algebra/index-term.js";
import type { Edge } from "../../backprop/walk.js";
import { definitionOf } from "../../model/instances.js";
import { exactBall, precisionOf } from "../../numeric/ball.js";
import { evaluateExpression } from "../../numeric/ball-definition.js";
import { double } from "../../numeric/double.js";
import { instanceReference, type LessonContext } from "../context.js";
import type { Formula } from "../formula.js";
import { type Sentence, sentence } from "../sentence.js";
import { printed } from "../worked-lines.js";

/** The calls of functions with a kink at one argument, with sums written out. */
function kinkedCalls(expression: Expression): readonly Extract<Expression, { kind: "call" }>[] {
  if (expression.kind === "reduction") {
    const { lo, hi } = expression;
    return Array.from({ length: hi - lo + 1 }, (_, place) =>
      kinkedCalls(open(expression, integerTerm(lo + place))),
    ).flat();
  }
  const inside = partsOf(expression).flatMap(kinkedCalls);
  const isKinked = expression.kind === "call" && functionRow(expression.name).kinks;
  return isKinked ? [expression, ...inside] : inside;
}

const variable = "the argument";
const precision = precisionOf(40);

/** So close to a kink the slope is that of its side; nothing else changes in double precision. */
const aside = 1e-30;

/** The derivative of a function's row by its first argument at x, in double precision. */
function slopeAt(name: string, options: readonly Expression[], x: number): number {
  const argument = reference(variable);
  const f = call(name, argument, ...options);
  const [slope] = functionRow(name).derivatives([argument, ...options], f);
  return slope ? evaluateExpression(slope, double, () => x) : Number.NaN;
}

const numberFormula = (context: LessonContext, value: number): Formula => ({
  kind: "number",
  number: printed(context, exactBall(new precision.Exact(value), value)),
});

/** That a factor stands at a kink: the slopes on both sides, and the one that PyTorch takes by convention. */
export function kinkSentences(context: LessonContext, { from, to }: Edge): readonly Sentence[] {
  const right = definitionOf(context.backpropagation.forward, from);
  if (!right) return [];
  const said = new Set<string>();
  return kinkedCalls(right).flatMap(({ name, arguments: [argument, ...options] }) => {
    const { kinks = [], atKink } = functionRow(name);
    if (!argument || said.has(name) || !reads(argument, instanceReference(to))) return [];
    const x = context.doubles.evaluateExpression(argument);
    const others = options.map((option) => context.doubles.evaluateExpression(option));
    if (!kinks.includes(x) || (atKink && !atKink(x, ...others))) return [];
    said.add(name);
    const at = numberFormula(context, x);
    const slope = (by: number): Formula => numberFormula(context, slopeAt(name, options, x + by));
    const sides = { left: slope(-aside), right: slope(aside), used: slope(0) };
    return [sentence("factor-kink", { function: name, at, ...sides })];
  });
}

const reads = (expression: Expression, instance: Expression): boolean =>
  expression === instance || partsOf(expression).some((part) => reads(part, instance));
