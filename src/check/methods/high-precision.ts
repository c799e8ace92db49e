import type { Instance } from "../../math/model/model.js";
import type { Ball } from "../../math/numeric/ball.js";
import { ballField } from "../../math/numeric/ball-field.js";
import type { Field } from "../../math/numeric/field.js";
import { ballDifference, type Difference, type DifferenceLevel } from "./ball-difference.js";
import { branchWatch, type ChoicesAt } from "./branch-choices.js";
import { decidingBalls } from "./deciding-balls.js";
import { type Recording, shiftedLoss } from "./recording.js";

/** Which branches a shifted model takes: those of the shifted decimals, or those that float64 takes at the point. */
export type BranchPolicy = "exact" | "float64";

/**
 * Steps as powers of ten, relative to x, with the digits that they need: each serves where the one before meets a
 * kink, leaves a domain, or leaves too few digits. The last ones reach every distance that float64 knows.
 */
const levels = [
  { digits: 60, exponent: -12 },
  { digits: 60, exponent: -30 },
  { digits: 150, exponent: -60 },
  { digits: 400, exponent: -120 },
  { digits: 900, exponent: -360 },
] as const;

const stepsBy = { all: levels, narrow: levels.slice(2), few: levels.slice(0, 3) } as const;

const fieldsBy = (make: (digits: number) => Field<Ball>): ReadonlyMap<number, Field<Ball>> =>
  new Map(levels.map(({ digits }) => [digits, make(digits)]));
const carryingFields = fieldsBy(ballField);
const exactFields = fieldsBy((digits) => decidingBalls(digits));

export interface PrecisionOptions {
  readonly policy?: BranchPolicy;
  /** An error that need not be told from 0. */
  readonly floor?: number;
  /** `narrow` steps alone, for a second opinion; without the narrowest where the gradient has no number anyway. */
  readonly steps?: "all" | "narrow" | "few";
}

/** The derivative of the loss by an instance whose value is about x. */
export type HighPrecision = (
  instance: Instance,
  x: number,
  options?: PrecisionOptions,
) => Difference;

type Lossy = (instance: Instance, shift: Ball) => Ball;

/** A loss in one of the fields, with the branches that it took at the point and last took. */
interface Watched {
  readonly field: Field<Ball>;
  readonly lossAt: Lossy;
  readonly baseBranches: ChoicesAt;
  readonly lastBranches: () => ChoicesAt;
}

const isSame = (a: Ball, b: Ball): boolean =>
  a === b || (a.radius.isZero() && b.radius.isZero() && a.mid.eq(b.mid));

function watchedLoss(recording: Recording, digits: number): Watched {
  const { start, at, note, seen } = branchWatch();
  const field = decidingBalls(digits, note);
  const loss = shiftedLoss(recording, field, { isSame, before: at });
  const baseBranches = seen();
  const lossAt: Lossy = (instance, shift) => {
    start();
    return loss(instance, shift);
  };
  return { field, lossAt, baseBranches, lastBranches: seen };
}

const none: ChoicesAt = new Map();

/** The same along the branches of float64, which no shift changes. */
function carriedLoss(recording: Recording, digits: number): Watched {
  const field = carryingFields.get(digits) ?? ballField(digits);
  const loss = shiftedLoss(recording, field, { isSame });
  return {
    field,
    lossAt: (instance, shift) => loss(instance, { ...shift, double: 0 }),
    baseBranches: none,
    lastBranches: () => none,
  };
}

/**
 * Differences of the loss in decimals, with as many digits and as narrow steps as are needed. The numbers are the
 * decimals that the user wrote.
 */
export function highPrecision(recording: Recording): HighPrecision {
  const known = new Map<string, Watched>();
  const lossIn = (policy: BranchPolicy, digits: number): Watched => {
    const key = `${policy} ${digits}`;
    const make = policy === "exact" ? watchedLoss : carriedLoss;
    const loss = known.get(key) ?? make(recording, digits);
    known.set(key, loss);
    return loss;
  };
  return (instance, x, { policy = "exact", floor = 1e-40, steps = "all" } = {}) => {
    const levelOf =
      ({ digits, exponent }: (typeof levels)[number]) =>
      (): DifferenceLevel => {
        const { field, lossAt, baseBranches, lastBranches } = lossIn(policy, digits);
        const at = (shift: Ball) => ({ value: lossAt(instance, shift), branches: lastBranches() });
        return { field, exponent, at, baseBranches };
      };
    return ballDifference(stepsBy[steps].map(levelOf), x, floor);
  };
}

/** The derivative of any function in high precision, with branches decided by the decimals. */
export const preciseDerivative = (
  functionIn: (field: Field<Ball>) => (shift: Ball) => Ball,
  x: number,
): Difference =>
  ballDifference(
    levels.map(({ digits, exponent }) => () => {
      const field = exactFields.get(digits) ?? decidingBalls(digits);
      const f = functionIn(field);
      const at = (shift: Ball) => ({ value: f(shift), branches: none });
      return { field, exponent, at, baseBranches: none };
    }),
    x,
    1e-40,
  );
