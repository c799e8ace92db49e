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
import type { Expression } from "../../math/algebra/expression.js";
import type { OptionSpec } from "../file/catalog.js";
import type { OptionValues } from "../file/spec.js";
import {
  type Assignment,
  atLeastZero,
  decayedGradient,
  epsilonOption,
  flag,
  isOn,
  type OptimizerRow,
  rateOption,
  shared,
} from "./optimizer-row.js";

const [m, v, mHat, vHat, vMax] = [
  reference("m"),
  reference("v"),
  reference("m_hat"),
  reference("v_hat"),
  reference("v_max"),
];
const [beta1, beta2] = [reference("beta_1"), reference("beta_2")];
const two = add(one, one);

/** β·old + (1 − β)·new, a running mean. */
const runningMean = (beta: Expression, old: Expression, next: Expression): Expression =>
  add(multiply(beta, old), multiply(subtract(one, beta), next));

/** x / (1 − β^t): a mean that began with 0, corrected for that. */
const corrected = (mean: Expression, beta: Expression): Expression =>
  divide(mean, subtract(one, power(beta, shared.t)));

/**
 * Adam (Kingma and Ba 2015) as PyTorch computes it, from `start` along `gradient`: m = β₁m + (1 − β₁)g,
 * v = β₂v + (1 − β₂)g², both divided by 1 − βᵗ, then start − η m̂ / (√v̂ + ε). AMSGrad takes the largest v so far.
 */
function adaptiveLines(
  options: OptionValues,
  start: Expression,
  gradient: Expression,
): readonly Assignment[] {
  const { eta, epsilon } = shared;
  const amsgrad = isOn(options, "amsgrad");
  const denominator = add(call("sqrt", vHat), epsilon);
  return [
    { role: "first-moment", target: "m", right: runningMean(beta1, m, gradient) },
    { role: "second-moment", target: "v", right: runningMean(beta2, v, power(gradient, two)) },
    ...(amsgrad
      ? [{ role: "largest-second-moment", target: "v_max", right: call("max", vMax, v) } as const]
      : []),
    { role: "corrected-first", target: "m_hat", right: corrected(m, beta1) },
    { role: "corrected-second", target: "v_hat", right: corrected(amsgrad ? vMax : v, beta2) },
    {
      role: "parameter",
      target: "w",
      right: subtract(start, divide(multiply(eta, mHat), denominator)),
    },
  ];
}

function adamStep(options: OptionValues): readonly Assignment[] {
  const { lines, gradient } = decayedGradient(options);
  return [...lines, ...adaptiveLines(options, shared.w, gradient)];
}

/** Loshchilov and Hutter 2019: the decay shrinks the parameter itself and does not enter the gradient. */
function adamwStep(options: OptionValues): readonly Assignment[] {
  const { w, g, eta, lambda } = shared;
  if (!isOn(options, "weight_decay")) return adaptiveLines(options, w, g);
  const shrunk: Assignment = {
    role: "decayed-parameter",
    target: "u",
    right: subtract(w, multiply(eta, lambda, w)),
  };
  return [shrunk, ...adaptiveLines(options, reference("u"), g)];
}

const optionsWith = (decay: string): readonly OptionSpec[] => [
  rateOption("0.001"),
  { name: "betas", kind: "pair", default: ["0.9", "0.999"], atLeast: 0, below: 1 },
  epsilonOption("1e-8"),
  atLeastZero("weight_decay", decay),
  flag("amsgrad"),
];

const symbols = new Map([
  ["lr", ["eta"]],
  ["betas", ["beta_1", "beta_2"]],
  ["eps", ["epsilon"]],
  ["weight_decay", ["lambda"]],
]);

const stateOf = (options: OptionValues): ReadonlyMap<string, string> =>
  new Map(["m", "v", ...(isOn(options, "amsgrad") ? ["v_max"] : [])].map((name) => [name, "0"]));

export const adam: OptimizerRow = {
  name: "adam",
  title: "Adam",
  options: optionsWith("0"),
  symbols,
  state: stateOf,
  step: adamStep,
  firstStep: (options) => (isOn(options, "weight_decay") ? undefined : "sign"),
};

export const adamw: OptimizerRow = {
  name: "adamw",
  title: "AdamW",
  options: optionsWith("0.01"),
  symbols,
  state: stateOf,
  step: adamwStep,
  firstStep: (options) => (isOn(options, "weight_decay") ? "sign-and-decay" : "sign"),
};
