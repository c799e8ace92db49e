import { describe, expect, it } from "vitest";
import { gradientsOf } from "../../src/gradients/gradients.js";
import { train } from "../../src/gradients/train/train.js";
import { layeredCases, randomCases } from "../export/cases.js";
import { inPyTorch, pythonWith, withoutTorch } from "../support/python.js";
import { randomLayered } from "../support/random-layered.js";
import { networkOf } from "../support/read.js";

const hasTorch = pythonWith("torch") !== undefined;
const title = hasTorch ? "the real PyTorch" : `the real PyTorch: ${withoutTorch}`;
if (!hasTorch) console.info(`laws about the real PyTorch were ${withoutTorch}`);

interface Answer {
  readonly loss: number;
  readonly inputs: unknown;
  readonly tensors: Readonly<Record<string, unknown>>;
  readonly trained?: Readonly<Record<string, unknown>>;
  readonly last?: number;
}

const numbers = (value: unknown): readonly number[] =>
  Array.isArray(value) ? value.flatMap(numbers) : [Number(value)];

/** The largest difference of two lists of numbers, as a share of their largest number, but of 0.01 at least. */
function apart(given: readonly number[], expected: readonly number[]): number {
  if (given.length !== expected.length) return Number.NaN;
  const largest = Math.max(0.01, ...expected.map(Math.abs));
  return Math.max(0, ...given.map((each, k) => Math.abs(each - (expected[k] ?? 0)) / largest));
}

/** One list for each input over the samples, as our inputs are, from one list for each sample. */
function byUnit(inputs: unknown): readonly number[] {
  const rows = inputs as readonly (number | readonly number[])[];
  if (typeof rows[0] === "number") return numbers(rows);
  const first = rows[0] ?? [];
  return first.flatMap((_, unit) => rows.map((row) => (row as readonly number[])[unit] ?? NaN));
}

const close = 1e-12;

function complaintsAbout(name: string, file: object, answer: Answer): readonly string[] {
  const ours = gradientsOf(networkOf(file));
  const tensors = Object.entries(answer.tensors);
  const errors: readonly (readonly [string, number])[] = [
    ["loss", apart([ours.loss.value], [answer.loss])],
    ["inputs", apart(numbers([...ours.inputs.values()]), byUnit(answer.inputs))],
    ...tensors.map(
      ([key, gradient]) =>
        [key, apart(numbers(ours.tensors.get(key)?.gradient), numbers(gradient))] as const,
    ),
  ];
  if (ours.tensors.size !== tensors.length) return [`${name}: other tensors`];
  return errors.flatMap(([what, error]) => (error <= close ? [] : [`${name}: ${what} ${error}`]));
}

