import { InputError } from "../../errors/problem.js";
import type { LayeredSpec, NotationName } from "../file/spec.js";
import type { LayeredModel } from "../layered/layered.js";
import type { UnitPrefix, UnitPrefixes } from "./layered-names.js";

/** How one notation calls the units of two linear layers: before and behind the activation of each. */
export interface UnitStyle {
  readonly preActivation: UnitPrefix;
  readonly activation: UnitPrefix;
}

/** The notations for two linear layers; `indexed` calls the units of any number of them `z1[1]`, `a1[1]`. */
export const unitStyles: Readonly<
  Record<Exclude<NotationName, "indexed">, readonly [hidden: UnitStyle, output: UnitStyle]>
> = {
  article: [
    { preActivation: { stem: "h" }, activation: { stem: "k" } },
    { preActivation: { stem: "o" }, activation: { stem: "m" } },
  ],
  mazur: [
    { preActivation: { stem: "net", mark: "h" }, activation: { stem: "out", mark: "h" } },
    { preActivation: { stem: "net", mark: "o" }, activation: { stem: "out", mark: "o" } },
  ],
};

/** Whether the network has two linear layers, at most one activation behind each and none before. */
const hasTwoLayers = ({ linearLayers, firstActivations }: LayeredModel): boolean =>
  linearLayers.length === 2 &&
  firstActivations.length === 0 &&
  linearLayers.every(({ activations }) => activations.length <= 1);

/** The notation of a file: the one that it asks for, else `article` for two linear layers, else `indexed`. */
export function notationOf({ notation }: LayeredSpec, layered: LayeredModel): NotationName {
  if (!notation) return hasTwoLayers(layered) ? "article" : "indexed";
  if (notation.value !== "indexed" && !hasTwoLayers(layered))
    throw new InputError({
      code: "unsuitable-notation",
      message: `the notation \`${notation.value}\` names two linear layers with at most one activation behind each, and this network has others`,
      place: notation.place,
      help: "use `notation: indexed`",
    });
  return notation.value;
}

/** What the units of each quantity are called in a notation; empty for `indexed`. */
export function unitPrefixes({ linearLayers }: LayeredModel, notation: NotationName): UnitPrefixes {
  if (notation === "indexed") return new Map();
  const styles = unitStyles[notation];
  return new Map(
    linearLayers.flatMap(({ preActivation, activations }, layer) => {
      const style = styles[layer === 0 ? 0 : 1];
      return [
        [preActivation, style.preActivation] as const,
        ...activations.map((name) => [name, style.activation] as const),
      ];
    }),
  );
}
