import type { Vector } from "./plain-network.js";

/** ∂E/∂W[j,i] = δ[j] x[i] */
export function outer(delta: Vector, source: Vector, into: number[] = []): Vector {
  const width = source.length;
  for (let j = 0; j < delta.length; j++)
    for (let i = 0; i < width; i++) into[j * width + i] = (delta[j] ?? 0) * (source[i] ?? 0);
  return into;
}

/** ∂E/∂x[i] = Σ_j W[j,i] δ[j] */
export function transposedProduct(
  weight: Vector,
  delta: Vector,
  inputs: number,
  sums: number[] = [],
): Vector {
  for (let i = 0; i < inputs; i++) {
    let sum = 0;
    for (let j = 0; j < delta.length; j++) sum += (weight[j * inputs + i] ?? 0) * (delta[j] ?? 0);
    sums[i] = sum;
  }
  return sums;
}

/** The sum of all. */
export function total(values: Vector): number {
  let sum = 0;
  for (const each of values) sum += each;
  return sum;
}

/** The sums of what stands at the same place. */
export const elementSums = (vectors: readonly Vector[]): Vector =>
  vectors.length === 1
    ? (vectors[0] ?? [])
    : (vectors[0] ?? []).map((_, k) => vectors.reduce((sum, each) => sum + (each[k] ?? 0), 0));

/** The numbers times each other, one by one. */
export function products(some: Vector, others: Vector, into: number[]): Vector {
  for (let k = 0; k < some.length; k++) into[k] = (some[k] ?? 0) * (others[k] ?? 0);
  return into;
}
