import type { LinearLayer } from "./add-layer.js";
import type { LayeredModel } from "./layered.js";
import type { UnitPrefixes } from "./layered-names.js";

/** How a quantity is set where an index is not a number: `W_{j,i}`, `k_{j}`, `a_{j}^{(3)}`. */
export interface SymbolFamily {
  readonly base: string;
  readonly superscript?: string;
  /** Letters that go before the index into the subscript of a word: `\mathrm{net_{hj}}`. */
  readonly mark?: string;
  /** The superscript of the delta that stands for the adjoint: `\delta_{j}^{h}`. */
  readonly delta?: string;
}

/** The symbols of a layered file, by quantity; those that are missing are their own symbols. */
export function symbolFamilies(
  { linearLayers, firstActivations }: LayeredModel,
  prefixes: UnitPrefixes,
): ReadonlyMap<string, SymbolFamily> {
  return new Map([
    ...(prefixes.size > 0 ? [["x", { base: "i" }] as const] : []),
    ...activationFamilies(firstActivations, 0, prefixes),
    ...linearLayers.flatMap((layer) => [
      [layer.weight, weightFamily(layer, prefixes)] as const,
      ...(layer.bias ? [[layer.bias.name, biasFamily(layer)] as const] : []),
      [layer.preActivation, preActivationFamily(layer, prefixes)] as const,
      ...activationFamilies(layer.activations, layer.number, prefixes),
    ]),
  ]);
}

/** Where the two layers have names of their own, their matrices are W and V; otherwise they are numbered. */
const weightFamily = ({ number, preActivation }: LinearLayer, prefixes: UnitPrefixes) =>
  prefixes.has(preActivation)
    ? { base: number === 1 ? "W" : "V" }
    : { base: "W", superscript: `(${number})` };

const biasFamily = ({ number }: LinearLayer) => ({ base: "b", superscript: `(${number})` });

function preActivationFamily(
  { number, preActivation }: LinearLayer,
  prefixes: UnitPrefixes,
): SymbolFamily {
  const prefix = prefixes.get(preActivation);
  return prefix === undefined
    ? { base: "z", superscript: `(${number})`, delta: `(${number})` }
    : { ...unitFamily(prefix), delta: prefix.split("_").at(-1) ?? prefix };
}

function unitFamily(prefix: string): SymbolFamily {
  const [base = "", mark] = prefix.split("_");
  return mark === undefined ? { base } : { base, mark };
}

const activationFamilies = (
  names: readonly string[],
  layer: number,
  prefixes: UnitPrefixes,
): readonly (readonly [string, SymbolFamily])[] =>
  names.map((name, count) => {
    const prefix = prefixes.get(name);
    const superscript = count === 0 ? `(${layer})` : `(${layer},${count + 1})`;
    return [name, prefix === undefined ? { base: "a", superscript } : unitFamily(prefix)];
  });
