import type { AtLoss, Hooks } from "../hooks.js";
import type { PlainNetwork, Vector } from "../plain-network.js";
import { transposedProduct } from "../products.js";
import { lastLayer, type MistakeLine, mistakeRowsOf, only, outputsOf, upTo } from "../row.js";

const lossSlope = (): MistakeLine => ({ kind: "loss-slope" });
const lossLine = (): MistakeLine => ({ kind: "loss" });

const squared = new Set(["half_squared_error", "mse"]);
const overOutputs = new Set(["mse", "l1", "huber", "binary_cross_entropy"]);
const ofProbabilities = new Set(["binary_cross_entropy", "categorical_cross_entropy"]);

const isOneOf = ({ lossName }: PlainNetwork, names: ReadonlySet<string>): boolean =>
  lossName !== undefined && names.has(lossName);
const isNamed = ({ lossName }: PlainNetwork, name: string): boolean => lossName === name;

/** Each ∂E/∂y[k] by a factor; with the loss itself, or only in its derivative. */
const slopesTimes = (factor: number): Hooks => ({
  lossSlopes: (right) => right.map((each) => factor * each),
});
const lossTimes = (factor: number): readonly Hooks[] => {
  const slopes = slopesTimes(factor);
  return [{ ...slopes, loss: (value) => factor * value }, slopes];
};

/** ∂E/∂y[k] as another function of what is known there. */
const slopesFrom = (slopes: (at: AtLoss, right: Vector) => Vector): Hooks => ({
  lossSlopes: (right, at) => slopes(at, right).map((each) => each * at.plain.share),
});

/** The part of the loss that one output brings in: all others are taken to be on target. */
const partOf = ({ plain, trace: { output, target } }: AtLoss, unit: number): number =>
  plain.loss.value(target.with(unit, output[unit] ?? 0), target);

const isDistance = (plain: PlainNetwork): boolean =>
  isOneOf(plain, new Set([...squared, "l1", "huber"]));

const lastPreActivation = ({ trace }: AtLoss): Vector => trace.preActivations.at(-1) ?? [];

const hasOutputActivation = ({ layers }: PlainNetwork): boolean =>
  (layers.at(-1)?.stages.length ?? 0) > 0;

const negatedAt = (values: Vector, unit: number): Vector =>
  values.map((each, k) => (k === unit ? -each : each));

