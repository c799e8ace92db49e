import type { Backpropagation } from "../backprop/backpropagate.js";
import { adjointName, type Instance, type Model } from "../model/model.js";
import type { Ball } from "../numeric/ball.js";
import { ballField } from "../numeric/ball-field.js";
import { double } from "../numeric/double.js";
import { evaluate, type Values } from "../numeric/evaluate.js";
import { type Bounded, runningError } from "../numeric/running-error.js";
import type { Difference, OneSided } from "./ball-difference.js";
import { affordable, chooseInstances, parameterInstances } from "./choose-instances.js";
import { complexField } from "./complex.js";
import { complexStep } from "./complex-step.js";
import { type Estimate, finiteDifference } from "./finite-difference.js";
import { highPrecision } from "./high-precision.js";
import { type KinkSite, kinkSites } from "./kink-sites.js";
import { withShifts } from "./perturb.js";
import { recordLoss, shiftedLoss } from "./recording.js";
import { reverseGradients } from "./reverse.js";
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
  /** The value of the adjoint definition in float64. */
  readonly symbolic: number;
  /** A bound of how far rounding has taken `symbolic` from the true value. */
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

/** Everything that looks at one instance. */
interface Judges {
  readonly valueOf: (instance: Instance) => number;
  readonly symbolic: (instance: Instance) => Bounded;
  readonly symbolicBall: (instance: Instance) => Ball;
  readonly reverse: ReturnType<typeof reverseGradients>;
  readonly finiteDifference: (instance: Instance, x: number) => Estimate | undefined;
  readonly complexStep: (instance: Instance) => number | undefined;
  readonly precise: ReturnType<typeof highPrecision>;
  readonly kinks: (instance: Instance) => readonly KinkSite[];
}

const balls = ballField(60);

/** Finite differences, the complex step and high precision see the forward model and nothing else. */
function judgesOf({ forward, model }: Backpropagation, names: ReadonlySet<string>): Judges {
  const shifted = withShifts(forward, names);
  const recording = recordLoss(shifted, names);
  const inDoubles = shiftedLoss(recording, double);
  const inComplex = shiftedLoss(recording, complexField);
  const values = evaluate(forward, double);
  const bounded = evaluate(model, runningError);
  let decimals: Values<Ball> | undefined;
  return {
    valueOf: ({ name, indices }) => values.get(name, indices),
    symbolic: (instance) => adjointAt(model, bounded, instance) ?? { value: 0, error: 0 },
    symbolicBall: (instance) => {
      decimals ??= evaluate(model, balls);
      return adjointAt(model, decimals, instance) ?? balls.fromDecimal("0");
    },
    reverse: reverseGradients(shifted, names),
    finiteDifference: (instance, x) => finiteDifference((shift) => inDoubles(instance, shift), x),
    complexStep: (instance) => complexStep((shift) => inComplex(instance, shift)),
    precise: highPrecision(recording),
    kinks: kinkSites(recording),
  };
}

/** The value of an adjoint definition; undefined for a quantity that the loss does not depend on. */
const adjointAt = <Value>(
  model: Model,
  values: Values<Value>,
  { name, indices }: Instance,
): Value | undefined =>
  model.quantities.has(adjointName(name)) ? values.get(adjointName(name), indices) : undefined;

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

function checkOne(instance: Instance, judges: Judges): GradientCheck {
  const x = judges.valueOf(instance);
  const symbolic = judges.symbolic(instance);
  const precise = judges.precise(instance, x);
  const reverse = judges.reverse.gradientOf(instance);
  const isKinked = precise.kind === "kink";
  const evidence: Evidence = {
    symbolic,
    precise,
    alongFloat64: () => judges.precise(instance, x, "float64"),
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
    symbolic: symbolic.value,
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
    relativeError: relativeError(symbolic, judgement),
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
