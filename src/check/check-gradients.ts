import type { Backpropagation } from "../backprop/backpropagate.js";
import type { Instance } from "../model/model.js";
import type { Bounded } from "../numeric/running-error.js";
import type { Difference, OneSided } from "./ball-difference.js";
import { affordable, chooseInstances, parameterInstances } from "./choose-instances.js";
import { type Judges, judgesOf } from "./judges.js";
import type { KinkSite } from "./kink-sites.js";
import {
  type Evidence,
  estimateOf,
  type Judgement,
  judge,
  type UncheckableReason,
  type Verdict,
} from "./verdict.js";

export type { UncheckableReason } from "./verdict.js";

/** The derivatives from the left and from the right. */
export interface Sides {
  readonly left: OneSided;
  readonly right: OneSided;
}

/** One gradient by several methods; null where a method does not apply. */
export interface GradientCheck {
  readonly instance: Instance;
  /** The value of the adjoint definition, recomputed with more digits where float64 has not enough of them. */
  readonly symbolic: number;
  /** What float64 makes of the adjoint definition; this is what the verdict is about. */
  readonly float64: number;
  /** A bound of how far rounding has taken `float64` from the true value. */
  readonly errorBound: number;
  readonly reverse: number | null;
  readonly finiteDifference: number | null;
  /** The error that the finite difference itself expects. */
  readonly finiteDifferenceError: number | null;
  readonly complexStep: number | null;
  readonly highPrecision: number | null;
  readonly verdict: Verdict;
  /** The derivatives from both sides of a kink. */
  readonly sides?: Sides;
  /** The functions that have their kink there, in the order of the evaluation. */
  readonly kinks?: readonly KinkSite[];
  /** Why an uncheckable gradient is uncheckable. */
  readonly reason?: UncheckableReason;
  /** Whether no judge accuses the gradient; at a kink, whether PyTorch's convention is met. */
  readonly ok: boolean;
  /** Against the best independent value; 0 where both are nothing but rounding, null without such a value. */
  readonly relativeError: number | null;
}

export interface CheckResult {
  readonly ok: boolean;
  readonly maxRelativeError: number;
  readonly gradients: readonly GradientCheck[];
  /** How many of how many scalars were checked; fewer only where there was a limit. */
  readonly checked: number;
  readonly total: number;
}

export interface CheckOptions {
  /** The scalars to check; by default all parameters. */
  readonly instances?: readonly Instance[];
  /** How many of them at most; by default as many as are done in a few seconds. */
  readonly limit?: number;
  /** How many times as many as by default, where a reader waits for nothing else. */
  readonly patience?: number;
}

/** Compares gradients of the loss with independent methods. Verdicts follow from error bounds, not from tolerances. */
export function checkGradients(
  backpropagation: Backpropagation,
  { instances, limit, patience }: CheckOptions = {},
): CheckResult {
  const { forward } = backpropagation;
  const all = instances ?? parameterInstances(forward);
  const chosen = chooseInstances(all, limit ?? affordable(forward, patience));
  const judges = judgesOf(backpropagation, new Set(chosen.map(({ name }) => name)));
  const gradients = chosen.map((instance) => checkOne(instance, judges));
  return {
    ok: gradients.every(({ ok }) => ok),
    maxRelativeError: gradients.reduce(
      (most, { relativeError }) => Math.max(most, relativeError ?? 0),
      0,
    ),
    gradients,
    checked: chosen.length,
    total: all.length,
  };
}

/**
 * Whether a derivative on the way is PyTorch's convention (a cut logarithm) and the gradient is what such
 * derivatives give: there is no slope to compare it with.
 */
const followsConvention = (
  { reverse }: Judges,
  { value, error }: Bounded,
  expected: number,
): boolean =>
  reverse.hasConventions && Math.abs(value - expected) <= 4 * error + 1e-9 * Math.abs(expected);

/** Errors below this need not be found: those of float64, or those of the number that replaces its own. */
function floorOf({ value, error }: Bounded, accurate: number): number {
  const bound = Number.isFinite(error) ? error : 0;
  return accurate === value || accurate === 0 ? bound : Math.min(bound, 1e-12 * Math.abs(accurate));
}

/** Where the gradient is 0 without any rounding, what must be found of it, as a share of the loss. */
const surelyZero = ({ value, error }: Bounded): number => (value === 0 && error === 0 ? 1e-50 : 0);

function checkOne(instance: Instance, judges: Judges): GradientCheck {
  const x = judges.valueOf(instance);
  const float64 = judges.symbolic(instance);
  const accurate = judges.accurate(instance, float64);
  // Where float64 has no number at all, the one with more digits is judged.
  const symbolic = Number.isFinite(float64.value) ? float64 : { ...float64, value: accurate };
  const floor = Math.max(floorOf(float64, accurate), surelyZero(symbolic) * judges.lossSize);
  const steps = Number.isFinite(symbolic.value) ? "all" : "few";
  const precise = judges.precise(instance, x, { floor, steps });
  const reverse = judges.reverse.gradientOf(instance);
  const isKinked = precise.kind === "kink";
  const evidence: Evidence = {
    symbolic,
    precise,
    others: [
      () => judges.precise(instance, x, { floor, policy: "float64" }),
      () => judges.precise(instance, x, { floor, steps: "narrow" }),
    ],
    symbolicBall: () => judges.symbolicBall(instance),
    conventional: () => (judges.kinks(instance).length > 0 ? reverse : undefined),
    complexStep: isKinked ? undefined : judges.complexStep(instance),
    finiteDifference: isKinked ? undefined : judges.finiteDifference(instance, x),
  };
  const judgement = followsConvention(judges, symbolic, reverse)
    ? ({ verdict: "kink", ok: true } as const)
    : judge(evidence);
  const { complexStep, finiteDifference } = evidence;
  return {
    instance,
    symbolic: accurate,
    float64: float64.value,
    errorBound: symbolic.error,
    reverse: Number.isFinite(reverse) ? reverse : null,
    finiteDifference: finiteDifference?.value ?? null,
    finiteDifferenceError: finiteDifference?.error ?? null,
    complexStep: complexStep ?? null,
    highPrecision: precise.kind === "smooth" ? estimateOf(precise.value).value : null,
    ...(judgement.verdict === "kink" && {
      sides: sidesOf(precise),
      kinks: judges.kinks(instance),
    }),
    verdict: judgement.verdict,
    ok: judgement.ok,
    ...(judgement.reason && { reason: judgement.reason }),
    relativeError: relativeError({ ...symbolic, value: accurate }, judgement),
  };
}

/** The derivatives from both sides, which are one where kinks cancel each other. */
function sidesOf(precise: Difference): Sides {
  if (precise.kind === "kink") return { left: precise.left, right: precise.right };
  const value = precise.kind === "smooth" ? estimateOf(precise.value).value : undefined;
  return { left: value, right: value };
}

function relativeError(
  symbolic: Bounded,
  { reference, ok, uncertainty = 0 }: Judgement,
): number | null {
  if (reference === undefined) return null;
  const error = Math.abs(symbolic.value - reference);
  const scale = Math.max(Math.abs(symbolic.value), Math.abs(reference));
  const noise = 4 * (symbolic.error + uncertainty);
  return error === 0 || (ok && scale <= noise) ? 0 : error / scale;
}
