import { type Bounded, kernelUnits, roundingsOf } from "./bounded.js";
import type { FloatFormat } from "./float-format.js";

/** What a log Σ exp v is made of: the errors of its v count less in v − log Σ exp v than in either. */
export interface Normalizer {
  readonly value: number;
  readonly members: readonly Bounded[];
  /** The share of each member in the sum. */
  readonly shares: readonly number[];
  /** What computing the logarithm adds to the errors of the members. */
  readonly own: number;
}

/** How far log Σ pⱼ exp(dⱼ) is from 0 where no |dⱼ| exceeds its error. */
function movedBy(shares: readonly number[], errors: readonly number[]): number {
  const most = Math.max(...errors);
  const bound = shares.reduce((sum, share, j) => sum + share * Math.expm1(errors[j] ?? 0), 0);
  return Math.min(most, Number.isNaN(bound) ? most : bound);
}

/**
 * log Σ exp v, however it is computed: the largest v taken out, each exponential and the logarithm rounded, the
 * result rounded where it is stored.
 */
export const foreignLogSumExp =
  ({ unit }: FloatFormat) =>
  (members: readonly Bounded[]): Bounded & { readonly logSum: Normalizer } => {
    const largest = Math.max(...members.map(({ value }) => value));
    const powers = members.map(({ value }) => Math.exp(value - largest));
    const total = powers.reduce((sum, power) => sum + power, 0);
    const value = Number.isFinite(largest) ? largest + Math.log(total) : largest;
    const shares = powers.map((power) => power / total);
    const rounding = members.reduce(
      (sum, member, j) => sum + (shares[j] ?? 0) * (largest - member.value + kernelUnits),
      roundingsOf(members.length) + kernelUnits * Math.log(total) + Math.abs(value),
    );
    const own = unit * rounding;
    const errors = members.map(({ error }) => error);
    const error = own + movedBy(shares, errors);
    return {
      value,
      error: Number.isNaN(error) ? Number.POSITIVE_INFINITY : error,
      logSum: { value, members, shares, own },
    };
  };

/**
 * v − log Σ exp v for one of the v; undefined where it is none of them. Its errors count with what the others have
 * of the sum, so that a probability near 1 is as certain as it is.
 */
export function normalized(
  member: Bounded,
  normalizer: Normalizer | undefined,
  { unit }: FloatFormat,
): Bounded | undefined {
  const place = normalizer?.members.indexOf(member) ?? -1;
  if (!normalizer || place < 0) return undefined;
  const { members, shares, own } = normalizer;
  const value = member.value - normalizer.value;
  const others = members.map(({ error }, j) => (j === place ? 0 : error + member.error));
  const error = own + movedBy(shares, others) + 2 * unit * Math.abs(value);
  return { value, error: Number.isNaN(error) ? Number.POSITIVE_INFINITY : error };
}
