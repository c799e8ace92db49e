import { interpret } from "../../check/methods/interpret.js";
import { replaceParts } from "../../math/algebra/binding.js";
import { decimal, one, reference, zero } from "../../math/algebra/constructors.js";
import { quantitiesIn } from "../../math/algebra/depends.js";
import type { Expression, ReferenceNode } from "../../math/algebra/expression.js";
import type { Instance } from "../../math/model/model.js";
import type { Ball } from "../../math/numeric/ball.js";
import { double } from "../../math/numeric/double.js";
import type { Optimizer } from "../../network/optimizers/optimizer.js";
import type { AssignmentRole } from "../../network/optimizers/optimizer-row.js";
import { adjointReference, instanceReference, type LessonContext } from "./context.js";
import { optimizerSymbol } from "./optimizer-symbols.js";
import { printed } from "./worked-lines.js";

/** One line of the first step for one parameter, with what it computes. */
export interface StepLine {
  readonly role: AssignmentRole;
  readonly target: Expression;
  readonly right: Expression;
  readonly result: Ball;
  /** The result in float64, for a judge: it shares neither the arithmetic nor the way to read a formula. */
  readonly witness: number;
  /** The values of what stands on the right side, before the line changes any of them. */
  readonly ballFor: (node: ReferenceNode) => Ball;
}

/** A formula of an optimizer with other expressions in the place of its symbols. */
export const withSymbols = (
  right: Expression,
  replacement: (symbol: string) => Expression,
): Expression =>
  replaceParts(
    right,
    new Map([...quantitiesIn(right)].map((name) => [reference(name), replacement(name)] as const)),
  );

/** What the symbols of an optimizer stand for before its first step; the parameter and its gradient are missing. */
const startOf = ({ constants, state }: Optimizer): ReadonlyMap<string, Expression> =>
  new Map<string, Expression>([
    ...[...constants, ...state].map(([name, text]) => [name, decimal(text)] as const),
    ["t", one],
  ]);

/** The new parameter after the first step as one formula in `w` and `g`, or for a gradient that is given. */
export function firstStepFormula(
  optimizer: Optimizer,
  gradient: Expression = reference("g"),
): Expression {
  const known = new Map(startOf(optimizer)).set("g", gradient);
  for (const { target, right } of optimizer.step(1))
    known.set(
      target,
      withSymbols(right, (name) => known.get(name) ?? reference(name)),
    );
  return known.get("w") ?? reference("w");
}

/** The first step of an optimizer for one parameter: its lines one after the other, with their numbers. */
export function firstStepLines(
  context: LessonContext,
  optimizer: Optimizer,
  instance: Instance,
): readonly StepLine[] {
  const { doubles, network, values } = context;
  const own = { w: instanceReference(instance), g: adjointReference(instance) };
  const symbol = (name: string): Expression =>
    name === "w" || name === "g" ? own[name] : optimizerSymbol(network, name);
  const known = new Map(startOf(optimizer));
  // Roots of what cannot be told from 0 have no digits, so a gradient that is printed as 0 counts as 0.
  if (printed(context, values.evaluateExpression(own.g)).value.numerator === 0n)
    known.set("g", zero);
  const witnesses = new Map<string, number>(
    [...known].map(([name, value]) => [name, interpret(value, { field: double, read: () => 0 })]),
  );
  for (const [name, node] of Object.entries(own))
    witnesses.set(name, known.has(name) ? 0 : doubles.evaluateExpression(node));
  const witnessOf = (name: string): number => witnesses.get(name) ?? Number.NaN;
  return optimizer.step(1).map(({ role, target, right }): StepLine => {
    const read = quantitiesIn(right);
    const meanings = new Map(
      [...known].flatMap(([name, value]) =>
        read.has(name) ? [[symbol(name), value] as const] : [],
      ),
    );
    const inserted = withSymbols(right, (name) => known.get(name) ?? symbol(name));
    const witness = interpret(right, { field: double, read: witnessOf });
    if (target !== "w") {
      known.set(target, inserted);
      witnesses.set(target, witness);
    }
    return {
      role,
      target: symbol(target),
      right: withSymbols(right, symbol),
      result: values.evaluateExpression(inserted),
      witness,
      ballFor: (node) => {
        const meaning = meanings.get(node);
        return meaning ? values.evaluateExpression(meaning) : context.ballFor(node);
      },
    };
  });
}
