import type { Axis, FormulaPiece, Model } from "./model.js";
import { type Read, rangeWhereRead, readsIn } from "./read.js";

/** A formula of a quantity, for one box of its instances. */
export interface Definition {
  readonly name: string;
  readonly piece: FormulaPiece;
}

/** An instance that a formula defines. */
export interface DefinedInstance {
  readonly definition: Definition;
  readonly indices: readonly number[];
}

/** The definition `of` reads instances of the definition `on`; the guards of the read hold that box, too. */
export interface Dependency {
  readonly of: Definition;
  readonly on: Definition;
  readonly read: Read;
}

/** The dependencies of each definition. */
export type Dependencies = ReadonlyMap<Definition, readonly Dependency[]>;

/** The formulas of a model in its order, with what they read of each other. */
export function dependenciesIn(model: Model): Dependencies {
  const definitions = new Map<string, readonly Definition[]>();
  for (const { name, pieces } of model.quantities.values())
    definitions.set(
      name,
      pieces.flatMap((piece) => (piece.kind === "formula" ? [{ name, piece }] : [])),
    );
  const all = [...definitions.values()].flat();
  return new Map(all.map((of) => [of, dependenciesOf(of, definitions)] as const));
}

const dependenciesOf = (
  of: Definition,
  definitions: ReadonlyMap<string, readonly Definition[]>,
): readonly Dependency[] =>
  readsIn(of.piece.right).flatMap((read) => {
    const candidates = definitions.get(read.name) ?? [];
    return candidates.length === 0 ? [] : dependenciesThrough(read, of, candidates);
  });

function dependenciesThrough(
  read: Read,
  of: Definition,
  candidates: readonly Definition[],
): readonly Dependency[] {
  const ranges = read.indices.map((term) => rangeWhereRead(term, read, of.piece.axes));
  return candidates
    .filter(({ piece }) =>
      ranges.every(({ lo, hi }, position) => {
        const axis = piece.axes[position];
        return axis !== undefined && Math.max(lo, axis.lo) <= Math.min(hi, axis.hi);
      }),
    )
    .map((on) => ({ of, on, read: landingIn(on.piece.axes, read) }));
}

const landingIn = (box: readonly Axis[], read: Read): Read => ({
  ...read,
  guards: [
    ...read.guards,
    ...read.indices.flatMap((term, position) => {
      const axis = box[position];
      return axis ? [{ term, lo: axis.lo, hi: axis.hi }] : [];
    }),
  ],
});

/** The dependencies of each definition out of a list. */
export function byReader(dependencies: readonly Dependency[]): Dependencies {
  const groups = new Map<Definition, Dependency[]>();
  for (const dependency of dependencies) {
    const group = groups.get(dependency.of);
    if (group) group.push(dependency);
    else groups.set(dependency.of, [dependency]);
  }
  return groups;
}
