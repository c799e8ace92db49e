import { asInteger, type IndexTerm } from "../algebra/index-term.js";
import { instanceTex, type Notation } from "../algebra/tex/index.js";
import { type Quantity, quantityOf } from "../model/model.js";
import type { NotationName } from "../spec/spec.js";
import { type DeltaTex, modelNotation, type QuantityTex } from "./adjoint-notation.js";
import type { LayeredModel } from "./layered.js";
import { type CountedFamily, countedFamilies, type UnitPrefixes } from "./layered-names.js";
import { type SymbolFamily, symbolFamilies } from "./layered-symbols.js";
import { positionIn } from "./names.js";
import { isSampled, unitAxesOf } from "./samples.js";
import { scripted } from "./scripts.js";

/** The notation of a layered file. Concrete instances have their public names, except in `indexed`. */
export function layeredNotation(
  layered: LayeredModel,
  name: NotationName,
  prefixes: UnitPrefixes,
): Notation {
  const families = symbolFamilies(layered, prefixes);
  const counted =
    name === "indexed" ? new Map<string, CountedFamily>() : countedFamilies(layered, prefixes);
  const familyOf = (quantity: string): SymbolFamily => families.get(quantity) ?? { base: quantity };
  const quantityTex: QuantityTex = (quantityName, indices, terms) => {
    const quantity = layered.model.quantities.get(quantityName);
    if (!quantity) return instanceTex(quantityName, indices);
    // With one index fewer a reference is to the unit in every sample.
    const samples = isSampled(layered, quantity) && indices.length === quantity.axes.length ? 1 : 0;
    const sample = indices.slice(0, samples);
    const number = numberOf(layered, quantity, counted.get(quantityName), terms.slice(samples));
    return number === undefined
      ? familyTex(familyOf(quantityName), indices.slice(samples), sample, name)
      : countedTex(counted.get(quantityName)?.prefix ?? quantityName, number, sample);
  };
  const deltaTex: DeltaTex = (quantityName, indices) => {
    const { delta } = familyOf(quantityName);
    if (delta === undefined) return undefined;
    const samples = isSampled(layered, quantityOf(layered.model, quantityName)) ? 1 : 0;
    const family = { base: "\\delta", superscript: delta };
    return familyTex(family, indices.slice(samples), indices.slice(0, samples), name);
  };
  return modelNotation(layered.model, quantityTex, deltaTex);
}

/** The number that a concrete instance has in its family; undefined where an index is not a number. */
function numberOf(
  layered: LayeredModel,
  quantity: Quantity,
  family: CountedFamily | undefined,
  unit: readonly IndexTerm[],
): number | undefined {
  if (!family) return undefined;
  const integers = unit.map(asInteger).filter((integer) => integer !== undefined);
  const position = positionIn(unitAxesOf(layered, quantity), integers);
  return position === undefined ? undefined : family.offset + position + 1;
}

/** The sample stands above in parentheses; in `indexed`, where the layer stands there, it is the first index. */
function familyTex(
  { base, superscript, mark }: SymbolFamily,
  units: readonly string[],
  sample: readonly string[],
  name: NotationName,
): string {
  const above = superscript === undefined ? [] : [superscript];
  if (name === "indexed") return scripted(base, [...sample, ...units], above);
  const unit = units.length === 0 ? "" : `\\mathit{${units.join(",")}}`;
  if (mark !== undefined) return wordTex(base, mark + unit, sample);
  return scripted(base, units, [...above, ...sample.map(inParentheses)]);
}

const inParentheses = (text: string): string => `(${text})`;

/** Subscripts of a word stand inside of `\mathrm{…}`, because `}_` is emphasis to Markdown. */
const wordTex = (word: string, subscript: string, sample: readonly string[]): string =>
  scripted(`\\mathrm{${word}_{${subscript}}}`, [], sample.map(inParentheses));

/** `w5` is `w_{5}`, `net_h1` is `\mathrm{net_{h1}}`. */
function countedTex(prefix: string, number: number, sample: readonly string[]): string {
  const [word = "", mark] = prefix.split("_");
  if (mark !== undefined) return wordTex(word, `${mark}${number}`, sample);
  return scripted(word, [String(number)], sample.map(inParentheses));
}
