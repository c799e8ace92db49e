import { reduce } from "../algebra/binding.js";
import { add, multiply, number } from "../algebra/constructors.js";
import type { Expression } from "../algebra/expression.js";
import { rational } from "../algebra/rational.js";
import type { Axis, Model, Quantity, Role } from "../model/model.js";
import { InputError, type Place, type Problem } from "../problem/problem.js";
import type { LayeredSpec, LayerSpec } from "../spec/spec.js";
import { activationValue } from "./activation-value.js";
import { defaultIndices } from "./canonical-indices.js";
import { type Likelihood, likelihoodOf } from "./likelihood.js";
import { lossValue } from "./loss-value.js";
import type { TargetFacts } from "./losses.js";
import { sumToOne, targetDecimals } from "./targets.js";
import { unitsOf, wholeReference } from "./units.js";

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

/** A layered file as a model, with what its layers are called. */
export interface LayeredModel {
  readonly model: Model;
  readonly linearLayers: readonly LinearLayer[];
  /** What activations before the first linear layer define. */
  readonly firstActivations: readonly string[];
  /** The quantity that holds the network's outputs. */
  readonly output: string;
  /** The probabilities that the loss is about, where a softmax makes them. */
  readonly likelihood: Likelihood | undefined;
  /** Where the file has the layer that a quantity comes from. */
  readonly places: ReadonlyMap<string, Place>;
  /** The number of samples where there are several, whose index `n` comes first. */
  readonly samples: number | undefined;
}

/** A quantity with one instance a unit (and sample), while the layers are put behind each other. */
interface Stage {
  readonly name: string;
  readonly axes: readonly Axis[];
}

interface Building {
  readonly parameters: Quantity[];
  readonly definitions: Quantity[];
  readonly places: Map<string, Place>;
  readonly firstActivations: string[];
  readonly linearLayers: (LinearLayer & { readonly activations: string[] })[];
  readonly sampleAxes: readonly Axis[];
  readonly unitAxis: (layer: number, size: number) => Axis;
}

/** Turns a layered file into a model: x, t, W1, B1, …, then z1, a1, …, for several samples L, and E. */
export function layeredModel(spec: LayeredSpec): LayeredModel {
  const [count = 1] = spec.sampled ? spec.inputs.shape : [];
  const samples = count > 1 ? count : undefined;
  const sampleAxes = samples === undefined ? [] : [{ index: "n", lo: 1, hi: samples }];
  const building: Building = {
    parameters: [],
    definitions: [],
    places: new Map(),
    firstActivations: [],
    linearLayers: [],
    sampleAxes,
    unitAxis: unitAxisBy(unitIndices(spec)),
  };
  const { unitAxis } = building;
  const inputs = [...sampleAxes, unitAxis(0, spec.inputs.shape.at(-1) ?? 1)];
  const output = spec.layers.reduce(
    (stage: Stage, layer, position) => addLayer(building, stage, layer, position),
    { name: "x", axes: inputs },
  );
  const width = output.axes.at(-1)?.hi ?? 1;
  const targets = targetDecimals(spec, width);
  const facts = { sumToOne: sumToOne(targets, width) };
  const before = building.definitions.at(-2)?.name;
  const about = likelihoodOf(spec, output, before, facts);
  if (about?.right)
    building.definitions.push(definition({ name: about.name, axes: output.axes }, about.right));
  addLoss(building, spec, output, facts);
  const quantities = [
    dataQuantity("x", "input", inputs, spec.inputs.decimals),
    dataQuantity("t", "target", output.axes, targets),
    ...building.parameters,
    ...building.definitions,
  ];
  return {
    model: { quantities: new Map(quantities.map((each) => [each.name, each])), loss: "E" },
    linearLayers: building.linearLayers,
    firstActivations: building.firstActivations,
    output: output.name,
    likelihood: about?.likelihood,
    places: building.places,
    samples,
  };
}

/** The index names of inputs and layers. Where units are called h, k, o, m and inputs i, none of them is an index. */
function unitIndices({ layers, notation }: LayeredSpec): readonly string[] {
  const count = layers.filter(({ kind }) => kind === "linear" || kind === "drawn").length;
  const isIndexed = notation ? notation.value === "indexed" : count !== 2;
  return isIndexed ? defaultIndices : [..."pqrsuvw"];
}

/** The axis of a layer's units: i counts the inputs, j the units of the first linear layer, k of the second, … */
const unitAxisBy =
  (letters: readonly string[]) =>
  (layer: number, size: number): Axis => ({
    index: letters[layer % letters.length] ?? "i",
    lo: 1,
    hi: size,
  });

const dataQuantity = (
  name: string,
  role: Role,
  axes: readonly Axis[],
  decimals: readonly string[],
): Quantity => ({ name, role, axes, pieces: [{ kind: "data", axes, decimals }] });

const definition = ({ name, axes }: Stage, right: Expression): Quantity => ({
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

function addLayer(building: Building, stage: Stage, layer: LayerSpec, position: number): Stage {
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

/** For one sample the loss is one definition; for several it is the sum or the mean of L[n]. */
function addLoss(building: Building, spec: LayeredSpec, output: Stage, facts: TargetFacts): void {
  const { definitions, sampleAxes } = building;
  const value = lossValue(
    spec.loss,
    unitsOf(output.name, output.axes),
    wholeReference("t", output.axes),
    facts,
  );
  const [axis] = sampleAxes;
  if (!axis) {
    definitions.push(definition({ name: "E", axes: [] }, value));
    return;
  }
  definitions.push(definition({ name: "L", axes: sampleAxes }, value));
  const total = reduce("sum", axis.index, axis, wholeReference("L", sampleAxes));
  const share = spec.reduction === "mean" ? number(rational(1n, BigInt(axis.hi))) : number(1);
  definitions.push(definition({ name: "E", axes: [] }, multiply(share, total)));
}
