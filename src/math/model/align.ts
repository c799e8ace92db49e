import { coefficientOf, plainIndex, type Range, subtractTerms } from "../algebra/index-term.js";
import type { Definition, Dependency } from "./dependencies.js";
import { rangeWhereRead } from "./read.js";

/** For each definition the position of one of its axes. */
export type Alignment = ReadonlyMap<Definition, number>;

/** Upwards or downwards. */
export type Direction = 1 | -1;

/**
 * For each quantity the axis that moves along with the given axis of the first one: where `g[s]` reads
 * `h[s-1, j]`, axis 0 of g goes with axis 0 of h. Undefined where a quantity has none.
 */
export function alignAxes(
  definitions: readonly Definition[],
  dependencies: readonly Dependency[],
  axis: number,
): Alignment | undefined {
  const aligned = new Map([[definitions[0]?.name ?? "", axis]]);
  for (let before = 0; before < aligned.size; ) {
    before = aligned.size;
    for (const dependency of dependencies) alignThrough(dependency, aligned);
  }
  const positions = new Map<Definition, number>();
  for (const definition of definitions) {
    const position = aligned.get(definition.name);
    if (position === undefined) return undefined;
    positions.set(definition, position);
  }
  return positions;
}

function alignThrough({ of, on, read }: Dependency, aligned: Map<string, number>): void {
  const [reader, target] = [aligned.get(of.name), aligned.get(on.name)];
  if (reader !== undefined && target === undefined) {
    const index = of.piece.axes[reader]?.index ?? "";
    const found = read.indices.findIndex((term) => coefficientOf(term, index) === 1);
    if (found >= 0) aligned.set(on.name, found);
  }
  const term = target === undefined ? undefined : read.indices[target];
  if (reader === undefined && term) {
    const found = of.piece.axes.findIndex(({ index }) => coefficientOf(term, index) === 1);
    if (found >= 0) aligned.set(of.name, found);
  }
}

/** How far a dependency moves the aligned index: `h[t-1]` in the formula of `h[t]` moves it by -1. */
function shiftOf({ of, on, read }: Dependency, alignment: Alignment): Range {
  const own = of.piece.axes[alignment.get(of) ?? -1];
  const term = read.indices[alignment.get(on) ?? -1];
  if (!own || !term) throw new Error(`no aligned axis between ${of.name} and ${on.name}`);
  return rangeWhereRead(subtractTerms(term, plainIndex(own.index)), read, of.piece.axes);
}

/** The direction of a loop that reads nothing of a later value and something of an earlier one. */
export function directionOf(
  dependencies: readonly Dependency[],
  alignment: Alignment,
): Direction | undefined {
  const shifts = dependencies.map((dependency) => shiftOf(dependency, alignment));
  if (shifts.every(({ hi }) => hi <= 0) && shifts.some(({ hi }) => hi < 0)) return 1;
  if (shifts.every(({ lo }) => lo >= 0) && shifts.some(({ lo }) => lo > 0)) return -1;
  return undefined;
}

/** The dependencies that may also be on the same value of the loop. */
export const withinOneValue = (
  dependencies: readonly Dependency[],
  alignment: Alignment,
): readonly Dependency[] =>
  dependencies.filter((dependency) => {
    const { lo, hi } = shiftOf(dependency, alignment);
    return lo <= 0 && 0 <= hi;
  });
