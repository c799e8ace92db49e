import {
  add,
  call,
  constant,
  divide,
  half,
  multiply,
  negate,
  number,
  one,
  power,
  subtract,
  zero,
} from "../constructors.js";
import type { Expression } from "../expression.js";
import { defined, definedByTwo, derived, derivedByTwo, operator } from "./arguments.js";
import type { DomainCondition, FunctionRow } from "./row.js";

const two = number(2);
const pi = constant("pi");
const squared = (x: Expression): Expression => power(x, two);
/** √(1 - x²) */
const complement = (x: Expression): Expression => call("sqrt", subtract(one, squared(x)));
/** asin x = 2 atan(x / (1 + √(1 - x²))), which has no hole at ±1. */
const asin = (x: Expression): Expression =>
  multiply(two, call("atan", divide(x, add(one, complement(x)))));
const sumOfSquares = (y: Expression, x: Expression): Expression => add(squared(x), squared(y));

/**
 * atan2 from the angle α = 2 atan(y / (r + |x|)) of the mirrored point (|x|, y): α on the right, ±π - α on
 * the left, where y = 0 counts as above. At the origin the divisor is made 1, so that the value is 0.
 */
function atan2(y: Expression, x: Expression): Expression {
  const radius = call("sqrt", sumOfSquares(y, x));
  const divisor = add(radius, call("abs", x), call("equal", radius, zero));
  const mirrored = multiply(two, call("atan", divide(y, divisor)));
  const isLeft = call("step", negate(x));
  const side = subtract(one, multiply(two, call("step", negate(y))));
  return add(multiply(subtract(one, multiply(two, isLeft)), mirrored), multiply(isLeft, side, pi));
}

const fromMinusOneToOne: readonly DomainCondition[] = [
  { argument: 0, relation: ">=", bound: -1 },
  { argument: 0, relation: "<=", bound: 1 },
];

export const inverseTrigonometricRows: readonly FunctionRow[] = [
  {
    name: "asin",
    arity: [1, 1],
    derivatives: derived((x) => divide(one, complement(x))),
    value: Math.asin,
    definition: defined(asin),
    domain: fromMinusOneToOne,
    tex: operator("\\arcsin"),
    samples: [[-0.8], [0], [0.3]],
  },
  {
    name: "acos",
    arity: [1, 1],
    derivatives: derived((x) => negate(divide(one, complement(x)))),
    value: Math.acos,
    definition: defined((x) => subtract(multiply(half, pi), asin(x))),
    domain: fromMinusOneToOne,
    tex: operator("\\arccos"),
    samples: [[-0.8], [0], [0.3]],
  },
  {
    name: "atan",
    arity: [1, 1],
    derivatives: derived((x) => divide(one, add(one, squared(x)))),
    value: Math.atan,
    tex: operator("\\arctan"),
    samples: [[-2], [0], [0.3], [5]],
  },
  {
    name: "atan2",
    arity: [2, 2],
    derivatives: derivedByTwo((y, x) => [
      divide(x, sumOfSquares(y, x)),
      negate(divide(y, sumOfSquares(y, x))),
    ]),
    value: Math.atan2,
    definition: definedByTwo(atan2),
    tex: operator("\\mathrm{atan2}"),
    samples: [
      [1, 2],
      [-1, 0.5],
      [0.4, -1.5],
      [-2, -1],
      [1, 0],
    ],
  },
];
