import { diagnose } from "../../src/diagnosis/diagnose.js";
import type { AllHooks } from "../../src/diagnosis/hooks.js";
import { noHooks } from "../../src/diagnosis/hooks.js";
import { type PlainNetwork, plainNetwork } from "../../src/diagnosis/plain-network.js";
import { predict, stepOf } from "../../src/diagnosis/predict.js";
import { type Asked, readQuestion } from "../../src/diagnosis/question.js";
import { type Mistake, mistakesIn } from "../../src/diagnosis/row.js";
import { mistakeRows } from "../../src/diagnosis/rows/index.js";
import { trainingsOf } from "../../src/diagnosis/training.js";
import type { Network } from "../../src/network/network.js";
import { drawsFrom } from "./draws.js";
import { networkOf } from "./read.js";

/** A kind of network in which mistakes are planted, and the numbers that are given of it. */
export interface Architecture {
  readonly widths: readonly number[];
  readonly samples?: number;
  readonly names: readonly string[];
}

/** A sigmoid network by chance with these widths. */
export function networkFor({ widths, samples = 1 }: Architecture, seed: number): Network {
  const draws = drawsFrom(seed);
  const numbers = (count: number): readonly number[] =>
    Array.from({ length: count }, () => draws.decimal(draws.integer(2, 4)));
  const positive = (count: number): readonly number[] => numbers(count).map(Math.abs);
  const layers = widths.slice(1).flatMap((outputs, layer) => [
    {
      linear: {
        weight: Array.from({ length: outputs }, () => numbers(widths[layer] ?? 1)),
        bias: numbers(outputs),
      },
    },
    "sigmoid",
  ]);
  const batch = (width: number): unknown =>
    samples === 1 ? positive(width) : Array.from({ length: samples }, () => positive(width));
  return networkOf({
    inputs: batch(widths[0] ?? 1),
    targets: batch(widths.at(-1) ?? 1),
    layers,
    loss: "half_squared_error",
    optimizer: { sgd: { lr: draws.integer(1, 99) / 100 } },
  });
}

/** What a way to make a mistake gives for each number. */
function numbersBy(
  network: Network,
  plain: PlainNetwork,
  hooks: AllHooks,
  asked: readonly Asked[],
): readonly number[] {
  const steps = asked.map((each) => stepOf(each, hooks));
  const trainings = trainingsOf(plain, steps);
  return asked.map((each) =>
    predict(network, plain, hooks, each, trainings(hooks, stepOf(each, hooks))),
  );
}

interface Laid {
  readonly network: Network;
  readonly plain: PlainNetwork;
  readonly asked: readonly Asked[];
  readonly mistakes: readonly Mistake[];
}

function lay(architecture: Architecture, seed: number): Laid {
  const network = networkFor(architecture, seed);
  const plain = plainNetwork(network);
  const asked = architecture.names.map((name) => readQuestion(network, `${name}=0`).asked);
  return { network, plain, asked, mistakes: mistakesIn<string>(mistakeRows, plain) };
}

/** Ids whose first variants agree in all digits on three other networks have the same formulas. */
export function classesOf(architecture: Architecture): ReadonlyMap<string, string> {
  const fingerprints = new Map<string, string>();
  for (const seed of [900_001, 900_002, 900_003]) {
    const { network, plain, asked, mistakes } = lay(architecture, seed);
    for (const { id, variants } of mistakes) {
      const [hooks] = variants;
      if (!hooks) continue;
      const numbers = numbersBy(network, plain, hooks, asked).map((each) => each.toPrecision(9));
      fingerprints.set(id, `${fingerprints.get(id) ?? ""}|${numbers.join()}`);
    }
  }
  return fingerprints;
}

export interface Outcome {
  readonly planted: string;
  readonly found: readonly string[];
  readonly isFound: boolean;
  readonly isAlone: boolean;
  /** Whether the right numbers of the same network, to the same digits, were accused. */
  readonly isAccused: boolean;
}

const written = (numbers: readonly number[], { names }: Architecture): readonly string[] =>
  names.map((name, place) => `${name}=${(numbers[place] ?? 0).toPrecision(4)}`);

/** Plants a mistake by chance in a network by chance, gives its numbers to 4 digits, and diagnoses them. */
export function plantAndFind(
  architecture: Architecture,
  classes: ReadonlyMap<string, string>,
  seed: number,
): Outcome {
  const { network, plain, asked, mistakes } = lay(architecture, seed);
  const draws = drawsFrom(seed + 500_000);
  const right = written(numbersBy(network, plain, noHooks, asked), architecture);
  const choices = mistakes.flatMap((mistake) => {
    if (mistake.variants.length === 0) return [];
    const numbers = numbersBy(network, plain, draws.pick(mistake.variants), asked);
    const texts = written(numbers, architecture);
    const isChanged = numbers.every(Number.isFinite) && texts.join() !== right.join();
    return isChanged ? [{ id: mistake.id, texts }] : [];
  });
  const kinds = [...new Set(choices.map(({ id }) => classes.get(id)))];
  const kind = draws.pick(kinds);
  const planted = draws.pick(choices.filter(({ id }) => classes.get(id) === kind));
  const found = diagnose(network, planted.texts).causes.map(({ id }) => id);
  const correct = diagnose(network, right);
  return {
    planted: planted.id,
    found,
    isFound: found.includes(planted.id),
    isAlone: found.every((id) => classes.get(id) === kind) && found.length > 0,
    isAccused:
      correct.causes.length > 0 || [...correct.answers.values()].some((answer) => !answer.right),
  };
}
