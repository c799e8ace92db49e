import { InputError, type Place, type Problem } from "../../errors/problem.js";
import { reduce } from "../../math/algebra/binding.js";
import { add, multiply } from "../../math/algebra/constructors.js";
import type { Expression } from "../../math/algebra/expression.js";
import type { Axis, Quantity, Role } from "../../math/model/model.js";
import type { LayerSpec } from "../file/spec.js";
import { unitsOf, wholeReference } from "../rows/units.js";
import { activationValue } from "./activation-value.js";

/** A linear layer with the names of its quantities. */
export interface LinearLayer {
  /** Counted from 1 among the linear layers. */
  readonly number: number;
  /** Counted from 0 among all layers, as in PyTorch's `nn.Sequential`. */
  readonly position: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly weight: string;
  readonly bias: { readonly name: string; readonly isShared: boolean } | undefined;
  readonly preActivation: string;
  /** What the activations behind it define, up to the next linear layer. */
  readonly activations: readonly string[];
}

/** A quantity with one instance a unit (and sample), while the layers are put behind each other. */
export interface Stage {
  readonly name: string;
  readonly axes: readonly Axis[];
}

/** What has been built of a layered file so far. */
export interface Building {
  readonly parameters: Quantity[];
  readonly definitions: Quantity[];
  readonly places: Map<string, Place>;
  readonly firstActivations: string[];
  readonly linearLayers: (LinearLayer & { readonly activations: string[] })[];
  readonly sampleAxes: readonly Axis[];
  readonly unitAxis: (layer: number, size: number) => Axis;
}

/** A quantity whose numbers the file has, or has drawn. */
export const dataQuantity = (
  name: string,
  role: Role,
  axes: readonly Axis[],
  decimals: readonly string[],
): Quantity => ({ name, role, axes, pieces: [{ kind: "data", axes, decimals }] });

/** The quantity that a formula defines. */
export const definition = ({ name, axes }: Stage, right: Expression): Quantity => ({
  name,
  role: "intermediate",
  axes,
  pieces: [{ kind: "formula", axes, right }],
});

/** The problem of numbers that nobody has drawn or read yet. */
export const missingWeights = (what: string, place: Place): Problem => ({
  code: "missing-weights",
  message: `the numbers of ${what} are not known`,
  place,
  help: "write them into the file: `linear: { weight: …, bias: … }`",
});

/** Puts a layer behind a stage and gives what comes out of it. One without numbers is an InputError. */
export function addLayer(
  building: Building,
  stage: Stage,
  layer: LayerSpec,
  position: number,
): Stage {
  if (layer.kind === "linear") return addLinear(building, stage, layer, position);
  if (layer.kind === "drawn")
    throw new InputError(missingWeights(`the linear layer ${position}`, layer.place));
  const units = unitsOf(stage.name, stage.axes);
  const next = addActivation(building, stage, activationValue(units, layer));
  if (next !== stage) building.places.set(next.name, layer.place);
  return next;
}

/** z[j] = Σ_i W[j,i] a[i] + B[j] */
function addLinear(
  building: Building,
  stage: Stage,
  { weight, bias }: Extract<LayerSpec, { kind: "linear" }>,
  position: number,
): Stage {
  const layer = building.linearLayers.length + 1;
  const [outputs = 1, inputs = 1] = weight.shape;
  const own = building.unitAxis(layer, outputs);
  const { unit, index, range } = unitsOf(stage.name, stage.axes);
  const weightAxes = [own, { index, lo: 1, hi: inputs }];
  const biasAxes = bias && bias.shape.length > 0 ? [own] : [];
  const [weightName, biasName] = [`W${layer}`, `B${layer}`];
  building.parameters.push(dataQuantity(weightName, "parameter", weightAxes, weight.decimals));
  if (bias) building.parameters.push(dataQuantity(biasName, "parameter", biasAxes, bias.decimals));
  const weighted = reduce(
    "sum",
    index,
    range,
    multiply(wholeReference(weightName, weightAxes), unit),
  );
  const next = { name: `z${layer}`, axes: [...building.sampleAxes, own] };
  const right = bias ? add(weighted, wholeReference(biasName, biasAxes)) : weighted;
  building.definitions.push(definition(next, right));
  building.linearLayers.push({
    number: layer,
    position,
    inputs,
    outputs,
    weight: weightName,
    bias: bias && { name: biasName, isShared: biasAxes.length === 0 },
    preActivation: next.name,
    activations: [],
  });
  return next;
}

/** An activation that changes nothing defines nothing. */
function addActivation(building: Building, stage: Stage, right: Expression): Stage {
  if (right === wholeReference(stage.name, stage.axes)) return stage;
  const layer = building.linearLayers.at(-1);
  const behind = layer?.activations ?? building.firstActivations;
  const suffix = behind.length === 0 ? "" : `_${behind.length + 1}`;
  const next = { name: `a${layer?.number ?? 0}${suffix}`, axes: stage.axes };
  behind.push(next.name);
  building.definitions.push(definition(next, right));
  return next;
}
