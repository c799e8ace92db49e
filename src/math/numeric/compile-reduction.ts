import { factorList, isBracket } from "../algebra/constructors.js";
import type { BracketNode, ReductionName, ReductionNode } from "../algebra/expression.js";
import { coefficientOf, indexTerm, type Range } from "../algebra/index-term.js";
import { rational } from "../algebra/rational.js";
import type { Field } from "./field.js";
import {
  type Compute,
  compileTerm,
  type Environment,
  type Scope,
  type Slots,
  slotsUsed,
} from "./scope.js";

/** What is combined: the body for every value of the index, which the reduction puts into its slot. */
interface Terms<Value> extends Range {
  readonly field: Field<Value>;
  readonly slot: number;
  readonly body: Compute<Value>;
  /** Where the guards of the body leave anything of the range. */
  readonly narrow: (at: Environment) => Range;
}

const reductions: {
  readonly [Name in ReductionName]: <Value>(terms: Terms<Value>) => Compute<Value>;
} = {
  sum: sumOf,
  max: (terms) => extremeOf(terms, isGreater),
  min: (terms) => extremeOf(terms, isLess),
  logsumexp: logSumExpOf,
};

/** A reduction whose body is already compiled in the inner scope. */
export function compileReduction<Value>(
  node: ReductionNode,
  body: Compute<Value>,
  outer: Scope<Value>,
  inner: Scope<Value>,
): Compute<Value> {
  const { lo, hi } = node;
  const terms = { field: outer.memory.field, slot: outer.ranges.length, lo, hi, body };
  const compute = reductions[node.name]({ ...terms, narrow: narrowing(node, inner) });
  return rememberLast(compute, node, outer);
}

function sumOf<Value>({ field, slot, body, narrow }: Terms<Value>): Compute<Value> {
  const zero = field.fromRational(rational(0n));
  return (at) => {
    const { lo, hi } = narrow(at);
    if (lo > hi) return zero;
    at[slot] = lo;
    let sum = body(at);
    for (let index = lo + 1; index <= hi; index++) {
      at[slot] = index;
      sum = field.add(sum, body(at));
    }
    return sum;
  };
}

type IsBeyond = (candidate: number, best: number) => boolean;
const isGreater: IsBeyond = (candidate, best) => candidate > best;
const isLess: IsBeyond = (candidate, best) => candidate < best;

const extremeOf =
  <Value>(terms: Terms<Value>, isBeyond: IsBeyond): Compute<Value> =>
  (at) =>
    extremeIn(valuesOf(terms, at), terms.field, isBeyond);

/** The first value that no other is beyond; a NaN is beyond everything. */
function extremeIn<Value>(
  values: readonly Value[],
  { toNumber }: Field<Value>,
  isBeyond: IsBeyond,
): Value {
  return values.reduce((best, value) => {
    const [candidate, known] = [toNumber(value), toNumber(best)];
    if (Number.isNaN(known)) return best;
    return Number.isNaN(candidate) || isBeyond(candidate, known) ? value : best;
  });
}

/** log Σ exp v as m + log Σ exp(v - m) with the largest m, so that no exponential overflows. */
function logSumExpOf<Value>(terms: Terms<Value>): Compute<Value> {
  const { field } = terms;
  const minusOne = field.fromRational(rational(-1n));
  return (at) => {
    const values = valuesOf(terms, at);
    const shift = extremeIn(values, field, isGreater);
    if (!Number.isFinite(field.toNumber(shift))) return shift;
    if (field.logSumExp) return field.logSumExp(values);
    const opposite = field.multiply(minusOne, shift);
    const sum = values
      .map((value) => field.call("exp", [field.add(value, opposite)]))
      .reduce((a, b) => field.add(a, b));
    return field.add(shift, field.call("log", [sum]));
  };
}

function valuesOf<Value>({ slot, lo, hi, body }: Terms<Value>, at: Environment): Value[] {
  const values: Value[] = [];
  for (let index = lo; index <= hi; index++) {
    at[slot] = index;
    values.push(body(at));
  }
  return values;
}

/**
 * The part of the range where no bracket of the body is 0: Σ_t [1 ≤ n-t ≤ K] … runs over K values of t,
 * not over all.
 */
function narrowing(node: ReductionNode, inner: Slots): (at: Environment) => Range {
  const bounds = factorList(node.body)
    .filter(isBracket)
    .filter(({ term }) => coefficientOf(term, 0) !== 0)
    .map((guard) => boundsBy(guard, inner));
  const whole = { lo: node.lo, hi: node.hi };
  if (bounds.length === 0) return () => whole;
  return (at) => {
    let { lo, hi } = whole;
    for (const boundsAt of bounds) {
      const range = boundsAt(at);
      lo = Math.max(lo, range.lo);
      hi = Math.min(hi, range.hi);
    }
    return { lo, hi };
  };
}

/** The values of the innermost index i for which `lo ≤ c·i + rest ≤ hi` holds. */
function boundsBy({ term, lo, hi }: BracketNode, scope: Slots): Compute<Range> {
  const c = coefficientOf(term, 0);
  const others = term.factors.filter(([index]) => index !== 0);
  const restOf = compileTerm(scope, indexTerm(term.constant, others));
  return (at) => {
    const rest = restOf(at);
    const ends = [(lo - rest) / c, (hi - rest) / c];
    return { lo: Math.ceil(Math.min(...ends)), hi: Math.floor(Math.max(...ends)) };
  };
}

/**
 * Remembers the last value where an index around the reduction does not occur in it: the sum in
 * exp(z[i,k]) / Σ_j exp(z[i,j]) is computed once for all k.
 */
function rememberLast<Value>(
  compute: Compute<Value>,
  node: ReductionNode,
  scope: Scope<Value>,
): Compute<Value> {
  const { memory } = scope;
  const slots = [...slotsUsed(scope, node)];
  if (slots.length === scope.ranges.length) return compute;
  const last = new Int32Array(slots.length);
  let run: number | undefined;
  let value: Value;
  return (at) => {
    if (run === memory.run && slots.every((slot, k) => at[slot] === last[k])) return value;
    value = compute(at);
    slots.forEach((slot, k) => {
      last[k] = at[slot] as number;
    });
    run = memory.run;
    return value;
  };
}
