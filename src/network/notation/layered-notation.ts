import { asInteger } from "../../math/algebra/index-term.js";
import {
  enclosedMark,
  type Mark,
  type MathSymbol,
  type NamedTerm,
  nameMark,
  stemOf,
  symbolOf,
  termMark,
} from "../../math/algebra/symbol.js";
import type { Notation } from "../../math/algebra/tex/index.js";
import { type Quantity, quantityOf } from "../../math/model/model.js";
import type { NotationName } from "../file/spec.js";
import type { LayeredModel } from "../layered/layered.js";
import { isSampled, unitAxesOf } from "../layered/samples.js";
import { type DeltaSymbol, modelNotation, type QuantitySymbol } from "./adjoint-notation.js";
import {
  type CountedFamily,
  countedFamilies,
  type UnitPrefix,
  type UnitPrefixes,
} from "./layered-names.js";
import { type SymbolFamily, symbolFamilies } from "./layered-symbols.js";
import { positionIn } from "./names.js";

/** The notation of a layered file. Concrete instances have their public names, except in `indexed`. */
export function layeredNotation(
  layered: LayeredModel,
  name: NotationName,
  prefixes: UnitPrefixes,
): Notation {
  const families = symbolFamilies(layered, prefixes);
  const counted =
    name === "indexed" ? new Map<string, CountedFamily>() : countedFamilies(layered, prefixes);
  const familyOf = (quantity: string): SymbolFamily =>
    families.get(quantity) ?? { stem: stemOf(quantity) };
  const quantitySymbol: QuantitySymbol = (quantityName, terms) => {
    const quantity = layered.model.quantities.get(quantityName);
    if (!quantity) return symbolOf(quantityName, terms);
    // With one index fewer a reference is to the unit in every sample.
    const samples = isSampled(layered, quantity) && terms.length === quantity.axes.length ? 1 : 0;
    const [sample, unit] = [terms.slice(0, samples), terms.slice(samples)];
    const family = counted.get(quantityName);
    const number = numberOf(layered, quantity, family, unit);
    return family === undefined || number === undefined
      ? familySymbol(familyOf(quantityName), unit, sample, name)
      : countedSymbol(family.prefix, number, sample);
  };
  const deltaSymbol: DeltaSymbol = (quantityName, terms) => {
    const { delta } = familyOf(quantityName);
    if (delta === undefined) return undefined;
    const samples = isSampled(layered, quantityOf(layered.model, quantityName)) ? 1 : 0;
    const family = { stem: stemOf("delta"), above: delta };
    return familySymbol(family, terms.slice(samples), terms.slice(0, samples), name);
  };
  return modelNotation(layered.model, quantitySymbol, deltaSymbol);
}

/** The number that a concrete instance has in its family; undefined where an index is not a number. */
function numberOf(
  layered: LayeredModel,
  quantity: Quantity,
  family: CountedFamily | undefined,
  unit: readonly NamedTerm[],
): number | undefined {
  if (!family) return undefined;
  const integers = unit.map(asInteger).filter((integer) => integer !== undefined);
  const position = positionIn(unitAxesOf(layered, quantity), integers);
  return position === undefined ? undefined : family.offset + position + 1;
}

/** The sample stands above in parentheses; in `indexed`, where the layer stands there, it is the first index. */
function familySymbol(
  { stem, above, mark }: SymbolFamily,
  units: readonly NamedTerm[],
  sample: readonly NamedTerm[],
  name: NotationName,
): MathSymbol {
  const layer = above === undefined ? [] : [above];
  if (name === "indexed") return { stem, below: [...sample, ...units].map(termMark), above: layer };
  return {
    stem,
    below: mark === undefined ? units.map(termMark) : [markBefore(mark, units)],
    above: [...layer, ...sample.map(sampleMark)],
  };
}

const markBefore = (name: string, terms: readonly NamedTerm[]): Mark =>
  terms.length === 0 ? nameMark(name) : { kind: "run", name, terms };

const sampleMark = (term: NamedTerm): Mark => enclosedMark(termMark(term));

/** `w5` is `w_{5}`, `net_h1` is `\mathrm{net_{h1}}`. */
const countedSymbol = (
  { stem, mark = "" }: UnitPrefix,
  number: number,
  sample: readonly NamedTerm[],
): MathSymbol => ({
  stem: stemOf(stem),
  below: [nameMark(`${mark}${number}`)],
  above: sample.map(sampleMark),
});
