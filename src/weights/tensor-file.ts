import { count } from "../errors/count.js";
import { InputError } from "../errors/problem.js";
import { quote } from "../errors/quote.js";
import { type FloatType, floatTypes } from "./number-types.js";

/** A tensor of floating-point numbers, row by row (last axis fastest), each exactly as the file has it. */
export interface FileTensor {
  readonly dtype: FloatType;
  /** Empty for a scalar. */
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/** A tensor of other numbers, such as a counter, which nothing here needs. */
export interface OtherTensor {
  readonly type: string;
  readonly shape: readonly number[];
}

/**
 * What a file of tensors is read for: as weights, whose numbers must be finite, or as numbers that somebody else has
 * computed and that are to be judged.
 */
export type Purpose = "weights" | "reference";

/** What is in a file of tensors, in the order of the file. */
export interface TensorContents {
  readonly tensors: ReadonlyMap<string, FileTensor>;
  readonly others: ReadonlyMap<string, OtherTensor>;
  /** Single numbers that stand among the tensors, such as a loss. */
  readonly numbers: ReadonlyMap<string, number>;
  /** All names in the order of the file; None may stand in the place of a tensor, for a gradient that is not there. */
  readonly names: readonly string[];
  /** Whether the order is that of the module; some formats sort names. */
  readonly isOrdered: boolean;
}

/** More numbers than this are not read from one file. */
const mostNumbers = 50_000_000;

/** PyTorch's own limit. */
const mostAxes = 64;

/** Refuses a file of tensors; the message is a clause that goes on from "cannot read `FILE`: ". */
export function refuse(code: string, message: string, help?: string): never {
  throw new InputError({ code, message, ...(help !== undefined && { help }) });
}

/** Whether a value can be a length or an offset in a file. */
export const isLength = (value: unknown): value is number =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0;

/** The lengths along the axes, or undefined where the value is no list of such. */
export function shapeOf(value: unknown): readonly number[] | undefined {
  if (!Array.isArray(value) || value.length > mostAxes) return undefined;
  const lengths = value.filter(isLength);
  return lengths.length === value.length ? lengths : undefined;
}

/** How many numbers a shape has; refuses what no file can hold. */
export function sizeOf(name: string, shape: readonly number[]): number {
  const size = shape.includes(0) ? 0 : shape.reduce((product, length) => product * length, 1);
  if (size > mostNumbers)
    refuse(
      "file-too-large",
      `the tensor ${quote(name)} has more than ${count(mostNumbers, "number")}`,
    );
  return size;
}

/** Counts the numbers of a whole file, and refuses too many: tensors may share their bytes. */
export function numberBudget(): (size: number) => void {
  let left = mostNumbers;
  return (size) => {
    left -= size;
    if (left < 0)
      refuse("file-too-large", `its tensors have more than ${count(mostNumbers, "number")}`);
  };
}

/** Where the numbers of a tensor lie. */
export interface Layout {
  readonly bytes: Uint8Array;
  readonly littleEndian: boolean;
  readonly dtype: FloatType;
  readonly shape: readonly number[];
  /** The place of an element, counted in elements, by its place row by row. */
  readonly placeOf: (element: number) => number;
}

/** Reads the numbers of a tensor; among weights, one that is not finite is refused with its name. */
export function readNumbers(
  name: string,
  { bytes, littleEndian, dtype, shape, placeOf }: Layout,
  purpose: Purpose,
): FileTensor {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { bytes: width, read } = floatTypes[dtype];
  const data = new Float64Array(sizeOf(name, shape));
  for (let element = 0; element < data.length; element++) {
    const value = read(view, placeOf(element) * width, littleEndian);
    if (purpose === "weights" && !Number.isFinite(value))
      refuse(
        "number-not-finite",
        `element ${element} of the tensor ${quote(name)} is ${value}, expected a finite number`,
      );
    data[element] = value;
  }
  return { dtype, shape, data };
}
