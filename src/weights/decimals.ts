import { canonicalDecimal } from "../math/formula/decimal.js";
import { exactDecimal, shortestFloat32 } from "../math/formula/float32.js";
import type { FloatType } from "./number-types.js";
import type { FileTensor } from "./tensor-file.js";

/** The shortest decimal that float64 reads as the number. */
function shortestFloat64(value: number): string {
  const decimal = canonicalDecimal(String(value));
  if (!decimal.ok) throw new Error(`${value} is not finite`);
  return decimal.text;
}

/** The decimals that numbers of one type are: as what they are computed with, and in the fewest digits. */
interface DecimalRow {
  /** All digits; a float64 number stands for the decimal that it is printed as, here as everywhere. */
  readonly exact: (value: number) => string;
  readonly shortest: (value: number) => string;
}

const ofFloat32: DecimalRow = { exact: exactDecimal, shortest: shortestFloat32 };

const rows: Readonly<Record<FloatType, DecimalRow>> = {
  float64: { exact: shortestFloat64, shortest: shortestFloat64 },
  float32: ofFloat32,
  float16: ofFloat32,
  bfloat16: ofFloat32,
};

/** The numbers of a tensor as canonical decimals, row by row; float64 reads them back as the same numbers. */
export const decimalsOf = ({ dtype, data }: FileTensor): readonly string[] =>
  Array.from(data, rows[dtype].exact);

/** The same in the fewest digits from which their own type reads them back: 0.1 for the float32 next to it. */
export const shortestDecimalsOf = ({ dtype, data }: FileTensor): readonly string[] =>
  Array.from(data, rows[dtype].shortest);
