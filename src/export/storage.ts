import type { Axis } from "../math/model/model.js";

/**
 * Where a script keeps the numbers of a quantity: a scalar, a dict with the indices of the formulas as keys,
 * or an array of the hull, row by row, whose positions count from 0.
 */
export interface Storage {
  readonly kind: "scalar" | "table" | "array";
  readonly name: string;
  /** The hull. */
  readonly axes: readonly Axis[];
}

/** The storage of each quantity that can be read at a place of the script. */
export type StorageOf = (quantity: string) => Storage;
