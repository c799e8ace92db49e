import type { Place } from "../../errors/problem.js";
import type { FloatType } from "../../weights/number-types.js";

/**
 * What numbers of a reference are judged by: the digits in which they are written, or what computing in a format of
 * floating-point numbers may make of them.
 */
export type ReferencePrecision = "written" | "double" | "float32" | "float16" | "bfloat16";

/** One number of a reference, as it is written and as float64. */
export interface ReferenceNumber {
  readonly text: string;
  /** NaN and infinities, too: who gives them is told that they are wrong. */
  readonly value: number;
  /** Where it stands, of a number that is not finite. */
  readonly placeOf?: () => Place;
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
  readonly precision: ReferencePrecision;
  /** Where it stands in its file; counted only when it is asked for, as lines may be millions of characters long. */
  readonly placeOf?: () => Place;
  /** Whether it may be something beside the gradients, such as the number of an epoch: then it is not judged. */
  readonly mayBeUnknown?: true;
}

/** Numbers to be judged. */
export interface Reference {
  readonly entries: readonly ReferenceEntry[];
  /** All names of the file in its order, where some have no numbers: gradients that are not there. */
  readonly names?: readonly string[];
  /** Whether the names may have been sorted, so that their order is not that of the layers. */
  readonly isSorted?: boolean;
  /** Whether the file says the type of its numbers; otherwise their digits tell. */
  readonly isTyped: boolean;
}

/** A tensor as files of weights have it. */
export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
  readonly type: FloatType;
}

/** Tensors of floats as a reference; a name of a parameter means its gradient. */
export const tensorReference = (tensors: readonly NamedTensor[]): Reference => ({
  isTyped: true,
  entries: tensors.map(({ name, shape, values, type }) => ({
    name,
    shape,
    numbers: Array.from(values, (value) => ({ text: String(value), value })),
    precision: type === "float64" ? "double" : type,
  })),
});
