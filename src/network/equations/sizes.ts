import type { Place, Problem } from "../../errors/problem.js";
import { quote } from "../../errors/quote.js";
import { asPlainIndex } from "../../math/algebra/index-term.js";
import { unknownSize } from "../../math/formula/names/resolve-problems.js";
import type { EquationsSpec } from "../file/spec.js";
import type { Equation } from "./equation.js";
import { sizeConflict, type Unification, unification } from "./unification.js";

/** The size of each index of each equation: they range from 1. */
export type IndexSizes = ReadonlyMap<Equation, ReadonlyMap<string, number>>;

/** The size of an index of an equation. Throws for an index that the equation does not have. */
export function sizeOfIndex(sizes: IndexSizes, equation: Equation, index: string): number {
  const size = sizes.get(equation)?.get(index);
  if (size === undefined) throw new Error(`the index ${index} has no size`);
  return size;
}

type Report = (problem: Problem) => void;

const axisKey = (name: string, axis: number): string => `axis ${axis} of ${name}`;
const indexKey = (equation: number, index: string): string => `index ${index} in ${equation}`;

/**
 * Finds the size of every index. `sizes` and the shapes of data are known; an index that stands by itself as
 * a subscript has the size of that axis, which carries sizes through definitions. An index of `sizes` may
 * also run over a part of an axis; where only such readers tell its size, it is the greatest of theirs. The order
 * of equations, and of terms in them, decides nothing.
 */
export function inferSizes(
  spec: EquationsSpec,
  equations: readonly Equation[],
  report: Report,
): IndexSizes {
  const table = unification();
  assignKnown(spec, equations, table);
  const partial: PlainUse[] = [];
  equations.forEach((equation, number) => {
    for (const use of plainUses(equation)) {
      if (spec.sizes.has(use.index) && !use.defines) partial.push(use);
      else unifyUse(use, number, table, report);
    }
  });
  assignSpecial(equations, table, report);
  assignByReaders(spec, partial, table);
  reportUnknown(equations, table, report);
  return new Map(
    equations.map((equation, number) => [equation, indexSizes(equation, number, table)]),
  );
}

/** An index that stands by itself as a subscript. */
interface PlainUse {
  readonly index: string;
  readonly name: string;
  readonly axis: number;
  readonly place: Place;
  /** Whether it stands on the left side. */
  readonly defines: boolean;
}

function* plainUses({ left, occurrences }: Equation): Generator<PlainUse> {
  for (const [axis, index] of left.indices.entries())
    if (typeof index === "string")
      yield { index, name: left.name, axis, place: left.place, defines: true };
  for (const { name, terms, place } of occurrences)
    for (const [axis, term] of terms.entries()) {
      const index = asPlainIndex(term);
      if (typeof index === "string") yield { index, name, axis, place, defines: false };
    }
}

function assignKnown(
  spec: EquationsSpec,
  equations: readonly Equation[],
  table: Unification,
): void {
  for (const tensors of [spec.given, spec.parameters])
    for (const [name, { shape }] of tensors)
      shape.forEach((value, axis) => {
        table.assign(axisKey(name, axis), { value, source: `by the data of ${quote(name)}` });
      });
  equations.forEach(({ indices }, number) => {
    for (const index of indices.keys()) {
      const value = spec.sizes.get(index)?.value;
      if (value !== undefined)
        table.assign(indexKey(number, index), { value, source: `by ${quote("sizes")}` });
    }
  });
}

function unifyUse(use: PlainUse, equation: number, table: Unification, report: Report): void {
  const conflict = table.unify(indexKey(equation, use.index), axisKey(use.name, use.axis));
  if (conflict) report(sizeConflict(`the index ${quote(use.index)}`, conflict, use.place));
}

/** What equations with integers on the left tell about an axis. */
interface Special {
  readonly name: string;
  readonly value: number;
  readonly place: Place;
}

/** An axis that only integers define, as in `y[1]` and `y[2]`, is as long as the largest of them. */
function assignSpecial(equations: readonly Equation[], table: Unification, report: Report): void {
  const largest = new Map<string, Special>();
  for (const { left } of equations)
    for (const [axis, subscript] of left.indices.entries()) {
      const key = axisKey(left.name, axis);
      const value = typeof subscript === "string" ? Infinity : subscript;
      if (value > (largest.get(key)?.value ?? 0)) largest.set(key, { ...left, value });
    }
  const untold = [...largest].filter(([key, { value }]) => value < Infinity && !table.sizeOf(key));
  for (const [key, { name, value, place }] of untold) {
    const conflict = table.assign(key, { value, source: `by the equations of ${quote(name)}` });
    if (conflict) report(sizeConflict(`an index of ${quote(name)}`, conflict, place));
  }
}

/** An axis of which nothing but its readers tells the size is as long as the longest of them needs it. */
function assignByReaders(
  { sizes }: EquationsSpec,
  readers: readonly PlainUse[],
  table: Unification,
): void {
  const greatest = new Map<string, number>();
  for (const { index, name, axis } of readers) {
    const key = axisKey(name, axis);
    const size = sizes.get(index)?.value;
    if (size === undefined || table.sizeOf(key)) continue;
    const axes = table.classOf(key);
    greatest.set(axes, Math.max(size, greatest.get(axes) ?? size));
  }
  for (const [axes, value] of greatest)
    table.assign(axes, { value, source: `by ${quote("sizes")}` });
}

/** Reports the first index of each class of indices without a size. */
function reportUnknown(equations: readonly Equation[], table: Unification, report: Report): void {
  const reported = new Set<string>();
  equations.forEach(({ indices }, equation) => {
    for (const [index, place] of indices) {
      const key = indexKey(equation, index);
      if (table.sizeOf(key) || reported.has(table.classOf(key))) continue;
      reported.add(table.classOf(key));
      report(unknownSize(index, place));
    }
  });
}

const indexSizes = (
  { indices }: Equation,
  equation: number,
  table: Unification,
): ReadonlyMap<string, number> =>
  new Map(
    [...indices.keys()].map((index) => [
      index,
      table.sizeOf(indexKey(equation, index))?.value ?? 1,
    ]),
  );
