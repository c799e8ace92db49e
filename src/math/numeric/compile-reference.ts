import type { ReferenceNode } from "../algebra/expression.js";
import {
  addTerms,
  type IndexTerm,
  integerTerm,
  type Range,
  scaleTerm,
} from "../algebra/index-term.js";
import { rational } from "../algebra/rational.js";
import { type Axis, instanceKey, pieceAt, type Quantity, sizeOf } from "../model/model.js";
import { type Cell, type Compute, compileTerm, type Memory, rangeIn, type Scope } from "./scope.js";

/** The position of an instance in the values of its quantity, row by row over the hull, as one term. */
export function positionTerm(hull: readonly Axis[], indices: readonly IndexTerm[]): IndexTerm {
  let position = integerTerm(0);
  hull.forEach(({ lo, hi }, axis) => {
    const step = addTerms(indices[axis] ?? integerTerm(lo), integerTerm(-lo));
    position = addTerms(scaleTerm(position, hi - lo + 1), step);
  });
  return position;
}

/** A read of an instance. One that no piece defines throws: models are checked before they are evaluated. */
export function compileReference<Value>(
  { name, indices }: ReferenceNode,
  scope: Scope<Value>,
): Compute<Value> {
  const cell = scope.memory.cellOf(name);
  const { quantity } = cell;
  if (indices.length !== quantity.axes.length)
    throw new Error(`${name} has ${quantity.axes.length} axes and is read with ${indices.length}`);
  const position = compileTerm(scope, positionTerm(quantity.axes, indices));
  const read = reader(cell, position, scope.memory);
  const ranges = indices.map((term) => rangeIn(scope, term));
  if (definesAll(quantity, ranges)) return read;
  const terms = indices.map((term) => compileTerm(scope, term));
  return (at) => {
    requireDefined(
      quantity,
      terms.map((term) => term(at)),
    );
    return read(at);
  };
}

function reader<Value>(
  cell: Cell<Value>,
  position: Compute<number>,
  { field, observe }: Memory<Value>,
): Compute<Value> {
  // Within the hull there is an element at every position.
  if (!observe && cell.quantity.axes.length === 0) return () => cell.values[0] as Value;
  if (!observe) return (at) => cell.values[position(at)] as Value;
  const zero = field.fromRational(rational(0n));
  return (at) => {
    observe(cell.quantity, position(at));
    return zero;
  };
}

/** Throws for an instance that no piece defines. */
export function requireDefined(quantity: Quantity, indices: readonly number[]): void {
  if (!pieceAt(quantity, indices))
    throw new Error(`no piece defines ${instanceKey({ name: quantity.name, indices })}`);
}

/** Whether every instance in the box is defined: the box is within the hull, and the pieces fill the hull. */
const definesAll = ({ axes, pieces }: Quantity, box: readonly Range[]): boolean =>
  axes.every(
    (axis, k) => axis.lo <= (box[k]?.lo ?? -Infinity) && (box[k]?.hi ?? Infinity) <= axis.hi,
  ) && pieces.reduce((sum, piece) => sum + sizeOf(piece.axes), 0) === sizeOf(axes);
