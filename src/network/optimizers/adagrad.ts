import {
  add,
  call,
  divide,
  multiply,
  one,
  power,
  reference,
  subtract,
} from "../../math/algebra/constructors.js";
import type { OptionValues } from "../file/spec.js";
import {
  type Assignment,
  atLeastZero,
  decayedGradient,
  epsilonOption,
  isOn,
  type OptimizerRow,
  rateOption,
  shared,
} from "./optimizer-row.js";

const [s, kappa, currentRate] = [reference("s"), reference("kappa"), reference("eta_t")];

/**
 * PyTorch's Adagrad (Duchi, Hazan and Singer 2011): s = s + g², then w − η g / (√s + ε). With a decay κ of the
 * learning rate, η is divided by 1 + (t − 1)κ first.
 */
function adagradStep(options: OptionValues): readonly Assignment[] {
  const { w, t, eta, epsilon } = shared;
  const { lines, gradient } = decayedGradient(options);
  const decays = isOn(options, "lr_decay");
  const divisor = add(one, multiply(subtract(t, one), kappa));
  const rate = decays ? currentRate : eta;
  const denominator = add(call("sqrt", s), epsilon);
  return [
    ...lines,
    ...(decays ? [{ role: "rate", target: "eta_t", right: divide(eta, divisor) } as const] : []),
    { role: "squares", target: "s", right: add(s, power(gradient, add(one, one))) },
    {
      role: "parameter",
      target: "w",
      right: subtract(w, divide(multiply(rate, gradient), denominator)),
    },
  ];
}

export const adagrad: OptimizerRow = {
  name: "adagrad",
  title: "Adagrad",
  options: [
    rateOption("0.01"),
    atLeastZero("lr_decay"),
    atLeastZero("weight_decay"),
    atLeastZero("initial_accumulator_value"),
    epsilonOption("1e-10"),
  ],
  symbols: new Map([
    ["lr", ["eta"]],
    ["lr_decay", ["kappa"]],
    ["weight_decay", ["lambda"]],
    ["eps", ["epsilon"]],
  ]),
  state: (options) => new Map([["s", options.get("initial_accumulator_value")?.[0] ?? "0"]]),
  step: adagradStep,
  firstStep: (options) =>
    isOn(options, "weight_decay") || isOn(options, "initial_accumulator_value")
      ? undefined
      : "sign",
};
