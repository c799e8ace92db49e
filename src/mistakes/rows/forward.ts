import type { AtLinear, Hooks } from "../hooks.js";
import { outer, transposedProduct } from "../pass.js";
import type { Parameters, PlainLayer, PlainNetwork, Vector } from "../plain-network.js";
import { lastLayer, type MistakeLine, mistakeRowsOf, only, upTo } from "../row.js";
import type { Stage } from "../stage.js";
import { roundToPlaces } from "../written-number.js";

const weightedSum = (_: PlainNetwork, number: number): MistakeLine => ({
  kind: "weighted-sum",
  layer: number - 1,
});

const changedAt =
  (
    isMeant: (layer: number) => boolean,
    change: (own: Parameters, layer: PlainLayer) => Parameters,
  ) =>
  (all: readonly Parameters[], { layers }: PlainNetwork): readonly Parameters[] =>
    all.map((own, number) => {
      const layer = layers[number];
      return layer && isMeant(number) ? change(own, layer) : own;
    });

/** For each place of a matrix, the place in its row-by-row list that filling by columns puts there. */
const columnwise = ({ inputs, outputs }: PlainLayer): readonly number[] =>
  upTo(outputs).flatMap((j) => upTo(inputs).map((i) => (i - 1) * outputs + j - 1));

/** A matrix filled by columns; its gradient told by the name of the weight, or by the place in the matrix. */
function filledByColumns(isMeant: (layer: number) => boolean): readonly Hooks[] {
  const parameters = changedAt(isMeant, (own, layer) => ({
    ...own,
    weight: columnwise(layer).map((place) => own.weight[place] ?? 0),
  }));
  return [
    {
      parameters,
      gradient: (gradient, number, { layers }) => {
        const layer = layers[number];
        if (!layer || !isMeant(number)) return gradient;
        const weight: number[] = [];
        columnwise(layer).forEach((place, at) => {
          weight[place] = gradient.weight[at] ?? 0;
        });
        return { ...gradient, weight };
      },
    },
    { parameters },
  ];
}

const isMatrix = ({ inputs, outputs }: PlainLayer): boolean => inputs > 1 && outputs > 1;

const biasMissing = (layer: number): Hooks => ({
  parameters: changedAt(
    (number) => number === layer,
    (own) => ({ ...own, bias: own.bias.map(() => 0) }),
  ),
});

const swappedBiases: Hooks = {
  parameters: (all) => {
    const [first, second, ...others] = all;
    if (!first || !second) return all;
    return [{ ...first, bias: second.bias }, { ...second, bias: first.bias }, ...others];
  },
};

const canSwapBiases = ({ layers: [first, second] }: PlainNetwork): boolean =>
  first?.biasName !== undefined &&
  second?.biasName !== undefined &&
  first.parameters.bias.length === second.parameters.bias.length;

const isSigmoid = ({ functionName }: Stage): boolean => functionName === "sigmoid";

const wrongSign: Hooks = {
  apply: (stage, x) => (isSigmoid(stage) ? stage.apply(x.map((each) => -each)) : undefined),
};

/** Layers whose activation is left out, forward and backward. */
const withoutActivation = (isMeant: (layer: number, plain: PlainNetwork) => boolean): Hooks => ({
  apply: (_, x, layer, plain) => (isMeant(layer, plain) ? x : undefined),
  pull: ({ g, layer, plain }) => (isMeant(layer, plain) ? g : undefined),
});

const isOutput = (layer: number, plain: PlainNetwork): boolean => layer === lastLayer(plain);
const isHidden = (layer: number, plain: PlainNetwork): boolean => layer < lastLayer(plain);
const hasStages = (plain: PlainNetwork, isMeant: typeof isOutput): boolean =>
  plain.layers.some(({ stages }, layer) => stages.length > 0 && isMeant(layer, plain));

const swapped = ([first = 0, second = 0, ...others]: Vector): Vector => [second, first, ...others];

/** Σ_k δ[k] W[k,i] of rounded products. */
const roundedPaths =
  (round: (value: number) => number) =>
  ({ weight, delta, source }: AtLinear): Vector =>
    transposedProduct(
      outer(
        delta,
        source.map(() => 1),
      ).map((each, place) => round(each * (weight[place] ?? 0))),
      delta.map(() => 1),
      source.length,
    );

/** Mistakes of the forward pass, which everything after it inherits. */
export const forwardRows = mistakeRowsOf([
  {
    id: "rounded_#",
    each: () => [2, 3, 4, 5],
    line: () => ({ kind: "everywhere" }),
    variants: (_, places) =>
      (["decimal", "binary"] as const).flatMap((kind) => {
        const round = (value: number): number => roundToPlaces(value, places, kind);
        return [false, true].flatMap((roundsLastDelta) => [
          { round, roundsLastDelta },
          { round, roundsLastDelta, back: roundedPaths(round) },
        ]);
      }),
  },
  {
    id: "bias#_missing",
    each: ({ layers }) => upTo(layers.length),
    line: weightedSum,
    variants: ({ layers }, number) =>
      only(layers[number - 1]?.biasName !== undefined, biasMissing(number - 1)),
  },
  {
    id: "exp_sign",
    line: () => ({ kind: "activation", layer: 0 }),
    variants: ({ layers }) =>
      only(
        layers.some(({ stages }) => stages.some(isSigmoid)),
        wrongSign,
      ),
  },
  {
    id: "W#_layout_transposed",
    each: ({ layers }) => upTo(layers.length),
    line: weightedSum,
    variants: ({ layers }, number) => {
      const layer = layers[number - 1];
      return layer && isMatrix(layer) ? filledByColumns((each) => each === number - 1) : [];
    },
  },
  {
    id: "both_layout_transposed",
    line: () => ({ kind: "weighted-sum", layer: 0 }),
    variants: ({ layers }) =>
      layers.filter(isMatrix).length > 1 ? filledByColumns(() => true) : [],
  },
  {
    id: "biases_swapped",
    line: () => ({ kind: "weighted-sum", layer: 0 }),
    variants: (plain) => only(canSwapBiases(plain), swappedBiases),
  },
  {
    id: "activation_left_out_output",
    line: (plain) => ({ kind: "activation", layer: lastLayer(plain) }),
    variants: (plain) => only(hasStages(plain, isOutput), withoutActivation(isOutput)),
  },
  {
    id: "activation_left_out_hidden",
    line: () => ({ kind: "activation", layer: 0 }),
    variants: (plain) => only(hasStages(plain, isHidden), withoutActivation(isHidden)),
  },
  {
    id: "inputs_swapped",
    line: () => ({ kind: "weighted-sum", layer: 0 }),
    variants: ({ inputs }) => only((inputs[0]?.length ?? 0) > 1, { input: swapped }),
  },
  {
    id: "targets_swapped",
    line: () => ({ kind: "loss" }),
    variants: ({ targets }) => only((targets[0]?.length ?? 0) > 1, { target: swapped }),
  },
]);
