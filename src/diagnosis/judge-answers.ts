import {
  isNotWrong,
  judgeNumber,
  type NumberJudgement,
  type NumberTruth,
} from "../check/reference/judge-number.js";
import { assumedPrecisions } from "../check/reference/precision.js";
import type { ReferencePrecision } from "../check/reference/reference.js";
import { truthOf } from "../check/reference/truth.js";
import { resolutionsOf } from "../check/reference/written-number.js";
import { InputError } from "../errors/problem.js";
import { quote } from "../errors/quote.js";
import { backpropagate } from "../gradients/backprop/backpropagate.js";
import { floatFormats } from "../math/numeric/float-format.js";
import type { Network } from "../network/network.js";
import { doubtAfter } from "./doubt.js";
import { noHooks } from "./hooks.js";
import type { PlainNetwork } from "./plain-network.js";
import { predict } from "./predict.js";
import type { Question } from "./question.js";
import type { Trainings } from "./training.js";

/** A question with its right number, and what is said of the one that was given. */
export interface Judged extends NumberJudgement {
  readonly question: Question;
  readonly precision: ReferencePrecision;
  /** How far rounding may have taken a number from the value for the decimals given. */
  readonly doubt: number;
  /** What the numbers given of the same tensor tell from 0. */
  readonly resolution: number;
  readonly isRight: boolean;
}

/** Gives what a number truly is: by the derived gradients, or after steps by training. */
function truths(
  network: Network,
  plain: PlainNetwork,
  trainings: Trainings,
): (question: Question) => NumberTruth {
  const truth = truthOf(backpropagate(network.model));
  return ({ asked }) => {
    if (asked.step === 0) return truth(asked.instance, asked.kind);
    const moment = trainings(noHooks, asked.step);
    const value = predict(network, plain, noHooks, asked, moment);
    const within = (unit: number) => ({
      value,
      error: doubtAfter(network, plain, asked, moment, value, unit),
    });
    const bounded = within(floatFormats.float64.unit);
    return {
      bounded: () => bounded,
      computed: (format) => within(floatFormats[format].unit),
      balls: [],
      isLarge: true,
    };
  };
}

function requireFinite({ name }: Question, correct: number): void {
  if (!Number.isFinite(correct))
    throw new InputError({
      code: "not-finite",
      message: `the right number for ${quote(name)} is not finite: it is ${correct}`,
    });
}

/** What the numbers of a question's tensor have in common: what it is about, after so many steps. */
const tensorOf = ({ asked: { kind, instance, step } }: Question): string =>
  `${kind} ${instance.name}@${step}`;

/** Every question with its right number, and the same judgement of it as `check --against` has. */
export function judgeAnswers(
  network: Network,
  plain: PlainNetwork,
  trainings: Trainings,
  questions: readonly Question[],
): readonly Judged[] {
  const truthFor = truths(network, plain, trainings);
  const precisions = assumedPrecisions(questions.map(({ given }) => [given.text]));
  const resolution = resolutionsOf(questions, tensorOf, ({ given }) => [given.text]);
  return questions.map((question, place) => {
    const precision = precisions[place] ?? "written";
    const truth = truthFor(question);
    const { value, error } = truth.bounded();
    requireFinite(question, value);
    const beside = { resolution: resolution(question) };
    const judged = judgeNumber(question.given, precision, truth, beside);
    const doubt = judged.bound ?? (question.asked.step === 0 ? 4 * error : error);
    return {
      ...judged,
      ...beside,
      question,
      precision,
      doubt,
      isRight: isNotWrong(judged.verdict),
    };
  });
}
