/** A format of binary floating-point numbers, as far as rounding in it goes. */
export interface FloatFormat {
  /** What rounding to nearest changes at most, relative to the number. */
  readonly unit: number;
  /** What is lost at most where a result is too small for the format: its least number, or what is flushed to 0. */
  readonly least: number;
  /** How many bits a number has, the leading one included. */
  readonly bits: number;
}

export type FormatName = "float64" | "float32" | "float16" | "bfloat16";

/**
 * The formats that neural networks are computed in. Numbers of float32 and bfloat16 below the normal ones count as
 * flushed to 0, as many machines do it; those of float16 are kept by all, as there is little room above them.
 */
export const floatFormats: Readonly<Record<FormatName, FloatFormat>> = {
  float64: { bits: 53, unit: 2 ** -53, least: Number.MIN_VALUE },
  float32: { bits: 24, unit: 2 ** -24, least: 2 ** -126 },
  float16: { bits: 11, unit: 2 ** -11, least: 2 ** -24 },
  bfloat16: { bits: 8, unit: 2 ** -8, least: 2 ** -126 },
};

/** A number to so many bits, of any size (Veltkamp's splitting); a number of float64 is itself. */
function roundedToBits(value: number, bits: number): number {
  if (bits === 53) return value;
  const shifted = value * (2 ** (53 - bits) + 1);
  return Number.isFinite(shifted) ? shifted - (shifted - value) : value;
}

/** How far reading a decimal into a format moves it, where `value` is the float64 next to the decimal. */
export function readingError(value: number, { bits, unit, least }: FloatFormat): number {
  if (Number.isSafeInteger(value) && Math.abs(value) < 2 ** bits) return 0;
  const moved = Math.abs(value - roundedToBits(value, bits));
  if (moved === 0 && bits < 53 && Number.isInteger(value / least)) return 0;
  // Some programs read a decimal as float64 first, which rounds twice.
  return bits === 53 ? unit * Math.abs(value) + least : moved + 2 ** -53 * Math.abs(value) + least;
}
