import type { Optimizer } from "../network/optimizers/optimizer.js";
import { copyOf, newArena } from "./arena.js";
import type { AllHooks } from "./hooks.js";
import { gradientsOf, type Pass, runPass, type Stepped } from "./pass.js";
import type { Parameters, PlainNetwork, Vector } from "./plain-network.js";
import { scalarStep } from "./scalar-step.js";

/** A network after so many steps: its parameters there, and a pass with them. */
export interface Moment {
  readonly parameters: readonly Parameters[];
  readonly pass: Pass;
  /** The gradients as they are told, which with some mistakes are not those of the pass. */
  readonly gradients: readonly Parameters[];
}

/** What every scalar of a layer keeps from step to step. */
interface LayerStates {
  readonly weight: readonly number[][];
  readonly bias: readonly number[][];
}

const copiesOf = (states: readonly LayerStates[]): readonly LayerStates[] =>
  states.map(({ weight, bias }) => ({
    weight: weight.map((each) => [...each]),
    bias: bias.map((each) => [...each]),
  }));

/** Where a training stands before a step: what the next one begins with. */
interface Standing {
  readonly step: number;
  readonly parameters: readonly Parameters[];
  /** The sum of the gradients of all earlier steps, where it is not set to zero. */
  readonly summed: readonly Parameters[] | undefined;
  readonly states: readonly LayerStates[];
}

const beginning = ({ layers }: PlainNetwork): Standing => ({
  step: 0,
  parameters: layers.map(({ parameters: { weight, bias } }) => ({
    weight: copyOf(weight),
    bias: copyOf(bias),
  })),
  summed: undefined,
  states: layers.map(({ parameters: { weight, bias } }) => ({
    weight: weight.map(() => []),
    bias: bias.map(() => []),
  })),
});

/** The parameters of a layer after a step; its states are brought forward in place. */
type Stepper = (number: number, gradient: Parameters, from: Standing) => Parameters;

const trains = (
  hooks: AllHooks,
  kind: "weight" | "bias",
  isFrozen: boolean,
  layer: number,
): boolean => hooks.trains?.(kind, isFrozen, layer) ?? !isFrozen;

function stepperFor(plain: PlainNetwork, optimizer: Optimizer, hooks: AllHooks): Stepper {
  const one = scalarStep(optimizer, hooks.constants ?? ((value) => value));
  const trained = plain.layers.map(
    ({ weightName, biasName, parameters: { weight, bias } }, layer) => ({
      weight: weight.map((_, place) =>
        trains(hooks, "weight", plain.isFrozen(weightName, place), layer),
      ),
      bias: bias.map((_, place) =>
        trains(hooks, "bias", biasName !== undefined && plain.isFrozen(biasName, place), layer),
      ),
    }),
  );
  const stepAll = (
    before: Vector,
    gradient: Vector,
    isTrained: readonly boolean[],
    states: readonly number[][],
    count: number,
  ): Vector => {
    const after = before.slice();
    for (let k = 0; k < before.length; k++) {
      const w = before[k] ?? 0;
      if (isTrained[k]) {
        const moved = one(w, gradient[k] ?? 0, states[k] ?? [], count);
        after[k] = hooks.update ? hooks.update(w, moved) : moved;
      }
    }
    return after;
  };
  return (number, gradient, { step, parameters, states }) => {
    const own = parameters[number];
    const kept = states[number];
    const which = trained[number];
    if (!own || !kept || !which) throw new Error(`no layer ${number}`);
    return {
      weight: stepAll(own.weight, gradient.weight, which.weight, kept.weight, step + 1),
      bias: stepAll(own.bias, gradient.bias, which.bias, kept.bias, step + 1),
    };
  };
}

const sumOf = (a: readonly Parameters[], b: readonly Parameters[]): readonly Parameters[] =>
  a.map(({ weight, bias }, layer) => ({
    weight: weight.map((each, k) => each + (b[layer]?.weight[k] ?? 0)),
    bias: bias.map((each, k) => each + (b[layer]?.bias[k] ?? 0)),
  }));

/** Gives where a training stands before a step, from 0. */
type Course = (step: number) => Standing;

