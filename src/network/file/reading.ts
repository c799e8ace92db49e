import { namedLookAlikes } from "../../errors/look-alike.js";
import { nearestName } from "../../errors/nearest-name.js";
import { byPlace, placesIn, type Stretch } from "../../errors/place.js";
import type { Place, Problem } from "../../errors/problem.js";
import { InputError } from "../../errors/problem.js";
import { quote } from "../../errors/quote.js";
import type { Entry, ScalarSource } from "./source.js";

/** What all readers of one file share: its text, its problems so far, and what may still be read. */
export interface Reading {
  readonly file: string;
  readonly placeOf: (stretch: Stretch) => Place;
  readonly problems: Problem[];
  /** How many numbers may still be read; aliases make a small file large. */
  numbersLeft: number;
}

const mostProblems = 50;
const mostNumbers = 1_000_000;

export const startReading = (file: string): Reading => ({
  file,
  placeOf: placesIn(file),
  problems: [],
  numbersLeft: mostNumbers,
});

/** Notes a problem and goes on; the result is undefined, so that a reader can return it. */
export const report = (
  reading: Reading,
  stretch: Stretch,
  problem: Omit<Problem, "place">,
): undefined => reportAt(reading, reading.placeOf(stretch), problem);

/** The same for a value whose place is known. */
export function reportAt(
  reading: Reading,
  place: Place,
  problem: Omit<Problem, "place">,
): undefined {
  reading.problems.push({ ...problem, place });
  if (reading.problems.length >= mostProblems) throwProblems(reading);
  return undefined;
}

/** Notes the problems of an InputError that `read` throws, and gives undefined then. */
export function collecting<Value>(reading: Reading, read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    reading.problems.push(...error.problems);
    return undefined;
  }
}

/** Throws all problems in the order of their places, if there are any. */
export function throwProblems({ problems }: Reading): void {
  if (problems.length > 0) throw new InputError(...[...problems].sort(byPlace));
}

/** `one`, `two` or `three` as words of a sentence: each in backticks. */
export const listNames = (names: Iterable<string>): string =>
  [...names].map((name) => `\`${name}\``).join(", ");

/** The message and help for a name that is none of the known ones. */
export function unknownName(
  code: string,
  what: string,
  name: string,
  known: readonly string[],
): Omit<Problem, "place"> {
  const nearest = nearestName(name, known);
  const expected =
    known.length === 0
      ? ""
      : known.length === 1
        ? `, expected ${listNames(known)}`
        : `, expected one of ${listNames(known)}`;
  return {
    code,
    message: `${what} ${quote(name)} is unknown${namedLookAlikes(name)}${expected}`,
    ...(nearest === undefined ? {} : { help: `did you intend \`${nearest}\`?` }),
  };
}

/** Entries by key; a key that stands twice, and a merge key, are problems. */
export function entriesByKey(
  reading: Reading,
  entries: readonly Entry[],
): ReadonlyMap<string, Entry> {
  const found = new Map<string, Entry>();
  for (const entry of entries) {
    const name = entry.key.text.normalize("NFC");
    if (found.has(name)) reportDuplicate(reading, entry.key);
    else if (name === "<<" && entry.key.style === "plain") reportMerge(reading, entry.key);
    else found.set(name, entry);
  }
  return found;
}

const reportDuplicate = (reading: Reading, key: ScalarSource): undefined =>
  report(reading, key, {
    code: "duplicate-key",
    message: `the key ${quote(key.text)} stands twice in the same place`,
    help: "delete one of the two",
  });

const reportMerge = (reading: Reading, key: ScalarSource): undefined =>
  report(reading, key, {
    code: "merge-key",
    message: "the merge key `<<` has no meaning in a network file",
    help: "write the entries out",
  });
