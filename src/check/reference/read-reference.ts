import { placesIn } from "../../errors/place.js";
import { InputError } from "../../errors/problem.js";
import { quote } from "../../errors/quote.js";
import { readSource } from "../../network/file/read-source.js";
import { unexpected } from "../../network/file/readers.js";
import {
  entriesByKey,
  type Reading,
  report,
  startReading,
  throwProblems,
} from "../../network/file/reading.js";
import { type Entry, isNull, type ScalarSource, type Source } from "../../network/file/source.js";
import {
  countNumber,
  readDecimal,
  type ScalarReader,
  tensorReader,
} from "../../network/file/tensor.js";
import { notFiniteNumber } from "./not-finite.js";
import { assumedPrecisions } from "./precision.js";
import type { Reference, ReferenceEntry, ReferenceNumber } from "./reference.js";

/** What `gradients --json` prints of a network for MNIST has over a million. */
const mostLexemes = 5_000_000;

type Kind = ReferenceEntry["kind"];

interface Found {
  readonly entries: Omit<ReferenceEntry, "precision">[];
  /** All names in the order of the file, those with null included. */
  readonly names: string[];
}

/**
 * Reads numbers to be judged, from YAML or JSON: names with numbers or nested lists, or what `gradients --json`
 * prints. The numbers keep the digits in which they are written; null is a number that is not there, as None is in
 * files of PyTorch. Problems are InputErrors with their places.
 */
export function readReference(text: string): Reference {
  const reading = startReading(text);
  const source = readSource(text, placesIn(text), mostLexemes);
  const { entries, names }: Found = { entries: [], names: [] };
  readTop(reading, source, { entries, names });
  throwProblems(reading);
  if (names.length === 0)
    throw new InputError({
      code: "empty-reference",
      message: "the file has no numbers to compare",
      help: "write names with their numbers, such as `w1: 0.000438568`",
    });
  const precisions = assumedPrecisions(
    entries.map(({ numbers }) => numbers.map(({ text }) => text)),
  );
  return {
    isTyped: false,
    names: [...new Set(names)],
    entries: entries.map((entry, place) => ({
      ...entry,
      precision: precisions[place] ?? "written",
    })),
  };
}

/** The keys with maps below them, and what the names there mean. */
const sections: ReadonlyMap<string, Kind> = new Map([
  ["values", "value"],
  ["gradients", "gradient"],
  ["inputs", "gradient"],
  ["tensors", undefined],
]);

/** What a printed object says besides numbers. */
const silent = new Set(["file", "title"]);

function readTop(reading: Reading, source: Source, found: Found): void {
  if (source.kind !== "map") {
    unexpected(reading, source, "the file", "a map from names to numbers");
    return;
  }
  for (const [name, { key, value }] of entriesByKey(reading, source.entries)) {
    if (silent.has(name) && value.kind === "scalar") continue;
    if (value.kind !== "map") readEntry(reading, { name, key, value }, undefined, found);
    else if (sections.has(name)) readSection(reading, value.entries, sections.get(name), found);
    else if (name === "loss") readLoss(reading, value.entries, found);
    else readWhole(reading, name, value.entries, found);
  }
}

function readSection(reading: Reading, entries: readonly Entry[], kind: Kind, found: Found): void {
  for (const [name, { key, value }] of entriesByKey(reading, entries))
    if (value.kind === "map" && kind === undefined) readWhole(reading, name, value.entries, found);
    else readEntry(reading, { name, key, value }, kind, found);
}

/** `{name: E, value: 0.298}`, as `gradients --json` prints the loss. */
function readLoss(reading: Reading, entries: readonly Entry[], found: Found): void {
  const byKey = entriesByKey(reading, entries);
  const [name, value] = [byKey.get("name"), byKey.get("value")];
  if (name?.value.kind === "scalar" && value)
    readEntry(reading, { ...value, name: name.value.text.normalize("NFC") }, "value", found);
  else if (value) readEntry(reading, { ...value, name: "loss" }, "value", found);
}

/** `{value: …, gradient: …}` of a tensor. */
function readWhole(reading: Reading, name: string, entries: readonly Entry[], found: Found): void {
  for (const [kind, { key, value }] of entriesByKey(reading, entries))
    if (kind === "value" || kind === "gradient")
      readEntry(reading, { name, key, value }, kind, found);
    else
      report(reading, key, {
        code: "unknown-key",
        message: `${quote(name)} has the key ${quote(kind)}, expected \`value\` or \`gradient\``,
      });
}

interface NamedEntry {
  readonly name: string;
  readonly key: ScalarSource;
  readonly value: Source;
}

function readEntry(
  reading: Reading,
  { name, key, value }: NamedEntry,
  kind: Kind,
  found: Found,
): void {
  found.names.push(name);
  if (isNull(value)) return;
  const tensor = tensorReader(quote(name), readGiven)(reading, value);
  if (!tensor) return;
  const numbers = numbersIn(reading, value);
  const placeOf = () => reading.placeOf(key);
  found.entries.push({ name, ...(kind && { kind }), shape: tensor.shape, numbers, placeOf });
}

/** A number as it is written, or a word for none: NaN and infinities are to be judged, not refused. */
const readGiven: ScalarReader = (reading, source, what) => {
  if (notFiniteNumber(source.text) === undefined) return readDecimal(reading, source, what);
  countNumber(reading, source);
  return source.text;
};

/** The numbers of nested lists as they are written, row by row. */
function numbersIn(reading: Reading, source: Source): readonly ReferenceNumber[] {
  if (source.kind === "map") return [];
  if (source.kind === "list") return source.items.flatMap((item) => numbersIn(reading, item));
  const { text } = source;
  const value = notFiniteNumber(text);
  if (value === undefined) return [{ text, value: Number(text) }];
  return [{ text, value, placeOf: () => reading.placeOf(source) }];
}