/** Trains on demand with the changes of some hooks. Without an optimizer there is only the beginning. */
function courseOf(
  plain: PlainNetwork,
  hooks: AllHooks,
  stepper: Stepper | undefined,
  isKept: (step: number) => boolean,
): Course {
  const kept = new Map<number, Standing>();
  const arena = newArena();
  const next = (now: Standing): Standing => {
    if (!stepper) throw new Error("steps without an optimizer");
    arena.startOver();
    const own = gradientsOf(plain, now.parameters, hooks, wouldStep(stepper, now), arena);
    const gradients = withEarlier(hooks, own, now);
    const parameters = gradients.map((each, layer) => stepper(layer, each, now));
    const summed = hooks.accumulates ? gradients : undefined;
    return { step: now.step + 1, parameters, summed, states: now.states };
  };
  const canRest = plain.optimizer?.state.size === 0 && !hooks.accumulates;
  let now = beginning(plain);
  let rests = false;
  return (step) => {
    const known = kept.get(step);
    if (known) return known;
    if (now.step > step) [now, rests] = [beginning(plain), false];
    while (now.step < step && !rests) {
      const before = now;
      now = next(now);
      rests = canRest && now.step % stepsBetweenLooks === 0 && areSame(before, now);
      if (isKept(now.step)) kept.set(now.step, { ...now, states: copiesOf(now.states) });
    }
    return kept.get(step) ?? { ...now, step, states: copiesOf(now.states) };
  };
}

/** Whether a training rests is looked at once in so many steps. */
const stepsBetweenLooks = 16;

/** Whether a step has changed nothing, to the last bit. Without a state of the optimizer no later step will. */
const areSame = (before: Standing, after: Standing): boolean =>
  before.parameters.every(
    ({ weight, bias }, layer) =>
      weight.every((w, k) => Object.is(w, after.parameters[layer]?.weight[k])) &&
      bias.every((b, k) => Object.is(b, after.parameters[layer]?.bias[k])),
  );

/** The step that a layer would take; nothing is brought forward. */
const wouldStep =
  (stepper: Stepper | undefined, from: Standing): Stepped =>
  (layer, gradient) =>
    stepper?.(layer, gradient, { ...from, states: copiesOf(from.states) }) ?? gradient;

const withEarlier = (
  { accumulates }: AllHooks,
  gradients: readonly Parameters[],
  { summed }: Standing,
): readonly Parameters[] => (accumulates ? sumOf(gradients, summed ?? []) : gradients);

/** What is left of hooks without those that change only what is told of a training. */
const trainingPart = ({
  loss,
  reported,
  moreSteps,
  ...rest
}: AllHooks): ReadonlyMap<string, unknown> => new Map(Object.entries(rest));

const areAlike = (some: ReadonlyMap<string, unknown>, others: typeof some): boolean =>
  some.size === others.size && [...some].every(([key, value]) => others.get(key) === value);

/** What a network is after some steps with the changes of some hooks. */
export type Trainings = (hooks: AllHooks, step: number) => Moment;

/**
 * Trains a network with the changes of hooks, each kind of training once. `wanted` says which steps will be asked
 * for; these and their neighbours cost nothing when they are asked for again.
 */
export function trainingsOf(plain: PlainNetwork, wanted: Iterable<number>): Trainings {
  const near = new Set([...wanted].flatMap((step) => [step - 1, step, step + 1]));
  const known: {
    part: ReadonlyMap<string, unknown>;
    stepper: Stepper | undefined;
    course: Course;
  }[] = [];
  const trainingWith = (hooks: AllHooks) => {
    const part = trainingPart(hooks);
    const found = known.find((each) => areAlike(each.part, part));
    if (found) return found;
    const stepper = plain.optimizer && stepperFor(plain, plain.optimizer, hooks);
    const built = {
      part,
      stepper,
      course: courseOf(plain, hooks, stepper, (step) => near.has(step)),
    };
    known.push(built);
    return built;
  };
  return (hooks, step) => {
    const { stepper, course } = trainingWith(hooks);
    const standing = course(step);
    const pass = runPass(plain, standing.parameters, hooks, wouldStep(stepper, standing));
    return {
      parameters: standing.parameters,
      pass,
      gradients: withEarlier(hooks, pass.gradients, standing),
    };
  };
}
