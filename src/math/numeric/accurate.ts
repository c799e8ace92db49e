import { type Expression, partsOf } from "../algebra/expression.js";
import { functionRow } from "../algebra/functions/index.js";
import type { Model } from "../model/model.js";
import type { Ball } from "./ball.js";
import { costOf } from "./cost.js";
import { double } from "./double.js";
import { evaluate, type Values } from "./evaluate.js";
import type { Field } from "./field.js";
import { float64Balls } from "./float64-balls.js";
import { evaluateOnDemand } from "./on-demand.js";
import { decimalsTried } from "./printed-precision.js";
import { runningErrorOfDoubles } from "./running-error.js";

/** A value whose error is at most this share of it is right to the twelve digits that are promised. */
const trusted = 2 ** -41;
/** A ball as narrow as this, relative to its value, tells the nearest float64. */
const narrow = 1e-19;
/** Everything up to here is 0 in float64. */
const underflow = "2.4e-324";

/** So many operations may be followed by error bounds: some seconds. */
const mostBounded = 60_000_000;
/** So many operations may be done again with many digits: about as long. */
const mostPrecise = 1_500_000;

/** What is thrown where a value would take more operations than are worth it. */
class TooCostly extends Error {}

/**
 * The values of a model for the float64 numbers that it is given, right to 1e-12 also under cancellation and where
 * parts leave the range of float64: a running error bound tells which doubles do not suffice, and those are
 * computed again with more digits. All others are what float64 makes of them. Where rounding has moved an argument
 * across a kink, derivatives are those of the side that float64 is on. Of a model so large that this would take long
 * only the doubles are there.
 */
export function evaluateAccurately(model: Model): Pick<Values<number>, "get"> {
  const doubles = evaluate(model, double);
  if (costOf(model) > mostBounded || followsConvention(model)) return doubles;
  const bounded = evaluate(model, runningErrorOfDoubles);
  const precise = preciseReader(model);
  return {
    get: (name, indices) => {
      const value = doubles.get(name, indices);
      const { error } = bounded.get(name, indices);
      return isTrusted(value, error) ? value : (precise(name, indices) ?? value);
    },
  };
}

const callsConvention = (expression: Expression): boolean =>
  (expression.kind === "call" && functionRow(expression.name).convention !== undefined) ||
  partsOf(expression).some(callsConvention);

/**
 * Whether a derivative is a convention at the float64 values (a logarithm that PyTorch cuts): there is no true slope
 * that more digits would come nearer to, so that what float64 makes of the convention stands.
 */
function followsConvention(model: Model): boolean {
  const pieces = [...model.quantities.values()].flatMap((quantity) => quantity.pieces);
  if (!pieces.some((piece) => piece.kind === "formula" && callsConvention(piece.right)))
    return false;
  let isActive = false;
  const noting: Field<number> = {
    ...double,
    name: "noting-conventions",
    call: (name, parameters) => {
      isActive ||= functionRow(name).convention?.(...parameters) ?? false;
      return double.call(name, parameters);
    },
  };
  evaluate(model, noting).get(model.loss);
  return isActive;
}

/** Whether a double is right to the digits that are promised, by a bound of its error. */
export const isTrusted = (value: number, error: number): boolean =>
  Number.isFinite(value) && error <= trusted * Math.abs(value);

/** Reads values with as many digits as they need; undefined where none suffice, or where it would take too long. */
function preciseReader(
  model: Model,
): (name: string, indices: readonly number[] | undefined) => number | undefined {
  let left = mostPrecise;
  const spend = (operations: number): void => {
    left -= operations;
    if (left < 0) throw new TooCostly();
  };
  const forward = costOf(model, ({ role }) => role !== "adjoint");
  if (forward > left) return () => undefined;
  const levels = decimalsTried.map((digits) => {
    let values: Values<Ball> | undefined;
    return (): Values<Ball> => {
      values ??= evaluateOnDemand(model, counted(float64Balls(digits), digits, spend));
      return values;
    };
  });
  return (name, indices) => {
    try {
      for (const valuesAt of levels) {
        const nearest = nearestDouble(valuesAt().get(name, indices));
        if (nearest !== undefined) return nearest;
      }
    } catch (error) {
      if (!(error instanceof TooCostly)) throw error;
    }
    return undefined;
  };
}

/** The float64 nearest to all that a ball holds; undefined where it is too wide to tell. */
function nearestDouble({ mid, radius }: Ball): number | undefined {
  if (!radius.isFinite()) return undefined;
  if (mid.abs().plus(radius).lt(underflow)) return 0;
  return radius.lte(mid.abs().times(narrow)) ? mid.toNumber() : undefined;
}

/** The same arithmetic, each operation of which is paid for: as much as its digits cost. */
function counted(
  field: Field<Ball>,
  digits: number,
  spend: (operations: number) => void,
): Field<Ball> {
  const price = Math.ceil(digits / 200);
  return {
    ...field,
    add: (a, b) => {
      spend(price);
      return field.add(a, b);
    },
    multiply: (a, b) => {
      spend(price);
      return field.multiply(a, b);
    },
    call: (name, parameters) => {
      spend(digits);
      return field.call(name, parameters);
    },
  };
}
