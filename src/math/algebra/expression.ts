import type { IndexTerm } from "./index-term.js";
import type { Rational } from "./rational.js";

/**
 * Expressions are immutable and interned: structurally equal expressions are the same object, so they
 * are compared with `===` and can be the keys of a WeakMap. Build them with the constructors of
 * `constructors.ts`, never by hand.
 */
export type Expression =
  | NumberNode
  | ConstantNode
  | ReferenceNode
  | IndexNode
  | AddNode
  | MultiplyNode
  | PowerNode
  | CallNode
  | ReductionNode
  | BracketNode
  | DerivativeNode
  | FoldNode;

interface Node<Kind extends string> {
  readonly kind: Kind;
  /** A number of its own for every expression; its order means nothing. */
  readonly id: number;
}

/** An exact number. */
export interface NumberNode extends Node<"number"> {
  readonly value: Rational;
}

/** A built-in constant: π, or Euler's number. */
export interface ConstantNode extends Node<"constant"> {
  readonly name: ConstantName;
}
export type ConstantName = "pi" | "e";

/** A quantity, or an instance of one: `E`, `h[t-1]`. */
export interface ReferenceNode extends Node<"reference"> {
  readonly name: string;
  readonly indices: readonly IndexTerm[];
}

/** An index term that stands as a number: the exponent in `g^t`. */
export interface IndexNode extends Node<"index"> {
  readonly term: IndexTerm;
}

/** A sum of at least two terms, none of them a sum. */
export interface AddNode extends Node<"add"> {
  readonly terms: readonly Expression[];
}

/** A product of at least two factors, none of them a product; a number comes first and is not 0 or 1. */
export interface MultiplyNode extends Node<"multiply"> {
  readonly factors: readonly Expression[];
}

/** A power; a quotient is a product with a power of -1. */
export interface PowerNode extends Node<"power"> {
  readonly base: Expression;
  readonly exponent: Expression;
}

/** A function of the function table, applied. */
export interface CallNode extends Node<"call"> {
  readonly name: string;
  readonly arguments: readonly Expression[];
}

export type ReductionName = "sum" | "max" | "min" | "logsumexp";

/** A reduction over one index, which is nameless in the body (de Bruijn index 0 there). */
export interface ReductionNode extends Node<"reduction"> {
  readonly name: ReductionName;
  readonly lo: number;
  readonly hi: number;
  readonly body: Expression;
}

/** The Iverson bracket `[lo ≤ term ≤ hi]`, 1 where it holds and 0 elsewhere; with lo = hi a Kronecker delta. */
export interface BracketNode extends Node<"bracket"> {
  readonly term: IndexTerm;
  readonly lo: number;
  readonly hi: number;
}

/** `d/dx(of)`, a derivative that is still to be found: a derivation shows it, a model never holds it. */
export interface DerivativeNode extends Node<"derivative"> {
  readonly of: Expression;
  readonly wrt: ReferenceNode;
}

/** `first + second + ⋯ + last`, a long sum as a page shows it; it has no value. */
export interface FoldNode extends Node<"fold"> {
  readonly terms: readonly Expression[];
}

/** The error that a page's own nodes are where an expression is evaluated or turned into code. */
export const onlyShown = ({ kind }: DerivativeNode | FoldNode): Error =>
  new Error(`a ${kind} is shown and has no value`);

/** What describes a node apart from its identity. */
export type Shape = Expression extends infer Each
  ? Each extends Expression
    ? Omit<Each, "id">
    : never
  : never;

const interned = new Map<string, WeakRef<Expression>>();
const forget = new FinalizationRegistry<string>((key) => {
  if (interned.get(key)?.deref() === undefined) interned.delete(key);
});
let nextId = 1;

const listKey = (list: readonly { readonly id: number }[]): string =>
  list.map(({ id }) => id).join(",");

/** One line for each kind: the text that tells apart two nodes of that kind. */
function keyOf(shape: Shape): string {
  switch (shape.kind) {
    case "number":
      return `n${shape.value.numerator}/${shape.value.denominator}`;
    case "constant":
      return `c${shape.name}`;
    case "reference":
      return `r${JSON.stringify(shape.name)}[${shape.indices.map(({ key }) => key).join()}]`;
    case "index":
      return `i${shape.term.key}`;
    case "add":
      return `+${listKey(shape.terms)}`;
    case "multiply":
      return `*${listKey(shape.factors)}`;
    case "power":
      return `^${shape.base.id},${shape.exponent.id}`;
    case "call":
      return `f${shape.name}(${listKey(shape.arguments)}`;
    case "reduction":
      return `${shape.name}${shape.lo}..${shape.hi}:${shape.body.id}`;
    case "bracket":
      return `[${shape.lo}<${shape.term.key}<${shape.hi}`;
    case "derivative":
      return `d${shape.of.id},${shape.wrt.id}`;
    case "fold":
      return `~${listKey(shape.terms)}`;
  }
}

/**
 * The one expression of this shape. The table holds weak references: what no model uses any more is
 * forgotten, so a long-running process does not grow.
 */
export function intern(shape: Shape): Expression {
  const key = keyOf(shape);
  const known = interned.get(key)?.deref();
  if (known) return known;
  const node = Object.freeze({ ...shape, id: nextId++ }) as Expression;
  interned.set(key, new WeakRef(node));
  forget.register(node, key);
  return node;
}

/** The direct parts of an expression, left to right. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "add":
    case "fold":
      return expression.terms;
    case "multiply":
      return expression.factors;
    case "power":
      return [expression.base, expression.exponent];
    case "call":
      return expression.arguments;
    case "reduction":
      return [expression.body];
    case "derivative":
      return [expression.of, expression.wrt];
    default:
      return [];
  }
}
