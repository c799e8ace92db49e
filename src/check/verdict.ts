import type { Ball } from "../numeric/ball.js";
import type { Difference } from "./ball-difference.js";
import type { Estimate } from "./finite-difference.js";
import type { Bounded } from "./running-error.js";

/** `kink`: a derivative on each side; `uncheckable`: no method applies. */
export type Verdict = "match" | "mismatch" | "kink" | "uncheckable";

/** What the judges say about one gradient. */
export interface Evidence {
  /** The value of the adjoint definition in float64 with its running error. */
  readonly symbolic: Bounded;
  readonly precise: Difference;
  /** The same along the branches that float64 takes at the point; asked only where `precise` accuses. */
  readonly alongFloat64: () => Difference;
  /** The value of the adjoint definition in decimals; asked only where float64 is too coarse to tell. */
  readonly symbolicBall: () => Ball;
  readonly complexStep: number | undefined;
  readonly finiteDifference: Estimate | undefined;
}

export interface Judgement {
  readonly verdict: Verdict;
  /** False where a judge accuses: a mismatch, or a kink where PyTorch's convention lies outside of both sides. */
  readonly ok: boolean;
  /** The best value that an independent judge has; undefined where there is none. */
  readonly reference?: number;
  /** How far the reference itself may be off. */
  readonly uncertainty?: number;
}

/** A share of the value that no judge disputes; what is wrong by 10^-9 of it is always found. */
const undisputed = 1e-10;

/** The verdict on a gradient follows from the error bounds of all that is compared. */
export function judge(evidence: Evidence): Judgement {
  const { symbolic, precise } = evidence;
  if (!Number.isFinite(symbolic.value)) return { verdict: "uncheckable", ok: true };
  if (precise.kind === "kink") return judgeKink(symbolic, precise.left, precise.right);
  if (precise.kind === "undefined") return judgeByDoubles(evidence);
  if (isConfirmed(evidence, precise.value)) return matching(estimateOf(precise.value));
  const along = evidence.alongFloat64();
  return along.kind === "smooth" && isConfirmed(evidence, along.value)
    ? matching(estimateOf(along.value))
    : accused(estimateOf(precise.value));
}

/** The number that a ball stands for; 0 where nothing else is certain. */
export const estimateOf = ({ mid, radius }: Ball): Estimate => ({
  value: mid.abs().lte(radius) ? 0 : mid.toNumber(),
  error: radius.toNumber(),
});

const matching = ({ value, error }: Estimate): Judgement => ({
  verdict: "match",
  ok: true,
  reference: value,
  uncertainty: error,
});

const accused = ({ value, error }: Estimate): Judgement => ({
  ...matching({ value, error }),
  verdict: "mismatch",
  ok: false,
});

/** Within the error bound; where that is wider than 10^-9 of the value, the definition is compared in decimals. */
function isConfirmed({ symbolic, symbolicBall }: Evidence, precise: Ball): boolean {
  const value = precise.mid.toNumber();
  const radius = precise.radius.toNumber();
  const tolerance = 2 * symbolic.error + undisputed * Math.abs(value) + radius;
  if (!(Math.abs(symbolic.value - value) <= tolerance)) return false;
  if (symbolic.error <= 1e-9 * Math.abs(value)) return true;
  const ball = symbolicBall();
  const apart = ball.mid.minus(precise.mid).abs();
  const allowed = ball.radius.plus(precise.radius).plus(precise.mid.abs().times(undisputed));
  return !ball.radius.isFinite() || apart.lte(allowed);
}

/** PyTorch's convention at a kink lies between the derivatives on both sides, these included. */
function judgeKink(symbolic: Bounded, left: Ball, right: Ball): Judgement {
  const sides = [left.mid.toNumber(), right.mid.toNumber()];
  const largest = Math.max(...sides.map(Math.abs));
  const tolerance = 2 * symbolic.error + 1e-9 * largest;
  const ok =
    Math.min(...sides) - tolerance <= symbolic.value &&
    symbolic.value <= Math.max(...sides) + tolerance;
  return { verdict: "kink", ok };
}

/** Without high precision the complex step decides, then the differences in float64. */
function judgeByDoubles({ symbolic, complexStep, finiteDifference }: Evidence): Judgement {
  const estimate =
    complexStep === undefined
      ? finiteDifference
      : { value: complexStep, error: undisputed * Math.abs(complexStep) };
  if (!estimate || estimate.error > 1e-4 * Math.abs(estimate.value))
    return { verdict: "uncheckable", ok: true };
  const isWithin =
    Math.abs(symbolic.value - estimate.value) <= 2 * symbolic.error + 2 * estimate.error;
  return isWithin ? matching(estimate) : accused(estimate);
}
