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

const [m, q, u, v] = [reference("m"), reference("q"), reference("u"), reference("v")];
const [alpha, mu] = [reference("alpha"), reference("mu")];
const two = add(one, one);

const runningMean = (old: Expression, next: Expression): Expression =>
  add(multiply(alpha, old), multiply(subtract(one, alpha), next));

/**
 * PyTorch's RMSprop (Hinton's lecture 6e): v = αv + (1 − α)g², then w − η g / (√v + ε). Centered, the square of
 * the mean gradient m is taken off v; with momentum, u = μu + g / (√v + ε) is what moves w.
 */
function rmspropStep(options: OptionValues): readonly Assignment[] {
  const { w, eta, epsilon } = shared;
  const { lines, gradient } = decayedGradient(options);
  const centered = isOn(options, "centered");
  const spread = centered ? subtract(v, power(m, two)) : v;
  const direction = divide(gradient, q);
  const hasMomentum = isOn(options, "momentum");
  return [
    ...lines,
    { role: "second-moment", target: "v", right: runningMean(v, power(gradient, two)) },
    ...(centered
      ? [{ role: "first-moment", target: "m", right: runningMean(m, gradient) } as const]
      : []),
    { role: "denominator", target: "q", right: add(call("sqrt", spread), epsilon) },
    ...(hasMomentum
      ? [{ role: "velocity", target: "u", right: add(multiply(mu, u), direction) } as const]
      : []),
    {
      role: "parameter",
      target: "w",
      right: subtract(w, multiply(eta, hasMomentum ? u : direction)),
    },
  ];
}

export const rmsprop: OptimizerRow = {
  name: "rmsprop",
  title: "RMSprop",
  options: [
    rateOption("0.01"),
    atLeastZero("alpha", "0.99"),
    epsilonOption("1e-8"),
    atLeastZero("weight_decay"),
    atLeastZero("momentum"),
    flag("centered"),
  ],
  symbols: new Map([
    ["lr", ["eta"]],
    ["alpha", ["alpha"]],
    ["eps", ["epsilon"]],
    ["weight_decay", ["lambda"]],
    ["momentum", ["mu"]],
  ]),
  state: (options) =>
    new Map(
      [
        "v",
        ...(isOn(options, "centered") ? ["m"] : []),
        ...(isOn(options, "momentum") ? ["u"] : []),
      ].map((name) => [name, "0"]),
    ),
  step: rmspropStep,
  firstStep: (options) =>
    isOn(options, "weight_decay") ||
    isOn(options, "centered") ||
    Number(options.get("alpha")?.[0]) >= 1
      ? undefined
      : "scaled-sign",
};
