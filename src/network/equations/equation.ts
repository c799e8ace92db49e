import type { Place, Problem } from "../../errors/problem.js";
import { quote } from "../../errors/quote.js";
import { reference } from "../../math/algebra/constructors.js";
import { type Occurrence, resolve, type Unsized } from "../../math/formula/names/resolve.js";
import { callableNames } from "../../math/formula/names/resolve-function.js";
import { wrongSubscripts } from "../../math/formula/names/resolve-problems.js";
import type { Scope } from "../../math/formula/names/scope.js";
import type { EquationSpec, EquationsSpec } from "../file/spec.js";

/** One equation whose names have a meaning; only the ranges of its indices are missing. */
export interface Equation {
  readonly left: EquationSpec["left"];
  readonly right: Unsized;
  /** Its index names, left and bound, with the place where each comes first. */
  readonly indices: ReadonlyMap<string, Place>;
  readonly occurrences: readonly Occurrence[];
}

/** The number of indices of every quantity of the file; the first equation or the data decides. */
export function ranksOf(spec: EquationsSpec): ReadonlyMap<string, number> {
  const ranks = new Map<string, number>();
  for (const { left } of spec.equations)
    if (!ranks.has(left.name)) ranks.set(left.name, left.indices.length);
  for (const tensors of [spec.given, spec.parameters])
    for (const [name, { shape }] of tensors) ranks.set(name, shape.length);
  return ranks;
}

const scopeOf = (spec: EquationsSpec, ranks: ReadonlyMap<string, number>): Scope => ({
  variable: (name) => (ranks.get(name) === 0 ? reference(name) : undefined),
  rank: (name) => ranks.get(name),
  isSized: (index) => spec.sizes.has(index),
  names: () => ranks.keys(),
});

/** Gives every name in every equation its meaning, in file order; problems are reported. */
export function readEquations(
  spec: EquationsSpec,
  report: (problem: Problem) => void,
): readonly Equation[] {
  reportReserved(spec, report);
  const ranks = ranksOf(spec);
  const scope = scopeOf(spec, ranks);
  return spec.equations.map((equation) => {
    reportLeft(equation.left, spec, ranks, report);
    return readEquation(equation, scope, report);
  });
}

/** Names of functions are reserved: reports quantities that have one. */
function reportReserved(
  { given, parameters, equations }: EquationsSpec,
  report: (problem: Problem) => void,
): void {
  const places = new Map(equations.map(({ left }) => [left.name, left.place]));
  for (const [name, { place }] of [...given, ...parameters]) places.set(name, place);
  for (const name of callableNames) {
    const place = places.get(name);
    if (place)
      report({
        code: "reserved-name",
        message: `a quantity cannot be called ${quote(name)}: that is the name of a function`,
        place,
        help: "give it another name",
      });
  }
}

function readEquation(
  { left, right }: EquationSpec,
  scope: Scope,
  report: (problem: Problem) => void,
): Equation {
  const names = left.indices.filter((index) => typeof index === "string");
  const indices = new Map(names.map((name) => [name, left.place]));
  const occurrences: Occurrence[] = [];
  const expression = resolve(right.tree, {
    scope,
    text: right.text,
    placeOf: right.placeOf,
    report,
    left: new Set(names),
    bound: new Set(),
    indices,
    occurrences,
  });
  return { left, right: expression, indices, occurrences };
}

/** Reports a left side that defines given data or a parameter as a whole, or has the wrong number of subscripts. */
function reportLeft(
  { name, indices, place }: EquationSpec["left"],
  { given, parameters }: EquationsSpec,
  ranks: ReadonlyMap<string, number>,
  report: (problem: Problem) => void,
): void {
  const isData = given.has(name) || parameters.has(name);
  const rank = ranks.get(name) ?? 0;
  if (isData && (indices.length === 0 || rank === 0))
    report(redefined(name, given.has(name), place));
  else if (rank !== indices.length) report(wrongSubscripts(name, rank, indices.length, place));
}

/** The problem of an equation for what the file gives as data. */
export const redefined = (name: string, isGiven: boolean, place: Place): Problem => ({
  code: "redefined",
  message: `${quote(name)} is ${isGiven ? "given" : "a parameter"}, so no equation can define it`,
  place,
  help: "remove the equation or the value, or give one of them another name",
});
