import { sameLook } from "../../errors/look-alike.js";
import type { Place } from "../../errors/problem.js";
import { quote } from "../../errors/quote.js";
import { parseLeftSide } from "../../math/formula/parse-left-side.js";
import type { Catalog } from "./catalog.js";
import { commonKeys, readCommon } from "./common.js";
import {
  formulaReader,
  integerReader,
  namedEntries,
  type Reader,
  sameLooks,
  textReader,
  unexpected,
} from "./readers.js";
import {
  collecting,
  entriesByKey,
  type Reading,
  report,
  reportAt,
  throwProblems,
} from "./reading.js";
import { readRecord } from "./record.js";
import { placesInScalar } from "./scalar-places.js";
import type { Entry, MapSource, Source } from "./source.js";
import type { EquationSpec, EquationsSpec } from "./spec.js";
import { tensorReader } from "./tensor.js";

/** The keys of a file of equations. */
export const equationsKeys = {
  required: ["equations"],
  optional: [...commonKeys, "sizes", "given", "parameters", "loss"],
} as const;

/** Reads a file of equations; throws all its problems together. */
export function readEquations(
  reading: Reading,
  source: MapSource,
  catalog: Catalog,
): EquationsSpec {
  const entries: ReadonlyMap<string, Entry> =
    readRecord(reading, source, "the file of equations", equationsKeys) ?? new Map();
  const common = readCommon(reading, entries, catalog);
  const named = <Value>(key: string, reader: (what: string) => Reader<Value>) =>
    readNamed(reading, entries.get(key)?.value, key, reader);
  const sizes = named("sizes", (what) => integerReader(what, 1));
  const given = named("given", tensorReader);
  const parameters = named("parameters", tensorReader);
  checkDisjoint(reading, entries);
  const written = entries.get("equations")?.value;
  const equations = written ? readEquationList(reading, written) : [];
  checkLooks(reading, [...given, ...parameters], equations);
  const lossSource = entries.get("loss")?.value;
  const loss = lossSource && textReader("`loss`")(reading, lossSource);
  throwProblems(reading);
  return { kind: "equations", ...common, sizes, given, parameters, equations, loss };
}

/** A map from names to values; what could not be read is left out. */
function readNamed<Value>(
  reading: Reading,
  source: Source | undefined,
  key: string,
  reader: (what: string) => Reader<Value>,
): ReadonlyMap<string, Value> {
  const values = new Map<string, Value>();
  if (!source) return values;
  for (const [name, entry] of namedEntries(reading, source, `\`${key}\``) ?? []) {
    const value = reader(`${quote(name)} in \`${key}\``)(reading, entry.value);
    if (value !== undefined) values.set(name, value);
  }
  return values;
}

/** A name is given or learned, not both. */
function checkDisjoint(reading: Reading, entries: ReadonlyMap<string, Entry>): void {
  const [given, parameters] = ["given", "parameters"].map((key) => entries.get(key)?.value);
  if (given?.kind !== "map" || parameters?.kind !== "map") return;
  const names = new Set(given.entries.map(({ key }) => key.text.normalize("NFC")));
  for (const { key } of parameters.entries)
    if (names.has(key.text.normalize("NFC")) && key.text !== "<<")
      report(reading, key, {
        code: "duplicate-name",
        message: `the name ${quote(key.text)} is both given and a parameter`,
        help: "keep it under `parameters` if it is to be learned, otherwise under `given`",
      });
}

/** No two names may look the same, be they given, learned or defined. */
function checkLooks(
  reading: Reading,
  data: readonly (readonly [string, { readonly place: Place }])[],
  equations: readonly EquationSpec[],
): void {
  const places = new Map<string, Place>(data.map(([name, { place }]) => [name, place]));
  for (const { left } of equations) places.set(left.name, places.get(left.name) ?? left.place);
  const seen: string[] = [];
  for (const [name, place] of places) {
    const twin = sameLook(name, seen);
    seen.push(name);
    if (twin !== undefined) reportAt(reading, place, sameLooks(name, twin));
  }
}

function readEquationList(reading: Reading, source: Source): readonly EquationSpec[] {
  if (source.kind !== "map" || source.entries.length === 0) {
    unexpected(reading, source, "`equations`", "a map with at least one equation such as `h: w*x`");
    return [];
  }
  const equations: EquationSpec[] = [];
  for (const entry of entriesByKey(reading, source.entries).values()) {
    const equation = readEquation(reading, entry);
    if (equation) equations.push(equation);
  }
  return equations;
}

function readEquation(reading: Reading, { key, value }: Entry): EquationSpec | undefined {
  const placeOf = placesInScalar(reading.file, key, reading.placeOf);
  const left = collecting(reading, () => parseLeftSide(key.text, placeOf));
  const right = formulaReader(`the right side of ${quote(key.text)}`)(reading, value);
  return left && right && { left: { ...left, place: reading.placeOf(key) }, right };
}