describe(title, () => {
  it.runIf(hasTorch).each([
    ["every activation with every loss", layeredCases],
    ["random networks", randomCases],
  ])(
    "has the loss and the gradients of %s",
    (_, cases) => {
      const answers = inPyTorch<Answer>(cases.map(([, file]) => ({ file })));
      const complaints = cases.flatMap(([name, file], place) => {
        const answer = answers[place];
        return answer ? complaintsAbout(name, file, answer) : [`${name}: no answer`];
      });
      expect(complaints).toEqual([]);
      expect(answers).toHaveLength(cases.length);
    },
    300_000,
  );

  // Every option of every optimizer, one by one and together, with what PyTorch allows at the borders.
  const optimizers: readonly object[] = [
    { sgd: { lr: 0.1 } },
    { sgd: { lr: 0 } },
    { sgd: { lr: 0.1, momentum: 0.9 } },
    { sgd: { lr: 0.1, momentum: 0.9, nesterov: true } },
    { sgd: { lr: 0.1, momentum: 0.9, dampening: 0.3 } },
    { sgd: { lr: 0.1, momentum: 0.5, dampening: -0.5, weight_decay: 0.01 } },
    { sgd: { lr: 0.1, momentum: 0.8, nesterov: true, weight_decay: 0.1 } },
    ...["adam", "adamw"].flatMap((name) => [
      { [name]: {} },
      { [name]: { lr: 0.05, betas: [0.8, 0.95] } },
      { [name]: { lr: 0.05, betas: [0, 0] } },
      { [name]: { lr: 0.05, betas: [0.9, 0] } },
      { [name]: { lr: 0.05, eps: 0 } },
      { [name]: { lr: 0.05, eps: 0.1, weight_decay: 0.1 } },
      { [name]: { lr: 0.05, amsgrad: true } },
      { [name]: { lr: 0.05, amsgrad: true, betas: [0.5, 0.6], weight_decay: 0.2, eps: 0.001 } },
    ]),
    { rmsprop: {} },
    { rmsprop: { lr: 0.02, alpha: 0.9, eps: 0 } },
    { rmsprop: { lr: 0.02, alpha: 0 } },
    { rmsprop: { lr: 0.02, centered: true } },
    { rmsprop: { lr: 0.02, momentum: 0.5 } },
    { rmsprop: { lr: 0.02, centered: true, momentum: 0.5, weight_decay: 0.1, eps: 0.01 } },
    { rmsprop: { lr: 0.02, alpha: 1, eps: 0.5 } },
    { adagrad: {} },
    { adagrad: { lr: 0.1, eps: 0 } },
    { adagrad: { lr: 0.1, lr_decay: 0.1 } },
    { adagrad: { lr: 0.1, weight_decay: 0.1 } },
    { adagrad: { lr: 0.1, initial_accumulator_value: 0.2 } },
    { adagrad: { lr: 0.1, lr_decay: 0.1, weight_decay: 0.1, initial_accumulator_value: 0.2 } },
  ];

  // A step that divides by the last gradient alone (Adam with β₂ = 0) makes the rounding of small ones large.
  const boundFor = (optimizer: object | undefined): number =>
    /"betas":\[[\d.]+,0\]/.test(JSON.stringify(optimizer)) ? 1e-7 : 1e-9;

  it.runIf(hasTorch)(
    "takes the same 50 steps with every option of every optimizer",
    () => {
      const steps = 50;
      const files = optimizers.map((optimizer, place) =>
        randomLayered(8100 + place, { activation: "tanh", loss: "mse", depth: 2, optimizer }),
      );
      const answers = inPyTorch<Answer>(files.map((file) => ({ file, steps })));
      const complaints = files.flatMap((file, place) => {
        const { losses, tensors } = train(networkOf(file), steps);
        const { trained = {}, last = Number.NaN } = answers[place] ?? {};
        const errors = Object.entries(trained).map(([key, value]) =>
          apart(numbers(tensors.get(key)?.value), numbers(value)),
        );
        const error = Math.max(apart(losses.slice(-1), [last]), ...errors);
        return error <= boundFor(optimizers[place])
          ? []
          : [`${JSON.stringify(optimizers[place])}: ${error}`];
      });
      expect(complaints).toEqual([]);
    },
    120_000,
  );

  const drawn: readonly object[] = [
    [{ in: 2, out: 3 }, "tanh", { in: 3, out: 1 }],
    [{ in: 2, out: 3, bias: false }, "relu", { in: 3, out: 4 }, "relu", { in: 4, out: 2 }],
    [{ in: 2, out: 5, init: "xavier_uniform" }, "tanh", { in: 5, out: 1 }],
    [{ in: 2, out: 5 }, "tanh", { in: 5, out: 1, init: { uniform: { a: -0.5, b: 0.25 } } }],
    [
      { in: 2, out: 30, init: "kaiming_uniform" },
      "relu",
      { in: 30, out: 20, bias: false, init: "xavier_uniform" },
      "relu",
      { in: 20, out: 2 },
    ],
  ].map((layers) => layers.map((each) => (typeof each === "string" ? each : { linear: each })));

  it.runIf(hasTorch)(
    "draws the same numbers, bit for bit",
    () => {
      const files = drawn.flatMap((layers) =>
        [0, 1, 4_294_967_297].map((seed) => ({
          inputs: [0.5, -1],
          targets: Array.from({ length: outputsOf(layers as readonly object[]) }, () => 0),
          layers,
          loss: "mse",
          seed,
        })),
      );
      const answers = inPyTorch<Readonly<Record<string, unknown>>>(files.map((draw) => ({ draw })));
      for (const [place, file] of files.entries()) {
        const { tensors } = gradientsOf(networkOf(file));
        for (const [name, value] of Object.entries(answers[place] ?? {}))
          expect(tensors.get(name)?.value, JSON.stringify(file)).toEqual(value);
      }
      expect(answers).toHaveLength(files.length);
    },
    60_000,
  );
});

const outputsOf = (layers: readonly object[]): number => {
  const last = layers.at(-1) as { readonly linear: { readonly out: number } };
  return last.linear.out;
};
