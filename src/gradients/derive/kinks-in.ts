import { open } from "../../math/algebra/binding.js";
import { call, reference } from "../../math/algebra/constructors.js";
import { type Expression, partsOf } from "../../math/algebra/expression.js";
import { isAtKink } from "../../math/algebra/functions/domain.js";
import { functionRow } from "../../math/algebra/functions/index.js";
import { integerTerm } from "../../math/algebra/index-term.js";
import { evaluateExpression } from "../../math/numeric/ball-definition.js";
import { double } from "../../math/numeric/double.js";

/** A function at its kink: the slopes on both sides of the argument, and PyTorch's, which is in use. */
export interface Kink {
  readonly function: string;
  /** The argument. */
  readonly at: number;
  readonly left: number;
  readonly right: number;
  readonly used: number;
}

/** What stands at a kink in an expression. */
export interface Kinks {
  readonly kinks: readonly Kink[];
  /** Functions of which several arguments tie, such as max; they share the slope. */
  readonly ties: readonly string[];
}

type Call = Extract<Expression, { kind: "call" }>;

/** The calls of functions that have kinks, with sums written out; a jump is no kink. */
function kinkedCalls(expression: Expression): readonly Call[] {
  if (expression.kind === "reduction") {
    const { lo, hi } = expression;
    return Array.from({ length: hi - lo + 1 }, (_, place) =>
      kinkedCalls(open(expression, integerTerm(lo + place))),
    ).flat();
  }
  const inside = partsOf(expression).flatMap(kinkedCalls);
  if (expression.kind !== "call") return inside;
  const { kinks, atKink } = functionRow(expression.name);
  return kinks || atKink ? [expression, ...inside] : inside;
}

/** So close to a kink the slope is that of its side; nothing else changes in double precision. */
const aside = 1e-30;

/** The derivative of a function's row by its first argument, in double precision. */
function slopeAt(name: string, parameters: readonly number[]): number {
  const named = new Map(parameters.map((value, place) => [`argument ${place}`, value]));
  const references = [...named.keys()].map((each) => reference(each));
  const f = call(name, ...references);
  const [slope] = functionRow(name).derivatives(references, f);
  const numberOf = (node: { readonly name: string }): number => named.get(node.name) ?? Number.NaN;
  return slope ? evaluateExpression(slope, double, numberOf) : Number.NaN;
}

const reads = (expression: Expression, part: Expression): boolean =>
  expression === part || partsOf(expression).some((each) => reads(each, part));

/**
 * The functions in an expression, each once, whose arguments read a variable and stand at a kink; `valueAt` says
 * what an argument is.
 */
export function kinksIn(
  expression: Expression,
  read: Expression,
  valueAt: (argument: Expression) => number,
): Kinks {
  const kinks = new Map<string, Kink>();
  const ties = new Set<string>();
  for (const { name, arguments: parameters } of kinkedCalls(expression)) {
    const row = functionRow(name);
    if (row.flat || !parameters.some((each) => reads(each, read))) continue;
    const values = parameters.map(valueAt);
    if (!isAtKink(row, values)) continue;
    if (!row.kinks) ties.add(name);
    else if (!kinks.has(name)) kinks.set(name, kinkOf(name, values));
  }
  return { kinks: [...kinks.values()], ties: [...ties] };
}

const kinkOf = (name: string, [at = Number.NaN, ...options]: readonly number[]): Kink => ({
  function: name,
  at,
  left: slopeAt(name, [at - aside, ...options]),
  right: slopeAt(name, [at + aside, ...options]),
  used: slopeAt(name, [at, ...options]),
});
