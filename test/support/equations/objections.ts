import { Decimal } from "decimal.js";
import { evaluateFile } from "./evaluate.js";
import type { EquationFile } from "./language.js";
import { type RandomFile, scalarsOf } from "./random-file.js";

/** What `gradients --json` says of a file, as far as it is judged here. */
export interface Answer {
  readonly loss: { readonly value: number };
  readonly values: ReadonlyMap<string, unknown>;
  readonly gradients: ReadonlyMap<string, unknown>;
  readonly inputs: ReadonlyMap<string, unknown>;
}

/** Floats as good as they are promised, relative to the largest number on the way where numbers cancel. */
function isClose(found: unknown, wanted: Decimal, largest: Decimal): boolean {
  if (typeof found !== "number") return false;
  const error = wanted.minus(found).abs();
  return error.lte(wanted.abs().times(1e-9)) || error.lte(Decimal.max(1, largest).times(1e-13));
}

/** Where an answer differs from what the file means, one sentence each. */
export function objectionsTo(answer: Answer, { file, meaning }: RandomFile): readonly string[] {
  const objections: string[] = [];
  const compare = (what: string, found: unknown, wanted: Decimal): void => {
    if (!isClose(found, wanted, meaning.largest))
      objections.push(`${what} is ${found}, expected ${wanted.toPrecision(15)}`);
  };
  compare("the loss", answer.loss.value, meaning.loss);
  for (const [name, value] of meaning.values) compare(name, answer.values.get(name), value);
  const scalars = new Set(scalarsOf(file));
  const slopes = new Map([...answer.gradients, ...answer.inputs]);
  for (const scalar of scalars)
    compare(`the slope by ${scalar}`, slopes.get(scalar), meaning.slopeBy(scalar));
  for (const name of slopes.keys())
    if (!scalars.has(name)) objections.push(`${name} has a slope and is no number of the file`);
  return objections;
}

const step = new Decimal("1e-15");

/** The slope by a scalar as a central difference in high precision. */
function differenceBy(file: EquationFile, scalar: string): Decimal {
  const at = (shift: Decimal): Decimal =>
    evaluateFile(file, new Map([[scalar, shift]]), false).loss;
  return at(step).minus(at(step.neg())).div(step.times(2));
}

/** Where the evaluator's slopes are not its differences: by the first scalar that counts, off ties. */
export function differenceObjections({ file, meaning }: RandomFile): readonly string[] {
  const scalar = [...scalarsOf(file)].find((each) => !meaning.slopeBy(each).isZero());
  if (meaning.ties > 0 || scalar === undefined) return [];
  const [difference, slope] = [differenceBy(file, scalar), meaning.slopeBy(scalar)];
  const isRight = difference.minus(slope).abs().lte(slope.abs().plus(1).times(1e-9));
  return isRight ? [] : [`${scalar}: ${difference} is not ${slope}`];
}
