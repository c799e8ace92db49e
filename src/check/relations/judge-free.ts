import { factorList } from "../../math/algebra/constructors.js";
import { quantitiesIn } from "../../math/algebra/depends.js";
import type { DerivativeNode, Expression } from "../../math/algebra/expression.js";
import { type Ball, unknownBall } from "../../math/numeric/ball.js";
import { ballField } from "../../math/numeric/ball-field.js";
import { double } from "../../math/numeric/double.js";
import type { Field } from "../../math/numeric/field.js";
import { type Bounded, runningError } from "../../math/numeric/running-error.js";
import { type Complex, complexField } from "../methods/complex.js";
import { steppedValue } from "../methods/complex-step.js";
import { preciseDerivative } from "../methods/high-precision.js";
import { interpret } from "../methods/interpret.js";
import { seededRandom } from "../methods/seeded-random.js";
import { compareSides, type JudgeResult } from "./compare-sides.js";

/** What names stand for: numbers, decimal texts, or expressions in other names. */
export type Assignment = ReadonlyMap<string, number | string | Expression>;

const balls = ballField(60);

/** A range that the values of names without one are drawn from. */
const ranges = [
  { from: 0.1, to: 0.9 },
  { from: -0.9, to: -0.1 },
  { from: 1.1, to: 2.5 },
];

/**
 * Judges a relation of free names, in which derivatives may be marked and not worked out. It must hold at
 * the values given, near them, and for values drawn for all other names.
 */
export function judgeFreeEquation(
  sides: readonly Expression[],
  at: Assignment = new Map(),
): JudgeResult {
  const names = new Set(sides.flatMap((side) => [...quantitiesIn(side)]));
  const given = new Map([...at, ...substitutionsIn(sides, at)]);
  let decided = false;
  for (const assignment of assignmentsOf(names, given)) {
    const comparison = compareSides(
      sides.map((side) => valueAt(side, assignment, runningError, doubleDerivative)),
      () => sides.map((side) => valueAt(side, assignment, balls, ballDerivative)),
    );
    if (comparison.kind === "different")
      return { ok: false, indices: [], values: comparison.values };
    decided ||= comparison.kind === "equal";
  }
  return decided ? { ok: true } : { ok: false, indices: [], values: [Number.NaN, Number.NaN] };
}

/** Judges one step of a derivation: what a rule made of an expression has the same value. */
export const judgeStep = (before: Expression, after: Expression, at: Assignment): JudgeResult =>
  judgeFreeEquation([before, after], at);

/** The values as given, then near them; a name without a value is drawn from one range after the other. */
function* assignmentsOf(names: ReadonlySet<string>, given: Assignment): Generator<Assignment> {
  const missing = [...names].filter((name) => !given.has(name));
  const random = seededRandom(names.size);
  for (const { from, to } of ranges) {
    const drawn = missing.map((name) => [name, from + (to - from) * random()] as const);
    yield new Map([...given, ...drawn]);
    if (given.size > 0) yield new Map([...movedValues(given, random), ...drawn]);
    if (missing.length === 0) return;
  }
}

const movedValues = (given: Assignment, random: () => number): Assignment =>
  new Map([...given].map(([name, value]) => [name, movedValue(value, random())] as const));

function movedValue(value: number | string | Expression, random: number): number | Expression {
  if (typeof value === "object") return value;
  const number = Number(value);
  return number === 0 ? random / 50 : number * (1 + 0.04 * (random - 0.5));
}

const isDerivative = (expression: Expression): expression is DerivativeNode =>
  expression.kind === "derivative";

/** The chain rule gives the inner function a new name: in d/du(f) · d/dx(g) the name u stands for g. */
function substitutionsIn(sides: readonly Expression[], at: Assignment): Assignment {
  const outer = sides.find(isDerivative)?.wrt;
  const found = new Map<string, Expression>();
  for (const side of sides) {
    const derivatives = factorList(side).filter(isDerivative);
    const inner = derivatives.find(({ wrt }) => wrt === outer)?.of;
    for (const { wrt } of derivatives)
      if (inner && wrt !== outer && !at.has(wrt.name)) found.set(wrt.name, inner);
  }
  return found;
}

type Derivative<Value> = (
  part: Expression,
  variable: string,
  at: Assignment,
  field: Field<Value>,
) => Value;

function valueAt<Value>(
  expression: Expression,
  at: Assignment,
  field: Field<Value>,
  derivative: Derivative<Value>,
): Value {
  return interpret(expression, {
    field,
    read: (name) => namedValue(name, at, field),
    derivative: (part, variable) => derivative(part, variable, at, field),
  });
}

function namedValue<Value>(name: string, at: Assignment, field: Field<Value>): Value {
  const value = at.get(name);
  if (value === undefined) throw new Error(`${name} has no value`);
  if (typeof value !== "object") return field.fromDecimal(String(value));
  return interpret(value, { field, read: (each) => namedValue(each, at, field) });
}

/** An expression as a function of the shift of one name. */
const shiftedPart =
  <Value>(part: Expression, variable: string, at: Assignment, field: Field<Value>) =>
  (shift: Value): Value =>
    interpret(part, {
      field,
      read: (name) => {
        const value = namedValue(name, at, field);
        return name === variable ? field.add(value, shift) : value;
      },
    });

const doubleDerivative: Derivative<Bounded> = (part, variable, at) =>
  steppedValue(shiftedPart<Complex>(part, variable, at, complexField));

const ballDerivative: Derivative<Ball> = (part, variable, at) => {
  const x = namedValue(variable, at, double);
  const difference = preciseDerivative((field) => shiftedPart(part, variable, at, field), x);
  return difference.kind === "smooth" ? difference.value : unknownBall(Number.NaN);
};
