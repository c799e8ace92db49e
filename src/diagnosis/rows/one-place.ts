import type { Hooks } from "../hooks.js";
import type { PlainNetwork } from "../plain-network.js";
import { type MistakeRow, mistakeRowsOf, only } from "../row.js";
import {
  atHidden,
  atOutput,
  everywhere,
  firstLine,
  hasActivation,
  hiddenLine,
  outputLine,
  outputReplaced,
  pulled,
  slopeOf,
  type Where,
} from "./slopes.js";

/** Whether an activation of this name (or any) stands in the output layer and in a hidden one. */
const isInBoth = ({ layers }: PlainNetwork, name: string | undefined): boolean => {
  const places = layers.map(({ stages }) =>
    stages.some(({ functionName }) => name === undefined || functionName === name),
  );
  return places.at(-1) === true && places.slice(0, -1).includes(true);
};

/** A mistake about σ′ that is made in the output layer only, where it could have been made in both. */
const inOutput = <const Id extends string>(
  id: Id,
  hooks: (where: Where) => Hooks,
  name?: string,
): MistakeRow<Id> => ({
  id,
  line: outputLine,
  variants: (plain) => only(isInBoth(plain, name), hooks(atOutput)),
});

/** The same in the hidden layers only. */
const inHidden = <const Id extends string>(
  id: Id,
  hooks: (where: Where) => Hooks,
  name?: string,
): MistakeRow<Id> => ({
  id,
  line: hiddenLine,
  variants: (plain) => only(isInBoth(plain, name), hooks(atHidden)),
});

const itself = (where: Where): Hooks => slopeOf(where, (y) => y);
const oneMinus = (where: Where): Hooks => slopeOf(where, (y) => 1 - y, "sigmoid");
const ofTanh = (where: Where): Hooks => slopeOf(where, (y) => 1 - y * y, "sigmoid");
const ofSigmoid = (where: Where): Hooks => slopeOf(where, (y) => y * (1 - y), "tanh");

/** The factor σ′ twice. */
const twice = (where: Where): Hooks =>
  pulled(where, ({ g, x, y, stage }) => stage.pull(stage.pull(g, x, y), x, y));

/** y (1 − y) with the target in the place of y. */
const atTarget: Hooks = pulled(atOutput, ({ g, x, stage, trace }) =>
  stage.isElementwise ? stage.pull(g, x, trace.target) : undefined,
);

/** Mistakes about the derivative of the activation that are made in some layers and not in the others. */
export const onePlaceRows = mistakeRowsOf([
  inOutput("net_times_1_minus_net_out", outputReplaced),
  inHidden("net_times_1_minus_net_hidden", outputReplaced),
  inOutput("sigma_as_derivative_out", itself),
  inHidden("sigma_as_derivative_hidden", itself),
  inOutput("one_minus_out_only_out", oneMinus, "sigmoid"),
  inHidden("one_minus_out_only_hidden", oneMinus, "sigmoid"),
  inOutput("tanh_derivative_out", ofTanh, "sigmoid"),
  inHidden("tanh_derivative_hidden", ofTanh, "sigmoid"),
  inOutput("sigmoid_derivative_out", ofSigmoid, "tanh"),
  inHidden("sigmoid_derivative_hidden", ofSigmoid, "tanh"),
  {
    id: "sigma_prime_twice",
    line: firstLine,
    variants: (plain) => only(hasActivation(plain, everywhere), twice(everywhere)),
  },
  inOutput("sigma_prime_twice_out", twice),
  inHidden("sigma_prime_twice_hidden", twice),
  {
    id: "sigma_prime_at_target",
    line: outputLine,
    variants: (plain) => only(hasActivation(plain, atOutput), atTarget),
  },
]);
