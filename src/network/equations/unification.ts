import type { Place, Problem } from "../../errors/problem.js";

/** A size with the words that say where it comes from, such as "by `sizes`". */
export interface Size {
  readonly value: number;
  readonly source: string;
}

/** Sizes that are known to be equal, or not yet known at all. Keys name what has a size. */
export interface Unification {
  /** Says that two things have the same size. Undefined, or the two sizes where that is false. */
  readonly unify: (a: string, b: string) => readonly [Size, Size] | undefined;
  /** Says that a thing has this size. Undefined, or the two sizes where that is false. */
  readonly assign: (key: string, size: Size) => readonly [Size, Size] | undefined;
  readonly sizeOf: (key: string) => Size | undefined;
  /** A text that is the same for all that is known to have the same size. */
  readonly classOf: (key: string) => string;
}

/** An empty table of equal sizes: a forest in which every tree is a class with at most one size. */
export function unification(): Unification {
  const parents = new Map<string, string>();
  const sizes = new Map<string, Size>();
  const rootOf = (key: string): string => {
    let root = key;
    for (let parent = parents.get(root); parent !== undefined; parent = parents.get(root))
      root = parent;
    return root;
  };
  const assign: Unification["assign"] = (key, size) => {
    const known = sizes.get(rootOf(key));
    if (!known) sizes.set(rootOf(key), size);
    return known && known.value !== size.value ? [known, size] : undefined;
  };
  const unify: Unification["unify"] = (a, b) => {
    const [from, to] = [rootOf(a), rootOf(b)];
    const size = sizes.get(from);
    const conflict = size && assign(to, size);
    if (!conflict && from !== to) parents.set(from, to);
    return conflict;
  };
  return { unify, assign, sizeOf: (key) => sizes.get(rootOf(key)), classOf: rootOf };
}

/** The problem of an index that would need two sizes. */
export const sizeConflict = (
  what: string,
  [a, b]: readonly [Size, Size],
  place: Place,
): Problem => ({
  code: "size-conflict",
  message: `${what} has the size ${a.value} ${a.source} and ${b.value} ${b.source}`,
  place,
});
