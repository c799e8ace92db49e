import { editDistance } from "./edit-distance.js";

const lettersOnly = (name: string): string => name.replace(/\d/g, "");

/**
 * The names that a word is a plain misspelling of, those that are nearest: `sigmoid` for `sigmiod`. Unlike `nearestName`
 * it never takes one word for another: a part of a longer name is another word (`arctan` is not `tan`), so are two
 * names with other digits (`log3`, `log2`), and of short words only capitals, a letter too much or too few, or a swap
 * of letters counts.
 */
export function misspelledNames(name: string, candidates: Iterable<string>): readonly string[] {
  if (name.length > 60) return [];
  const given = name.toLowerCase();
  const most = given.length <= 2 ? 0 : given.length <= 6 ? 1 : 2;
  let nearest: string[] = [];
  let least = most + 1;
  for (const candidate of candidates) {
    const known = candidate.toLowerCase();
    const distance = mistakesIn(given, known);
    if (candidate === name || distance > least || Math.ceil(distance) > most) continue;
    if (isOtherWord(given, known, distance)) continue;
    nearest = distance < least ? [candidate] : [...nearest, candidate];
    least = distance;
  }
  return [...new Set(nearest)];
}

/** Letters in another order, or one that stands twice, are likelier than others. */
function mistakesIn(given: string, known: string): number {
  const distance = editDistance(given, known);
  if (distance !== 1) return distance;
  const isDoubled = given.replace(/(.)\1/g, "$1") === known.replace(/(.)\1/g, "$1");
  return isDoubled || isSwap(given, known) ? 0.5 : 1;
}

function isOtherWord(given: string, known: string, distance: number): boolean {
  if (distance === 0) return false;
  const [digits, others] = [given, known].map((each) => each.replace(/\D/g, ""));
  if (digits !== others) return true;
  const isReplaced = given.length === known.length && !isSwap(given, known);
  return lettersOnly(given).length <= 3 && (isReplaced || known.length <= 2);
}

/** Whether two words of one length have the same letters. */
const isSwap = (a: string, b: string): boolean => [...a].sort().join("") === [...b].sort().join("");

/** `a`, `b` or `c` as words of a question: each in backticks. */
export const orList = (names: readonly string[]): string =>
  names
    .map((name) => `\`${name}\``)
    .join(", ")
    .replace(/, ([^,]*)$/, " or $1");
