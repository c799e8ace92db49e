import { misspelledNames, orList } from "../../errors/misspelled.js";
import { quote } from "../../errors/quote.js";
import type { CatalogEntry, CatalogTable, NumberRange, OptionSpec } from "./catalog.js";
import { helpForOtherName } from "./other-names.js";
import { unexpected } from "./readers.js";
import { entriesByKey, type Reading, report, unknownName } from "./reading.js";
import { booleanOf, isNull, type ScalarSource, type Source } from "./source.js";
import type { Located, OptionValues } from "./spec.js";
import { readDecimal } from "./tensor.js";

/** A name alone, or a map from one name to what belongs to it: `tanh`, `sgd: { lr: 0.5 }`. */
export interface Choice {
  readonly key: ScalarSource;
  readonly value: Source | undefined;
}

/** Reads a name, or a map with one key. */
export function readChoice(reading: Reading, source: Source, what: string): Choice | undefined {
  if (source.kind === "scalar" && !isNull(source)) return { key: source, value: undefined };
  const entries = source.kind === "map" ? [...entriesByKey(reading, source.entries).values()] : [];
  const [first, second] = entries;
  if (!first) return unexpected(reading, source, what, "a name or a map with one name");
  if (second)
    return report(reading, second.key, {
      code: "several-names",
      message: `${what} has a second key ${quote(second.key.text)}, expected one name with its options`,
    });
  return { key: first.key, value: isNull(first.value) ? undefined : first.value };
}

/** A row that a file names, with its entry in the catalog and its options, defaults filled in. */
export interface NamedRow {
  readonly name: Located<string>;
  readonly entry: CatalogEntry;
  readonly options: OptionValues;
}

/** Finds a chosen row in its table and reads its options. `others` are names that mean something beside the table. */
export function readRow(
  reading: Reading,
  { key, value }: Choice,
  what: string,
  table: CatalogTable,
  others: readonly string[] = [],
): NamedRow | undefined {
  const entry = table.get(key.text);
  if (!entry) {
    const known = [...table.keys(), ...others];
    const code = `unknown-${what.replaceAll(" ", "-")}`;
    const { message } = unknownName(code, `the ${what}`, key.text, known);
    const help = helpFor(what, key.text, known);
    return report(reading, key, { code, message, ...(help !== undefined && { help }) });
  }
  const options = readOptions(reading, key, value, entry.options);
  if (!options) return undefined;
  return { name: { value: key.text, place: reading.placeOf(key) }, entry, options };
}

/** What another library's name is here; a name of our own that is only misspelled. */
function helpFor(table: string, name: string, known: readonly string[]): string | undefined {
  const near = misspelledNames(name, known);
  const meant = near.length > 0 ? `did you intend ${orList(near)}?` : undefined;
  return helpForOtherName(table, name) ?? meant;
}

function readOptions(
  reading: Reading,
  key: ScalarSource,
  value: Source | undefined,
  specs: readonly OptionSpec[],
): OptionValues | undefined {
  const row = `\`${key.text}\``;
  if (value && value.kind !== "map") return unexpected(reading, value, row, "a map of options");
  const before = reading.problems.length;
  const entries = entriesByKey(reading, value?.entries ?? []);
  for (const [name, entry] of entries)
    if (!specs.some((spec) => spec.name === name))
      reportUnknownOption(reading, entry.key, row, specs);
  const values = new Map<string, readonly string[]>();
  for (const spec of specs) {
    const given = entries.get(spec.name);
    const read = given ? readOption(reading, given.value, row, spec) : defaultOf(spec);
    if (read) values.set(spec.name, read);
    else if (!given)
      report(reading, key, {
        code: "missing-option",
        message: `${row} has no \`${spec.name}\``,
        help: `write \`${key.text}: { ${spec.name}: … }\``,
      });
  }
  return reading.problems.length === before ? values : undefined;
}

function reportUnknownOption(
  reading: Reading,
  key: ScalarSource,
  row: string,
  specs: readonly OptionSpec[],
): void {
  const names = specs.map(({ name }) => name);
  if (names.length > 0)
    report(reading, key, {
      ...unknownName("unknown-option", `in ${row}, the option`, key.text, names),
      ...helpForOption(key.text, names),
    });
  else
    report(reading, key, {
      code: "unknown-option",
      message: `${row} has no options, but received ${quote(key.text)}`,
    });
}

/** The option that another library's name stands for, if the row has it. */
function helpForOption(name: string, known: readonly string[]): { readonly help?: string } {
  const help = helpForOtherName("option", name);
  return help !== undefined && known.some((option) => help.startsWith(`write \`${option}`))
    ? { help }
    : {};
}

function defaultOf(spec: OptionSpec): readonly string[] | undefined {
  if (spec.default === undefined) return undefined;
  if (spec.kind === "pair") return spec.default;
  return [String(spec.default)];
}

function readOption(
  reading: Reading,
  source: Source,
  row: string,
  spec: OptionSpec,
): readonly string[] | undefined {
  const what = `the option \`${spec.name}\` of ${row}`;
  if (spec.kind === "boolean") {
    const flag = booleanOf(source);
    return flag === undefined
      ? unexpected(reading, source, what, "`true` or `false`")
      : [String(flag)];
  }
  if (spec.kind === "number") {
    const decimal = readRanged(reading, source, what, spec);
    return decimal === undefined ? undefined : [decimal];
  }
  if (source.kind !== "list" || source.items.length !== 2)
    return unexpected(reading, source, what, "a list of two numbers");
  const decimals = source.items.map((item) => readRanged(reading, item, what, spec));
  const whole = decimals.filter((decimal) => decimal !== undefined);
  return whole.length === 2 ? whole : undefined;
}

function readRanged(
  reading: Reading,
  source: Source,
  what: string,
  range: NumberRange,
): string | undefined {
  if (source.kind !== "scalar") return unexpected(reading, source, what, "a number");
  const decimal = readDecimal(reading, source, what);
  if (decimal === undefined || holds(range, Number(decimal))) return decimal;
  return report(reading, source, {
    code: "option-out-of-range",
    message: `${what} is ${quote(source.text)}, expected a number ${rangeInWords(range)}`,
  });
}

const holds = ({ atLeast, above, atMost, below, not }: NumberRange, value: number): boolean =>
  value !== not &&
  (atLeast === undefined || value >= atLeast) &&
  (above === undefined || value > above) &&
  (atMost === undefined || value <= atMost) &&
  (below === undefined || value < below);

function rangeInWords({ atLeast, above, atMost, below, not }: NumberRange): string {
  const bounds = [
    ["of at least", atLeast],
    ["above", above],
    ["of at most", atMost],
    ["below", below],
    ["other than", not],
  ] as const;
  return bounds
    .filter(([, bound]) => bound !== undefined)
    .map(([words, bound]) => `${words} ${bound}`)
    .join(" and ");
}
