import { add, multiply, negate, one, reference, subtract } from "../algebra/constructors.js";
import type { Expression } from "../algebra/expression.js";
import type { CatalogEntry } from "../spec/catalog.js";
import type { OptionValues } from "../spec/spec.js";

/** One line of a step: the symbol on the left takes the value of the expression on the right. */
export interface Assignment {
  readonly target: string;
  readonly right: Expression;
}

/**
 * One optimizer. Its formulas are in the symbols `w` (the parameter before the step), `g` (its gradient),
 * the symbols of its options, and its state.
 */
export interface OptimizerRow extends CatalogEntry {
  readonly name: string;
  /** The symbol of each option that is a number: the learning rate is `eta`. */
  readonly symbols: ReadonlyMap<string, string>;
  /** What each parameter keeps from step to step, besides itself. */
  readonly state: (options: OptionValues) => readonly string[];
  /** The lines of step `count` (from 1) in order; the last one gives the new `w`. */
  readonly step: (options: OptionValues, count: number) => readonly Assignment[];
  /** What is wrong with the options together, or undefined. */
  readonly problem?: (options: OptionValues) => string | undefined;
}

const [w, g, d, v] = [reference("w"), reference("g"), reference("d"), reference("v")];
const [eta, mu, tau, lambda] = ["eta", "mu", "tau", "lambda"].map((name) => reference(name)) as [
  Expression,
  Expression,
  Expression,
  Expression,
];

/** Whether an option is set to something else than 0 or false. */
const isOn = (options: OptionValues, name: string): boolean => {
  const value = options.get(name)?.[0];
  return value !== undefined && value !== "false" && Number(value) !== 0;
};

/**
 * PyTorch's SGD: d = g + λw, v = μv + (1 − τ)d (at first v = d), then w − ηd, w − ηv, or with Nesterov's
 * momentum w − η(d + μv). Lines that an option of 0 makes idle are left out.
 */
function sgdStep(options: OptionValues, count: number): readonly Assignment[] {
  const decays = isOn(options, "weight_decay");
  const direction = decays ? d : g;
  const decay: readonly Assignment[] = decays
    ? [{ target: "d", right: add(g, multiply(lambda, w)) }]
    : [];
  if (!isOn(options, "momentum"))
    return [...decay, { target: "w", right: subtract(w, multiply(eta, direction)) }];
  const damped = isOn(options, "dampening") ? multiply(subtract(one, tau), direction) : direction;
  const velocity = count === 1 ? direction : add(multiply(mu, v), damped);
  const change = isOn(options, "nesterov") ? add(direction, multiply(mu, v)) : v;
  return [
    ...decay,
    { target: "v", right: velocity },
    { target: "w", right: add(w, negate(multiply(eta, change))) },
  ];
}

/** Every optimizer that a file may name, with PyTorch's formulas. */
export const optimizers: readonly OptimizerRow[] = [
  {
    name: "sgd",
    options: [
      { name: "lr", kind: "number", atLeast: 0 },
      { name: "momentum", kind: "number", default: "0", atLeast: 0 },
      { name: "dampening", kind: "number", default: "0" },
      { name: "nesterov", kind: "boolean", default: false },
      { name: "weight_decay", kind: "number", default: "0", atLeast: 0 },
    ],
    symbols: new Map([
      ["lr", "eta"],
      ["momentum", "mu"],
      ["dampening", "tau"],
      ["weight_decay", "lambda"],
    ]),
    state: (options) => (isOn(options, "momentum") ? ["v"] : []),
    step: sgdStep,
    problem: (options) =>
      isOn(options, "nesterov") && (!isOn(options, "momentum") || isOn(options, "dampening"))
        ? "`nesterov` needs a `momentum` above 0 and no `dampening`"
        : undefined,
  },
];
