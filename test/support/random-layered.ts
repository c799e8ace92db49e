import { activations } from "../../src/network/rows/activations.js";
import { losses } from "../../src/network/rows/losses.js";
import { type Draws, drawsFrom, type Nested } from "./draws.js";

/** What a layered file may be asked for; everything else is drawn. */
export interface LayeredChoice {
  /** The activation behind every linear layer but the last; drawn for each layer if absent. */
  readonly activation?: string;
  readonly loss?: string;
  readonly depth?: number;
  readonly mostWidth?: number;
  readonly mostSamples?: number;
  readonly optimizer?: object;
}

const formulaActivation = { formula: "x / (1 + abs(x))" };
const formulaLoss = { formula: "(y - t)^4 / 4" };

export const activationNames: readonly string[] = [
  ...activations.map(({ name }) => name),
  "formula",
];
export const lossNames: readonly string[] = [...losses.map(({ name }) => name), "formula"];

/** A row with its options drawn, as a file writes it. */
function withOptions(draws: Draws, name: string, options: readonly string[]): string | object {
  if (options.length === 0 || draws.integer(0, 1) === 0) return name;
  const positive = (): number => draws.integer(1, 30) / 20;
  return { [name]: Object.fromEntries(options.map((option) => [option, positive()])) };
}

function activationLayer(draws: Draws, name: string): string | object {
  if (name === "formula") return formulaActivation;
  const row = activations.find((each) => each.name === name);
  return withOptions(draws, name, row?.options.map((option) => option.name) ?? []);
}

function lossOf(draws: Draws, name: string): string | object {
  if (name === "formula") return formulaLoss;
  const row = losses.find((each) => each.name === name);
  return withOptions(draws, name, row?.options.map((option) => option.name) ?? []);
}

/** What must stand before a loss that takes probabilities. */
const outputActivation = (draws: Draws, loss: string): readonly string[] => {
  if (loss === "binary_cross_entropy") return ["sigmoid"];
  if (loss === "categorical_cross_entropy") return ["softmax"];
  if (loss === "cross_entropy") return [];
  return draws.pick([[], ["sigmoid"], ["tanh"], ["softplus"]]);
};

/** Probabilities that add up to 1, with two digits each. */
function distribution(draws: Draws, count: number): Nested {
  const parts = Array.from({ length: count }, () => 0);
  for (let k = 0; k < 100; k++) {
    const place = draws.integer(0, count - 1);
    parts[place] = (parts[place] ?? 0) + 1;
  }
  return parts.map((part) => part / 100);
}

function targetOf(draws: Draws, loss: string, outputs: number, asClass: boolean): Nested {
  if (loss.includes("cross_entropy") && loss !== "binary_cross_entropy")
    return asClass ? draws.integer(0, outputs - 1) : distribution(draws, outputs);
  if (loss === "binary_cross_entropy")
    return Array.from({ length: outputs }, () => draws.pick([0, 1, 0.25]));
  return draws.tensor(outputs);
}

function linearLayer(draws: Draws, inputs: number, outputs: number): object {
  const bias = draws.pick([draws.tensor(outputs), draws.decimal(), false]);
  return { linear: { weight: draws.tensor(outputs, inputs), bias } };
}

/** A layered network file by chance: depth, widths, rows, biases, samples, reduction and targets. */
export function randomLayered(seed: number, choice: LayeredChoice = {}): object {
  const draws = drawsFrom(seed);
  const { integer, pick } = draws;
  const loss = choice.loss ?? pick(lossNames);
  const depth = choice.depth ?? integer(1, 4);
  const most = choice.mostWidth ?? (depth > 2 ? 3 : 5);
  const samples = integer(0, choice.mostSamples ?? 3);
  const widths = Array.from({ length: depth + 1 }, () => integer(1, most));
  const outputs = widths.at(-1) ?? 1;
  const layers: (string | object)[] = [];
  for (let layer = 1; layer <= depth; layer++) {
    layers.push(linearLayer(draws, widths[layer - 1] ?? 1, widths[layer] ?? 1));
    const names =
      layer < depth ? [choice.activation ?? pick(activationNames)] : outputActivation(draws, loss);
    layers.push(...names.map((name) => activationLayer(draws, name)));
  }
  if (depth === 1 && choice.activation) layers.unshift(activationLayer(draws, choice.activation));
  const asClass = integer(0, 1) === 0;
  const target = (): Nested => targetOf(draws, loss, outputs, asClass);
  const inputs = widths[0] ?? 1;
  return {
    inputs: samples === 0 ? draws.tensor(inputs) : draws.tensor(samples, inputs),
    targets: samples === 0 ? target() : Array.from({ length: samples }, target),
    layers,
    loss: lossOf(draws, loss),
    reduction: pick(["sum", "mean"]),
    ...(choice.optimizer && { optimizer: choice.optimizer }),
  };
}
