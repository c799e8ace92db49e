import type { AtStage, Hooks } from "../hooks.js";
import type { PlainNetwork, Vector } from "../plain-network.js";
import { lastLayer, type MistakeLine, mistakeRowsOf, only, upTo } from "../row.js";

/** Where a mistake about σ′ is made. */
export type Where = (layer: number, plain: PlainNetwork) => boolean;

export const atOutput: Where = (layer, plain) => layer === lastLayer(plain);
export const atHidden: Where = (layer, plain) => layer !== lastLayer(plain);
export const everywhere: Where = () => true;

export const hasActivation = (plain: PlainNetwork, where: Where): boolean =>
  plain.layers.some(({ stages }, layer) => stages.length > 0 && where(layer, plain));

const hasFunction = (plain: PlainNetwork, name: string): boolean =>
  plain.layers.some(({ stages }) => stages.some(({ functionName }) => functionName === name));

const hasBoth = (plain: PlainNetwork): boolean =>
  hasActivation(plain, atOutput) && hasActivation(plain, atHidden);

/** The wrong gradient behind an activation, at the layers that are meant. */
export const pulled = (where: Where, pull: (at: AtStage) => Vector | undefined): Hooks => ({
  pull: (at) => (where(at.layer, at.plain) ? pull(at) : undefined),
});

/** A wrong σ′ as a function of the activation's output. */
export const slopeOf = (where: Where, slope: (y: number) => number, functionName?: string): Hooks =>
  pulled(where, ({ g, y, stage }) =>
    functionName === undefined || stage.functionName === functionName
      ? g.map((each, unit) => each * slope(y[unit] ?? 0))
      : undefined,
  );

const forgotten = (where: Where): Hooks => pulled(where, ({ g }) => g);

/** σ′(σ(z)): the derivative is taken at the output. */
const atItsOutput = (where: Where): Hooks =>
  pulled(where, ({ g, y, stage }) => stage.pull(g, y, stage.apply(y)));

/** y (1 − y) with the pre-activation in the place of y. */
export const outputReplaced = (where: Where): Hooks =>
  pulled(where, ({ g, x, stage }) => stage.pull(g, x, x));

export const outputLine = (plain: PlainNetwork): MistakeLine => ({
  kind: "slope",
  layer: lastLayer(plain),
});
export const hiddenLine = (): MistakeLine => ({ kind: "slope", layer: 0 });
/** Of a mistake in every layer: the line where the way back meets it first. */
export const firstLine = (plain: PlainNetwork): MistakeLine =>
  hasActivation(plain, atOutput) ? outputLine(plain) : hiddenLine();
const hiddenLayers = (plain: PlainNetwork): readonly number[] =>
  plain.layers.length > 2 ? upTo(plain.layers.length - 1) : [];
const layerLine = (_: PlainNetwork, layer: number): MistakeLine => ({
  kind: "slope",
  layer: layer - 1,
});
const isLayer =
  (number: number): Where =>
  (layer) =>
    layer === number - 1;

/** Mistakes about the derivative of the activation. */
export const slopeRows = mistakeRowsOf([
  {
    id: "no_sigma_out",
    line: outputLine,
    variants: (plain) => only(hasActivation(plain, atOutput), forgotten(atOutput)),
  },
  {
    id: "no_sigma_hidden",
    line: hiddenLine,
    variants: (plain) => only(hasActivation(plain, atHidden), forgotten(atHidden)),
  },
  {
    id: "no_sigma_both",
    line: firstLine,
    variants: (plain) => only(hasBoth(plain), forgotten(everywhere)),
  },
  {
    id: "no_sigma_layer#",
    each: hiddenLayers,
    line: layerLine,
    variants: (plain, layer) =>
      only(hasActivation(plain, isLayer(layer)), forgotten(isLayer(layer))),
  },
  {
    id: "sigma_prime_of_out_outlayer",
    line: outputLine,
    variants: (plain) => only(hasActivation(plain, atOutput), atItsOutput(atOutput)),
  },
  {
    id: "sigma_prime_of_out_hidden",
    line: hiddenLine,
    variants: (plain) => only(hasActivation(plain, atHidden), atItsOutput(atHidden)),
  },
  {
    id: "sigma_prime_of_out_both",
    line: firstLine,
    variants: (plain) => only(hasBoth(plain), atItsOutput(everywhere)),
  },
  {
    id: "net_times_1_minus_net",
    line: firstLine,
    variants: (plain) => only(hasActivation(plain, everywhere), outputReplaced(everywhere)),
  },
  {
    id: "sigma_as_derivative",
    line: firstLine,
    variants: (plain) =>
      only(
        hasActivation(plain, everywhere),
        slopeOf(everywhere, (y) => y),
      ),
  },
  {
    id: "one_minus_out_only",
    line: firstLine,
    variants: (plain) =>
      only(
        hasFunction(plain, "sigmoid"),
        slopeOf(everywhere, (y) => 1 - y, "sigmoid"),
      ),
  },
  {
    id: "tanh_derivative",
    line: firstLine,
    variants: (plain) =>
      only(
        hasFunction(plain, "sigmoid"),
        slopeOf(everywhere, (y) => 1 - y * y, "sigmoid"),
      ),
  },
  {
    id: "sigmoid_derivative",
    line: firstLine,
    variants: (plain) =>
      only(
        hasFunction(plain, "tanh"),
        slopeOf(everywhere, (y) => y * (1 - y), "tanh"),
      ),
  },
]);
