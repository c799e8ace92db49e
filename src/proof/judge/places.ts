import { type Node, partsIn } from "./arithmetic/formula.js";
import { type Axes, boxOf, indicesOf, sizeOf, type Tuple, tuplesOf } from "./arithmetic/model.js";
import { isGuard, type Linear, linearOf } from "./arithmetic/well-formed.js";

/** From 0 to 1, depending on nothing but the text. */
export function drawn(text: string): number {
  let seed = 7;
  // What differs in the last letter only shall differ much.
  for (const letter of `${text}...`)
    seed = (seed * 48_271 + letter.charCodeAt(0) * 69_621) % 2_147_483_647;
  return seed / 2_147_483_647;
}

/** What must be 0 for a guard to be just met, or for one instance to be another. */
type Gap = Linear;

const gapOf = (a: Node, b: Node): Gap => {
  const [left, right] = [linearOf(a), linearOf(b)];
  const factors = new Map(left.factors);
  for (const [index, factor] of right.factors)
    factors.set(index, (factors.get(index) ?? 0) - factor);
  return { constant: left.constant - right.constant, factors };
};

/** A gap with some place in its range for each index of a sum around it. */
const within = ({ constant, factors }: Gap, around: Axes): Gap => {
  const inner = new Map(factors);
  let sum = constant;
  for (const [k, [first, size]] of boxOf(around).entries()) {
    const index = indicesOf(around)[k] ?? "";
    sum += (inner.get(index) ?? 0) * (first + Math.floor(drawn(`${index} within`) * size));
    inner.delete(index);
  }
  return { constant: sum, factors: inner };
};

/** The gaps of a formula: of each guard, and of each instance that a derivative in it is by. */
function gapsIn(formula: Node): readonly (readonly Gap[])[] {
  return partsIn(formula).flatMap(([part, around]) => {
    const [body, by] = part.parts;
    if (isGuard(part) && body && by) return [[within(gapOf(body, by), around)]];
    if (part.text !== "diff" || !body || by?.kind !== "name") return [];
    const instances = partsIn(body, around).filter(
      ([{ kind, text }]) => kind === "name" && text === by.text,
    );
    return instances.map(([{ parts }, inner]) =>
      parts.flatMap((term, axis) =>
        by.parts.slice(axis, axis + 1).map((own) => within(gapOf(term, own), inner)),
      ),
    );
  });
}

/** Moves indices so that the gaps become as large as is wanted, where one index can do that. */
function closed(
  indices: readonly string[],
  tuple: Tuple,
  gaps: readonly Gap[],
  wanted: number,
): Tuple {
  const moved = [...tuple];
  const used = new Set<number>();
  for (const { constant, factors } of gaps) {
    const at = indices.findIndex(
      (index, place) => !used.has(place) && Math.abs(factors.get(index) ?? 0) === 1,
    );
    if (at < 0) continue;
    const size = indices.reduce(
      (sum, index, place) => sum + (factors.get(index) ?? 0) * (moved[place] ?? 0),
      constant - wanted,
    );
    moved[at] = (moved[at] ?? 0) - size * (factors.get(indices[at] ?? "") ?? 0);
    used.add(at);
  }
  return moved;
}

const mostAnywhere = 8;
const mostMeeting = 10;

/** Some tuples of a box, half of them with equal places on all axes. */
const someTuples = (box: ReturnType<typeof boxOf>): readonly Tuple[] =>
  Array.from({ length: mostAnywhere }, (_, k) =>
    box.map(([first, size], axis) => {
      const place = k % 2 ? drawn(`${k} ${axis}`) * size : (k / 2) % size;
      return first + Math.floor(place);
    }),
  );

/** Tuples at which guards are just met, or are not by 1, and at which the instances of derivatives are met. */
function meeting(formulas: readonly Node[], axes: Axes, box: ReturnType<typeof boxOf>): Tuple[] {
  const indices = indicesOf(axes);
  const groups = formulas.flatMap(gapsIn);
  return [groups.flat(), ...groups].flatMap((gaps, k) =>
    [0, 1, -1].map((wanted) => {
      const start = box.map(([first, size], axis) =>
        Math.floor(first + drawn(`${k} ${wanted} ${axis}`) * size),
      );
      return closed(indices, start, gaps, wanted);
    }),
  );
}

const distinct = (tuples: readonly Tuple[]): readonly Tuple[] => [
  ...new Map(tuples.map((tuple) => [tuple.join(), tuple])).values(),
];

/** The tuples of a box at which formulas are compared: all of a small box; of a large one some, where they tell most. */
export function placesIn(axes: Axes, formulas: readonly Node[]): readonly Tuple[] {
  if (sizeOf(axes) <= mostAnywhere) return tuplesOf(axes);
  const box = boxOf(axes);
  const isIn = (tuple: Tuple): boolean =>
    box.every(([first, size], k) => first <= (tuple[k] ?? 0) && (tuple[k] ?? 0) < first + size);
  const met = meeting(formulas, axes, box).filter(isIn).slice(0, mostMeeting);
  return distinct([...someTuples(box), ...met]);
}

/** How far beyond a range an index may go in rules, which hold for all whole numbers. */
const beyond = 2;

/** Tuples for rules: within the ranges of the indices and beside them, so that no guard is 0 everywhere. */
export function placesAround(axes: Axes, formulas: readonly Node[]): readonly Tuple[] {
  if (axes.length === 0) return [[]];
  const box = boxOf(axes).map(([first, size]) => [first - beyond, size + 2 * beyond] as const);
  const met = meeting(formulas, axes, box).slice(0, mostMeeting);
  return distinct([...met, ...someTuples(box).slice(0, mostAnywhere / 2)]);
}
