import { type Draws, drawsFrom } from "../draws.js";
import { evaluateFile, type Meaning, Meaningless, tuples } from "./evaluate.js";
import type { Data, Equation, EquationFile, Formula, Term } from "./language.js";
import {
  binary,
  type Material,
  number,
  plain,
  type Readable,
  randomFormula,
  randomReduction,
  term,
} from "./random-formula.js";
import { sizesOf } from "./sizes.js";

/** A file with what it means. */
export interface RandomFile {
  readonly file: EquationFile;
  readonly meaning: Meaning;
}

/** A valid file for each seed: candidates are drawn until one has a meaning. */
export function randomFile(seed: number): RandomFile {
  for (let attempt = 0; ; attempt++) {
    const found = tryFile(drawsFrom(seed * 1000 + attempt));
    if (found) return found;
  }
}

/** A file under construction. */
interface Draft {
  readonly draws: Draws;
  readonly sizes: ReadonlyMap<string, number>;
  readonly given: ReadonlyMap<string, Data>;
  readonly parameters: ReadonlyMap<string, Data>;
  readonly equations: readonly Equation[];
}

const indexNames = ["t", "k", "i", "m", "u", "v"];
const asFile = (draft: Draft): EquationFile => ({
  ...draft,
  loss: draft.equations.at(-1)?.name ?? "",
});

function tryFile(draws: Draws): RandomFile | undefined {
  const { integer } = draws;
  const sizes = new Map(indexNames.map((index) => [index, integer(1, 4)] as const));
  let draft: Draft = {
    draws,
    sizes,
    given: drawData(draws, sizes, ["x", "y", "z"].slice(0, integer(1, 3))),
    parameters: drawData(draws, sizes, ["w", "b", "c", "d"].slice(0, integer(1, 4))),
    equations: [],
  };
  for (const name of ["p", "q", "r", "s"].slice(0, integer(1, 4)))
    draft = withQuantity(draft, name) ?? draft;
  const loss = { name: "E", left: [], right: lossOf(draft) };
  const whole = repaired({ ...draft, equations: [...draft.equations, loss] });
  return whole && finished(whole);
}

/** Data of some shapes: as long as an index, or longer; values that tie, zeros, and others. */
function drawData(
  { integer, pick, decimal }: Draws,
  sizes: ReadonlyMap<string, number>,
  names: readonly string[],
): ReadonlyMap<string, Data> {
  return new Map(
    names.map((name) => {
      const shape = Array.from({ length: pick([0, 1, 1, 1, 2]) }, () =>
        Math.max(1, pick([...sizes.values()]) + pick([0, 0, 0, 1, 2])),
      );
      const count = shape.reduce((product, size) => product * size, 1);
      const draw = pick([
        () => String(decimal(2)),
        () => String(decimal(2)),
        () => String(integer(-1, 2)),
        () => String(integer(1, 9) / 10),
      ]);
      return [name, { shape, decimals: Array.from({ length: count }, draw) }] as const;
    }),
  );
}

const largestOf = ({ shape }: Data): readonly number[] => shape;

function readablesOf({ given, parameters, equations, sizes }: Draft): readonly Readable[] {
  const data = [...given, ...parameters].map(([name, each]) => ({
    name,
    extents: largestOf(each),
  }));
  const general = new Map<string, readonly number[]>();
  for (const { name, left } of equations)
    if (
      !general.has(name) &&
      !given.has(name) &&
      !parameters.has(name) &&
      left.every((each) => typeof each === "string")
    )
      general.set(
        name,
        left.map((index) => sizes.get(String(index)) ?? 1),
      );
  return [...data, ...[...general].map(([name, extents]) => ({ name, extents }))];
}

const materialOf = (draft: Draft, extra: readonly Readable[] = []): Material => ({
  draws: draft.draws,
  indexSizes: draft.sizes,
  readables: [...readablesOf(draft), ...extra],
});

/** The file with one more quantity, its special cases and boundaries; undefined where tries end. */
function withQuantity(draft: Draft, name: string): Draft | undefined {
  for (let attempt = 0; attempt < 12; attempt++) {
    const next = repaired({
      ...draft,
      equations: [...draft.equations, ...drawEquations(draft, name)],
    });
    if (next) return next;
  }
  return undefined;
}

