import type { Hooks } from "../hooks.js";
import type { PlainNetwork } from "../plain-network.js";
import { type MistakeLine, mistakeRowsOf, only } from "../row.js";

const updateLine = (): MistakeLine => ({ kind: "update" });

const constantOf = ({ optimizer }: PlainNetwork, symbol: string): number =>
  Number(optimizer?.constants.get(symbol) ?? 0);

const withConstant = (symbol: string, change: (value: number) => number): Hooks => ({
  constants: (value, name) => (name === symbol ? change(value) : value),
});

const hasRate = (plain: PlainNetwork): boolean => plain.optimizer?.constants.has("eta") ?? false;

const someFrozen = ({ layers, isFrozen }: PlainNetwork): boolean =>
  layers.some(
    ({ weightName, biasName, parameters: { weight, bias } }) =>
      weight.some((_, position) => isFrozen(weightName, position)) ||
      (biasName !== undefined && bias.some((_, position) => isFrozen(biasName, position))),
  );

const someBiasTrained = ({ layers, isFrozen }: PlainNetwork): boolean =>
  layers.some(
    ({ biasName, parameters: { bias } }) =>
      biasName !== undefined && bias.some((_, position) => !isFrozen(biasName, position)),
  );

const onlyWeights = (kind: "weight" | "bias", isFrozen: boolean): boolean =>
  kind === "weight" && !isFrozen;

/** Mistakes about the step of the optimizer, and about what is told as the gradient. */
export const updateRows = mistakeRowsOf([
  {
    id: "lr_included",
    line: updateLine,
    variants: (plain) =>
      only(hasRate(plain), { reported: (gradient) => constantOf(plain, "eta") * gradient }),
  },
  {
    id: "grad_not_zeroed_step2",
    line: updateLine,
    variants: ({ optimizer }) =>
      only(
        optimizer !== undefined,
        { accumulates: true, moreSteps: { gradients: 1 } },
        { accumulates: true, moreSteps: { gradients: 1 }, trains: onlyWeights },
      ),
  },
  {
    id: "gradient_after_step",
    line: updateLine,
    variants: ({ optimizer }) => only(optimizer !== undefined, { moreSteps: { gradients: 1 } }),
  },
  {
    id: "added_instead_of_subtracted",
    line: updateLine,
    variants: ({ optimizer }) =>
      only(optimizer !== undefined, { update: (before, after) => 2 * before - after }),
  },
  {
    id: "eta_forgotten",
    line: updateLine,
    variants: (plain) =>
      only(
        hasRate(plain),
        withConstant("eta", () => 1),
      ),
  },
  {
    id: "eta_twice",
    line: updateLine,
    variants: (plain) =>
      only(
        hasRate(plain),
        withConstant("eta", (eta) => eta * eta),
      ),
  },
  {
    id: "momentum_forgotten",
    line: updateLine,
    variants: (plain) =>
      only(
        constantOf(plain, "mu") !== 0,
        withConstant("mu", () => 0),
      ),
  },
  {
    id: "weight_decay_forgotten",
    line: updateLine,
    variants: (plain) =>
      only(
        constantOf(plain, "lambda") !== 0,
        withConstant("lambda", () => 0),
      ),
  },
  {
    id: "biases_not_trained",
    line: updateLine,
    variants: (plain) =>
      only(plain.optimizer !== undefined && someBiasTrained(plain), {
        trains: onlyWeights,
      }),
  },
  {
    id: "only_output_layer_trained",
    line: updateLine,
    variants: ({ optimizer, layers }) =>
      only(optimizer !== undefined && layers.length > 1, {
        trains: (_, isFrozen, layer) => !isFrozen && layer === layers.length - 1,
      }),
  },
  {
    id: "frozen_trained",
    line: updateLine,
    variants: (plain) =>
      only(plain.optimizer !== undefined && someFrozen(plain), { trains: () => true }),
  },
  {
    id: "one_step_too_few",
    line: updateLine,
    variants: ({ optimizer }) => only(optimizer !== undefined, { moreSteps: { after: -1 } }),
  },
  {
    id: "one_step_too_many",
    line: updateLine,
    variants: ({ optimizer }) => only(optimizer !== undefined, { moreSteps: { after: 1 } }),
  },
]);
