import { editDistance } from "./edit-distance.js";

/**
 * The candidate that a misspelled name was probably meant to be, or undefined where none is close:
 * `nearestName("sigmiod", ["tanh", "sigmoid"])` is "sigmoid". One swap of neighbours counts as one mistake.
 */
export function nearestName(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length > 60) return undefined;
  const given = name.toLowerCase();
  let nearest: string | undefined;
  let least = given.length < 2 ? 1 : Math.max(1, Math.floor(given.length / 3)) + 1;
  for (const candidate of candidates) {
    if (candidate === name) continue;
    const distance = distanceFor(given, candidate.toLowerCase());
    if (distance < least) [nearest, least] = [candidate, distance];
  }
  return nearest;
}

/** A part of a longer name (`slope` in `negative_slope`) counts as one mistake, so that it is found too. */
function distanceFor(given: string, candidate: string): number {
  const [short, long] = given.length < candidate.length ? [given, candidate] : [candidate, given];
  const distance = editDistance(given, candidate);
  return short.length >= 3 && long.includes(short) ? Math.min(distance, 1) : distance;
}
