import type { Backpropagation } from "../../gradients/backprop/backpropagate.js";
import { adjointName, type Instance, type Model } from "../../math/model/model.js";
import { evaluateAccurately, isTrusted } from "../../math/numeric/accurate.js";
import { type Ball, isUnknown } from "../../math/numeric/ball.js";
import { ballField } from "../../math/numeric/ball-field.js";
import { double } from "../../math/numeric/double.js";
import { evaluate, type Values } from "../../math/numeric/evaluate.js";
import { type Bounded, runningError } from "../../math/numeric/running-error.js";
import { branchWatch, sameBranches } from "./branch-choices.js";
import { complexField } from "./complex.js";
import { complexStep } from "./complex-step.js";
import { decidingBalls } from "./deciding-balls.js";
import { type Dual, dualField } from "./dual.js";
import { type Estimate, finiteDifference } from "./finite-difference.js";
import { type HighPrecision, highPrecision } from "./high-precision.js";
import { type KinkSite, kinkSites } from "./kink-sites.js";
import { withShifts } from "./perturb.js";
import { type Recording, recordLoss, type ShiftedLoss, shiftedLoss } from "./recording.js";
import { reverseGradients } from "./reverse.js";
import { watchedDouble } from "./watched-double.js";

/** Everything that looks at one instance. */
export interface Judges {
  readonly valueOf: (instance: Instance) => number;
  /** The magnitude of the loss. */
  readonly lossSize: number;
  readonly symbolic: (instance: Instance) => Bounded;
  readonly accurate: (instance: Instance, float64: Bounded) => number;
  readonly symbolicBall: (instance: Instance) => Ball;
  readonly reverse: ReturnType<typeof reverseGradients>;
  /** What the rows of the function table give in decimals, along the branches of float64. */
  readonly conventional: (instance: Instance) => Ball;
  readonly finiteDifference: (instance: Instance, x: number) => Estimate | undefined;
  readonly complexStep: (instance: Instance) => number | undefined;
  readonly precise: HighPrecision;
  readonly kinks: (instance: Instance) => readonly KinkSite[];
}

const balls = ballField(60);
const duals = dualField(balls);
const oneShift = { value: balls.fromDecimal("0"), slope: balls.fromDecimal("1") };

/** The loss in float64 with an instance shifted; NaN where a kink lies between, which a difference must not cross. */
function smoothLoss(recording: Recording): ShiftedLoss<number> {
  const { start, at, note, seen } = branchWatch();
  const loss = shiftedLoss(recording, watchedDouble(note), { before: at });
  const base = seen();
  return (instance, shift) => {
    start();
    const value = loss(instance, shift);
    return sameBranches(seen(), base) ? value : Number.NaN;
  };
}

/** Finite differences, the complex step and high precision see the forward model and nothing else. */
export function judgesOf({ forward, model }: Backpropagation, names: ReadonlySet<string>): Judges {
  const shifted = withShifts(forward, names);
  const recording = recordLoss(shifted, names);
  const inDoubles = smoothLoss(recording);
  const inComplex = shiftedLoss(recording, complexField);
  const values = evaluate(forward, double);
  const bounded = evaluate(model, runningError);
  let accurate: Pick<Values<number>, "get"> | undefined;
  let inDuals: ShiftedLoss<Dual<Ball>> | undefined;
  const decimals = [balls, decidingBalls(60)].map((field) => {
    let computed: Values<Ball> | undefined;
    return (): Values<Ball> => {
      computed ??= evaluate(model, field);
      return computed;
    };
  });
  return {
    valueOf: ({ name, indices }) => values.get(name, indices),
    lossSize: Math.abs(values.get(forward.loss)),
    symbolic: (instance) => adjointAt(model, bounded, instance) ?? { value: 0, error: 0 },
    accurate: (instance, { value, error }) => {
      if (isTrusted(value, error)) return value;
      accurate ??= evaluateAccurately(model);
      return adjointAt(model, accurate, instance) ?? value;
    },
    symbolicBall: (instance) => {
      let ball = balls.fromDecimal("0");
      for (const valuesIn of decimals) {
        ball = adjointAt(model, valuesIn(), instance) ?? ball;
        if (!isUnknown(ball)) break;
      }
      return ball;
    },
    reverse: reverseGradients(shifted, names),
    conventional: (instance) => {
      inDuals ??= shiftedLoss(recording, duals);
      return inDuals(instance, oneShift).slope;
    },
    finiteDifference: (instance, x) => finiteDifference((shift) => inDoubles(instance, shift), x),
    complexStep: (instance) => complexStep((shift) => inComplex(instance, shift)),
    precise: highPrecision(recording),
    kinks: kinkSites(recording),
  };
}

/** The value of an adjoint definition; undefined for a quantity that the loss does not depend on. */
const adjointAt = <Value>(
  model: Model,
  values: Pick<Values<Value>, "get">,
  { name, indices }: Instance,
): Value | undefined =>
  model.quantities.has(adjointName(name)) ? values.get(adjointName(name), indices) : undefined;
