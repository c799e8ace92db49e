import type { Expression } from "../expression.js";
import type { FunctionRow, FunctionTex } from "./row.js";

type Definition = NonNullable<FunctionRow["definition"]>;
type Derivatives = FunctionRow["derivatives"];

/** The argument at a place. Throws where it is missing: the number of arguments is checked before. */
export function argumentAt(parameters: readonly Expression[], place: number): Expression {
  const argument = parameters[place];
  if (!argument) throw new Error(`argument ${place + 1} of a function is missing`);
  return argument;
}

/** The definition of a function of x. */
export const defined =
  (rule: (x: Expression) => Expression): Definition =>
  (parameters) =>
    rule(argumentAt(parameters, 0));

/** The derivative of a function of x, from x and its output y. */
export const derived =
  (rule: (x: Expression, y: Expression) => Expression): Derivatives =>
  (parameters, output) => [rule(argumentAt(parameters, 0), output)];

/** The definition of a function of two arguments; `fallback` stands in for a second one left out. */
export const definedByTwo =
  (rule: (a: Expression, b: Expression) => Expression, fallback?: Expression): Definition =>
  (parameters) =>
    rule(argumentAt(parameters, 0), parameters[1] ?? fallback ?? argumentAt(parameters, 1));

/** Both partial derivatives of a function of two arguments, from these and its output y. */
export const derivedByTwo =
  (
    rule: (a: Expression, b: Expression, y: Expression) => readonly [Expression, Expression],
    fallback?: Expression,
  ): Derivatives =>
  (parameters, output) =>
    rule(
      argumentAt(parameters, 0),
      parameters[1] ?? fallback ?? argumentAt(parameters, 1),
      output,
    ).slice(0, parameters.length);

/** The definition of a function of three arguments. */
export const definedByThree =
  (rule: (a: Expression, b: Expression, c: Expression) => Expression): Definition =>
  (parameters) =>
    rule(argumentAt(parameters, 0), argumentAt(parameters, 1), argumentAt(parameters, 2));

export const operator = (tex: string): FunctionTex => ({ kind: "operator", tex });
