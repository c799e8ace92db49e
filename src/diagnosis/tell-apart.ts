import { significantDigits } from "../math/numeric/printed-number.js";
import type { Network } from "../network/network.js";
import type { AllHooks } from "./hooks.js";
import type { PlainNetwork } from "./plain-network.js";
import { predict, stepOf } from "./predict.js";
import type { Asked, Question } from "./question.js";
import type { Moment, Trainings } from "./training.js";

/** A number that would tell causes apart, and what each of them predicts for it. */
export interface TellApart {
  readonly name: string;
  readonly values: ReadonlyMap<string, number>;
}

interface Candidate {
  readonly name: string;
  readonly asked: Asked;
}

/** Larger networks are not searched to the end. */
const mostCandidates = 300;
const mostCauses = 12;

/** Numbers that somebody could compute next: gradients, values, and what a step makes of the parameters. */
function* candidates({ model, names, optimizer }: Network): Generator<Candidate> {
  const scalars = function* (role: string): Generator<Candidate> {
    for (const quantity of model.quantities.values())
      if (quantity.role === role)
        for (const { name, instances } of names.groupsOf(quantity.name)) {
          const [instance, ...others] = instances;
          if (!instance || others.length > 0) continue;
          const kind = role === "parameter" ? "gradient" : "value";
          yield { name, asked: { kind, instance, step: 0 } };
        }
  };
  yield* scalars("parameter");
  yield* scalars("intermediate");
  for (const { name, asked } of scalars("intermediate"))
    if (asked.instance.name !== model.loss)
      yield { name: `d${model.loss}/d${name}`, asked: { ...asked, kind: "gradient" } };
  if (!optimizer) return;
  for (const { name, asked } of scalars("parameter"))
    yield { name: `${name}@1`, asked: { ...asked, kind: "value", step: 1 } };
}

/** A number of which the causes differ most, to the digits in which the given ones are written. */
export function tellApart(
  network: Network,
  plain: PlainNetwork,
  trainings: Trainings,
  causes: readonly { readonly id: string; readonly hooks: AllHooks }[],
  questions: readonly Question[],
): TellApart | undefined {
  if (causes.length < 2) return undefined;
  const digits = Math.max(
    2,
    Math.min(...questions.map(({ given }) => significantDigits(given.text))),
  );
  const tried = causes
    .slice(0, mostCauses)
    .map((cause) => ({ ...cause, moments: new Map<number, Moment>() }));
  let best: TellApart | undefined;
  let most = 1;
  let seen = 0;
  for (const { name, asked } of candidates(network)) {
    if (++seen > mostCandidates || most === tried.length) break;
    if (questions.some((question) => question.name === name)) continue;
    const values = tried.map(({ id, hooks, moments }) => {
      const step = stepOf(asked, hooks);
      const moment = moments.get(step) ?? trainings(hooks, step);
      moments.set(step, moment);
      return [id, predict(network, plain, hooks, asked, moment)] as const;
    });
    const shown = new Set(values.map(([, value]) => value.toPrecision(Math.min(digits, 100))));
    if (shown.size > most && values.every(([, value]) => Number.isFinite(value)))
      [best, most] = [{ name, values: new Map(values) }, shown.size];
  }
  return best;
}
