import { asPlainIndex, defaultIndices } from "../../math/algebra/index-term.js";
import type { Equation } from "./equation.js";

/**
 * The index names of the axes of a quantity, all different: those of its first general equation, else those
 * by which it is first read, else i, j, k, …
 */
export function canonicalIndices(
  name: string,
  rank: number,
  equations: readonly Equation[],
): readonly string[] {
  const chosen: string[] = [];
  for (let axis = 0; axis < rank; axis++) {
    const wishes = [
      ...equations.filter(({ left }) => left.name === name).map(({ left }) => left.indices[axis]),
      ...equations
        .flatMap(({ occurrences }) => occurrences)
        .filter((occurrence) => occurrence.name === name)
        .flatMap(({ terms }) => terms.slice(axis, axis + 1))
        .map(asPlainIndex),
      ...defaultIndices,
    ];
    const free = wishes.find((wish) => typeof wish === "string" && !chosen.includes(wish));
    chosen.push(typeof free === "string" ? free : `i${axis + 1}`);
  }
  return chosen;
}
