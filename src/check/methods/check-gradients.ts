import type { Backpropagation } from "../../gradients/backprop/backpropagate.js";
import type { Instance } from "../../math/model/model.js";
import type { Bounded } from "../../math/numeric/running-error.js";
import type { Difference, OneSided } from "./ball-difference.js";
import {
  affordable,
  chooseInstances,
  type Differentiated,
  differentiatedInstances,
} from "./choose-instances.js";
import { type Judges, judgesOf } from "./judges.js";
import type { KinkSite } from "./kink-sites.js";
import {
  type Convention,
  type Evidence,
  estimateOf,
  type Judge,
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

/** What a gradient should be, and who says so. */
export interface Expectation {
  readonly value: number;
  readonly by: Judge;
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
  /** What an accused gradient should be, and who says so. */
  readonly expected?: Expectation;
  /** Whether no judge accuses the gradient; at a kink, whether PyTorch's convention is met. */
  readonly ok: boolean;
  /** Against the best independent value; null without such a value, and where rounding is larger than it. */
  readonly relativeError: number | null;
}

export interface CheckResult {
  /** What the gradients are derivatives by. */
  readonly of: Differentiated;
  /** Whether no gradient is accused. */
  readonly ok: boolean;
  readonly maxRelativeError: number;
  readonly gradients: readonly GradientCheck[];
  /** How many of how many scalars were checked; fewer only where there was a limit. */
  readonly checked: number;
  readonly total: number;
}

export interface CheckOptions {
  /** The scalars to check; by default all parameters, and where there are none all that is given. */
  readonly instances?: readonly Instance[];
  /** How many of them at most; by default as many as are done in a few seconds. */
  readonly limit?: number;
  /** How many times as many as by default, where a reader waits for nothing else. */
  readonly patience?: number;
}

/** Whether the convention at a kink is none of the slopes between both sides; these may be off by their last digits. */
export function isOutside({ symbolic, sides }: GradientCheck): boolean {
  const known = [sides?.left, sides?.right].filter((side) => side !== undefined);
  const slack = 1e-9 * Math.abs(symbolic);
  return (
    known.length === 2 &&
    (symbolic < Math.min(...known) - slack || symbolic > Math.max(...known) + slack)
  );
}

/** Compares gradients of the loss with independent methods. Verdicts follow from error bounds, not from tolerances. */
export function checkGradients(
  backpropagation: Backpropagation,
  { instances, limit, patience }: CheckOptions = {},
): CheckResult {
  const { forward } = backpropagation;
  const { of, instances: all } =
    instances === undefined
      ? differentiatedInstances(forward)
      : ({ of: "parameters", instances } as const);
  const chosen = chooseInstances(all, limit ?? affordable(forward, patience));
  const judges = judgesOf(backpropagation, new Set(chosen.map(({ name }) => name)));
  const gradients = chosen.map((instance) => checkOne(instance, judges));
  return {
    of,
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

/** Errors below this need not be found: those of float64, or those of the number that replaces its own. */
function floorOf({ value, error }: Bounded, accurate: number): number {
  const bound = Number.isFinite(error) ? error : 0;
  return accurate === value || accurate === 0 ? bound : Math.min(bound, 1e-12 * Math.abs(accurate));
}

/** Where the gradient is 0 without any rounding, what must be found of it, as a share of the loss. */
const surelyZero = ({ value, error }: Bounded): number => (value === 0 && error === 0 ? 1e-50 : 0);

function conventionAt(instance: Instance, judges: Judges, float64: number): Convention {
  const sites = judges.kinks(instance);
  const isCut = sites.some((site) => site.isCut);
  return { isActive: sites.length > 0, isCut, ball: judges.conventional(instance), float64 };
}

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
    conventional: () => conventionAt(instance, judges, reverse),
    complexStep: isKinked ? undefined : judges.complexStep(instance),
    finiteDifference: isKinked ? undefined : judges.finiteDifference(instance, x),
  };
  const judgement = judge(evidence);
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
    ...expectedBy(judgement),
    relativeError: relativeError(symbolic, accurate, judgement),
  };
}

/** What an accused gradient should be, and who says so. */
const expectedBy = ({ ok, reference, by }: Judgement): Pick<GradientCheck, "expected"> =>
  ok || reference === undefined || by === undefined ? {} : { expected: { value: reference, by } };

/** The derivatives from both sides, which are one where kinks cancel each other. */
function sidesOf(precise: Difference): Sides {
  if (precise.kind === "kink") return { left: precise.left, right: precise.right };
  const value = precise.kind === "smooth" ? estimateOf(precise.value).value : undefined;
  return { left: value, right: value };
}

/** Nothing is said of numbers that are no larger than what rounding does to them: 1e-16 has no error relative to 0. */
function relativeError(
  symbolic: Bounded,
  accurate: number,
  { reference, ok, uncertainty = 0 }: Judgement,
): number | null {
  if (reference === undefined) return null;
  const error = Math.abs(accurate - reference);
  if (error === 0) return 0;
  const scale = Math.max(Math.abs(accurate), Math.abs(reference));
  const isRecomputed = accurate !== symbolic.value;
  const noise = 4 * ((isRecomputed ? 1e-12 * Math.abs(accurate) : symbolic.error) + uncertainty);
  // Judged right though they differ: what was written is rounded to float64 on one side only.
  const isOfInputs = error > 1e-9 * scale && error <= 2 * symbolic.error + uncertainty;
  return ok && (scale <= noise || isOfInputs) ? null : error / scale;
}
