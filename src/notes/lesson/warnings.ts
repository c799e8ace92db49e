import type { Place, Problem } from "../../errors/problem.js";
import { quote } from "../../errors/quote.js";
import { reference } from "../../math/algebra/constructors.js";
import { functionRow } from "../../math/algebra/functions/index.js";
import { plainIndex } from "../../math/algebra/index-term.js";
import { type Axis, quantityOf } from "../../math/model/model.js";
import { double } from "../../math/numeric/double.js";
import { evaluate } from "../../math/numeric/evaluate.js";
import type { LayeredSpec } from "../../network/file/spec.js";
import type { Network } from "../../network/network.js";
import { type ActivationRow, activations } from "../../network/rows/activations.js";
import { findRow } from "../../network/rows/find-row.js";
import { type LossRow, losses } from "../../network/rows/losses.js";
import { flatSteps } from "./flat-paths.js";
import { expressionFormula } from "./formula.js";
import { type Sentence, sentence } from "./sentence.js";

/** Something that a file may say but hardly means: a problem that stops nothing, and what a page says about it. */
export interface Warning extends Problem {
  readonly sentence: Sentence;
}

/** Where a quantity is defined in the file. */
function placeOf({ spec, layered }: Network, name: string): Place | undefined {
  if (spec.kind === "equations")
    return spec.equations.find(({ left }) => left.name === name)?.left.place;
  return layered?.places.get(name) ?? placeOfLoss(spec);
}

const placeOfLoss = ({ loss }: LayeredSpec): Place =>
  loss.kind === "named" ? loss.name.place : loss.place;

const whole = (name: string, axes: readonly Axis[]) =>
  expressionFormula(
    reference(
      name,
      axes.map(({ index }) => plainIndex(index)),
    ),
  );

/** A sign or a step on every way from a parameter to the loss: gradient descent cannot learn that parameter. */
function flatDefinitions(network: Network): readonly Warning[] {
  const { model, names } = network;
  const nameOf = (parameter: string): string =>
    names.tensors.find(({ quantity }) => quantity === parameter)?.name ?? parameter;
  return flatSteps(network).map(({ name, read, stopped, stopsAll }): Warning => {
    const place = placeOf(network, name);
    const cause = `the derivative of ${quote(name)} by ${quote(read)} is 0 wherever it exists`;
    const wholeOf = (each: string) => whole(each, quantityOf(model, each).axes);
    return {
      code: "flat-function",
      message: stopsAll
        ? `${cause}, so every gradient before it is 0 and gradient descent never changes these parameters`
        : `${cause}, and no other way leads from ${stopped.map((each) => quote(nameOf(each))).join(", ")} to the loss: the gradients there are 0, and gradient descent never changes them`,
      ...(place && { place }),
      sentence: sentence("warning-flat", {
        quantity: wholeOf(name),
        read: wholeOf(read),
        stopped: stopsAll ? [] : stopped.map(wholeOf),
      }),
    };
  });
}

/** The rows of the last layer and of the loss of a layered file, where both are rows. */
function lastRows({
  spec,
}: Network):
  | { readonly activation: ActivationRow; readonly loss: LossRow; readonly place: Place }
  | undefined {
  if (spec.kind !== "layered" || spec.loss.kind !== "named") return undefined;
  const last = spec.layers.at(-1);
  if (!last || last.kind === "formula") return undefined;
  const name = last.kind === "activation" ? last.name.value : "identity";
  return {
    activation: findRow(activations, name),
    loss: findRow(losses, spec.loss.name.value),
    place: placeOfLoss(spec),
  };
}

/** A softmax (or a sigmoid) before a loss that takes the numbers before it. */
function probabilitiesAsLogits(network: Network): readonly Warning[] {
  const rows = lastRows(network);
  if (rows?.loss.expects !== "logits" || !rows.activation.gives) return [];
  const names = { activation: rows.activation.name, loss: rows.loss.name };
  return [
    {
      code: "probabilities-as-logits",
      message: `the loss \`${names.loss}\` takes logits and has a softmax inside, as in PyTorch, but the last layer is already \`${names.activation}\``,
      place: rows.place,
      help: `leave the last \`${names.activation}\` out, or use \`${rows.activation.gives === "distribution" ? "categorical_cross_entropy" : "binary_cross_entropy"}\``,
      sentence: sentence("warning-logits", names),
    },
  ];
}

/** A loss with logarithms of outputs that nothing keeps between 0 and 1. */
function noProbabilities(network: Network): readonly Warning[] {
  const rows = lastRows(network);
  const expected = rows?.loss.expects;
  if (!rows || (expected !== "probability" && expected !== "distribution")) return [];
  if (rows.activation.gives) return [];
  const names = {
    loss: rows.loss.name,
    activation: expected === "probability" ? "sigmoid" : "softmax",
  };
  return [
    {
      code: "no-probabilities",
      message: `the loss \`${names.loss}\` takes logarithms of the outputs as probabilities, but nothing keeps the outputs between 0 and 1`,
      place: rows.place,
      help: `end the layers with \`${names.activation}\``,
      sentence: sentence("warning-probabilities", names),
    },
  ];
}

/** Outputs so close to 0 or 1 that binary cross-entropy is cut, as PyTorch cuts it. */
function cutLogarithms(network: Network): readonly Warning[] {
  const { layered, model, spec } = network;
  const rows = lastRows(network);
  if (!layered || rows?.loss.name !== "binary_cross_entropy" || spec.kind !== "layered") return [];
  const outputs = Array.from(evaluate(model, double).array(layered.output));
  const { convention } = functionRow("binary_cross_entropy");
  if (!outputs.some((y) => convention?.(y))) return [];
  return [
    {
      code: "cut-logarithm",
      message:
        "an output is so close to 0 or 1 that its logarithm is cut at -100, or y(1 - y) in the derivative at about 1e-12, as in PyTorch",
      place: rows.place,
      sentence: sentence("warning-cut", {
        output: whole(layered.output, quantityOf(model, layered.output).axes),
      }),
    },
  ];
}

/** Everything that is worth a warning; a row looks for one thing. */
const rows: ReadonlyArray<(network: Network) => readonly Warning[]> = [
  flatDefinitions,
  probabilitiesAsLogits,
  noProbabilities,
  cutLogarithms,
];

/** What a network's file may say but hardly means. */
export const warningsOf = (network: Network): readonly Warning[] =>
  rows.flatMap((look) => look(network));
