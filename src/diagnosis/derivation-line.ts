import { infix } from "../math/algebra/infix.js";
import { quantityOf } from "../math/model/model.js";
import type { Network } from "../network/network.js";
import type { PlainLayer, PlainNetwork } from "./plain-network.js";
import type { Question } from "./question.js";
import type { LineKind, MistakeLine } from "./row.js";

/** What the lines of a derivation are written with, for one layer and one of its units. */
interface Writing {
  readonly plain: PlainNetwork;
  readonly layer: PlainLayer;
  readonly number: number;
  readonly unit: number;
  readonly input: number;
  readonly loss: string;
  /** The public name of a unit, or of a place in a matrix. */
  readonly nameOf: (quantity: string, ...indices: readonly number[]) => string;
}

/** Longer sums are cut. */
const mostTerms = 4;

const sumText = (terms: readonly string[]): string =>
  terms.length > mostTerms
    ? [...terms.slice(0, mostTerms - 1), "…", terms.at(-1)].join(" + ")
    : terms.join(" + ");

const counted = <Item>(count: number, item: (place: number) => Item): readonly Item[] =>
  Array.from({ length: Math.min(count, mostTerms + 1) }, (_, place) =>
    item(place < mostTerms ? place + 1 : count),
  );

/** What a layer hands on: the outputs of its last activation, or its pre-activations. */
const outputOf = ({ stages, preActivation }: PlainLayer): string =>
  stages.at(-1)?.quantity ?? preActivation;

const sourceOf = ({ plain, number }: Writing): string => {
  const before = plain.layers[number - 1];
  return before ? outputOf(before) : (plain.firstStages.at(-1)?.quantity ?? "x");
};

const derivative = ({ loss }: Writing, name: string): string => `d${loss}/d${name}`;

const biasOf = ({ layer, nameOf, unit }: Writing): string | undefined =>
  layer.biasName && nameOf(layer.biasName, ...(layer.sharesBias ? [] : [unit]));

const outputUnits = (at: Writing): readonly string[] => {
  const last = at.plain.layers.at(-1) ?? at.layer;
  return counted(last.outputs, (unit) => at.nameOf(outputOf(last), unit));
};

/** How each kind of line reads. */
const lines: Readonly<Record<LineKind, (at: Writing) => string | undefined>> = {
  "weighted-sum": (at) => {
    const { layer, nameOf, unit } = at;
    const terms = counted(
      layer.inputs,
      (input) => `${nameOf(layer.weightName, unit, input)}·${nameOf(sourceOf(at), input)}`,
    );
    const bias = biasOf(at);
    return `${nameOf(layer.preActivation, unit)} = ${sumText(terms)}${bias === undefined ? "" : ` + ${bias}`}`;
  },
  activation: ({ layer, nameOf, unit }) =>
    `${nameOf(outputOf(layer), unit)} = ${layer.stages[0]?.functionName ?? "f"}(${nameOf(layer.preActivation, unit)})`,
  loss: (at) => `${at.loss} = ${at.plain.lossName ?? "loss"}(${outputUnits(at).join(", ")})`,
  "loss-slope": (at) =>
    outputUnits(at)
      .map((name) => derivative(at, name))
      .join(", "),
  slope: (at) => {
    const { layer, nameOf, unit } = at;
    const [z, y] = [nameOf(layer.preActivation, unit), nameOf(outputOf(layer), unit)];
    return `${derivative(at, z)} = ${derivative(at, y)} · d${y}/d${z}`;
  },
  paths: (at) => {
    const { layer, nameOf, input } = at;
    const terms = counted(
      layer.outputs,
      (k) =>
        `${derivative(at, nameOf(layer.preActivation, k))}·${nameOf(layer.weightName, k, input)}`,
    );
    return `${derivative(at, nameOf(sourceOf(at), input))} = ${sumText(terms)}`;
  },
  "weight-gradient": (at) => {
    const { layer, nameOf, unit, input } = at;
    const weight = nameOf(layer.weightName, unit, input);
    return `${derivative(at, weight)} = ${derivative(at, nameOf(layer.preActivation, unit))} · ${nameOf(sourceOf(at), input)}`;
  },
  "bias-gradient": (at) => {
    const { layer, nameOf, unit } = at;
    const units = layer.sharesBias
      ? counted(layer.outputs, (k) => derivative(at, nameOf(layer.preActivation, k)))
      : [derivative(at, nameOf(layer.preActivation, unit))];
    const bias = biasOf(at);
    return bias === undefined ? undefined : `${derivative(at, bias)} = ${sumText(units)}`;
  },
  "over-samples": (at) => {
    const { plain, layer, nameOf, unit, input } = at;
    const weight = derivative(at, nameOf(layer.weightName, unit, input));
    return `${weight} = ${sumText(counted(plain.inputs.length, (sample) => `${weight} (${sample})`))}`;
  },
  update: ({ plain }) => {
    const line = plain.optimizer?.step(1).at(-1);
    return line && `w = ${infix(line.right)}`;
  },
  everywhere: () => undefined,
};

/** The line of the derivation where a mistake enters, about a unit that one of the wrong numbers leads to. */
export function lineText(
  network: Network,
  plain: PlainNetwork,
  { kind, layer: asked }: MistakeLine,
  wrong: readonly Question[],
): string | undefined {
  const number = asked ?? plain.layers.length - 1;
  const layer = plain.layers[number];
  if (!layer) return undefined;
  const weightOf = (at: number): readonly number[] | undefined => {
    const name = plain.layers[at]?.weightName;
    return wrong.find(({ asked: { instance } }) => instance.name === name)?.asked.instance.indices;
  };
  const [own, below] = [weightOf(number), weightOf(number - 1)];
  const isSampled = network.layered?.samples !== undefined;
  return lines[kind]({
    plain,
    layer,
    number,
    unit: own?.[0] ?? 1,
    input: (kind === "paths" ? below?.[0] : own?.[1]) ?? 1,
    loss: network.model.loss,
    nameOf: (quantity, ...indices) => {
      const { role, axes } = quantityOf(network.model, quantity);
      const hasSample = isSampled && role !== "parameter" && axes.length > indices.length;
      return network.names.nameOf({
        name: quantity,
        indices: hasSample ? [1, ...indices] : indices,
      });
    },
  });
}
