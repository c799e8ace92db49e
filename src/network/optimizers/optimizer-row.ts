import { add, multiply, reference } from "../../math/algebra/constructors.js";
import type { Expression } from "../../math/algebra/expression.js";
import type { CatalogEntry, OptionSpec } from "../file/catalog.js";
import type { OptionValues } from "../file/spec.js";

/** What a line of a step computes; lessons have a sentence for each. */
export type AssignmentRole =
  | "decayed-gradient"
  | "velocity"
  | "rate"
  | "first-moment"
  | "second-moment"
  | "largest-second-moment"
  | "squares"
  | "corrected-first"
  | "corrected-second"
  | "denominator"
  | "decayed-parameter"
  | "parameter";

/** One line of a step: the symbol on the left takes the value of the expression on the right. */
export interface Assignment {
  readonly role: AssignmentRole;
  readonly target: string;
  readonly right: Expression;
}

/** What the first step amounts to, where that is worth a sentence. */
export type FirstStep =
  /** It is the step of plain SGD. */
  | "plain"
  /** Every parameter moves by about the learning rate: η g / (|g| + ε). */
  | "sign"
  /** The same, besides a decay of the parameter itself. */
  | "sign-and-decay"
  /** Every parameter moves by the same multiple of the learning rate: η g / (√(1 − α) |g| + ε). */
  | "scaled-sign";

/**
 * One optimizer. Its formulas are in the symbols `w` (the parameter before the step), `g` (its gradient), `t`
 * (the number of the step, from 1), the symbols of its options, and its state.
 */
export interface OptimizerRow extends CatalogEntry {
  readonly name: string;
  /** How its name is written in running text. */
  readonly title: string;
  /** The symbols of each option that is a number, or of each number of a pair: the learning rate is `eta`. */
  readonly symbols: ReadonlyMap<string, readonly string[]>;
  /** What each parameter keeps from step to step, besides itself, with the decimal that it begins with. */
  readonly state: (options: OptionValues) => ReadonlyMap<string, string>;
  /** The lines of step `count` (from 1) in order; the last one gives the new `w`. */
  readonly step: (options: OptionValues, count: number) => readonly Assignment[];
  readonly firstStep?: (options: OptionValues) => FirstStep | undefined;
  /** What is wrong with the options together, or undefined. */
  readonly problem?: (options: OptionValues) => string | undefined;
}

/** Whether an option is set to something else than 0 or false. */
export const isOn = (options: OptionValues, name: string): boolean => {
  const value = options.get(name)?.[0];
  return value !== undefined && value !== "false" && Number(value) !== 0;
};

/** The symbols that all optimizers share. */
export const shared = {
  w: reference("w"),
  g: reference("g"),
  t: reference("t"),
  eta: reference("eta"),
  lambda: reference("lambda"),
  epsilon: reference("epsilon"),
} as const;

/** A learning rate with PyTorch's default. */
export const rateOption = (standard: string): OptionSpec => ({
  name: "lr",
  kind: "number",
  default: standard,
  atLeast: 0,
});

/** A number of at least 0 with PyTorch's default. */
export const atLeastZero = (name: string, standard = "0"): OptionSpec => ({
  name,
  kind: "number",
  default: standard,
  atLeast: 0,
});

/** What keeps a division from running into 0. With 0, as in PyTorch, a gradient of 0 gives 0/0. */
export const epsilonOption = (standard: string): OptionSpec => atLeastZero("eps", standard);

export const flag = (name: string): OptionSpec => ({ name, kind: "boolean", default: false });

/** Weight decay that is part of the gradient: the lines that compute it, and what stands for the gradient then. */
export function decayedGradient(options: OptionValues): {
  readonly lines: readonly Assignment[];
  readonly gradient: Expression;
} {
  const { w, g, lambda } = shared;
  if (!isOn(options, "weight_decay")) return { lines: [], gradient: g };
  const right = add(g, multiply(lambda, w));
  return {
    lines: [{ role: "decayed-gradient", target: "d", right }],
    gradient: reference("d"),
  };
}
