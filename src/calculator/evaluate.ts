import { type Big, big, constants, one, primitives, rows, unknown, zero } from "./arithmetic.js";
import { type Node, parse } from "./parse.js";

export type Axis = readonly [index: string, lo: number, hi: number];
/** The formulas of quantities and adjoints by name, each for the box of its axes. */
export type Formulas = ReadonlyMap<string, readonly { axes: readonly Axis[]; formula: Node }[]>;
export type Read = (name: string, indices: readonly number[]) => Big;
export interface Scope {
  readonly at: ReadonlyMap<string, number>;
  readonly read: Read;
}

interface Row {
  readonly parameters: readonly (readonly [name: string, fallback?: string])[];
  readonly definition: Node | undefined;
  readonly conditions: readonly string[];
  readonly slopes: readonly Node[];
}
const listOf = (text = ""): string[] => (text.trim() ? text.split(",") : []);
export const functions: ReadonlyMap<string, Row> = new Map(
  rows
    .trim()
    .split("\n")
    .map((line) => {
      const [head = "", definition = "", conditions, slopes] = line.split("|");
      const [name = "", ...parameters] = head.trim().split(" ");
      return [
        name,
        {
          parameters: parameters.map((each) => each.split("=") as [string, string?]),
          definition: definition.trim() ? parse(definition) : undefined,
          conditions: listOf(conditions).map((each) => each.trim()),
          slopes: listOf(slopes).map(parse),
        },
      ];
    }),
);

/** Thrown where a stream asks for more work than was granted. */
export class TooMuch extends Error {}
const longestSum = 1_000_000;
export const budget = { left: 0 };
const spend = (cost = 1): void => {
  budget.left -= cost;
  if (budget.left < 0) throw new TooMuch("it needs more work than a judge should do");
};

export const keyOf = (name: string, indices: readonly (number | string)[]): string =>
  indices.length === 0 ? name : `${name}[${indices.join()}]`;

/** Every index tuple of a box, row by row. */
export function* tuplesOf([first, ...rest]: readonly Axis[]): Generator<readonly number[]> {
  spend();
  if (!first) yield [];
  else
    for (let at = first[1]; at <= first[2]; at++)
      for (const more of tuplesOf(rest)) yield [at, ...more];
}

/**
 * The slope of f at x by differences; NaN where those to the left and to the right do not agree, or where
 * rounding would be seen in it. Each side is of second order, so that a curvature that changes at x does no harm.
 */
export function slope(f: (x: Big) => Big, x: Big): Big {
  const step = x.isZero() ? big(1e-15) : x.abs().times(1e-15);
  const middle = f(x);
  const chord = (steps: number): Big =>
    f(x.plus(step.times(steps)))
      .minus(middle)
      .div(step.times(steps));
  const near = [chord(1), chord(-1)] as const;
  const isLine = isClose(...near, 1e-18);
  const [after, before] = isLine
    ? near
    : [near[0].times(2).minus(chord(2)), near[1].times(2).minus(chord(-2))];
  const found = after.plus(before).div(2);
  const noise = middle.abs().plus(1).times(1e-45).div(step);
  const isClear = noise.lte(found.abs().times(1e-17).plus(1e-20));
  return isClear && isClose(after, before, 1e-15) ? found : unknown;
}

const isClose = (a: Big, b: Big, relative: number): boolean =>
  a.minus(b).abs().lte(a.abs().plus(b.abs()).plus(1e-3).times(relative));

/** The scope of a row's formulas: its parameters stand for arguments. */
const inside = ({ parameters }: Row, values: readonly Big[]): Scope => ({
  at: new Map(),
  read: (name) => {
    const place = parameters.findIndex(([each]) => each === name);
    return values[place] ?? big(parameters[place]?.[1] ?? Number.NaN);
  },
});

/** The slopes of a function by its arguments at a kink; tied arguments of max and min share. */
function slopesOf(name: string, values: readonly Big[]): readonly Big[] {
  const row = functions.get(name);
  if (row) return row.slopes.map((each) => evaluate(each, inside(row, values)));
  const extreme = primitives.get(name)?.(...values) ?? unknown;
  const tied = values.filter((value) => value.eq(extreme)).length;
  return values.map((value) => (value.eq(extreme) ? one.div(tied) : zero));
}

