import type { Catalog, CatalogTable } from "./catalog.js";
import { commonKeys, readCommon } from "./common.js";
import { layerReader, readRanked, singles } from "./layers.js";
import { readChoice, readRow } from "./named-row.js";
import { formulaReader, textReader, unexpected, wordReader } from "./readers.js";
import { type Reading, throwProblems } from "./reading.js";
import { readRecord } from "./record.js";
import { checkDrawn, readSeed } from "./seed.js";
import type { Entry, MapSource, Source } from "./source.js";
import type { LayeredSpec, LayerSpec, LossSpec, NotationName } from "./spec.js";
import { readTargets } from "./targets.js";
import { checkWidths } from "./widths.js";

/** The keys of a layered network file. */
export const layeredKeys = {
  required: ["inputs", "targets", "layers", "loss"],
  optional: [...commonKeys, "reduction", "notation", "weights", "seed"],
} as const;

const notations: readonly NotationName[] = ["article", "mazur", "indexed"];

/** Reads a layered network file; throws all its problems together. */
export function readLayered(reading: Reading, source: MapSource, catalog: Catalog): LayeredSpec {
  const entries: ReadonlyMap<string, Entry> =
    readRecord(reading, source, "the network file", layeredKeys) ?? new Map();
  const at = (key: string): Source | undefined => entries.get(key)?.value;
  const common = readCommon(reading, entries, catalog);
  const inputs = optional(at("inputs"), (node) => readRanked(reading, node, "`inputs`", [1, 2]));
  const layers = optional(at("layers"), (node) => readLayers(reading, node, catalog));
  const loss = optional(at("loss"), (node) => readLoss(reading, node, catalog.losses));
  const width = layers && checkWidths(reading, inputs, layers);
  const takesClasses = loss?.takesClasses ?? false;
  const targets = optional(at("targets"), (node) =>
    readTargets(reading, node, { inputs, width, takesClasses }),
  );
  const reduction = optional(at("reduction"), (node) =>
    wordReader("the reduction", ["sum", "mean"])(reading, node),
  );
  const notation = optional(at("notation"), (node) =>
    wordReader("the notation", notations)(reading, node),
  );
  const weights = optional(at("weights"), (node) => textReader("`weights`")(reading, node));
  const seed = optional(at("seed"), (node) => readSeed(reading, node));
  const hasNumbers = at("seed") !== undefined || at("weights") !== undefined;
  checkDrawn(reading, layers ?? [], hasNumbers);
  throwProblems(reading);
  const whole = (layers ?? []).filter((layer) => layer !== undefined);
  if (!inputs || !targets || !loss || whole.length === 0)
    throw new Error("a layered file without problems is incomplete");
  return {
    kind: "layered",
    ...common,
    inputs,
    ...targets,
    sampled: inputs.shape.length === 2,
    layers: whole,
    loss: loss.spec,
    reduction: reduction?.value ?? loss.reduction,
    notation,
    ...(weights && { weights }),
    ...(seed && { seed }),
  };
}

const optional = <Value>(
  source: Source | undefined,
  read: (source: Source) => Value | undefined,
): Value | undefined => (source === undefined ? undefined : read(source));

function readLayers(
  reading: Reading,
  source: Source,
  catalog: Catalog,
): readonly (LayerSpec | undefined)[] | undefined {
  if (source.kind !== "list" || source.items.length === 0)
    return unexpected(reading, source, "`layers`", "a list of at least one layer");
  return source.items.map((item, index) => layerReader(index, catalog)(reading, item));
}

/** A loss, and what its row says about targets and samples. */
interface ReadLoss {
  readonly spec: LossSpec;
  readonly takesClasses: boolean;
  readonly reduction: "sum" | "mean";
}

function readLoss(reading: Reading, source: Source, losses: CatalogTable): ReadLoss | undefined {
  const choice = readChoice(reading, source, "`loss`");
  if (!choice) return undefined;
  if (choice.key.text === "formula") {
    const place = reading.placeOf(choice.key);
    const formula = formulaReader("the formula of the loss")(reading, choice.value ?? choice.key);
    const spec = formula && ({ kind: "formula", formula, place } as const);
    return spec && { spec, takesClasses: false, reduction: "mean" };
  }
  const row = readRow(reading, choice, "loss", losses, ["formula"]);
  return (
    row && {
      spec: { kind: "named", name: row.name, options: singles(row.options) },
      takesClasses: row.entry.classTargets ?? false,
      reduction: row.entry.reduction ?? "mean",
    }
  );
}
