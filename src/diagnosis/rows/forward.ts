import { functionRow } from "../../math/algebra/functions/index.js";
import type { AtLinear, Hooks } from "../hooks.js";
import type { Parameters, PlainLayer, PlainNetwork, Vector } from "../plain-network.js";
import { outer, transposedProduct } from "../products.js";
import { roundToPlaces } from "../round-to-places.js";
import { lastLayer, type MistakeLine, mistakeRowsOf, only, upTo } from "../row.js";
import type { Stage } from "../stage.js";

const weightedSum = (_: PlainNetwork, number: number): MistakeLine => ({
  kind: "weighted-sum",
  layer: number - 1,
});

const changedAt =
  (isMeant: (layer: number) => boolean, change: (own: Parameters, layer: number) => Parameters) =>
  (all: readonly Parameters[]): readonly Parameters[] =>
    all.map((own, number) => (isMeant(number) ? change(own, number) : own));

/** For each place of a matrix, the place in its row-by-row list that filling by columns puts there. */
const columnwise = ({ inputs, outputs }: PlainLayer): readonly number[] =>
  upTo(outputs).flatMap((j) => upTo(inputs).map((i) => (i - 1) * outputs + j - 1));

/** A matrix filled by columns; its gradient told by the name of the weight, or by the place in the matrix. */
function filledByColumns(
  plain: PlainNetwork,
  isMeant: (layer: number) => boolean,
): readonly Hooks[] {
  const places = plain.layers.map(columnwise);
  const parameters = changedAt(isMeant, (own, number) => ({
    ...own,
    weight: (places[number] ?? []).map((place) => own.weight[place] ?? 0),
  }));
  return [
    {
      parameters,
      gradient: (gradient, number) => {
        if (!isMeant(number)) return gradient;
        const weight = [...gradient.weight];
        places[number]?.forEach((place, at) => {
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

const hasBiases = ({ layers }: PlainNetwork): boolean =>
  layers.filter(({ biasName }) => biasName !== undefined).length > 0;

const biasesTimes = (factor: number) =>
  changedAt(
    () => true,
    (own) => ({ ...own, bias: own.bias.map((each) => factor * each) }),
  );

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

/**
 * One activation computed in the place of another: everywhere, or at one kind of layer; differentiated as what it
 * is, or still by the formula of the right one.
 */
function takenFor(
  plain: PlainNetwork,
  right: string,
  wrong: string,
  slope: (y: number) => number,
): readonly Hooks[] {
  const { value } = functionRow(wrong);
  return [() => true, isOutput, isHidden].flatMap((isMeant): readonly Hooks[] => {
    const isStruck = (stage: Stage, layer: number): boolean =>
      stage.functionName === right && isMeant(layer, plain);
    const forward: Hooks = {
      apply: (stage, x, layer) =>
        isStruck(stage, layer) ? x.map((each) => value(each)) : undefined,
    };
    const both: Hooks = {
      ...forward,
      pull: ({ stage, g, y, layer }) =>
        isStruck(stage, layer) ? y.map((each, k) => slope(each) * (g[k] ?? 0)) : undefined,
    };
    return only(
      plain.layers.some(({ stages }, layer) => stages.some((stage) => isStruck(stage, layer))),
      both,
      forward,
    );
  });
}

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
    id: "biases_missing",
    line: () => ({ kind: "weighted-sum", layer: 0 }),
    variants: (plain) => only(hasBiases(plain), { parameters: biasesTimes(0) }),
  },
  {
    id: "biases_subtracted",
    line: () => ({ kind: "weighted-sum", layer: 0 }),
    variants: (plain) => only(hasBiases(plain), { parameters: biasesTimes(-1) }),
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
    variants: (plain, number) => {
      const layer = plain.layers[number - 1];
      return layer && isMatrix(layer) ? filledByColumns(plain, (each) => each === number - 1) : [];
    },
  },
  {
    id: "both_layout_transposed",
    line: () => ({ kind: "weighted-sum", layer: 0 }),
    variants: (plain) =>
      plain.layers.filter(isMatrix).length > 1 ? filledByColumns(plain, () => true) : [],
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
    id: "activations_left_out",
    line: () => ({ kind: "activation", layer: 0 }),
    variants: (plain) =>
      only(
        hasStages(plain, isOutput) && hasStages(plain, isHidden),
        withoutActivation(() => true),
      ),
  },
  {
    id: "tanh_for_sigmoid",
    line: () => ({ kind: "activation", layer: 0 }),
    variants: (plain) => takenFor(plain, "sigmoid", "tanh", (y) => 1 - y * y),
  },
  {
    id: "sigmoid_for_tanh",
    line: () => ({ kind: "activation", layer: 0 }),
    variants: (plain) => takenFor(plain, "tanh", "sigmoid", (y) => y * (1 - y)),
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
