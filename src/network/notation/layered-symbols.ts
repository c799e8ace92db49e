import { enclosedMark, type Mark, nameMark, type Stem, stemOf } from "../../math/algebra/symbol.js";
import type { LinearLayer } from "../layered/add-layer.js";
import type { LayeredModel } from "../layered/layered.js";
import type { UnitPrefix, UnitPrefixes } from "./layered-names.js";

/** How a quantity is set where an index is not a number: `W_{j,i}`, `k_{j}`, `a_{j}^{(3)}`. */
export interface SymbolFamily {
  readonly stem: Stem;
  readonly above?: Mark;
  /** Letters that go before the index into the subscript of a word: `\mathrm{net_{hj}}`. */
  readonly mark?: string;
  /** What stands above the delta that stands for the adjoint: `\delta_{j}^{h}`. */
  readonly delta?: Mark;
}

/** The symbols of a layered file, by quantity; those that are missing are their own symbols. */
export function symbolFamilies(
  { linearLayers, firstActivations }: LayeredModel,
  prefixes: UnitPrefixes,
): ReadonlyMap<string, SymbolFamily> {
  return new Map([
    ...(prefixes.size > 0 ? [["x", letter("i")] as const] : []),
    ...activationFamilies(firstActivations, 0, prefixes),
    ...linearLayers.flatMap((layer) => [
      [layer.weight, weightFamily(layer, prefixes)] as const,
      ...(layer.bias ? [[layer.bias.name, biasFamily(layer)] as const] : []),
      [layer.preActivation, preActivationFamily(layer, prefixes)] as const,
      ...activationFamilies(layer.activations, layer.number, prefixes),
    ]),
  ]);
}

const letter = (name: string, above?: Mark): SymbolFamily => ({
  stem: stemOf(name),
  ...(above && { above }),
});

/** The number of a layer above a letter: (2), or (2,3) for its third activation. */
const layerMark = (...numbers: readonly number[]): Mark =>
  enclosedMark(...numbers.map((number) => nameMark(String(number))));

/** Where the two layers have names of their own, their matrices are W and V; otherwise they are numbered. */
const weightFamily = ({ number, preActivation }: LinearLayer, prefixes: UnitPrefixes) =>
  prefixes.has(preActivation) ? letter(number === 1 ? "W" : "V") : letter("W", layerMark(number));

const biasFamily = ({ number }: LinearLayer): SymbolFamily => letter("b", layerMark(number));

function preActivationFamily(
  { number, preActivation }: LinearLayer,
  prefixes: UnitPrefixes,
): SymbolFamily {
  const prefix = prefixes.get(preActivation);
  return prefix === undefined
    ? { ...letter("z", layerMark(number)), delta: layerMark(number) }
    : { ...unitFamily(prefix), delta: nameMark(prefix.mark ?? prefix.stem) };
}

const unitFamily = ({ stem, mark }: UnitPrefix): SymbolFamily => ({
  ...letter(stem),
  ...(mark !== undefined && { mark }),
});

const activationFamilies = (
  names: readonly string[],
  layer: number,
  prefixes: UnitPrefixes,
): readonly (readonly [string, SymbolFamily])[] =>
  names.map((name, count) => {
    const prefix = prefixes.get(name);
    const mark = count === 0 ? layerMark(layer) : layerMark(layer, count + 1);
    return [name, prefix === undefined ? letter("a", mark) : unitFamily(prefix)];
  });
