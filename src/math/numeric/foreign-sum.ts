import { type Bounded, isExactZero, roundingsOf } from "./bounded.js";
import type { FloatFormat } from "./float-format.js";
import { type Normalizer, normalized } from "./foreign-softmax.js";

/** A number with an error bound; one that was summed up remembers its terms, as they may be added in any order. */
export interface Sum extends Bounded {
  readonly terms?: Terms;
  /** Set where the number is log Σ exp v. */
  readonly logSum?: Normalizer;
  /** Set where the number is −log Σ exp v, so that what it is added to may be one of the v. */
  readonly normalizer?: Normalizer;
}

interface Terms {
  readonly count: number;
  /** What the positive terms add up to, and what the negative ones do. */
  readonly positive: number;
  readonly negative: number;
  /** The errors that the terms had before they were added. */
  readonly inherited: number;
}

const termsOf = ({ terms, value, error }: Sum): Terms =>
  terms ?? {
    count: 1,
    positive: Math.max(value, 0),
    negative: Math.max(-value, 0),
    inherited: error,
  };

interface SumArithmetic {
  readonly add: (a: Sum, b: Sum) => Sum;
  /** A number times a power of two, which rounds nothing. */
  readonly scaled: (a: Sum, factor: number) => Sum;
}

/** Sums in a format: in whatever order, no partial sum exceeds the sum of all terms of one sign. */
export function foreignSum(format: FloatFormat): SumArithmetic {
  const ordinary = (a: Sum, b: Sum): Sum => {
    const [some, others] = [termsOf(a), termsOf(b)];
    const terms = {
      count: some.count + others.count,
      positive: some.positive + others.positive,
      negative: some.negative + others.negative,
      inherited: some.inherited + others.inherited,
    };
    const largest = Math.max(terms.positive, terms.negative) + terms.inherited;
    const error = terms.inherited + roundingsOf(terms.count) * format.unit * largest;
    return {
      value: a.value + b.value,
      error: Number.isNaN(error) ? Number.POSITIVE_INFINITY : error,
      terms,
    };
  };
  return {
    add: (a, b) => {
      if (isExactZero(a)) return b;
      if (isExactZero(b)) return a;
      return (
        normalized(a, b.normalizer, format) ?? normalized(b, a.normalizer, format) ?? ordinary(a, b)
      );
    },
    scaled,
  };

  function scaled(sum: Sum, factor: number): Sum {
    const { value, error, terms, logSum } = sum;
    const size = Math.abs(factor);
    const isSmall = size < 1 && !isExactZero(sum);
    return {
      value: value * factor,
      error: error * size + (isSmall ? format.least : 0),
      ...(terms && !isSmall && { terms: scaledTerms(terms, factor) }),
      ...(logSum && factor === -1 && { normalizer: logSum }),
    };
  }
}

function scaledTerms({ count, positive, negative, inherited }: Terms, factor: number): Terms {
  const size = Math.abs(factor);
  const [more, less] = factor < 0 ? [negative, positive] : [positive, negative];
  return { count, positive: more * size, negative: less * size, inherited: inherited * size };
}