function drawEquations(draft: Draft, name: string): readonly Equation[] {
  const { integer, pick } = draft.draws;
  const rank = pick([0, 1, 1, 1, 2, 2]);
  const left: string[] = [];
  while (left.length < rank) {
    const index = pick(indexNames);
    if (!left.includes(index)) left.push(index);
  }
  const recurs = rank > 0 && integer(1, 5) <= 2;
  const right = randomFormula(integer(1, 3), materialOf(draft), left);
  const general: Equation = {
    name,
    left,
    right: recurs ? withRecurrence(draft, name, left, right) : right,
  };
  const special = rank > 0 && integer(1, 4) === 1 ? [drawSpecial(draft, general)] : [];
  return integer(0, 1) === 0 ? [general, ...special] : [...special, general];
}

/** Steps back or forth, one or two, also tied to another index. */
function withRecurrence(
  draft: Draft,
  name: string,
  left: readonly string[],
  right: Formula,
): Formula {
  const { integer, pick } = draft.draws;
  const axis = integer(0, left.length - 1);
  const back = pick([-1, -1, -2, 1]);
  const stepBy = (shift: number): readonly Term[] =>
    left.map((index, place) => {
      if (place === axis) return term(shift, [index, 1]);
      const own = left[axis] as string;
      return pick([
        plain(index),
        plain(index),
        plain(own),
        term(shift, [index, 1]),
        term(5, [index, -1]),
      ]);
    });
  const one: Formula = { kind: "reference", name, terms: stepBy(back) };
  const two: Formula = { kind: "reference", name, terms: stepBy(2 * back) };
  const pulled = pick<() => Formula>([
    () => binary("*", number("0.5"), one),
    () => ({ kind: "call", name: "tanh", arguments: [one] }),
    () => binary("-", binary("*", number("0.4"), one), two),
    () => binary("*", one, randomFormula(0, materialOf(draft), left)),
    () => binary("*", binary("*", number("0.3"), one), two),
    () => summedBack(draft, name, left, axis, Math.sign(back)),
  ])();
  return { kind: "add", terms: integer(0, 1) === 0 ? [right, pulled] : [pulled, right] };
}

/** Σ_k f[k] h[t-k] */
function summedBack(
  draft: Draft,
  name: string,
  left: readonly string[],
  axis: number,
  sign: number,
): Formula {
  const { pick } = draft.draws;
  const free = indexNames.filter((index) => !left.includes(index));
  const over = pick(free);
  const terms = left.map((index, place) =>
    place === axis ? term(0, [index, 1], [over, sign]) : plain(index),
  );
  const weight = randomFormula(0, materialOf(draft), [...left, over]);
  const body = binary(
    "*",
    { kind: "call", name: "tanh", arguments: [weight] },
    { kind: "reference", name, terms },
  );
  return { kind: "reduce", name: "sum", indices: [over], body: binary("*", number("0.3"), body) };
}

/** A case of its own for one value of an index, often in the middle. */
function drawSpecial(draft: Draft, { name, left }: Equation): Equation {
  const { integer } = draft.draws;
  const axis = integer(0, left.length - 1);
  const fixed = left.map((index, place) =>
    place === axis ? integer(1, draft.sizes.get(String(index)) ?? 1) : index,
  );
  const scope = fixed.filter((each) => typeof each === "string");
  return { name, left: fixed, right: randomFormula(integer(0, 1), materialOf(draft), scope) };
}

const mostBoundaries = 6;
const farthest = 9;

/** The draft with a boundary value wherever something is read that nothing defines; undefined where it has no meaning. */
function repaired(draft: Draft): Draft | undefined {
  let current = draft;
  for (let added = 0; ; added++) {
    try {
      const { largest } = evaluateFile(withLoss(current), new Map(), false);
      return largest.lt(1e6) ? current : undefined;
    } catch (error) {
      if (!(error instanceof Meaningless)) throw error;
      const boundary =
        error.missing && added < mostBoundaries && boundaryFor(current, error.missing);
      if (!boundary) return undefined;
      current = { ...current, equations: [boundary, ...current.equations] };
    }
  }
}

/** While quantities are added, the loss is a number. */
const withLoss = (draft: Draft): EquationFile => {
  const last = draft.equations.at(-1);
  if (last?.name === "E") return asFile(draft);
  return {
    ...draft,
    equations: [...draft.equations, { name: "E", left: [], right: number("1") }],
    loss: "E",
  };
};