/** Mistakes about the loss and its derivative by the outputs. */
export const lossRows = mistakeRowsOf([
  {
    id: "sign_target_minus_out",
    line: lossSlope,
    variants: () => [slopesTimes(-1)],
  },
  {
    id: "sign_only_o#",
    each: (plain) => (outputsOf(plain) > 1 ? upTo(Math.min(outputsOf(plain), 16)) : []),
    line: lossSlope,
    variants: (plain, unit) => [
      { lossSlopes: (right) => negatedAt(right, unit - 1) },
      // Only on the way to the hidden layer.
      {
        back: ({ layer, weight, delta, source }) =>
          layer > 0 && layer === lastLayer(plain)
            ? transposedProduct(weight, negatedAt(delta, unit - 1), source.length)
            : undefined,
      },
    ],
  },
  {
    id: "forgot_half",
    line: lossLine,
    variants: (plain) => (isNamed(plain, "half_squared_error") ? lossTimes(2) : []),
  },
  {
    id: "half_kept",
    line: lossSlope,
    variants: (plain) =>
      isNamed(plain, "mse") ? lossTimes(1 / 2) : only(isOneOf(plain, squared), slopesTimes(1 / 2)),
  },
  {
    id: "mean_over_outputs",
    line: lossLine,
    variants: (plain) =>
      outputsOf(plain) > 1 && !isOneOf(plain, overOutputs) ? lossTimes(1 / outputsOf(plain)) : [],
  },
  {
    id: "sum_over_outputs",
    line: lossLine,
    variants: (plain) =>
      outputsOf(plain) > 1 && isOneOf(plain, overOutputs) ? lossTimes(outputsOf(plain)) : [],
  },
  {
    id: "mean_over_samples",
    line: lossLine,
    variants: ({ inputs, share }) =>
      inputs.length > 1 && share === 1 ? lossTimes(1 / inputs.length) : [],
  },
  {
    id: "sum_over_samples",
    line: lossLine,
    variants: ({ inputs, share }) =>
      inputs.length > 1 && share !== 1 ? lossTimes(inputs.length) : [],
  },
  {
    id: "E_instead_of_diff",
    line: lossSlope,
    variants: (plain) =>
      only(
        isDistance(plain),
        slopesFrom((at) => at.trace.output.map((_, unit) => partOf(at, unit))),
      ),
  },
  {
    id: "net_in_loss",
    line: lossSlope,
    variants: (plain) => {
      const slopes = slopesFrom((at) => plain.loss.slopes(lastPreActivation(at), at.trace.target));
      return only(
        hasOutputActivation(plain) && isDistance(plain),
        { ...slopes, loss: (_, at) => plain.loss.value(lastPreActivation(at), at.trace.target) },
        slopes,
      );
    },
  },
  {
    id: "target_only_d_of_square",
    line: lossSlope,
    variants: (plain) =>
      only(isOneOf(plain, squared), {
        lossSlopes: (right, { trace }) => right.map((each, k) => each * (trace.output[k] ?? 0)),
      }),
  },
  {
    id: "target_forgotten",
    line: lossSlope,
    variants: (plain) =>
      only(
        isOneOf(plain, squared),
        slopesFrom(({ trace: { output } }) =>
          plain.loss.slopes(
            output,
            output.map(() => 0),
          ),
        ),
      ),
  },
  {
    id: "target_instead_of_diff",
    line: lossSlope,
    variants: (plain) =>
      only(
        isOneOf(plain, squared),
        slopesFrom(({ trace: { target } }) =>
          plain.loss.slopes(
            target,
            target.map(() => 0),
          ),
        ),
      ),
  },
  {
    id: "loss_without_o#",
    each: (plain) => (outputsOf(plain) > 1 ? upTo(Math.min(outputsOf(plain), 16)) : []),
    line: lossLine,
    variants: (plain, unit) =>
      only(isDistance(plain), { loss: (value, at) => value - partOf(at, unit - 1) }),
  },
  {
    id: "squared_error_slope",
    line: lossSlope,
    variants: (plain) =>
      only(
        isOneOf(plain, ofProbabilities),
        slopesFrom(({ trace }) => trace.output.map((y, k) => y - (trace.target[k] ?? 0))),
      ),
  },
  {
    id: "softmax_forgotten",
    line: lossSlope,
    variants: (plain) =>
      only(
        isNamed(plain, "cross_entropy"),
        slopesFrom(({ trace }) => trace.output.map((y, k) => y - (trace.target[k] ?? 0))),
      ),
  },
  {
    id: "logits_as_probabilities",
    line: lossSlope,
    variants: (plain) =>
      only(
        isNamed(plain, "cross_entropy"),
        slopesFrom(({ trace }) => trace.output.map((y, k) => -(trace.target[k] ?? 0) / y)),
      ),
  },
  {
    id: "target_not_subtracted",
    line: lossSlope,
    variants: (plain) =>
      only(
        isNamed(plain, "cross_entropy"),
        slopesFrom(({ trace: { target } }, right) =>
          right.map((each, k) => each / plain.share + (target[k] ?? 0)),
        ),
      ),
  },
  {
    id: "softmax_diagonal",
    line: (plain) => ({ kind: "slope", layer: plain.layers.length - 1 }),
    variants: (plain) =>
      only(
        plain.layers.some(({ stages }) => stages.some(({ isElementwise }) => !isElementwise)),
        {
          pull: ({ g, x, y, stage }) =>
            stage.isElementwise
              ? undefined
              : stage.slopes(x, y).map((slope, unit) => slope * (g[unit] ?? 0)),
        },
      ),
  },
]);
