import { backpropagate } from "../backprop/backpropagate.js";
import { adjointName } from "../model/model.js";
import type { Network } from "../network/network.js";
import { evaluate } from "../numeric/evaluate.js";
import { runningError } from "../numeric/running-error.js";
import { InputError } from "../problem/problem.js";
import { quote } from "../problem/quote.js";
import { lineText } from "./derivation-line.js";
import { doubtAfter } from "./doubt.js";
import { type AllHooks, noHooks } from "./hooks.js";
import { type PlainNetwork, plainNetwork } from "./plain-network.js";
import { predict, stepOf } from "./predict.js";
import { type Question, readQuestions } from "./question.js";
import { type Mistake, mistakesIn } from "./row.js";
import { type MistakeId, mistakeRows } from "./rows/index.js";
import { type TellApart, tellApart } from "./tell-apart.js";
import { type Trainings, trainingsOf } from "./training.js";
import { agrees } from "./written-number.js";

/** A given number beside the right one. */
export interface Answer {
  readonly given: number;
  /** The given number in the digits in which it was written: the verdict depends on them. */
  readonly givenText: string;
  readonly correct: number;
  /** Whether the right number rounds to the given one, to the digits that it is written in. */
  readonly right: boolean;
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

interface Judged {
  readonly question: Question;
  readonly correct: number;
  /** How far rounding errors may have taken it from the value for the decimals given. */
  readonly doubt: number;
  readonly right: boolean;
}

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

/** Every question with its right number: by the derived gradients, or after steps by training. */
function judgeAll(
  network: Network,
  plain: PlainNetwork,
  trainings: Trainings,
  questions: readonly Question[],
): readonly Judged[] {
  const { model } = backpropagate(network.model);
  const values = evaluate(model, runningError);
  const boundOf = ({ asked: { kind, instance } }: Question): { value: number; error: number } => {
    if (kind === "value") return values.get(instance.name, instance.indices);
    const name = adjointName(instance.name);
    if (!model.quantities.has(name)) return { value: 0, error: 0 };
    return values.get(name, instance.indices);
  };
  return questions.map((question) => {
    const { asked, given, name } = question;
    const { value, error } = boundOf(question);
    const moment = trainings(noHooks, asked.step);
    const correct = asked.step === 0 ? value : predict(network, plain, noHooks, asked, moment);
    if (!Number.isFinite(correct))
      throw new InputError({
        code: "not-finite",
        message: `the right number for ${quote(name)} is not finite: it is ${correct}`,
      });
    const doubt = asked.step === 0 ? 4 * error : doubtAfter(network, plain, asked, moment, correct);
    return { question, correct, doubt, right: agrees(given, correct, doubt) };
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
    for (const { question, doubt, right } of judged) {
      if (stepOf(question.asked, hooks) !== step) continue;
      const value = predict(network, plain, hooks, question.asked, moment);
      values.set(question.name, value);
      if (agrees(question.given, value, doubt)) continue;
      if (!right) return undefined;
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
  const judged = judgeAll(network, plain, trainings, questions);
  const wrong = judged.filter(({ right }) => !right).map(({ question }) => question);
  const suspects = wrong.length === 0 ? [] : suspectsFor(network, plain, trainings, judged);
  return {
    answers: new Map(
      judged.map(({ question, correct, right }) => [
        question.name,
        { given: question.given.value, givenText: question.given.text, correct, right },
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
