import { Decimal } from "decimal.js";
import type { Equation, EquationFile, Formula, Reduction, Term } from "./language.js";
import { instanceText } from "./language.js";
import { sizesOf } from "./sizes.js";

const Big = Decimal.clone({ precision: 50, toExpNeg: -60, toExpPos: 60 });
type Big = Decimal;

/** A number with its derivatives by the scalars of the data, those that are not 0. */
interface Dual {
  readonly value: Big;
  readonly slopes: ReadonlyMap<string, Big>;
}

/** The file means nothing, and why. */
export class Meaningless extends Error {
  /** What is read but defined nowhere. */
  readonly missing: { readonly name: string; readonly indices: readonly number[] } | undefined;
  constructor(message: string, missing?: Meaningless["missing"]) {
    super(message);
    this.missing = missing;
  }
}

/** What a file means: values, and slopes of the loss. */
export interface Meaning {
  readonly loss: Big;
  /** Every instance that an equation defines for a quantity without data. */
  readonly values: ReadonlyMap<string, Big>;
  readonly slopeBy: (scalar: string) => Big;
  /** The largest number on the way. */
  readonly largest: Big;
  /** Whether some maximum, kink or absolute value stands where it has two slopes. */
  readonly ties: number;
  /** Whether a tie hangs on how numbers are rounded. */
  readonly isDoubtful: boolean;
}

const scale = (by: Big, slopes: ReadonlyMap<string, Big>): Map<string, Big> =>
  new Map(by.isZero() ? [] : [...slopes].map(([name, slope]) => [name, slope.times(by)]));

function combined(...all: ReadonlyArray<ReadonlyMap<string, Big>>): ReadonlyMap<string, Big> {
  const sum = new Map<string, Big>();
  for (const slopes of all)
    for (const [name, slope] of slopes) sum.set(name, sum.get(name)?.plus(slope) ?? slope);
  return sum;
}

const one = new Big(1);

/** Value and slope of a function of one number. */
const functions: Readonly<Record<string, (x: Big) => readonly [Big, () => Big]>> = {
  exp: (x) => [Big.exp(x), () => Big.exp(x)],
  log: (x) => [Big.ln(x), () => one.div(x)],
  sqrt: (x) => [Big.sqrt(x), () => one.div(Big.sqrt(x).times(2))],
  sin: (x) => [Big.sin(x), () => Big.cos(x)],
  cos: (x) => [Big.cos(x), () => Big.sin(x).neg()],
  tanh: (x) => [Big.tanh(x), () => one.minus(Big.tanh(x).pow(2))],
  sigmoid: (x) => {
    const y = one.div(one.plus(Big.exp(x.neg())));
    return [y, () => y.times(one.minus(y))];
  },
  softplus: (x) => [Big.ln(one.plus(Big.exp(x))), () => one.div(one.plus(Big.exp(x.neg())))],
  square: (x) => [x.times(x), () => x.times(2)],
  // The conventions: 0 where the slope jumps.
  relu: (x) => [Big.max(x, 0), () => new Big(x.gt(0) ? 1 : 0)],
  abs: (x) => [x.abs(), () => new Big(x.isZero() ? 0 : x.s)],
};
const kinked = new Set(["relu", "abs"]);

/** The names of the functions of one number that the evaluator knows. */
export const functionNames: readonly string[] = Object.keys(functions);

/** Nearer than this may be a tie or none. */
const near = new Big("1e-13");

/** Moves for some scalars of the data. */
export type Shifts = ReadonlyMap<string, Decimal>;

