import type { Ball } from "../numeric/ball.js";
import type { Bounded } from "../numeric/running-error.js";
import type { Difference } from "./ball-difference.js";
import type { Estimate } from "./finite-difference.js";

/** `kink`: a derivative on each side; `uncheckable`: no method applies. */
export type Verdict = "match" | "mismatch" | "kink" | "uncheckable";

/** What the judges say about one gradient. */
export interface Evidence {
  /** The value of the adjoint definition in float64 with its running error. */
  readonly symbolic: Bounded;
  readonly precise: Difference;
  /** The same along the branches that float64 takes at the point, and over narrower steps; asked only where `precise` accuses. */
  readonly others: readonly (() => Difference)[];
  /** The value of the adjoint definition in decimals; asked only where float64 is too coarse to tell. */
  readonly symbolicBall: () => Ball;
  /** What the conventions of the functions give that stand at a kink; undefined where none does. */
  readonly conventional: () => number | undefined;
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
  /** Why nothing can be said, where the verdict is `uncheckable`. */
  readonly reason?: UncheckableReason;
}

/**
 * `not-finite`: the gradient itself is no finite number; `no-derivative`: the loss jumps there or its domain ends;
 * `imprecise`: no method is exact enough to find an error of 10^-9.
 */
export type UncheckableReason = "not-finite" | "no-derivative" | "imprecise";

/** A share of the value that no judge disputes; what is wrong by 10^-9 of it is always found. */
const undisputed = 1e-10;

/** The verdict on a gradient follows from the error bounds of all that is compared. */
export function judge(evidence: Evidence): Judgement {
  const { symbolic, precise } = evidence;
  if (precise.kind === "kink") return judgeKink(evidence, precise);
  if (!Number.isFinite(symbolic.value))
    return { verdict: "uncheckable", ok: true, reason: "not-finite" };
  if (precise.kind === "undefined") return judgeByDoubles(evidence, precise.isJump ?? false);
  if (isConfirmed(evidence, precise.value)) return matching(estimateOf(precise.value));
  for (const other of evidence.others) {
    const second = other();
    if (second.kind === "smooth" && isConfirmed(evidence, second.value))
      return matching(estimateOf(second.value));
  }
  return isConventional(evidence)
    ? { verdict: "kink", ok: true }
    : accused(estimateOf(precise.value));
}

/**
 * Kinks that cancel each other, as those of relu(x) - relu(-x) do at 0: the loss has a derivative, and PyTorch,
 * which goes by the convention of each function, gives another number.
 */
function isConventional({ symbolic, conventional }: Evidence): boolean {
  const value = conventional();
  if (value === undefined) return false;
  return Math.abs(symbolic.value - value) <= 2 * symbolic.error + undisputed * Math.abs(value);
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

/**
 * PyTorch's convention at a kink lies between the derivatives on both sides, these included, and is what the
 * conventions of the functions give. Where a side is vertical or missing, PyTorch may have no finite number either.
 */
function judgeKink(
  { symbolic, conventional }: Evidence,
  { left, right }: Extract<Difference, { kind: "kink" }>,
): Judgement {
  if (!Number.isFinite(symbolic.value)) return { verdict: "kink", ok: true };
  const sides = [left, right].filter((side) => side !== undefined);
  const largest = Math.max(...sides.map(Math.abs).filter(Number.isFinite), 0);
  const tolerance = 2 * symbolic.error + 1e-9 * largest;
  const isBetween =
    Math.min(...sides) - tolerance <= symbolic.value &&
    symbolic.value <= Math.max(...sides) + tolerance;
  const convention = conventional() ?? symbolic.value;
  const isUsual = !(Math.abs(symbolic.value - convention) > 2 * tolerance);
  return { verdict: "kink", ok: isBetween && isUsual };
}

/** An estimate finds an error of 10^-9 where its own is below a tenth of that, or far below the rounding error. */
const isUsable = ({ value, error }: Estimate, symbolic: Bounded): boolean =>
  error <= Math.max(undisputed * Math.abs(value), symbolic.error / 4);

/** Without high precision the complex step decides, then the differences in float64. */
function judgeByDoubles(
  { symbolic, complexStep, finiteDifference }: Evidence,
  isJump: boolean,
): Judgement {
  if (isJump) return { verdict: "uncheckable", ok: true, reason: "no-derivative" };
  const estimate =
    complexStep === undefined
      ? finiteDifference
      : { value: complexStep, error: undisputed * Math.abs(complexStep) };
  if (!estimate) return { verdict: "uncheckable", ok: true, reason: "no-derivative" };
  if (!isUsable(estimate, symbolic))
    return { verdict: "uncheckable", ok: true, reason: "imprecise" };
  const isWithin =
    Math.abs(symbolic.value - estimate.value) <= 2 * symbolic.error + 2 * estimate.error;
  return isWithin ? matching(estimate) : accused(estimate);
}
