import { invisibleIn } from "../../errors/invisible.js";
import { isMixed, namedLookAlikes } from "../../errors/look-alike.js";
import type { Problem } from "../../errors/problem.js";
import { codePointName, quote } from "../../errors/quote.js";
import { parseFormula } from "../../math/formula/parse-formula.js";
import { isName } from "../../math/formula/tokens.js";
import {
  collecting,
  entriesByKey,
  listNames,
  type Reading,
  report,
  reportAt,
  unknownName,
} from "./reading.js";
import { placesInScalar } from "./scalar-places.js";
import type { Entry, ScalarSource, Source } from "./source.js";
import { isNull } from "./source.js";
import type { Formula, Located } from "./spec.js";

/** Reads a node as a value; undefined after a problem has been noted. */
export type Reader<Value> = (reading: Reading, source: Source) => Value | undefined;

const longestText = 500;

/** What a node is, in words for a message. */
export function describe(source: Source): string {
  if (source.kind === "map") return "a map";
  if (source.kind === "list") return "a list";
  return isNull(source) ? "nothing" : quote(source.text);
}

/** Notes that a node is not what it must be. `what` names the node: "`bias` of a linear layer". */
export const unexpected = (
  reading: Reading,
  source: Source,
  what: string,
  expected: string,
): undefined =>
  report(reading, source, {
    code: "invalid-value",
    message: `${what} is ${describe(source)}, expected ${expected}`,
  });

/** A reader for a text of one line, such as a title or a name. */
export const textReader =
  (what: string): Reader<Located<string>> =>
  (reading, source) => {
    if (source.kind !== "scalar" || isNull(source) || source.text.trim() === "")
      return unexpected(reading, source, what, "a text");
    if (source.text.length > longestText)
      return report(reading, source, {
        code: "text-too-long",
        message: `${what} has ${source.text.length} characters, expected at most ${longestText}`,
      });
    const unseen = invisibleIn(source.text.trim());
    if (unseen) return reportInvisible(reading, source, what, unseen.character);
    return { value: source.text.trim().normalize("NFC"), place: reading.placeOf(source) };
  };

function reportInvisible(
  reading: Reading,
  source: ScalarSource,
  what: string,
  character: string,
): undefined {
  if (/\p{Cc}/u.test(character))
    return report(reading, source, {
      code: "control-character",
      message: `${what} has control characters: ${quote(source.text)}`,
    });
  const start = source.text.indexOf(character);
  const place = placesInScalar(reading.file, source, reading.placeOf)({ start, end: start + 1 });
  return reportAt(reading, place, {
    code: "invisible-character",
    message: `${what} has the invisible character ${codePointName(character)}: ${quote(source.text)}`,
    help: "delete it: it cannot be seen, and may turn or hide what stands around it",
  });
}

/** A reader for one of a few words. */
export const wordReader =
  <Word extends string>(what: string, words: readonly Word[]): Reader<Located<Word>> =>
  (reading, source) => {
    if (source.kind !== "scalar" || isNull(source))
      return unexpected(reading, source, what, `one of ${listNames(words)}`);
    const word = words.find((candidate) => candidate === source.text);
    if (word !== undefined) return { value: word, place: reading.placeOf(source) };
    return report(reading, source, unknownName("unknown-value", what, source.text, words));
  };

/** A reader for an integer of at least `least`, written without a fraction or an exponent. */
export const integerReader =
  (what: string, least: number): Reader<Located<number>> =>
  (reading, source) => {
    const isInteger =
      source.kind === "scalar" && source.style === "plain" && /^[+-]?\d+$/.test(source.text);
    const value = isInteger ? Number(source.text) : Number.NaN;
    if (Number.isSafeInteger(value) && value >= least)
      return { value, place: reading.placeOf(source) };
    return unexpected(reading, source, what, `an integer of at least ${least}`);
  };

/** A reader for a list; the elements that are wrong are left out of it. */
export const listReader =
  <Value>(what: string, element: Reader<Value>): Reader<readonly Value[]> =>
  (reading, source) => {
    if (source.kind !== "list") return unexpected(reading, source, what, "a list");
    const values: Value[] = [];
    for (const item of source.items) {
      const value = element(reading, item);
      if (value !== undefined) values.push(value);
    }
    return values;
  };

/** The entries of a map whose keys are names in formulas; others are noted and left out. */
export function namedEntries(
  reading: Reading,
  source: Source,
  what: string,
): ReadonlyMap<string, Entry> | undefined {
  if (source.kind !== "map") return unexpected(reading, source, what, "a map from names to values");
  const named = new Map<string, Entry>();
  for (const [name, entry] of entriesByKey(reading, source.entries))
    if (isName(name) && !invisibleIn(name)) {
      if (isPlain(reading, entry)) named.set(name, entry);
    } else
      report(reading, entry.key, {
        code: "invalid-name",
        message: `${quote(name)} in ${what} is not a name`,
        help: "a name has letters, digits and underscores, and begins with no digit",
      });
  return named;
}

/** The problem of two names that a reader cannot tell apart. */
export const sameLooks = (name: string, twin: string): Omit<Problem, "place"> => ({
  code: "look-alike",
  message: `the names ${quote(name)} and ${quote(twin)} look the same and are not${namedLookAlikes(name) || namedLookAlikes(twin)}`,
  help: "write names in letters of one alphabet",
});

/** Whether a name has no letter that passes for one of another alphabet; otherwise that is noted. */
function isPlain(reading: Reading, { key }: Entry): boolean {
  if (!isMixed(key.text)) return true;
  report(reading, key, {
    code: "mixed-letters",
    message: `the name ${quote(key.text)} mixes letters of several alphabets${namedLookAlikes(key.text)}`,
    help: "write the name in letters of one alphabet",
  });
  return false;
}

/** A reader for a formula: a text, or a plain number. */
export const formulaReader =
  (what: string): Reader<Formula> =>
  (reading, source) => {
    if (source.kind !== "scalar") return unexpected(reading, source, what, "a formula");
    return collecting(reading, () => readFormula(reading, source));
  };

function readFormula(reading: Reading, source: ScalarSource): Formula {
  const placeOf = placesInScalar(reading.file, source, reading.placeOf);
  return { text: source.text, tree: parseFormula(source.text, placeOf), placeOf };
}