/** Computes a file by its description: every instance by its most special equation, each once. Throws `Meaningless`. */
export function evaluateFile(
  file: EquationFile,
  shifts: Shifts = new Map(),
  withSlopes = true,
): Meaning {
  const sizes = sizesOf(file);
  const known = new Map<string, Dual>();
  const open = new Set<string>();
  let [largest, ties, isDoubtful] = [new Big(0), 0, false];

  const data = new Map<string, Dual>();
  for (const [name, { shape, decimals }] of [...file.given, ...file.parameters]) {
    let place = 0;
    for (const indices of tuples(shape.map((hi) => [1, hi] as const))) {
      const key = instanceText(name, indices);
      const value = new Big(decimals[place++] as string).plus(shifts.get(key) ?? 0);
      data.set(key, { value, slopes: withSlopes ? new Map([[key, one]]) : new Map() });
    }
  }

  const sizeOf = (equation: Equation, index: string): number => {
    const size = sizes(equation, index);
    if (size === undefined) throw new Meaningless(`the size of ${index}`);
    return size;
  };

  /** Whether the equation defines the instance. */
  const covers = (equation: Equation, indices: readonly number[]): boolean =>
    equation.left.every((subscript, axis) => {
      const index = indices[axis] as number;
      return typeof subscript === "number"
        ? subscript === index
        : 1 <= index && index <= sizeOf(equation, subscript);
    });

  function equationFor(name: string, indices: readonly number[]): Equation {
    const fixed = ({ left }: Equation): number =>
      left.filter((each) => typeof each === "number").length;
    const own = file.equations
      .filter((each) => each.name === name && covers(each, indices))
      .sort((a, b) => fixed(b) - fixed(a));
    const [first, second] = own;
    if (!first) throw new Meaningless(`${instanceText(name, indices)} is read`, { name, indices });
    const isFixedIn = (axis: number): boolean => typeof first.left[axis] === "number";
    if (second?.left.some((each, axis) => typeof each === "number" && !isFixedIn(axis)))
      throw new Meaningless(`two equations for ${instanceText(name, indices)}`);
    if (second && fixed(first) === fixed(second)) throw new Meaningless("two equations");
    return first;
  }

  function instance(name: string, indices: readonly number[]): Dual {
    const key = instanceText(name, indices);
    const found = data.get(key) ?? known.get(key);
    if (found) return found;
    const equation = equationFor(name, indices);
    if (open.has(key)) throw new Meaningless(`${key} depends on itself`);
    open.add(key);
    const places = new Map<string, number>();
    for (const [axis, subscript] of equation.left.entries())
      if (typeof subscript === "string") places.set(subscript, indices[axis] as number);
    const result = dualOf(equation.right, places, equation);
    open.delete(key);
    known.set(key, result);
    return result;
  }

  function dualOf(formula: Formula, at: ReadonlyMap<string, number>, of: Equation): Dual {
    const result = compute(formula, at, of);
    if (!result.value.isFinite()) throw new Meaningless("not finite");
    largest = Big.max(largest, result.value.abs());
    return result;
  }

  function compute(formula: Formula, at: ReadonlyMap<string, number>, of: Equation): Dual {
    switch (formula.kind) {
      case "number":
        return constant(new Big(formula.text));
      case "index":
        return constant(new Big(termAt(formula.term, at)));
      case "reference":
        return instance(
          formula.name,
          formula.terms.map((term) => termAt(term, at)),
        );
      case "add": {
        const terms = formula.terms.map((term) => dualOf(term, at, of));
        return {
          value: terms.reduce((sum, { value }) => sum.plus(value), new Big(0)),
          slopes: combined(...terms.map(({ slopes }) => slopes)),
        };
      }
      case "binary":
        return binary(
          formula.operator,
          dualOf(formula.left, at, of),
          dualOf(formula.right, at, of),
        );
      case "call": {
        const values = formula.arguments.map((each) => dualOf(each, at, of));
        if (formula.name === "max" || formula.name === "min")
          return extreme(formula.name, values, formula.arguments.every(isExact));
        return called(formula.name, values[0] as Dual);
      }
      case "reduce": {
        const ranges = formula.indices.map((index) => [1, sizeOf(of, index)] as const);
        const values = [...tuples(ranges)].map((tuple) => {
          const inside = new Map(at);
          for (const [place, index] of formula.indices.entries())
            inside.set(index, tuple[place] as number);
          return dualOf(formula.body, inside, of);
        });
        return reduced(formula.name, values, isExact(formula.body));
      }
    }
  }

  function called(name: string, { value: x, slopes }: Dual): Dual {
    const row = functions[name];
    if (!row) throw new Error(`no function ${name}`);
    if (kinked.has(name) && x.abs().lt(near)) {
      ties++;
      if (!x.isZero()) isDoubtful = true;
    }
    const [value, slope] = row(x);
    if (!value.isFinite()) throw new Meaningless(`${name} at ${x}`);
    if (slopes.size === 0) return { value, slopes };
    const by = slope();
    if (!by.isFinite()) throw new Meaningless(`${name} has no slope at ${x}`);
    return { value, slopes: scale(by, slopes) };
  }

  function extreme(name: "max" | "min", values: readonly Dual[], areExact: boolean): Dual {
    const best = Big[name](...values.map(({ value }) => value));
    const tied = values.filter(({ value }) => value.minus(best).abs().lt(near));
    if (tied.length > 1) {
      ties++;
      if (!areExact) isDoubtful = true;
    }
    const share = one.div(tied.length);
    return { value: best, slopes: combined(...tied.map(({ slopes }) => scale(share, slopes))) };
  }

  function reduced(name: Reduction, values: readonly Dual[], areExact: boolean): Dual {
    if (name === "max" || name === "min") return extreme(name, values, areExact);
    if (name === "logsumexp") {
      const powers = values.map(({ value }) => Big.exp(value));
      const sum = powers.reduce((a, b) => a.plus(b));
      const weighted = values.map(({ slopes }, k) => scale((powers[k] as Big).div(sum), slopes));
      return { value: Big.ln(sum), slopes: combined(...weighted) };
    }
    const by = name === "mean" ? one.div(values.length) : one;
    return {
      value: values.reduce((sum, { value }) => sum.plus(value), new Big(0)).times(by),
      slopes: scale(by, combined(...values.map(({ slopes }) => slopes))),
    };
  }

  const values = new Map<string, Big>();
  for (const [name, box] of boxes(file, sizeOf))
    for (const indices of box) {
      const { value } = instance(name, indices);
      if (!hasData(file, name)) values.set(instanceText(name, indices), value);
    }
  const { value: loss, slopes } = instance(file.loss, []);
  return {
    loss,
    values,
    slopeBy: (scalar) => slopes.get(scalar) ?? new Big(0),
    largest,
    ties,
    isDoubtful,
  };
}

