import { freshIndex, substituteIndices } from "../math/algebra/binding.js";
import type { Expression } from "../math/algebra/expression.js";
import { type IndexTerm, integerTerm, plainIndex, type Range } from "../math/algebra/index-term.js";
import type { DefinedInstance, Definition } from "../math/model/dependencies.js";
import { type Axis, quantityOf, sizeOf } from "../math/model/model.js";
import type { InstancesStep, LoopStep, Step } from "../math/model/schedule.js";
import { asTensor } from "./code-scope.js";
import { placeCode } from "./leaf-code.js";
import { scalarCode } from "./scalar-code.js";
import { scopeOf, type Writing } from "./writing.js";

export const indented = (lines: readonly string[]): readonly string[] =>
  lines.map((line) => (line === "" ? "" : `    ${line}`));

const within = (head: string, lines: readonly string[]): readonly string[] => [
  `${head}:`,
  ...indented(lines),
];

export const rangeText = ({ lo, hi }: Range): string => `range(${lo}, ${hi + 1})`;

/** The loops around a definition, by the axis that each of them sets. */
type Loops = ReadonlyMap<number, Axis>;
type LoopsOf = ReadonlyMap<Definition, Loops>;
const noLoops: Loops = new Map();

/** A formula whose axes have names that differ from each other and from those of the loops around it. */
export interface Cell {
  /** The cell that the formula defines. */
  readonly terms: readonly IndexTerm[];
  readonly right: Expression;
  /** The axes that are still to be looped over. */
  readonly free: readonly Axis[];
  readonly indices: ReadonlySet<string>;
}

export function cellOf({ piece }: Definition, loops: Loops = noLoops): Cell {
  const indices = new Set([...loops.values()].map(({ index }) => index));
  const free: Axis[] = [];
  const terms = piece.axes.map((axis, place) => {
    const loop = loops.get(place);
    if (loop) return plainIndex(loop.index);
    if (axis.lo === axis.hi) return integerTerm(axis.lo);
    const index = freshIndex(axis.index, indices);
    indices.add(index);
    free.push({ ...axis, index });
    return plainIndex(index);
  });
  const renaming = piece.axes.flatMap(({ index }, place) => {
    const term = terms[place];
    return term ? [[index, term] as const] : [];
  });
  return { terms, right: substituteIndices(piece.right, new Map(renaming)), free, indices };
}

/** `h[t] = …` for one cell, whose indices the loops around it set. */
function assignment({ name }: Definition, cell: Cell, writing: Writing): string {
  const scope = scopeOf(writing, cell.indices);
  const code = asTensor(cell.right, scalarCode(cell.right, scope), scope);
  const place = { name, indices: cell.terms };
  return `${placeCode(place, scope)} = ${code.text}`;
}

/** Loops over the free axes of a box, unless the value of a loop around it lies outside of the box. */
function boxLines(definition: Definition, loops: Loops, writing: Writing): readonly string[] {
  const cell = cellOf(definition, loops);
  let lines: readonly string[] = [assignment(definition, cell, writing)];
  for (const axis of [...cell.free].reverse())
    lines = within(`for ${writing.names.ofIndex(axis.index)} in ${rangeText(axis)}`, lines);
  for (const [place, loop] of loops) {
    const axis = definition.piece.axes[place];
    if (!axis || (axis.lo <= loop.lo && loop.hi <= axis.hi)) continue;
    lines = within(`if ${axis.lo} <= ${writing.names.ofIndex(loop.index)} <= ${axis.hi}`, lines);
  }
  return lines;
}

function loopLines(step: LoopStep, around: LoopsOf, writing: Writing): readonly string[] {
  const { lo, hi, direction } = step;
  const members = [...step.axes];
  const outer = new Set(
    members.flatMap(([each]) => [...(around.get(each)?.values() ?? [])].map(({ index }) => index)),
  );
  const [first] = members.map(([{ piece }, axis]) => piece.axes[axis]?.index);
  const loop = { index: freshIndex(first ?? "i", outer), lo, hi };
  const inside = new Map(
    members.map(([each, axis]) => [each, new Map(around.get(each)).set(axis, loop)] as const),
  );
  const range = direction === 1 ? rangeText(loop) : `range(${hi}, ${lo - 1}, -1)`;
  const body = step.steps.flatMap((each) => cellLines(each, inside, writing));
  return within(`for ${writing.names.ofIndex(loop.index)} in ${range}`, body);
}

/** Runs of instances of the same definition. */
function runsOf(order: readonly DefinedInstance[]): readonly (readonly DefinedInstance[])[] {
  const runs: DefinedInstance[][] = [];
  for (const instance of order) {
    const run = runs.at(-1);
    if (run?.[0]?.definition === instance.definition) run.push(instance);
    else runs.push([instance]);
  }
  return runs;
}

/** Single cells one after another; many of the same formula in a loop over a list of their indices. */
function instanceLines({ order }: InstancesStep, writing: Writing): readonly string[] {
  return runsOf(order).flatMap((run) => {
    const [first] = run;
    if (!first) return [];
    const { axes } = first.definition.piece;
    const tuples = run.map(({ indices }) => indices);
    const varying = axes.flatMap(({ index, lo, hi }, axis) => (lo < hi ? [{ index, axis }] : []));
    const loops = new Map(
      varying.map(({ index, axis }) => [axis, { index, lo: -Infinity, hi: Infinity }]),
    );
    const free = varying.map(({ axis }) => axis);
    const listed = tuples.map((tuple) => free.map((axis) => tuple[axis]).join(", "));
    const line = assignment(first.definition, cellOf(first.definition, loops), writing);
    if (free.length === 0) return [line];
    const names = varying.map(({ index }) => writing.names.ofIndex(index)).join(", ");
    const list =
      free.length === 1 ? listed.join(", ") : listed.map((each) => `(${each})`).join(", ");
    return within(`for ${names} in [${list}]`, [line]);
  });
}

/** The lines that compute the cells of a step, one by one. */
export function cellLines(step: Step, around: LoopsOf, writing: Writing): readonly string[] {
  if (step.kind === "box")
    return boxLines(step.definition, around.get(step.definition) ?? noLoops, writing);
  return step.kind === "loop" ? loopLines(step, around, writing) : instanceLines(step, writing);
}

/** The definitions whose instances a step computes. */
export function definitionsIn(step: Step): readonly Definition[] {
  if (step.kind === "box") return [step.definition];
  return step.kind === "loop" ? [...step.axes.keys()] : step.definitions;
}

/** Whether the pieces of a quantity leave out nothing of its hull. */
export const fillsHull = ({ model }: Writing, name: string): boolean => {
  const { axes, pieces } = quantityOf(model, name);
  return pieces.reduce((sum, piece) => sum + sizeOf(piece.axes), 0) === sizeOf(axes);
};

/** Whether a definition is all that a quantity has. */
export const isWhole = ({ model }: Writing, { name }: Definition): boolean =>
  quantityOf(model, name).pieces.length === 1;
