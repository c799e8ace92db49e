import { functionRow } from "../algebra/functions/index.js";
import { type Ball, isUnknown, precisionOf, unknownBall } from "./ball.js";
import { branches } from "./ball-branches.js";
import { evaluateDefinition } from "./ball-definition.js";
import { ballFieldOf } from "./ball-field.js";
import { doubleInputs } from "./double-inputs.js";
import type { Field } from "./field.js";

/**
 * Balls for what float64 computes, from the numbers that it reads, along the branches that it takes. A branch may be
 * one that the true values do not take, because rounding has moved an argument across or onto a kink or a clamp;
 * there nothing is known of the value if branches are to be `certain`. Where float64 has no number to decide by
 * (∞/∞), the true value does.
 */
export function float64Balls(digits: number, policy: "certain" | "float64"): Field<Ball> {
  const base = doubleInputs(ballFieldOf(precisionOf(digits, digits)));
  const field: Field<Ball> = {
    ...base,
    name: `${policy}-${base.name}`,
    call: (name, parameters) => {
      const row = functionRow(name);
      if (branches.has(name)) return branchOf(base, name, parameters, policy === "certain");
      if (!row.definition) return base.call(name, parameters);
      const double = row.value(...parameters.map((parameter) => parameter.double));
      return { ...evaluateDefinition(row, parameters, field), double };
    },
  };
  return field;
}

function branchOf(
  base: Field<Ball>,
  name: string,
  parameters: readonly Ball[],
  mustBeCertain: boolean,
): Ball {
  const double = functionRow(name).value(...parameters.map((parameter) => parameter.double));
  const byFloat64 = base.call(name, parameters);
  if (!mustBeCertain && !Number.isNaN(double)) return byFloat64;
  if (parameters.some(isUndecided)) return unknownBall(double);
  const byTruth = base.call(name, parameters.map(rounded));
  return Number.isNaN(double) || byFloat64.mid.eq(byTruth.mid) ? byTruth : unknownBall(double);
}

/** The same number where its float64 value is the true one, rounded. */
const rounded = (ball: Ball): Ball => ({ ...ball, double: ball.mid.toNumber() });

/** Whether it is open on which side of 0 a number lies. */
const isUndecided = (ball: Ball): boolean =>
  isUnknown(ball) || (!ball.radius.isZero() && ball.mid.abs().lte(ball.radius));