/** `diff(body, q[s])`: all but this one instance stays. At a kink of a function, PyTorch's convention. */
function derivative(body: Node, by: Node, scope: Scope): Big {
  const indicesOf = by.parts.map((part) => evaluate(part, scope).toNumber());
  const own = evaluate(by, scope);
  const key = keyOf(by.text, indicesOf);
  let isRead = false;
  const at = (x: Big): Big => {
    const read: Read = (name, indices) => {
      if (name !== by.text || keyOf(name, indices) !== key) return scope.read(name, indices);
      isRead = true;
      return x;
    };
    return evaluate(body, { at: scope.at, read });
  };
  const middle = at(own);
  if (!isRead) return middle.times(0);
  const found = slope((x) => (x === own ? middle : at(x)), own);
  if (!found.isNaN() || body.op !== "call") return found;
  const slopes = slopesOf(
    body.text,
    body.parts.map((part) => evaluate(part, scope)),
  );
  const terms = body.parts.map((part, k) =>
    derivative(part, by, scope).times(slopes[k] ?? unknown),
  );
  return terms.reduce((a, b) => a.plus(b), zero);
}

function reduce({ text, parts: [index, lo, hi, body] }: Node, { at, read }: Scope): Big {
  const values: Big[] = [];
  if (!index || !lo || !hi || !body) return unknown;
  const [start, last] = [lo, hi].map((end) => evaluate(end, { at, read }).toNumber());
  if (start === undefined || last === undefined || last - start > longestSum)
    throw new TooMuch("a sum has too many terms");
  for (let each = start; each <= last; each++)
    values.push(evaluate(body, { at: new Map([...at, [index.text, each]]), read }));
  if (text === "sum") return values.reduce((a, b) => a.plus(b), zero);
  const extreme = primitives.get(text === "min" ? "min" : "max")?.(...values) ?? unknown;
  if (text !== "logsumexp") return extreme;
  return values
    .reduce((a, b) => a.plus(b.minus(extreme).exp()), zero)
    .ln()
    .plus(extreme);
}

/** The value of a formula. Throws a SyntaxError where it has none that we know. */
export function evaluate(node: Node, scope: Scope): Big {
  const { op, text, parts } = node;
  spend(op === "call" || op === "^" ? 40 : 1);
  if (op === "number") return big(text);
  if (op === "reduce") return reduce(node, scope);
  const [first, second] = parts;
  if (text === "diff" && first && second?.op === "name") return derivative(first, second, scope);
  const index = op === "name" && !first ? scope.at.get(text) : undefined;
  if (index !== undefined) return big(index);
  const values = parts.map((part) => evaluate(part, scope));
  if (op === "name") return scope.read(text, values.map(Number));
  const name = op === "call" ? text : op;
  const row = functions.get(name);
  if (row?.definition) return evaluate(row.definition, inside(row, values));
  const apply = primitives.get(name);
  if (!apply) throw new SyntaxError(`there is no function ${name}`);
  return apply(...values);
}

class TooDeep extends Error {
  constructor(readonly instance: readonly [string, readonly number[]]) {
    super();
  }
}

/** What stands in the place of an instance, if anything does. */
export type Given = (key: string, name: string, indices: readonly number[]) => Big | undefined;

/** The values of formulas, each computed once; long recurrences from their beginning. */
export function world(formulas: Formulas, given: Given): Read {
  const known = new Map<string, Big>();
  let depth = 0;
  const compute = (name: string, indices: readonly number[], key: string): Big => {
    const value = given(key, name, indices);
    if (value) return value;
    const piece = formulas.get(name)?.find(({ axes }) => {
      const isIn = ([, lo, hi]: Axis, axis: number): boolean =>
        lo <= Number(indices[axis]) && Number(indices[axis]) <= hi;
      return axes.length === indices.length && axes.every(isIn);
    });
    if (piece) {
      const at = piece.axes.map(([index], axis) => [index, Number(indices[axis])] as const);
      return evaluate(piece.formula, { at: new Map(at), read });
    }
    const constant = constants.get(key);
    if (constant && !formulas.has(name)) return constant;
    // Outside of a range; a guard beside it says that it does not count.
    if (!formulas.has(name)) throw new SyntaxError(`the model has no ${key}`);
    return unknown;
  };
  const read: Read = (name, indices) => {
    const key = keyOf(name, indices);
    const found = known.get(key);
    if (found) return found;
    if (depth >= 40) throw new TooDeep([name, indices]);
    const before = depth++;
    try {
      const value = compute(name, indices, key);
      known.set(key, value);
      return value;
    } catch (error) {
      if (before > 0 || !(error instanceof TooDeep)) throw error;
      depth = 0;
      read(...error.instance);
      return read(name, indices);
    } finally {
      depth = before;
    }
  };
  return read;
}
