import type { Expression } from "../algebra/expression.js";
import { partsOf } from "../algebra/expression.js";
import { type Index, type IndexTerm, type Range, rangeOfTerm } from "../algebra/index-term.js";
import type { Axis, Quantity } from "../model/model.js";
import type { Field } from "./field.js";

/** The values of all indices that an expression is in reach of, by slot. */
export type Environment = Int32Array;

/** An expression as a function of its indices. */
export type Compute<Value> = (at: Environment) => Value;

/** Numbers of one kind, by position. */
export type Storage<Value> = ReturnType<Field<Value>["allocate"]>;

/** A quantity and its values, row by row over its hull. Every run puts new values there. */
export interface Cell<Value> {
  readonly quantity: Quantity;
  values: Storage<Value>;
}

/** What compiled expressions read from: the cells of a model, and the count of the runs over them. */
export interface Memory<Value> {
  readonly field: Field<Value>;
  readonly cellOf: (name: string) => Cell<Value>;
  /** Where only the reads of formulas are of interest: it is told of each, and every value counts as 0. */
  readonly observe?: (quantity: Quantity, position: number) => void;
  run: number;
}

/** The indices in reach: first the slots of the free indices, then those of the reductions around. */
export interface Slots {
  readonly free: ReadonlyMap<string, number>;
  readonly ranges: readonly Range[];
}

/** Where in a formula we are, and what it reads from. */
export interface Scope<Value> extends Slots {
  readonly memory: Memory<Value>;
}

export const slotsOf = (axes: readonly Axis[]): Slots => ({
  free: new Map(axes.map(({ index }, slot) => [index, slot] as const)),
  ranges: axes,
});

/** The scope of the body of a reduction; its index takes the slot `scope.ranges.length`. */
export const enter = <Value>(scope: Scope<Value>, range: Range): Scope<Value> => ({
  ...scope,
  ranges: [...scope.ranges, range],
});

/** The slot of an index; `depth` more reductions are around it than around the scope. */
export function slotOf({ free, ranges }: Slots, index: Index, depth = 0): number {
  const slot = typeof index === "number" ? ranges.length + depth - 1 - index : free.get(index);
  if (slot === undefined || slot < 0) throw new Error(`no reduction or axis binds index ${index}`);
  return slot;
}

/** The smallest range that holds all values of a term. */
export const rangeIn = (slots: Slots, term: IndexTerm): Range =>
  rangeOfTerm(term, (index) => slots.ranges[slotOf(slots, index)]);

/** A term as a function of the indices. */
export function compileTerm(scope: Slots, term: IndexTerm): Compute<number> {
  const { constant } = term;
  const slots = term.factors.map(([index]) => slotOf(scope, index));
  const coefficients = term.factors.map(([, coefficient]) => coefficient);
  const [a = 0, b = 0] = slots;
  const [p = 0, q = 0] = coefficients;
  // Slots are within the environment by construction, so no element is undefined.
  if (slots.length === 0) return () => constant;
  if (slots.length === 1) return (at) => constant + p * (at[a] as number);
  if (slots.length === 2) return (at) => constant + p * (at[a] as number) + q * (at[b] as number);
  return (at) => {
    let value = constant;
    for (let k = 0; k < slots.length; k++)
      value += (coefficients[k] as number) * (at[slots[k] as number] as number);
    return value;
  };
}

/** The slots of a scope that an expression in it depends on. */
export function slotsUsed(slots: Slots, expression: Expression): ReadonlySet<number> {
  const used = new Set<number>();
  const collect = (part: Expression, depth: number): void => {
    for (const term of termsIn(part))
      for (const [index] of term.factors)
        if (typeof index === "string" || index >= depth) used.add(slotOf(slots, index, depth));
    const inner = part.kind === "reduction" ? depth + 1 : depth;
    for (const each of partsOf(part)) collect(each, inner);
  };
  collect(expression, 0);
  return used;
}

function termsIn(expression: Expression): readonly IndexTerm[] {
  if (expression.kind === "reference") return expression.indices;
  return expression.kind === "index" || expression.kind === "bracket" ? [expression.term] : [];
}

/** The number of slots that an expression needs beyond those of its scope. */
export const nestingOf = (expression: Expression): number =>
  partsOf(expression).reduce((most, part) => Math.max(most, nestingOf(part)), 0) +
  (expression.kind === "reduction" ? 1 : 0);
