/** The kinds of floating-point numbers that weights are kept in. */
export type FloatType = "float64" | "float32" | "float16" | "bfloat16";

/** How one kind of number lies in a file. */
export interface FloatRow {
  readonly bytes: number;
  /** The number at an offset, exactly. */
  readonly read: (view: DataView, offset: number, littleEndian: boolean) => number;
}

/** IEEE 754 binary16: a sign, 5 bits of exponent, 10 bits of fraction. */
function binary16(bits: number): number {
  const sign = bits >= 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0
    ? sign * fraction * 2 ** -24
    : sign * (1024 + fraction) * 2 ** (exponent - 25);
}

const widening = new DataView(new ArrayBuffer(4));

/** The upper half of a float32. */
function brain16(bits: number): number {
  widening.setUint32(0, bits * 0x10000);
  return widening.getFloat32(0);
}

export const floatTypes: Readonly<Record<FloatType, FloatRow>> = {
  float64: { bytes: 8, read: (view, offset, little) => view.getFloat64(offset, little) },
  float32: { bytes: 4, read: (view, offset, little) => view.getFloat32(offset, little) },
  float16: { bytes: 2, read: (view, offset, little) => binary16(view.getUint16(offset, little)) },
  bfloat16: { bytes: 2, read: (view, offset, little) => brain16(view.getUint16(offset, little)) },
};
