import { type DataPiece, ownInstances, type Quantity, sizeOf, tuplesOf } from "../model/model.js";
import type { Field } from "./field.js";
import type { Storage } from "./scope.js";

/** Storage for a quantity, with the numbers of its data pieces in their places. */
export function placeData<Value>(quantity: Quantity, field: Field<Value>): Storage<Value> {
  const storage = field.allocate(sizeOf(quantity.axes));
  for (const piece of quantity.pieces)
    if (piece.kind === "data") placePiece(piece, quantity, field, storage);
  return storage;
}

/** Values of a quantity's own scalars, row by row, in their places in its hull; 0 where equations define the others. */
export function overHull<Value>(
  quantity: Quantity,
  values: readonly Value[],
  field: Field<Value>,
): readonly Value[] {
  const all = new Array<Value>(sizeOf(quantity.axes)).fill(field.fromDecimal("0"));
  ownInstances(quantity).forEach(({ indices }, place) => {
    all[positionOf(quantity, indices)] = values[place] as Value;
  });
  return all;
}

/** Row after row: the numbers along the last axis stand next to each other in the piece and in the storage. */
function placePiece<Value>(
  { axes, decimals }: DataPiece,
  quantity: Quantity,
  field: Field<Value>,
  storage: Storage<Value>,
): void {
  if (decimals.length !== sizeOf(axes))
    throw new Error(`${quantity.name}: ${decimals.length} numbers for ${sizeOf(axes)} instances`);
  const last = axes.at(-1);
  const length = last ? last.hi - last.lo + 1 : 1;
  let next = 0;
  for (const row of tuplesOf(axes.slice(0, -1))) {
    const start = positionOf(quantity, last ? [...row, last.lo] : row);
    for (let k = 0; k < length; k++, next++)
      storage[start + k] = field.fromDecimal(decimals[next] as string);
  }
}

/** The position of an instance in the values of its quantity, row by row over the hull. */
export const positionOf = ({ axes }: Quantity, indices: readonly number[]): number =>
  axes.reduce((position, { lo, hi }, k) => position * (hi - lo + 1) + (indices[k] ?? lo) - lo, 0);
