import type { StepStream, StreamStep } from "../format/step-stream.js";
import { type Axes, indicesOf, keyOf, mentions, type Piece, tuplesOf } from "./arithmetic/model.js";

/** The instances of an adjoint, and pieces of the model. */
export interface Computed {
  readonly adjoint?: Pick<Piece, "name" | "axes">;
  readonly pieces: readonly Piece[];
}

/** A step that must come. */
export interface Claim {
  /** All of it but what it says. */
  readonly head: string;
  /** What it must say, letter by letter. */
  readonly after?: string | undefined;
  /** What the formula that it says must be equal to. */
  readonly formula?: string;
  /** What is computed in that, while all else may be any number. */
  readonly computed?: Computed;
}

export const headOf = (step: Omit<StreamStep, "after">): string =>
  [step.rule, step.place, step.before, ...(step.axes ?? []), step.conditions ?? ""].join("; ");

const claim = (
  rule: string,
  place: string,
  before: string,
  after?: string,
  axes: Axes = [],
): Claim => ({ head: headOf({ rule, place, before, axes }), after });

/** The derivative of a formula by the instances of a piece in it, which get names for their indices. */
function localClaim(user: Piece, used: Piece): Claim {
  const { name, axes, formula = "" } = user;
  const taken = [...indicesOf(axes), ...(formula.match(/[^\s(]+(?==)/g) ?? [])];
  const names = indicesOf(used.axes).map((index) => {
    let own = index;
    while (taken.includes(own)) own += "'";
    taken.push(own);
    return own;
  });
  const all = [...axes, ...used.axes.map((axis, k) => axis.replace(/.*=/, `${names[k]}=`))];
  const by = keyOf(used.name, names);
  const own = claim(
    "local",
    "formulas",
    `diff(${keyOf(name, indicesOf(axes))}, ${by})`,
    undefined,
    all,
  );
  return { ...own, formula: `diff(${formula}, ${by})`, computed: { pieces: [user] } };
}

function adjointClaim(live: readonly Piece[], { name, axes }: Piece): Claim {
  const formula = keyOf(`∂${name}`, indicesOf(axes));
  const users = live.filter((user) => mentions(user, name));
  const own = claim("adjoint", "formulas", formula, undefined, axes);
  return { ...own, formula, computed: { adjoint: { name: `∂${name}`, axes }, pieces: users } };
}

/** All steps that must come, in their order, but for rules and paths. */
export function* claimsOf(
  { model: { loss, optimizer }, targets, shown }: StepStream,
  pieces: readonly Piece[],
  live: readonly Piece[],
): Generator<Claim> {
  const isShown = ([key]: readonly string[]): boolean => shown?.includes(key ?? "") ?? true;
  const rowsOf = (all: readonly Piece[]): readonly (readonly [key: string, datum?: string])[] =>
    all
      .flatMap(({ name, axes, data = [] }) =>
        tuplesOf(axes).map((tuple, k) => [keyOf(name, tuple), data[k] ?? ""] as const),
      )
      .filter(isShown);
  const [formulas, given] = [pieces.filter(({ data }) => !data), pieces.filter(({ data }) => data)];
  const derived = live.filter(({ name }) => name !== loss);
  for (const { name, axes, formula } of formulas)
    yield claim("definition", "forward", keyOf(name, indicesOf(axes)), formula, axes);
  for (const [key, datum] of rowsOf(given)) yield claim("given", "givens", key, datum);
  for (const [key] of rowsOf(formulas)) yield claim("value", "forward", key);
  for (const user of live)
    for (const used of derived) if (mentions(user, used.name)) yield localClaim(user, used);
  for (const piece of derived) yield adjointClaim(live, piece);
  for (const [key] of rowsOf(derived)) yield claim("derivative", "gradients", `∂${key}`);
  for (const target of targets) yield claim("total", `derive ${target}`, `∂${target}`);
  if (!optimizer) return;
  const { constants, state, lines, trained, frozen } = optimizer;
  const texts = { "constant-value": constants, "state-value": state, line: lines };
  for (const [rule, pairs] of Object.entries(texts))
    for (const [symbol, text] of pairs) yield claim(rule, "update", symbol, text);
  for (const [key] of rowsOf(given.filter(({ name }) => trained.includes(name))))
    if (!frozen.includes(key)) yield claim("update", "update", key);
  yield claim("loss-after", "update", loss);
}
