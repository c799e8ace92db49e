import { type Equation, type EquationFile, partsOf } from "./language.js";

/** The size of each index of each equation; undefined where nothing tells it, or two things differ. */
export type Sizes = (equation: Equation, index: string) => number | undefined;

/** The index of a subscript that is nothing but an index. */
const plainOf = (subscript: {
  readonly constant: number;
  readonly factors: ReadonlyArray<readonly [string, number]>;
}): string | undefined => {
  const [first, ...others] = subscript.factors;
  return first?.[1] === 1 && subscript.constant === 0 && others.length === 0 ? first[0] : undefined;
};

/** The axes that an index stands for by itself, and whether on the left side. */
function* usesOf({ name, left, right }: Equation) {
  for (const [axis, index] of left.entries())
    if (typeof index === "string") yield { index, axis: `${name} ${axis}`, defines: true };
  for (const part of partsOf(right))
    if (part.kind === "reference")
      for (const [axis, term] of part.terms.entries()) {
        const index = plainOf(term);
        if (index !== undefined) yield { index, axis: `${part.name} ${axis}`, defines: false };
      }
}

/**
 * Sizes as the design says: those of `sizes` and of data are told, an index alone in a subscript has the size of that
 * axis, and an axis that only readers with a size tell about is as long as the longest of them.
 */
export function sizesOf({ sizes, given, parameters, equations }: EquationFile): Sizes {
  const known = new Map<string, number>();
  const clashes = new Set<string>();
  const tell = (key: string, size: number | undefined): boolean => {
    if (size === undefined || known.get(key) === size) return false;
    if (known.has(key)) {
      clashes.add(key);
      return false;
    }
    known.set(key, size);
    return true;
  };
  for (const [name, { shape }] of [...given, ...parameters])
    for (const [axis, size] of shape.entries()) tell(`${name} ${axis}`, size);
  const keyOf = (equation: Equation, index: string): string =>
    sizes.has(index) ? `sized ${index}` : `${equations.indexOf(equation)}: ${index}`;
  for (const [index, size] of sizes) tell(`sized ${index}`, size);
  const spread = (): void => {
    for (let changed = true; changed; ) {
      changed = false;
      for (const equation of equations)
        for (const { index, axis, defines } of usesOf(equation)) {
          if (sizes.has(index) && !defines) continue;
          const key = keyOf(equation, index);
          if (tell(key, known.get(axis)) || tell(axis, known.get(key))) changed = true;
        }
    }
  };
  spread();
  tellSpecial(equations, known, tell);
  spread();
  for (;;) {
    const reader = longestReader(equations, sizes, known);
    if (!reader) break;
    tell(reader.axis, reader.size);
    spread();
  }
  return (equation, index) => {
    const key = keyOf(equation, index);
    const axes = [...usesOf(equation)].filter((use) => use.index === index && !sizes.has(index));
    return clashes.has(key) || axes.some(({ axis }) => clashes.has(axis))
      ? undefined
      : known.get(key);
  };
}

/** An axis that only integers define is as long as the largest of them. */
function tellSpecial(
  equations: readonly Equation[],
  known: ReadonlyMap<string, number>,
  tell: (key: string, size: number) => boolean,
): void {
  const largest = new Map<string, number>();
  for (const { name, left } of equations)
    for (const [axis, subscript] of left.entries()) {
      const key = `${name} ${axis}`;
      const value = typeof subscript === "number" ? subscript : Number.POSITIVE_INFINITY;
      largest.set(key, Math.max(value, largest.get(key) ?? 0));
    }
  for (const [key, size] of largest)
    if (Number.isFinite(size) && size > 0 && !known.has(key)) tell(key, size);
}

/** The longest sized index that reads an axis of unknown size. */
function longestReader(
  equations: readonly Equation[],
  sizes: ReadonlyMap<string, number>,
  known: ReadonlyMap<string, number>,
): { readonly axis: string; readonly size: number } | undefined {
  let best: { readonly axis: string; readonly size: number } | undefined;
  for (const equation of equations)
    for (const { index, axis } of usesOf(equation)) {
      const size = sizes.get(index);
      if (size !== undefined && !known.has(axis) && size > (best?.size ?? 0)) best = { axis, size };
    }
  return best;
}
