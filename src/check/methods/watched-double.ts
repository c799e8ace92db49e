import { functionRow } from "../../math/algebra/functions/index.js";
import { double } from "../../math/numeric/double.js";
import type { Field } from "../../math/numeric/field.js";
import type { Choices } from "./branch-choices.js";

const signs: Choices = [-1, 0, 1];
const signOf = (value: number): Choices => (value === 0 ? signs : [Math.sign(value)]);

/** What the arguments of a function that chooses leave open; nothing for all other functions. */
function choicesOf(
  name: string,
  parameters: readonly number[],
  result: number,
): readonly Choices[] {
  if (name === "max" || name === "min")
    return [parameters.flatMap((each, place) => (each === result ? [place] : []))];
  const [a = Number.NaN, b = 0] = parameters;
  if (functionRow(name).flat) return [signOf(a - b)];
  return (functionRow(name).kinks ?? []).map((kink) => signOf(a - kink));
}

/** float64 that tells on which side of its kink each function is called. */
export const watchedDouble = (note: (choices: Choices) => void): Field<number> => ({
  ...double,
  name: "watched-double",
  call: (name, parameters) => {
    const result = double.call(name, parameters);
    for (const choices of choicesOf(name, parameters, result)) note(choices);
    return result;
  },
});
