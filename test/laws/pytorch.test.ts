import { describe, expect, it } from "vitest";
import { gradientsOf } from "../../src/gradients/gradients.js";
import { type LayeredFile, pytorch } from "../support/pytorch.js";
import { activationNames, lossNames, randomLayered } from "../support/random-layered.js";
import { networkOf } from "../support/read.js";

const numbers = (value: unknown): readonly number[] =>
  Array.isArray(value) ? value.flatMap(numbers) : [Number(value)];

/** Where all that is left of numbers around 1 is rounding, errors are not relative to it. */
const onlyRounding = 1e-5;

/** The largest difference of two lists, as a share of their largest number. */
function apart(given: readonly number[], expected: readonly number[]): number {
  if (given.length !== expected.length) return Number.NaN;
  const largest = Math.max(onlyRounding, ...expected.map(Math.abs));
  const difference = Math.max(...given.map((each, k) => Math.abs(each - (expected[k] ?? 0))));
  return difference === 0 ? 0 : difference / largest;
}

/** How far loss, parameter and input gradients of a file are from PyTorch's. */
function errorsOf(file: object): readonly number[] {
  const { loss, tensors, inputs } = gradientsOf(networkOf(file));
  const expected = pytorch(file as LayeredFile);
  const names = [...expected.tensors.keys()].sort();
  expect([...tensors.keys()].sort()).toEqual(names);
  return [
    apart([loss.value], [expected.loss]),
    ...names.map((name) =>
      apart(numbers(tensors.get(name)?.gradient), expected.tensors.get(name) ?? []),
    ),
    apart(numbers([...inputs.values()]), expected.inputs.flat()),
  ];
}

const cases = activationNames.flatMap((activation, row) =>
  lossNames.map((loss, column) => {
    const number = row * lossNames.length + column;
    return { activation, loss, depth: 1 + (number % 6), seed: 7000 + number };
  }),
);

describe("layered networks agree with PyTorch in loss, parameter and input gradients", () => {
  it.each(cases)("$activation and $loss, depth $depth, seed $seed", ({ seed, ...choice }) => {
    for (const more of [0, 1000]) {
      const file = randomLayered(seed + more, { ...choice, mostWidth: 12, mostSamples: 5 });
      for (const error of errorsOf(file)) expect(error).toBeLessThanOrEqual(1e-9);
    }
  });
});
