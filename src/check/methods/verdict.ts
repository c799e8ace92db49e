import { type Ball, isUnknown } from "../../math/numeric/ball.js";
import type { Bounded } from "../../math/numeric/running-error.js";
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
  /** What the conventions of the functions give; asked only where the loss has no derivative, or another one. */
  readonly conventional: () => Convention;
  readonly complexStep: number | undefined;
  readonly finiteDifference: Estimate | undefined;
}

/** What the rows of the function table give along the way to the loss, with their conventions where they have some. */
export interface Convention {
  /** Whether a function on the way stands at a kink or beyond a cut, so that its derivative is a convention. */
  readonly isActive: boolean;
  /** Whether one is cut or switched as PyTorch does it: what float64 makes of that is right, too. */
  readonly isCut: boolean;
  /** By forward accumulation in decimals, along the branches of float64. */
  readonly ball: Ball;
  /** By reverse accumulation in float64. */
  readonly float64: number;
}

/** Who a gradient is compared with. */
export type Judge = "high-precision" | "complex-step" | "finite-difference" | "conventions";

export interface Judgement {
  readonly verdict: Verdict;
  /** False where a judge accuses: a mismatch, or a kink where the conventions of the functions give another number. */
  readonly ok: boolean;
  /** The best value that an independent judge has; undefined where there is none. */
  readonly reference?: number;
  /** Whose value that is. */
  readonly by?: Judge;
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
  if (precise.kind === "kink") return judgeKink(evidence);
  if (!Number.isFinite(symbolic.value))
    return { verdict: "uncheckable", ok: true, reason: "not-finite" };
  if (precise.kind === "undefined")
    return precise.isJump ? judgeJump(evidence) : judgeByDoubles(evidence);
  if (isConfirmed(evidence, precise.value)) return matching(estimateOf(precise.value));
  for (const other of evidence.others) {
    const second = other();
    if (second.kind === "smooth" && isConfirmed(evidence, second.value))
      return matching(estimateOf(second.value));
  }
  return accusedUnlessConventional(evidence, estimateOf(precise.value));
}

/**
 * Kinks may cancel each other, as those of relu(x) - relu(-x) do at 0, and a function that is cut has a slope: the
 * loss has a derivative, and PyTorch, which goes by the convention of each function, gives another number.
 */
function accusedUnlessConventional(evidence: Evidence, estimate: Estimate, by?: Judge): Judgement {
  const convention = evidence.conventional();
  return convention.isActive && isMet(evidence, convention)
    ? conventional(convention, true)
    : accused(estimate, by);
}

/** The number that a ball stands for; 0 where nothing else is certain. */
export const estimateOf = ({ mid, radius }: Ball): Estimate => ({
  value: mid.abs().lte(radius) ? 0 : mid.toNumber(),
  error: radius.toNumber(),
});

const matching = ({ value, error }: Estimate, by: Judge = "high-precision"): Judgement => ({
  verdict: "match",
  ok: true,
  reference: value,
  uncertainty: error,
  by,
});

const accused = (estimate: Estimate, by?: Judge): Judgement => ({
  ...matching(estimate, by),
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

/** Whether a gradient is what the conventions give: the loss itself cannot tell, on no side of a kink. */
function isMet(evidence: Evidence, { ball, float64, isCut }: Convention): boolean {
  if (!isUnknown(ball) && isConfirmed(evidence, ball)) return true;
  if (!isUnknown(ball) && !isCut) return false;
  const { value, error } = evidence.symbolic;
  // Where PyTorch has no number (0 times ∞) there is nothing to compare with.
  return !(Math.abs(value - float64) > 4 * error + 1e-9 * Math.abs(float64));
}

function conventional({ ball, float64 }: Convention, ok: boolean): Judgement {
  const value = isUnknown(ball) ? float64 : estimateOf(ball).value;
  return { verdict: "kink", ok, ...(!ok && { reference: value, by: "conventions" }) };
}

/**
 * At a kink the gradient is what the conventions of the functions give, PyTorch's. With several kinks at once that may
 * lie outside of the derivatives on both sides. Where a side is vertical or missing, PyTorch may have no finite number.
 */
function judgeKink(evidence: Evidence): Judgement {
  if (!Number.isFinite(evidence.symbolic.value)) return { verdict: "kink", ok: true };
  const convention = evidence.conventional();
  return conventional(convention, isMet(evidence, convention));
}

/** Where the loss jumps there is no derivative, only what a convention says. */
function judgeJump(evidence: Evidence): Judgement {
  const convention = evidence.conventional();
  const isRight = !convention.isActive || isMet(evidence, convention);
  return convention.isCut || !isRight
    ? conventional(convention, isRight)
    : { verdict: "uncheckable", ok: true, reason: "no-derivative" };
}

/** An estimate finds an error of 10^-9 where its own is below a tenth of that, or far below the rounding error. */
const isUsable = ({ value, error }: Estimate, symbolic: Bounded): boolean =>
  Number.isFinite(symbolic.error) &&
  error <= Math.max(undisputed * Math.abs(value), symbolic.error / 4);

/** Without high precision the complex step decides, then the differences in float64. */
function judgeByDoubles(evidence: Evidence): Judgement {
  const { symbolic, complexStep, finiteDifference } = evidence;
  const estimate =
    complexStep === undefined
      ? finiteDifference
      : { value: complexStep, error: undisputed * Math.abs(complexStep) };
  if (!estimate) return { verdict: "uncheckable", ok: true, reason: "no-derivative" };
  if (!isUsable(estimate, symbolic))
    return { verdict: "uncheckable", ok: true, reason: "imprecise" };
  const by = complexStep === undefined ? "finite-difference" : "complex-step";
  const isWithin =
    Math.abs(symbolic.value - estimate.value) <= 2 * symbolic.error + 2 * estimate.error;
  return isWithin ? matching(estimate, by) : accusedUnlessConventional(evidence, estimate, by);
}