function boundaryFor(
  draft: Draft,
  { name, indices }: { readonly name: string; readonly indices: readonly number[] },
): Equation | undefined {
  const { draws, given, parameters, equations, sizes } = draft;
  if (indices.length === 0 || indices.some((index) => Math.abs(index) > farthest)) return undefined;
  const shape = given.get(name)?.shape ?? parameters.get(name)?.shape;
  const general = equations.find(
    (each) => each.name === name && each.left.every((index) => typeof index === "string"),
  );
  const extents = shape ?? general?.left.map((index) => sizes.get(String(index)) ?? 0);
  if (!extents) return undefined;
  const left = indices.map((index, axis) => {
    const extent = extents[axis] ?? 0;
    const isOutside = index < 1 || index > extent;
    const name = shape
      ? indexNames.find((each) => sizes.get(each) === extent)
      : String(general?.left[axis]);
    return isOutside || name === undefined || draws.integer(1, 3) === 1 ? index : name;
  });
  const names = left.filter((each) => typeof each === "string");
  if (new Set(names).size < names.length) return { name, left: indices, right: number("0") };
  const isKnown = equations.some(
    (each) => each.name === name && String(each.left) === String(left),
  );
  return { name, left: isKnown ? indices : left, right: boundaryValue(draft) };
}

/** A number, a scalar parameter, or some reading of data with integers. */
function boundaryValue({ draws, given, parameters }: Draft): Formula {
  const { integer, pick, decimal } = draws;
  if (integer(1, 2) === 1) return number(pick(["0", "0", String(decimal(1))]));
  const [name, { shape }] = pick([...given, ...parameters]);
  const instance: Formula = {
    kind: "reference",
    name,
    terms: shape.map((size) => term(integer(1, size))),
  };
  return integer(0, 1) === 0 ? instance : binary("*", number("0.5"), instance);
}

/** All quantities under sums, so that the loss hangs on most of them. */
function lossOf(draft: Draft): Formula {
  const { draws, sizes } = draft;
  const terms = readablesOf(draft)
    .filter(({ name }) => !draft.given.has(name) || draws.integer(1, 4) === 1)
    .map((readable): Formula => {
      const own = { ...materialOf(draft), readables: [readable] };
      const indices = readable.extents.map((extent) =>
        draws.pick(indexNames.filter((index) => (sizes.get(index) ?? 9) <= extent)),
      );
      if (new Set(indices).size < indices.length || draws.integer(1, 5) === 1)
        return randomReduction(2, own, []);
      const whole: Formula = { kind: "reference", name: readable.name, terms: indices.map(plain) };
      const body = draws.pick<Formula>([
        whole,
        binary("*", whole, whole),
        { kind: "call", name: "tanh", arguments: [whole] },
        binary("*", number("0.7"), whole),
      ]);
      return indices.length === 0
        ? body
        : {
            kind: "reduce",
            name: draws.pick(["sum", "sum", "mean", "max", "logsumexp"]),
            indices,
            body,
          };
    });
  return terms.length === 1 ? (terms[0] as Formula) : { kind: "add", terms };
}

/** With as few sizes as tell all, the equations in any order; undefined where the numbers are no good for a test. */
function finished(draft: Draft): RandomFile | undefined {
  const { draws } = draft;
  const whole = asFile(draft);
  const wanted = sizesOf(whole);
  let file = whole;
  for (const index of indexNames) {
    if (draws.integer(1, 3) === 1 && isUsed(whole, index)) continue;
    const sizes = new Map(file.sizes);
    sizes.delete(index);
    const fewer = { ...file, sizes };
    if (meansTheSame(fewer, wanted)) file = fewer;
  }
  try {
    const meaning = evaluateFile(file);
    const slopes = [...scalarsOf(file)].map((scalar) => meaning.slopeBy(scalar));
    const isGood = meaning.largest.lt(1e6) && slopes.every((slope) => slope.abs().lt(1e8));
    return isGood && !meaning.isDoubtful && slopes.some((slope) => !slope.isZero())
      ? { file, meaning }
      : undefined;
  } catch (error) {
    if (error instanceof Meaningless) return undefined;
    throw error;
  }
}

/** The scalars of the data, by name. */
export function* scalarsOf({ given, parameters }: EquationFile): Generator<string> {
  for (const [name, { shape }] of [...given, ...parameters])
    for (const indices of tuples(shape.map((hi) => [1, hi] as const)))
      yield indices.length === 0 ? name : `${name}[${indices.join(",")}]`;
}

function isUsed({ equations }: EquationFile, index: string): boolean {
  return JSON.stringify(equations).includes(`"${index}"`);
}

/** Whether every index of every equation has the size that it had. */
function meansTheSame(file: EquationFile, wanted: ReturnType<typeof sizesOf>): boolean {
  const sizes = sizesOf(file);
  return file.equations.every((equation) =>
    indexNames.every((index) => {
      if (!JSON.stringify(equation).includes(`"${index}"`)) return true;
      return sizes(equation, index) === wanted(equation, index);
    }),
  );
}
