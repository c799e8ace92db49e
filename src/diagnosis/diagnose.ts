import type { ReferencePrecision } from "../check/reference/reference.js";
import { agrees } from "../check/reference/written-number.js";
import { InputError } from "../errors/problem.js";
import { quote } from "../errors/quote.js";
import type { Network } from "../network/network.js";
import { lineText } from "./derivation-line.js";
import type { AllHooks } from "./hooks.js";
import { type Judged, judgeAnswers } from "./judge-answers.js";
import { type PlainNetwork, plainNetwork } from "./plain-network.js";
import { predict, stepOf } from "./predict.js";
import { type Question, readQuestions } from "./question.js";
import { type Mistake, mistakesIn } from "./row.js";
import { type MistakeId, mistakeRows } from "./rows/index.js";
import { type TellApart, tellApart } from "./tell-apart.js";
import { type Trainings, trainingsOf } from "./training.js";

/** A given number beside the right one. */
export interface Answer {
  readonly given: number;
  /** The given number in the digits in which it was written: the verdict depends on them. */
  readonly givenText: string;
  readonly correct: number;
  /** The right number in as many digits as are of use beside the given one. */
  readonly correctText: string;
  /**
   * Whether the right number rounds to the given one, to the digits that it is written in; where it was computed in
   * float64 or float32, whether rounding there explains the difference.
   */
  readonly right: boolean;
  /** What the given number is judged by. */
  readonly precision: ReferencePrecision;
}

/** A known mistake that leads to the given numbers. */
export interface Cause {
  readonly id: string;
  /** The row of the mistake, and what the `#` in its id stands for. */
  readonly row: MistakeId;
  readonly which: number;
  /** The line of the derivation where it enters, in the names of the network; undefined where it is in all. */
  readonly where: string | undefined;
  /** What the mistake makes of each number that was given. */
  readonly values: ReadonlyMap<string, number>;
  /** Set where only the wrong numbers follow from the mistake, and it was not made in the others. */
  readonly partial: boolean;
}

export interface Diagnosis {
  readonly answers: ReadonlyMap<string, Answer>;
  readonly causes: readonly Cause[];
  /** A further number for which the causes differ; undefined with fewer than two causes, or where nothing tells. */
  readonly tellApart: TellApart | undefined;
}

/** More work than this is refused: steps times numbers times samples. */
const mostWork = 5e6;

/** Nobody rounds on paper in each of more steps than this. */
const mostRoundedSteps = 20;

function checkWork(plain: PlainNetwork, questions: readonly Question[]): void {
  const numbers = plain.layers.reduce(
    (sum, { inputs, outputs }) => sum + outputs * (inputs + 1),
    0,
  );
  for (const { name, asked } of questions)
    if (asked.step * numbers * plain.inputs.length > mostWork)
      throw new InputError({
        code: "too-many-steps",
        message: `${quote(name)} needs ${asked.step} steps of a network with ${numbers} parameters, which is more than we try`,
      });
}

interface Explained {
  readonly values: ReadonlyMap<string, number>;
  readonly isWhole: boolean;
  readonly hooks: AllHooks;
}

/** What one way to make a mistake gives, if that is what was given wherever it is wrong. */
function explain(
  network: Network,
  plain: PlainNetwork,
  trainings: Trainings,
  hooks: AllHooks,
  judged: readonly Judged[],
): Explained | undefined {
  const last = Math.max(...judged.map(({ question }) => question.asked.step));
  if (hooks.round && last > mostRoundedSteps) return undefined;
  const steps = [...new Set(judged.map(({ question }) => stepOf(question.asked, hooks)))];
  const values = new Map<string, number>();
  let isWhole = true;
  for (const step of steps.sort((a, b) => a - b)) {
    const moment = trainings(hooks, step);
    for (const { question, doubt, resolution, isRight } of judged) {
      if (stepOf(question.asked, hooks) !== step) continue;
      const value = predict(network, plain, hooks, question.asked, moment);
      values.set(question.name, value);
      if (agrees(question.given.text, value, doubt, resolution)) continue;
      if (!isRight) return undefined;
      isWhole = false;
    }
  }
  // In the order in which the numbers were given.
  const ordered = judged.map(({ question: { name } }) => [name, values.get(name) ?? 0] as const);
  return { values: new Map(ordered), isWhole, hooks };
}

interface Suspect extends Explained {
  readonly mistake: Mistake<MistakeId>;
}

/** The mistakes that explain all numbers; where there are none, those that explain the wrong ones. */
function suspectsFor(
  network: Network,
  plain: PlainNetwork,
  trainings: Trainings,
  judged: readonly Judged[],
): readonly Suspect[] {
  const found = mistakesIn<MistakeId>(mistakeRows, plain).flatMap((mistake): readonly Suspect[] => {
    const explained = mistake.variants.flatMap(
      (hooks) => explain(network, plain, trainings, hooks, judged) ?? [],
    );
    const best = explained.find(({ isWhole }) => isWhole) ?? explained[0];
    return best ? [{ ...best, mistake }] : [];
  });
  const whole = found.filter(({ isWhole, mistake }) => isWhole || mistake.row.isLocal);
  return whole.length > 0 ? whole : found;
}

/**
 * Which known mistakes lead to the numbers that somebody has computed, written as `NAME=VALUE`. A right number
 * is one that the true value rounds to. Unknown names, and files without layers, are InputErrors.
 */
export function diagnose(network: Network, texts: readonly string[]): Diagnosis {
  const plain = plainNetwork(network);
  const questions = readQuestions(network, texts);
  checkWork(plain, questions);
  const trainings = trainingsOf(plain, [0, ...questions.map(({ asked }) => asked.step)]);
  const judged = judgeAnswers(network, plain, trainings, questions);
  // No mistake that we know leads to NaN; it may lead to the other numbers.
  const finite = judged.filter(({ question }) => Number.isFinite(question.given.value));
  const wrong = finite.filter(({ isRight }) => !isRight).map(({ question }) => question);
  const suspects = wrong.length === 0 ? [] : suspectsFor(network, plain, trainings, finite);
  return {
    answers: new Map(
      judged.map(({ question: { name, given }, right, rightText, isRight, precision }) => [
        name,
        {
          given: given.value,
          givenText: given.text,
          correct: right,
          correctText: rightText,
          right: isRight,
          precision,
        },
      ]),
    ),
    causes: suspects.map(({ mistake, values, isWhole }) => ({
      id: mistake.id,
      row: mistake.row.id,
      which: mistake.which,
      where: lineText(network, plain, mistake.line, wrong),
      values,
      partial: !isWhole,
    })),
    tellApart: tellApart(
      network,
      plain,
      trainings,
      suspects.map(({ mistake: { id }, hooks }) => ({ id, hooks })),
      questions,
    ),
  };
}
