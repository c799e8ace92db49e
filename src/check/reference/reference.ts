import type { Place } from "../../problem/problem.js";

/**
 * How the numbers of a reference are meant: by the digits in which they are written, as float64, or as float32,
 * which is compared to 10^-5 of the largest number of its tensor.
 */
export type ReferencePrecision = "written" | "double" | "float32";

/** One number of a reference, as it is written and as float64. */
export interface ReferenceNumber {
  readonly text: string;
  readonly value: number;
}

/** A named number or tensor that somebody else has computed. */
export interface ReferenceEntry {
  /** As it is written: `w1`, `dE/dw1`, `0.weight`. */
  readonly name: string;
  /** Where absent, the name tells: that of a parameter means its gradient, any other the value. */
  readonly kind?: "value" | "gradient";
  /** Empty for a single number; a list over the samples has one length. */
  readonly shape: readonly number[];
  /** Row by row. */
  readonly numbers: readonly ReferenceNumber[];
  /** Where it stands in its file; counted only when it is asked for, as lines may be millions of characters long. */
  readonly placeOf?: () => Place;
  /** Whether it may be something beside the gradients, such as the number of an epoch: then it is not judged. */
  readonly mayBeUnknown?: true;
}

/** Numbers to be judged. */
export interface Reference {
  readonly precision: ReferencePrecision;
  readonly entries: readonly ReferenceEntry[];
  /** All names of the file in its order, where some have no numbers: gradients that are not there. */
  readonly names?: readonly string[];
  /** Whether the names may have been sorted, so that their order is not that of the layers. */
  readonly isSorted?: boolean;
}

/** A tensor as files of weights have it. */
export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
}

/** Tensors of floats as a reference; a name of a parameter means its gradient. */
export const tensorReference = (
  tensors: readonly NamedTensor[],
  precision: "double" | "float32",
): Reference => ({
  precision,
  entries: tensors.map(({ name, shape, values }) => ({
    name,
    shape,
    numbers: Array.from(values, (value) => ({ text: String(value), value })),
  })),
});
