import {
  add,
  multiply,
  negate,
  one,
  reference,
  subtract,
} from "../../math/algebra/constructors.js";
import type { OptionValues } from "../file/spec.js";
import {
  type Assignment,
  atLeastZero,
  decayedGradient,
  flag,
  isOn,
  type OptimizerRow,
  shared,
} from "./optimizer-row.js";

const [v, mu, tau] = [reference("v"), reference("mu"), reference("tau")];

/**
 * PyTorch's SGD: d = g + λw, v = μv + (1 − τ)d (at first v = d), then w − ηd, w − ηv, or with Nesterov's
 * momentum w − η(d + μv). Lines that an option of 0 makes idle are left out.
 */
function sgdStep(options: OptionValues, count: number): readonly Assignment[] {
  const { w, eta } = shared;
  const { lines: decay, gradient: direction } = decayedGradient(options);
  if (!isOn(options, "momentum")) {
    const right = subtract(w, multiply(eta, direction));
    return [...decay, { role: "parameter", target: "w", right }];
  }
  const damped = isOn(options, "dampening") ? multiply(subtract(one, tau), direction) : direction;
  const velocity = count === 1 ? direction : add(multiply(mu, v), damped);
  const change = isOn(options, "nesterov") ? add(direction, multiply(mu, v)) : v;
  return [
    ...decay,
    { role: "velocity", target: "v", right: velocity },
    { role: "parameter", target: "w", right: add(w, negate(multiply(eta, change))) },
  ];
}

export const sgd: OptimizerRow = {
  name: "sgd",
  title: "SGD",
  options: [
    { name: "lr", kind: "number", atLeast: 0 },
    atLeastZero("momentum"),
    { name: "dampening", kind: "number", default: "0" },
    flag("nesterov"),
    atLeastZero("weight_decay"),
  ],
  symbols: new Map([
    ["lr", ["eta"]],
    ["momentum", ["mu"]],
    ["dampening", ["tau"]],
    ["weight_decay", ["lambda"]],
  ]),
  state: (options) => new Map(isOn(options, "momentum") ? [["v", "0"]] : []),
  step: sgdStep,
  firstStep: (options) =>
    isOn(options, "momentum") && !isOn(options, "nesterov") ? "plain" : undefined,
  problem: (options) =>
    isOn(options, "nesterov") && (!isOn(options, "momentum") || isOn(options, "dampening"))
      ? "`nesterov` needs a `momentum` above 0 and no `dampening`"
      : undefined,
};
