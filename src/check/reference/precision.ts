import { canonicalDecimal } from "../../math/formula/decimal.js";
import { shortestFloat32 } from "../../math/formula/float32.js";
import { significantDigits } from "../../math/numeric/printed-number.js";
import type { ReferencePrecision } from "./reference.js";

/** From so many significant digits on, a number is taken for a float64 that was printed whole. */
const digitsOfDoubles = 12;
/** Every decimal of so many digits is the shortest one of a float32 number. */
const digitsOfAll = 6;
/** So many numbers with more digits make float32 numbers of a tensor. */
const numbersThatTell = 2;
/** A number of float64 with all but the first so many bits 0 may be one by its meaning, as 3/8 is; others hardly. */
const bitsByMeaning = 16;

/** What the digits of a number say about how it was computed. */
interface Signs {
  readonly value: number;
  /** Whether it is a float32 number, written out or in the fewest digits that tell it. */
  readonly isFloat32: boolean;
  readonly isExactFloat32: boolean;
  /** More digits than every float32 number has, so that it says something that it is one. */
  readonly isLong: boolean;
  /** So many that it was no decimal that somebody wrote. */
  readonly isWhole: boolean;
}

/** How many bits a number takes between its first and its last 1. */
function bitsOf(value: number): number {
  let odd = Math.abs(value);
  if (odd === 0) return 0;
  while (!Number.isInteger(odd)) odd *= 2;
  while (odd % 2 === 0) odd /= 2;
  return Math.log2(odd) + 1;
}

function signsOf(text: string): Signs | undefined {
  const decimal = canonicalDecimal(text);
  if (!decimal.ok) return undefined;
  const value = Number(decimal.text);
  const nearest = Math.fround(value);
  const isExactFloat32 = nearest === value;
  const isIn = Number.isFinite(nearest) && (nearest !== 0 || value === 0);
  return {
    value,
    isExactFloat32,
    isFloat32: isExactFloat32 || (isIn && shortestFloat32(nearest) === decimal.text),
    isLong: significantDigits(decimal.text) > digitsOfAll,
    isWhole: significantDigits(text) >= digitsOfDoubles,
  };
}

interface Tensor {
  readonly signs: readonly Signs[];
  readonly isFloat32: boolean;
}

function tensorOf(texts: readonly string[]): Tensor {
  const signs = texts.flatMap((text) => signsOf(text) ?? []);
  // NaN and infinities beside it have no digits.
  const [only] = signs;
  const tells =
    signs.filter(({ isLong }) => isLong).length >= numbersThatTell ||
    // A number alone, if nothing but float32 makes one that is written so.
    (signs.length === 1 &&
      signs.every(({ isWhole, isExactFloat32 }) => isWhole && isExactFloat32) &&
      only !== undefined &&
      bitsOf(only.value) > bitsByMeaning);
  return { signs, isFloat32: tells && signs.every(({ isFloat32 }) => isFloat32) };
}

/** Whether a tensor that does not tell by itself is float32 where another one of its file is. */
const goesAlong = ({ signs }: Tensor): boolean =>
  signs.length > 0 &&
  signs.every(({ isFloat32 }) => isFloat32) &&
  (signs.some(({ isLong }) => isLong) || signs.every(({ isExactFloat32 }) => isExactFloat32));

/**
 * How numbers without a type are meant, from the digits of each tensor of their file: float32 where all numbers of a
 * tensor are that, or the shortest decimals of such, and at least two have more than six digits; otherwise float64
 * where any number has twelve digits or more; otherwise written, and judged by its digits.
 */
export function assumedPrecisions(
  tensors: ReadonlyArray<readonly string[]>,
): readonly ReferencePrecision[] {
  const read = tensors.map(tensorOf);
  const hasFloat32 = read.some(({ isFloat32 }) => isFloat32);
  const isSingle = (tensor: Tensor): boolean =>
    tensor.isFloat32 || (hasFloat32 && goesAlong(tensor));
  const others = read.filter((tensor) => !isSingle(tensor));
  const isDouble = others.some(({ signs }) => signs.some(({ isWhole }) => isWhole));
  return read.map((tensor) => {
    if (isSingle(tensor)) return "float32";
    return isDouble ? "double" : "written";
  });
}
