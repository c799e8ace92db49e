import { functionRow } from "../algebra/functions/index.js";
import {
  type Ball,
  enclosedBall,
  exactBall,
  noRadius,
  type Precision,
  precisionOf,
  rationalBall,
} from "./ball.js";
import { ballArithmetic } from "./ball-arithmetic.js";
import { branches } from "./ball-branches.js";
import { evaluateDefinition } from "./ball-definition.js";
import { ballPower, primitives } from "./ball-elementary.js";
import { expSeries, piEnclosure } from "./ball-series.js";
import { double } from "./double.js";
import type { Field } from "./field.js";

/**
 * Decimals of so many digits, each with a proven error and with the float64 value that decides branches.
 * Decimals and fractions stay exact as long as they are not very long: 0.15·0.05 + 0.2·0.1 + 0.35 is 0.3775.
 */
export const ballField = (digits: number): Field<Ball> => ballFieldOf(precisionOf(digits));

/** The same, where exact values are kept as long as a precision says. */
export function ballFieldOf(precision: Precision): Field<Ball> {
  const arithmetic = ballArithmetic(precision);
  const field: Field<Ball> = {
    name: `ball-${precision.digits}`,
    fromRational: (value) => rationalBall(precision, value, double.fromRational(value)),
    fromDecimal: (text) => exactBall(new precision.Exact(text), Number(text)),
    constant: (name) => constantBall(precision, name),
    ...arithmetic,
    power: (base, exponent) => ballPower(precision, arithmetic, base, exponent),
    call: (name, parameters) => callBall(precision, field, name, parameters),
    toNumber: (ball) => ball.double,
    allocate: (length) => new Array<Ball>(length),
  };
  return field;
}

function constantBall(precision: Precision, name: "pi" | "e"): Ball {
  const one = { coefficient: 1n, exponent: 0 };
  const enclosure =
    name === "pi" ? piEnclosure(precision.digits) : expSeries(one, precision.digits);
  return enclosedBall(precision, enclosure, noRadius, double.constant(name));
}

/** A function by its primitive, its branch or its definition; float64 has its own kernel for each. */
function callBall(
  precision: Precision,
  field: Field<Ball>,
  name: string,
  parameters: readonly Ball[],
): Ball {
  const row = functionRow(name);
  const value = row.value(...parameters.map((parameter) => parameter.double));
  const branch = branches.get(name);
  if (branch) return branch(precision, parameters, value);
  const primitive = primitives.get(name);
  const [argument] = parameters;
  if (primitive && argument) return primitive(precision, argument, value);
  return { ...evaluateDefinition(row, parameters, field), double: value };
}
