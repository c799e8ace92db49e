import type { Place } from "../../errors/problem.js";
import { reduce } from "../../math/algebra/binding.js";
import { multiply, number } from "../../math/algebra/constructors.js";
import { defaultIndices } from "../../math/algebra/index-term.js";
import { rational } from "../../math/algebra/rational.js";
import type { Axis, Model } from "../../math/model/model.js";
import type { LayeredSpec } from "../file/spec.js";
import type { TargetFacts } from "../rows/losses.js";
import { unitsOf, wholeReference } from "../rows/units.js";
import {
  addLayer,
  type Building,
  dataQuantity,
  definition,
  type LinearLayer,
  type Stage,
} from "./add-layer.js";
import { type Likelihood, likelihoodOf } from "./likelihood.js";
import { lossValue } from "./loss-value.js";
import { sumToOne, targetDecimals } from "./targets.js";

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
