const bits = new DataView(new ArrayBuffer(8));

/**
 * `x * y + z` of float32 numbers, rounded once to float32. The product is exact in float64; the sum is rounded to
 * odd there (Boldo and Melquiond 2008), so that rounding it again to float32 is right.
 */
export function fusedMultiplyAdd(x: number, y: number, z: number): number {
  const product = x * y;
  const sum = product + z;
  const added = sum - product;
  const error = product - (sum - added) + (z - added);
  if (error === 0 || !Number.isFinite(sum)) return Math.fround(sum);
  bits.setFloat64(0, sum);
  const word = bits.getBigInt64(0);
  if (word % 2n === 0n) bits.setBigInt64(0, word + (error > 0 === sum > 0 ? 1n : -1n));
  return Math.fround(bits.getFloat64(0));
}

/**
 * Float32 numbers between two bounds as PyTorch's `uniform_` draws them on CPUs with fused multiply-add: one draw of 32
 * bits for each, whose low 24 bits make a number x in [0, 1), and then x·(b − a) + a.
 */
export function drawUniform(draw: () => number, count: number, a: number, b: number): Float64Array {
  const [from, to] = [Math.fround(a), Math.fround(b)];
  const range = Math.fround(to - from);
  return Float64Array.from({ length: count }, () =>
    fusedMultiplyAdd((draw() & 0xffffff) * 2 ** -24, range, from),
  );
}
