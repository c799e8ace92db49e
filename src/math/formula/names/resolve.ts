import { InputError, type Place, type Problem } from "../../../errors/problem.js";
import {
  add,
  constant,
  decimal,
  divide,
  indexNumber,
  multiply,
  negate,
  power,
  reference,
  subtract,
  zero,
} from "../../algebra/constructors.js";
import type { Expression } from "../../algebra/expression.js";
import { type IndexTerm, plainIndex, type Range } from "../../algebra/index-term.js";
import { constants } from "../spellings.js";
import type { FormulaNode, Operator, Span } from "../tree.js";
import { type CallNode, type NameNode, reducedIndices } from "./index-names.js";
import { resolveFunction } from "./resolve-function.js";
import { resolveIndexTerm } from "./resolve-index-term.js";
import { nameConflict, undefinedName, unknownSize, wrongSubscripts } from "./resolve-problems.js";
import { resolveReduction } from "./resolve-reduction.js";
import type { Scope } from "./scope.js";

/** An expression that waits for the ranges of the indices that its reductions bind. */
export type Unsized = (rangeOf: (index: string) => Range) => Expression;

/** A place where a formula reads a quantity. */
export interface Occurrence {
  readonly name: string;
  readonly terms: readonly IndexTerm[];
  /** The indices that reductions bind here; all others stand on the left side. */
  readonly bound: ReadonlySet<string>;
  readonly text: string;
  readonly place: Place;
}

/** What the parts of one formula share while it is resolved. */
export interface Resolution {
  readonly scope: Scope;
  readonly text: string;
  readonly placeOf: (span: Span) => Place;
  readonly report: (problem: Problem) => void;
  /** Indices that have a meaning here: those of the left side, then those of the reductions around. */
  readonly left: ReadonlySet<string>;
  readonly bound: ReadonlySet<string>;
  /** Every index that a reduction binds, with its first place: filled on the way. */
  readonly indices: Map<string, Place>;
  /** Every place where the formula reads a quantity: filled on the way. */
  readonly occurrences: Occurrence[];
}

/** What stands in the place of something invalid, after it was reported. */
export const invalid: Unsized = () => zero;

export const isInScope = ({ left, bound }: Resolution, name: string): boolean =>
  bound.has(name) || left.has(name);

const operations: Readonly<Record<Operator, (a: Expression, b: Expression) => Expression>> = {
  "+": add,
  "-": subtract,
  "*": multiply,
  "/": divide,
  "^": power,
};

/** Turns a formula into an expression, once the ranges of its indices are known; problems are reported. */
export function resolve(node: FormulaNode, resolution: Resolution): Unsized {
  switch (node.kind) {
    case "number": {
      const value = decimal(node.text);
      return () => value;
    }
    case "name":
      return resolveName(node, resolution);
    case "instance":
      return resolveInstance(node, resolution);
    case "call":
      return resolveCall(node, resolution);
    case "negate": {
      const operand = resolve(node.operand, resolution);
      return (rangeOf) => negate(operand(rangeOf));
    }
    case "binary": {
      const [left, right] = [resolve(node.left, resolution), resolve(node.right, resolution)];
      return (rangeOf) => operations[node.operator](left(rangeOf), right(rangeOf));
    }
  }
}

function resolveCall(node: CallNode, resolution: Resolution): Unsized {
  const inScope = new Set([...resolution.left, ...resolution.bound]);
  const count = reducedIndices(node, resolution.scope, inScope);
  return count === undefined
    ? resolveFunction(node, resolution)
    : resolveReduction(node, count, resolution);
}

function resolveName(node: NameNode, resolution: Resolution): Unsized {
  const { scope, report, placeOf } = resolution;
  const rank = scope.rank(node.name);
  const place = placeOf(node.span);
  if (isInScope(resolution, node.name)) {
    if (rank === undefined) return () => indexNumber(plainIndex(node.name));
    report(nameConflict(node.name, place));
    return invalid;
  }
  if (rank !== undefined && rank > 0) {
    report(wrongSubscripts(node.name, rank, 0, place));
    return invalid;
  }
  const variable = scope.variable(node.name);
  if (variable) {
    recordOccurrence(variable, node.name, place, resolution);
    return () => variable;
  }
  const known = constants.get(node.name);
  if (known) {
    const value = constant(known);
    return () => value;
  }
  report(undefinedName(node.name, place, scope));
  return invalid;
}

function recordOccurrence(
  variable: Expression,
  text: string,
  place: Place,
  { bound, occurrences }: Resolution,
): void {
  if (variable.kind !== "reference") return;
  occurrences.push({ name: variable.name, terms: variable.indices, bound, text, place });
}

function resolveInstance(
  node: Extract<FormulaNode, { kind: "instance" }>,
  resolution: Resolution,
): Unsized {
  const { scope, report, placeOf } = resolution;
  const rank = scope.rank(node.name);
  if (rank === undefined) {
    report(undefinedName(node.name, placeOf(node.nameSpan), scope));
    return invalid;
  }
  if (rank !== node.indices.length) {
    report(wrongSubscripts(node.name, rank, node.indices.length, placeOf(node.span)));
    return invalid;
  }
  if (isInScope(resolution, node.name)) {
    report(nameConflict(node.name, placeOf(node.nameSpan)));
    return invalid;
  }
  const terms = node.indices.map((term) => resolveIndexTerm(term, resolution));
  if (!terms.every((term) => term !== undefined)) return invalid;
  const instance = reference(node.name, terms);
  const text = resolution.text.slice(node.span.start, node.span.end);
  recordOccurrence(instance, text, placeOf(node.span), resolution);
  return () => instance;
}

/** A formula with the way from its text to places, as `spec` gives it. */
export interface Resolvable {
  readonly text: string;
  readonly tree: FormulaNode;
  readonly placeOf: (span: Span) => Place;
}

/**
 * Turns a formula outside of any equation into an expression: `x / (1 + abs(x))` in a scope where `x` is a
 * variable. Throws an InputError with all problems; no index has a size here.
 */
export function resolveFormula(formula: Resolvable, scope: Scope): Expression {
  const problems: Problem[] = [];
  const indices = new Map<string, Place>();
  const unsized = resolve(formula.tree, {
    scope,
    text: formula.text,
    placeOf: formula.placeOf,
    report: (problem) => problems.push(problem),
    left: new Set(),
    bound: new Set(),
    indices,
    occurrences: [],
  });
  for (const [index, place] of indices) problems.push(unknownSize(index, place));
  if (problems.length > 0) throw new InputError(...problems);
  return unsized(() => ({ lo: 1, hi: 1 }));
}
