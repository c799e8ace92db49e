import type { Draws } from "../draws.js";
import { functionNames } from "./evaluate.js";
import { type Formula, partsOf, type Reduction, type Term } from "./language.js";

/** What may be read: a name with the greatest index of each of its axes. */
export interface Readable {
  readonly name: string;
  readonly extents: readonly number[];
  /** Index terms that it must be read with, for a recurrence. */
  readonly terms?: readonly Term[];
}

/** What a formula may be made of. */
export interface Material {
  readonly draws: Draws;
  /** The size of every index name of the file. */
  readonly indexSizes: ReadonlyMap<string, number>;
  readonly readables: readonly Readable[];
}

export const term = (constant: number, ...factors: Array<readonly [string, number]>): Term => ({
  constant,
  factors,
});
export const plain = (index: string): Term => term(0, [index, 1]);
export const number = (text: string): Formula => ({ kind: "number", text });

const reductions: readonly Reduction[] = ["sum", "sum", "sum", "mean", "max", "min", "logsumexp"];
const domainBound = ["log", "sqrt"] as const;
const safeFunctions = functionNames.filter(
  (name) => name !== "log" && name !== "sqrt" && name !== "exp",
);

/** A subscript: mostly an index, sometimes shifted, mirrored, with a stride, of two indices, or an integer. */
function subscript(extent: number, scope: readonly string[], { draws }: Material): Term {
  const { integer, pick } = draws;
  if (scope.length === 0) return term(integer(1, extent));
  const index = pick(scope);
  switch (integer(1, 14)) {
    case 1:
      return term(-1, [index, 1]);
    case 2:
      return term(1, [index, 1]);
    case 3:
      return term(extent + 1, [index, -1]);
    case 4:
      return term(integer(-1, 0), [index, 2]);
    case 5: {
      const other = pick(scope);
      return other === index ? term(-1, [index, 2]) : term(-1, [index, 1], [other, 1]);
    }
    case 6: {
      const other = pick(scope);
      return other === index ? term(0, [index, 1]) : term(-1, [index, 2], [other, 1]);
    }
    case 7: {
      const other = pick(scope);
      return other === index ? term(2, [index, -1]) : term(1, [index, 1], [other, -1]);
    }
    case 8:
      return term(integer(1, extent));
    case 9:
      return term(integer(1, extent), [index, -1]);
    default:
      return plain(index);
  }
}

export function reference(material: Material, scope: readonly string[]): Formula {
  const { name, extents, terms } = material.draws.pick(material.readables);
  return {
    kind: "reference",
    name,
    terms: terms ?? extents.map((extent) => subscript(extent, scope, material)),
  };
}

function leaf(material: Material, scope: readonly string[]): Formula {
  const { integer, decimal, pick } = material.draws;
  const choice = integer(1, 12);
  if (choice === 1) return number(String(decimal(1)));
  if (choice === 2 && scope.length > 0)
    return { kind: "index", term: term(integer(0, 2), [pick(scope), pick([1, 1, 2, -1])]) };
  return reference(material, scope);
}

const call = (name: string, ...parameters: readonly Formula[]): Formula => ({
  kind: "call",
  name,
  arguments: parameters,
});

export const binary = (
  operator: "-" | "*" | "/" | "^",
  left: Formula,
  right: Formula,
): Formula => ({
  kind: "binary",
  operator,
  left,
  right,
});

/** A formula over the readables, in the scope of some indices. */
export function randomFormula(
  depth: number,
  material: Material,
  scope: readonly string[],
): Formula {
  const { draws } = material;
  const { integer, pick } = draws;
  if (depth <= 0) return leaf(material, scope);
  const inner = (): Formula => randomFormula(depth - 1, material, scope);
  const choice = integer(1, 20);
  if (choice <= 4) return { kind: "add", terms: Array.from({ length: integer(2, 3) }, inner) };
  if (choice <= 6) return binary("-", inner(), inner());
  if (choice <= 10) return binary("*", inner(), inner());
  if (choice === 11)
    return binary(
      "/",
      inner(),
      integer(0, 1) === 0 ? leaf(material, scope) : call("exp", call("sin", inner())),
    );
  if (choice === 12) return binary("^", leaf(material, scope), number(pick(["2", "3"])));
  if (choice === 13)
    return call(pick(["max", "min"]), reference(material, scope), leaf(material, scope));
  if (choice === 14) return call(pick(domainBound), leaf(material, scope));
  if (choice <= 16) return call(pick(safeFunctions), inner());
  return randomReduction(depth, material, scope);
}

/** A reduction over one or two indices that are new in their scope. */
export function randomReduction(
  depth: number,
  material: Material,
  scope: readonly string[],
): Formula {
  const { integer, pick } = material.draws;
  const free = [...material.indexSizes.keys()].filter((index) => !scope.includes(index));
  if (free.length === 0) return leaf(material, scope);
  const first = pick(free);
  const second = pick(free);
  const indices = integer(1, 4) === 1 && second !== first ? [first, second] : [first];
  const drawn = pick(reductions);
  const isDeep = drawn === "sum" || drawn === "mean";
  const body = randomFormula(isDeep ? depth - 1 : integer(0, depth - 1), material, [
    ...scope,
    ...indices,
  ]);
  // Without the index in a subscript, `max(i, …)` would be no reduction.
  const isExtreme = drawn === "max" || drawn === "min";
  const name = isExtreme && !indices.every((index) => isSubscript(index, body)) ? "sum" : drawn;
  return { kind: "reduce", name, indices, body: withFactor(body, name) };
}

const isSubscript = (index: string, body: Formula): boolean =>
  [...partsOf(body)].some(
    (part) =>
      part.kind === "reference" &&
      part.terms.some(({ factors }) => factors.some(([each]) => each === index)),
  );

/** A maximum directly in a maximum would be read as one over both indices: the body gets a factor. */
function withFactor(body: Formula, name: Reduction): Formula {
  const isNested = body.kind === "reduce" && body.name === name;
  return isNested ? binary("*", number("0.5"), body) : body;
}