const hasData = ({ given, parameters }: EquationFile, name: string): boolean =>
  given.has(name) || parameters.has(name);

const constant = (value: Big): Dual => ({ value, slopes: new Map() });

const termAt = ({ constant: sum, factors }: Term, at: ReadonlyMap<string, number>): number =>
  factors.reduce(
    (value, [index, coefficient]) => value + coefficient * (at.get(index) as number),
    sum,
  );

/** Whether ties among such numbers are ties in every arithmetic: nothing is rounded, or all of them in one way. */
function isExact(formula: Formula): boolean {
  if (formula.kind === "call")
    return formula.arguments.length === 1 && formula.arguments.every(isExact);
  if (formula.kind === "binary")
    return (
      formula.operator === "*" &&
      isExact(formula.right) &&
      (formula.left.kind === "number" || formula.left === formula.right)
    );
  return formula.kind === "reference" || formula.kind === "number" || formula.kind === "index";
}

function binary(operator: "-" | "*" | "/" | "^", a: Dual, b: Dual): Dual {
  if (operator === "-")
    return {
      value: a.value.minus(b.value),
      slopes: combined(a.slopes, scale(new Big(-1), b.slopes)),
    };
  if (operator === "*")
    return {
      value: a.value.times(b.value),
      slopes: combined(scale(b.value, a.slopes), scale(a.value, b.slopes)),
    };
  if (operator === "/") {
    if (b.value.isZero()) throw new Meaningless("a division by 0");
    const value = a.value.div(b.value);
    return {
      value,
      slopes: combined(
        scale(one.div(b.value), a.slopes),
        scale(value.div(b.value).neg(), b.slopes),
      ),
    };
  }
  // Exponents are integers here.
  if (a.value.isZero() && b.value.lte(1)) throw new Meaningless("a power of 0");
  const slope = b.value.times(Big.pow(a.value, b.value.minus(1)));
  return { value: Big.pow(a.value, b.value), slopes: scale(slope, a.slopes) };
}

export function* tuples(
  ranges: ReadonlyArray<readonly [lo: number, hi: number]>,
): Generator<readonly number[]> {
  const [first, ...rest] = ranges;
  if (!first) {
    yield [];
    return;
  }
  for (let index = first[0]; index <= first[1]; index++)
    for (const tuple of tuples(rest)) yield [index, ...tuple];
}

type SizeOf = (equation: Equation, index: string) => number;

/** The instances that each equation may define. */
function* boxes({ equations }: EquationFile, sizeOf: SizeOf) {
  for (const equation of equations) {
    const ranges = equation.left.map((subscript) =>
      typeof subscript === "number"
        ? ([subscript, subscript] as const)
        : ([1, sizeOf(equation, subscript)] as const),
    );
    yield [equation.name, [...tuples(ranges)]] as const;
  }
}
