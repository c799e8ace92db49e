import type { Axis, Instance } from "../../math/model/model.js";

/** One scalar of a network under its public name; with several samples there is one instance for each. */
export interface NameGroup {
  readonly name: string;
  readonly instances: readonly Instance[];
}

/** A whole parameter (in equation files also given data) under its public name. */
export interface TensorName {
  readonly name: string;
  readonly quantity: string;
}

/** The public names of a network's scalars and tensors, and the way back. */
export interface Names {
  /** The name of an instance, the same for all samples: `w5`, `h1`, `W[1,2]`. */
  readonly nameOf: (instance: Instance) => string;
  /** Every scalar of a quantity, row by row. */
  readonly groupsOf: (quantity: string) => readonly NameGroup[];
  /** The scalar of a name or of an alias such as `W1[1,2]`, undefined where there is none. */
  readonly find: (name: string) => NameGroup | undefined;
  readonly tensors: readonly TensorName[];
}

/** The place of an index tuple in its box, row by row from 0, or undefined outside of it. */
export function positionIn(axes: readonly Axis[], indices: readonly number[]): number | undefined {
  if (indices.length !== axes.length) return undefined;
  let position = 0;
  for (const [axis, { lo, hi }] of axes.entries()) {
    const index = indices[axis] ?? Number.NaN;
    if (!(lo <= index && index <= hi)) return undefined;
    position = position * (hi - lo + 1) + index - lo;
  }
  return position;
}

/** The index tuple at a place of a box, counted row by row from 0. */
export function tupleAt(axes: readonly Axis[], position: number): readonly number[] {
  let rest = position;
  const indices = axes.map(({ lo }) => lo);
  for (let axis = axes.length - 1; axis >= 0; axis--) {
    const { lo, hi } = axes[axis] ?? { lo: 0, hi: 0 };
    const size = hi - lo + 1;
    indices[axis] = lo + (rest % size);
    rest = Math.floor(rest / size);
  }
  return indices;
}

/** Reads `W[1, 2]` or `E` as a name with indices; undefined for any other text. */
export function parseInstance(text: string): Instance | undefined {
  const [, name, subscripts] = /^\s*([^[\]\s]+)\s*(?:\[([^[\]]*)\])?\s*$/u.exec(text) ?? [];
  if (name === undefined) return undefined;
  const parts = subscripts?.split(",").map((part) => part.trim()) ?? [];
  if (!parts.every((part) => /^-?\d+$/.test(part))) return undefined;
  return { name, indices: parts.map(Number) };
}
