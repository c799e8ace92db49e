import { editDistance } from "./edit-distance.js";

const lettersOnly = (name: string): string => name.replace(/\d/g, "");

/**
 * The name that a word is a plain misspelling of: `sigmiod` of "sigmoid". Unlike `nearestName` it never takes one
 * word for another: a part of a longer name is another word (`arctan` is not `tan`), so are two names with other
 * digits (`log3`, `log2`), and of short words only capitals, a letter too much or too few, or a swap count.
 */
export function misspelledName(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length > 60) return undefined;
  const given = name.toLowerCase();
  const most = given.length <= 2 ? 0 : given.length <= 6 ? 1 : 2;
  let nearest: string | undefined;
  let least = most + 1;
  for (const candidate of candidates) {
    if (candidate === name) continue;
    const known = candidate.toLowerCase();
    const distance = editDistance(given, known);
    if (distance >= least || isOtherWord(given, known, distance)) continue;
    [nearest, least] = [candidate, distance];
  }
  return nearest;
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
