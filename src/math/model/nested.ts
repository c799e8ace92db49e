import type { Axis } from "./model.js";

/** A tensor as nested lists; a scalar is a number. */
export type Nested = number | readonly Nested[];

/** Everything in a box as nested lists, the first axis outside. */
export function nested(
  axes: readonly Axis[],
  read: (indices: readonly number[]) => number,
): Nested {
  const at = (indices: readonly number[]): Nested => {
    const axis = axes[indices.length];
    if (!axis) return read(indices);
    return Array.from({ length: axis.hi - axis.lo + 1 }, (_, place) =>
      at([...indices, axis.lo + place]),
    );
  };
  return at([]);
}
