import { describe, expect, it } from "vitest";
import { InputError } from "../../src/errors/problem.js";
import { verifyStream } from "../../src/proof/judge/verify.js";
import { buildStream } from "../../src/proof/write/build-stream.js";
import { equationCases, equationFile } from "../cases/equation-files.js";
import { counted, isProof } from "../support/counts.js";
import { type Mutant, mutant, shuffled } from "../support/mutations.js";
import { randomLayered } from "../support/random-layered.js";
import { networkOf, projectFile } from "../support/read.js";
import { hasSameMeaning } from "../support/same-meaning.js";

const [layered, mutations] = [counted(1000), counted(5000)];
const timeout = isProof ? 7_200_000 : 1_800_000;

const streamOf = (file: string | object): string => JSON.stringify(buildStream(networkOf(file)));

const optimizers: readonly object[] = [
  { sgd: { lr: 0.5, momentum: 0.9, weight_decay: 0.01 } },
  { adam: { amsgrad: true } },
  { adamw: {} },
  { rmsprop: { centered: true, momentum: 0.5 } },
  { adagrad: { lr_decay: 0.1 } },
];

const layeredFile = (seed: number): object =>
  randomLayered(seed, {
    ...(isProof ? {} : { mostWidth: 2, depth: 1 + (seed % 2), mostSamples: 2 }),
    ...(seed % 2 === 0 && { optimizer: optimizers[(seed / 2) % optimizers.length] ?? {} }),
  });

/** Seeds that nothing was tuned with. */
const firstMutation = 70_001;

/** Whether a changed stream gets through. */
function isAccepted({ text }: Mutant): boolean {
  try {
    return verifyStream(text).ok;
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}

describe("the judge accepts what is right", () => {
  const seeds = Array.from({ length: layered / 10 }, (_, k) => 1 + 10 * k);
  it.each(seeds)("the streams of 10 random networks from seed %i on", { timeout }, (first) => {
    for (let seed = first; seed < first + 10; seed++) {
      const file = layeredFile(seed);
      const { rejected } = verifyStream(streamOf(file));
      expect(rejected, `seed ${seed}: ${JSON.stringify(file)}`).toEqual([]);
    }
  });

  const cases = equationCases.filter((_, place) => isProof || place % 3 === 0);
  it.each(cases.map((each) => [each.name, each] as const))(
    "the stream of %s",
    { timeout },
    (_, each) => {
      expect(verifyStream(streamOf(equationFile(each, 1))).rejected).toEqual([]);
    },
  );
});

describe("whether a change keeps the meaning", () => {
  it.each([
    ["x[i]*y[j] + 2", "2 + y[j]*x[i]", true],
    ["sum(k=1..3, x[k]^2)", "sum(k=1..3, (-x[k])^2)", true],
    ["x[i]^1", "x[i]*1", true],
    ["sum(k=1..3, x[k])", "sum(k=1..2, x[k])", false],
    ["diff(x[i]*2, x[j])", "diff(x[i]*3, x[j])", false],
    ["delta(i-j, 0)*x[i]", "delta(i-j, 1)*x[i]", false],
    ["x[i]", "x[j]", false],
    ["max(k'=0..1, x[k'] + i')", "max(k'=0..1, i' + x[k'])", true],
    ["delta(i'-j, 0)*x[i']", "delta(i'-j, 0)*x[j]", true],
    ["∂z[i]*x[j]", "z[i]*x[j]", false],
    ["0.25", "0.26", false],
    ["delta(i-j, 0)*delta(1-p, 0)", "delta(i-j, 0)/delta(1-p, 0)", true],
    ["diff(a[2], a[p])", "-diff(a[2], a[p])", true],
    ["diff(a[2], a[j])", "-diff(a[2], a[j])", false],
    ["0.5*diff(sum(t=1..4, h[t]^2), h[t'])", "-0.5*diff(sum(t=1..4, h[t]^2), h[t'])", true],
    ["0.5*diff(sum(t=0..4, h[t]^2), h[t'])", "-0.5*diff(sum(t=0..4, h[t]^2), h[t'])", false],
    ["diff(w*w, w)", "w", false],
    ["x[i]*diff(w, w)", "x[i]^diff(w, w)", true],
  ])("%s and %s: %s", (a, b, isSame) => {
    expect(hasSameMeaning(a, b, ["i=1..3", "j=1..3", "i'=1..3", "p=1..1", "t'=0..0"])).toBe(isSame);
  });
});

describe("the judge rejects what is wrong", () => {
  const sources = [
    projectFile("examples/article.yaml"),
    projectFile("examples/rnn.yaml"),
    ...[
      "a recurrence with a learned boundary",
      "softmax with cross-entropy",
      "special instances of a family",
      "two recurrences that need each other",
    ].flatMap((name) =>
      equationCases.filter((each) => each.name === name).map((each) => equationFile(each, 2)),
    ),
    layeredFile(4),
  ].map(streamOf);

  it(`${mutations} streams with one change each`, { timeout }, () => {
    const tally = new Map<string, { tried: number; accepted: number }>();
    const through: string[] = [];
    for (let seed = firstMutation; seed < firstMutation + mutations; seed++) {
      const text = sources[seed % sources.length] ?? "";
      const changed = seed % 10 === 0 ? shuffled(text, seed) : mutant(text, seed);
      if (changed.formula && hasSameMeaning(...changed.formula)) continue;
      const count = tally.get(changed.kind) ?? { tried: 0, accepted: 0 };
      tally.set(changed.kind, count);
      count.tried++;
      if (!isAccepted(changed)) continue;
      count.accepted++;
      through.push(`${changed.kind}: ${changed.what}`);
    }
    if (isProof) console.log(Object.fromEntries(tally), through);
    expect(through.length, through.join("\n")).toBeLessThanOrEqual(mutations / 1000);
  });
});
