import type { Catalog, CatalogTable } from "./catalog.js";
import { type Choice, readChoice, readRow } from "./named-row.js";
import { formulaReader, integerReader, type Reader, unexpected } from "./readers.js";
import { type Reading, report } from "./reading.js";
import { readRecord } from "./record.js";
import { booleanOf, type MapSource, type Source } from "./source.js";
import type { InitializerSpec, LayerSpec, Tensor } from "./spec.js";
import { tensorReader } from "./tensor.js";

/** Names that are no activation, but layers beside them. */
const otherLayers = ["linear", "formula"];

/** The reader for one layer; `index` counts from 0. */
export const layerReader =
  (index: number, { activations, initializers }: Catalog): Reader<LayerSpec> =>
  (reading, source) => {
    const choice = readChoice(reading, source, `layer ${index}`);
    if (!choice) return undefined;
    if (choice.key.text === "linear") return readLinear(reading, choice, index, initializers);
    const place = reading.placeOf(choice.key);
    if (choice.key.text === "formula") {
      const read = formulaReader(`the formula of layer ${index}`);
      const formula = read(reading, choice.value ?? choice.key);
      return formula && { kind: "formula", formula, place };
    }
    const row = readRow(reading, choice, "activation", activations, otherLayers);
    return row && { kind: "activation", name: row.name, options: singles(row.options), place };
  };

/** Options that are one number or flag each. */
export const singles = (
  options: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, string> =>
  new Map([...options].map(([name, values]) => [name, values[0] ?? ""]));

function readLinear(
  reading: Reading,
  { key, value }: Choice,
  index: number,
  initializers: CatalogTable,
): LayerSpec | undefined {
  const what = `linear layer ${index}`;
  if (value?.kind !== "map")
    return unexpected(reading, value ?? key, what, "a map with `weight` and `bias`");
  const isDrawn = value.entries.some(({ key: { text } }) => text === "in" || text === "out");
  const hasWeight = value.entries.some(({ key: { text } }) => text === "weight");
  return isDrawn && !hasWeight
    ? readDrawn(reading, key, value, { what, initializers })
    : readGiven(reading, key, value, what);
}

function readGiven(
  reading: Reading,
  key: Source,
  value: MapSource,
  what: string,
): LayerSpec | undefined {
  const entries = readRecord(reading, value, what, { required: ["weight"], optional: ["bias"] });
  const given = entries?.get("weight")?.value;
  const weight = given && readRanked(reading, given, `\`weight\` of ${what}`, [2]);
  const biasSource = entries?.get("bias")?.value;
  const hasBias = biasSource !== undefined && booleanOf(biasSource) !== false;
  const bias = hasBias ? readBias(reading, biasSource, `\`bias\` of ${what}`) : undefined;
  if (!weight || (hasBias && !bias)) return undefined;
  return { kind: "linear", weight, bias, place: reading.placeOf(key) };
}

function readBias(reading: Reading, source: Source, what: string): Tensor | undefined {
  if (booleanOf(source) === true)
    return unexpected(reading, source, what, "a list of numbers, a number or `false`");
  return readRanked(reading, source, what, [0, 1]);
}

const rankNames = ["a number", "a list of numbers", "a list of rows of numbers"];

/** A tensor with one of the given numbers of axes. */
export function readRanked(
  reading: Reading,
  source: Source,
  what: string,
  ranks: readonly number[],
): Tensor | undefined {
  const tensor = tensorReader(what)(reading, source);
  if (!tensor || ranks.includes(tensor.shape.length)) return tensor;
  const found = rankNames[tensor.shape.length] ?? `a list nested ${tensor.shape.length} deep`;
  return report(reading, source, {
    code: "invalid-shape",
    message: `${what} is ${found}, expected ${ranks.map((rank) => rankNames[rank]).join(" or ")}`,
  });
}

function readDrawn(
  reading: Reading,
  key: Source,
  value: MapSource,
  { what, initializers }: { readonly what: string; readonly initializers: CatalogTable },
): LayerSpec | undefined {
  const keys = { required: ["in", "out"], optional: ["bias", "init"] };
  const entries = readRecord(reading, value, what, keys);
  const size = (name: string) => {
    const source = entries?.get(name)?.value;
    return source && integerReader(`\`${name}\` of ${what}`, 1)(reading, source);
  };
  const [inputs, outputs] = [size("in"), size("out")];
  const bias = entries?.get("bias")?.value;
  const hasBias = bias === undefined ? true : booleanOf(bias);
  if (bias && hasBias === undefined)
    unexpected(reading, bias, `\`bias\` of ${what}, whose numbers are drawn,`, "`true` or `false`");
  const init = entries?.get("init")?.value;
  const initializer = init && readInitializer(reading, init, what, initializers);
  if (!inputs || !outputs || hasBias === undefined || (init && !initializer)) return undefined;
  return {
    kind: "drawn",
    inputs,
    outputs,
    hasBias,
    init: initializer,
    place: reading.placeOf(key),
  };
}

function readInitializer(
  reading: Reading,
  source: Source,
  what: string,
  initializers: CatalogTable,
): InitializerSpec | undefined {
  const choice = readChoice(reading, source, `\`init\` of ${what}`);
  const row = choice && readRow(reading, choice, "initializer", initializers);
  return row && { name: row.name, options: row.options };
}
