import { type Expression, partsOf } from "../../math/algebra/expression.js";
import { type Index, type Range, rangeOfTerm } from "../../math/algebra/index-term.js";
import {
  type Instance,
  instanceKey,
  type Model,
  pieceAt,
  quantityOf,
} from "../../math/model/model.js";
import { type Ball, unknownBall } from "../../math/numeric/ball.js";
import { ballField } from "../../math/numeric/ball-field.js";
import { double } from "../../math/numeric/double.js";
import type { Field } from "../../math/numeric/field.js";
import { type Bounded, runningError } from "../../math/numeric/running-error.js";
import { type Complex, complexField } from "../methods/complex.js";
import { steppedValue } from "../methods/complex-step.js";
import { dualField, notingConventions } from "../methods/dual.js";
import { preciseDerivative } from "../methods/high-precision.js";
import { interpret } from "../methods/interpret.js";
import type { Point } from "./points.js";

const none = ballField(60).fromDecimal("0");

/** ∂of/∂wrt of two instances, with everything else that the formula of `of` reads held fixed. */
export interface Local {
  readonly of: Instance;
  readonly wrt: Instance;
}

const balls = ballField(60);

/** The right-hand side of `of` as a function of a shift of `wrt`; undefined where `of` is given. */
function shiftedDefinition<Value>(
  model: Model,
  { of, wrt }: Local,
  field: Field<Value>,
  read: (name: string, indices: readonly number[]) => Value,
): ((shift: Value) => Value) | undefined {
  const piece = pieceAt(quantityOf(model, of.name), of.indices);
  if (piece?.kind !== "formula") return undefined;
  const indices = new Map(
    piece.axes.map(({ index }, axis) => [index, of.indices[axis] ?? Number.NaN] as const),
  );
  const shiftedKey = instanceKey(wrt);
  return (shift) =>
    interpret(
      piece.right,
      {
        field,
        read: (name, at) => {
          const value = read(name, at);
          const isShifted = name === wrt.name && instanceKey({ name, indices: at }) === shiftedKey;
          return isShifted ? field.add(value, shift) : value;
        },
      },
      indices,
    );
}

/** Whether a function in the formula of `of` is differentiated by a convention at the point. */
function hasConvention(model: Model, { of, wrt }: Local, point: Point): boolean {
  let isNoted = false;
  const field = notingConventions(double, () => {
    isNoted = true;
  });
  shiftedDefinition(model, { of, wrt }, field, point.valuesIn(double).get)?.(0);
  return isNoted;
}

/** The local derivative that the rows of the function table give, in any kind of number. */
function byConvention<Value>(model: Model, local: Local, point: Point, base: Field<Value>): Value {
  const field = dualField(base);
  const { get } = point.valuesIn(base);
  const shifted = shiftedDefinition(model, local, field, (name, indices) => ({
    value: get(name, indices),
    slope: base.fromDecimal("0"),
  }));
  const shift = { value: base.fromDecimal("0"), slope: base.fromDecimal("1") };
  return shifted?.(shift).slope ?? base.fromDecimal("0");
}

/**
 * Whether the formula of `of` may read `wrt` at all, from the ranges of its index terms: z[2] = Σ_i W[2,i] x[i] + b[2]
 * reads no W[1,3], whatever i is, so that the derivative by it is 0.
 */
function mayRead(model: Model, { of, wrt }: Local): boolean {
  const piece = pieceAt(quantityOf(model, of.name), of.indices);
  if (piece?.kind !== "formula") return false;
  const places = new Map(piece.axes.map(({ index }, axis) => [index, of.indices[axis]] as const));
  const rangeIn = (bound: readonly Range[]) => (index: Index) => {
    if (typeof index === "number") return bound[bound.length - 1 - index];
    const place = places.get(index);
    return place === undefined ? undefined : { lo: place, hi: place };
  };
  const reads = (part: Expression, bound: readonly Range[]): boolean => {
    if (part.kind === "reference" && part.name === wrt.name)
      return part.indices.every((term, axis) => {
        const { lo, hi } = rangeOfTerm(term, rangeIn(bound));
        const at = wrt.indices[axis] ?? Number.NaN;
        return lo <= at && at <= hi;
      });
    const inner = part.kind === "reduction" ? [...bound, part] : bound;
    return partsOf(part).some((each) => reads(each, inner));
  };
  return reads(piece.right, []);
}

/** A local derivative in high precision, by differences of the one formula; unknown at a kink. */
export function localBall(model: Model, local: Local, point: Point): Ball {
  if (!mayRead(model, local)) return none;
  if (hasConvention(model, local, point)) return byConvention(model, local, point, balls);
  const x = point.valuesIn(double).get(local.wrt.name, local.wrt.indices);
  const difference = preciseDerivative((field) => {
    const shifted = shiftedDefinition(model, local, field, point.valuesIn(field).get);
    return shifted ?? (() => field.fromDecimal("0"));
  }, x);
  return difference.kind === "smooth" ? difference.value : unknownBall(Number.NaN);
}

/** A local derivative by the complex step; NaN at a kink. */
export function localDouble(model: Model, local: Local, point: Point): Bounded {
  if (!mayRead(model, local)) return { value: 0, error: 0 };
  if (hasConvention(model, local, point)) return byConvention(model, local, point, runningError);
  const { get } = point.valuesIn(double);
  const read = (name: string, indices: readonly number[]): Complex => ({
    re: get(name, indices),
    im: 0,
  });
  const shifted = shiftedDefinition(model, local, complexField, read);
  return shifted ? steppedValue(shifted) : { value: 0, error: 0 };
}
