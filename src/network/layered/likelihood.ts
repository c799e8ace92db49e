import type { Expression } from "../../math/algebra/expression.js";
import type { Axis } from "../../math/model/model.js";
import type { LayeredSpec } from "../file/spec.js";
import type { TargetFacts } from "../rows/losses.js";
import { unitsOf } from "../rows/units.js";
import { probabilitiesOf } from "./loss-value.js";

/** Softmax and cross-entropy, wherever the softmax stands: at the end of the layers, or in the loss. */
export interface Likelihood extends TargetFacts {
  /** The quantity of the probabilities, and that of the numbers that the softmax takes. */
  readonly probabilities: string;
  readonly logits: string;
}

/** The name of the probabilities that a loss makes of the outputs. */
export const probabilityName = "p";

/**
 * What a loss is about that compares probabilities with targets. Where the loss itself makes them of the
 * outputs, `right` is their formula: they are a quantity beside the loss, so that derivatives can name them.
 */
export function likelihoodOf(
  { loss, layers }: LayeredSpec,
  output: { readonly name: string; readonly axes: readonly Axis[] },
  beforeOutput: string | undefined,
  facts: TargetFacts,
):
  | { readonly likelihood: Likelihood; readonly right?: Expression; readonly name: string }
  | undefined {
  const right = probabilitiesOf(loss, unitsOf(output.name, output.axes));
  if (right)
    return {
      likelihood: { probabilities: probabilityName, logits: output.name, ...facts },
      name: probabilityName,
      right,
    };
  const last = layers.at(-1);
  const isSoftmax = last?.kind === "activation" && last.name.value === "softmax";
  const isAbout = loss.kind === "named" && loss.name.value === "categorical_cross_entropy";
  return isSoftmax && isAbout && beforeOutput !== undefined
    ? {
        likelihood: { probabilities: output.name, logits: beforeOutput, ...facts },
        name: output.name,
      }
    : undefined;
}
