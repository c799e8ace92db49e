import { type Instance, quantityOf } from "../math/model/model.js";
import type { Network } from "../network/network.js";
import { positionIn } from "../network/notation/names.js";
import type { AllHooks } from "./hooks.js";
import type { PlainNetwork, Vector } from "./plain-network.js";
import type { Asked } from "./question.js";
import type { Moment } from "./training.js";

/** The step at which a mistake looks for what is asked. */
export const stepOf = ({ kind, step }: Asked, { moreSteps }: AllHooks): number =>
  Math.max(
    0,
    step +
      (kind === "gradient" ? (moreSteps?.gradients ?? 0) : step > 0 ? (moreSteps?.after ?? 0) : 0),
  );

/** What is asked, as it stands at a moment of the training with some hooks. NaN where it has no such number. */
export function predict(
  network: Network,
  plain: PlainNetwork,
  hooks: AllHooks,
  { kind, instance }: Asked,
  moment: Moment,
): number {
  const found =
    kind === "gradient"
      ? gradientAt(network, plain, instance, moment)
      : valueAt(network, plain, instance, moment);
  return kind === "gradient" && hooks.reported ? hooks.reported(found, plain) : found;
}

/** The place of an instance: its sample, from 0, and its unit or its place in a matrix. */
function placeOf(
  { model, layered }: Network,
  { name, indices }: Instance,
): readonly [sample: number, place: number] {
  const { axes, role } = quantityOf(model, name);
  const isSampled = layered?.samples !== undefined && role !== "parameter" && axes.length > 0;
  const sample = isSampled ? (indices[0] ?? 1) - 1 : 0;
  const skipped = isSampled ? 1 : 0;
  return [sample, positionIn(axes.slice(skipped), indices.slice(skipped)) ?? 0];
}

/** The weight or bias of a layer that a quantity is. */
function parameterOf({ layers }: PlainNetwork, name: string) {
  const layer = layers.findIndex((each) => each.weightName === name || each.biasName === name);
  return layer < 0
    ? undefined
    : { layer, kind: layers[layer]?.weightName === name ? ("weight" as const) : ("bias" as const) };
}

function gradientAt(
  network: Network,
  plain: PlainNetwork,
  instance: Instance,
  { pass, gradients }: Moment,
): number {
  const [sample, place] = placeOf(network, instance);
  const parameter = parameterOf(plain, instance.name);
  if (parameter) return gradients[parameter.layer]?.[parameter.kind][place] ?? Number.NaN;
  if (instance.name === network.model.loss) return 1;
  if (instance.name === "L") return plain.share;
  return pass.unitGradients.get(instance.name)?.[sample]?.[place] ?? Number.NaN;
}

function valueAt(
  network: Network,
  plain: PlainNetwork,
  instance: Instance,
  { pass, parameters }: Moment,
): number {
  if (instance.name === network.model.loss) return pass.loss;
  const [sample, place] = placeOf(network, instance);
  if (instance.name === "L") return pass.losses[sample] ?? Number.NaN;
  const parameter = parameterOf(plain, instance.name);
  if (parameter) return parameters[parameter.layer]?.[parameter.kind][place] ?? Number.NaN;
  if (isBesideLoss(network, instance.name))
    return softmaxAt(pass.traces[sample]?.output ?? [], place);
  return unitsAt(plain, instance.name, sample, pass)?.[place] ?? Number.NaN;
}

/** Whether a quantity is the probabilities that the loss itself makes of the outputs. */
const isBesideLoss = ({ layered }: Network, name: string): boolean =>
  layered?.likelihood?.probabilities === name && layered.likelihood.logits === layered.output;

function softmaxAt(logits: Vector, place: number): number {
  const largest = Math.max(...logits);
  const powers = logits.map((z) => Math.exp(z - largest));
  return (powers[place] ?? Number.NaN) / powers.reduce((sum, each) => sum + each, 0);
}

function unitsAt(
  { layers, firstStages }: PlainNetwork,
  name: string,
  sample: number,
  { traces }: Moment["pass"],
): Vector | undefined {
  const trace = traces[sample];
  const first = firstStages.findIndex(({ quantity }) => quantity === name);
  if (first >= 0) return trace?.first[first];
  for (const [number, { preActivation, stages }] of layers.entries()) {
    if (preActivation === name) return trace?.preActivations[number];
    const stage = stages.findIndex(({ quantity }) => quantity === name);
    if (stage >= 0) return trace?.behind[number]?.[stage];
  }
  return undefined;
}
