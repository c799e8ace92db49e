import { describe, expect, it } from "vitest";
import { diagnose } from "../../src/diagnosis/diagnose.js";
import type { Network } from "../../src/network/network.js";
import { networkOf } from "../support/read.js";
import {
  biasFacts,
  collisionFacts,
  gradientFacts,
  type MistakeFact,
  processFacts,
  rightStep,
  singleFacts,
  updateFacts,
} from "./facts.js";

interface Data {
  readonly activation: string;
  readonly inputs: unknown;
  readonly targets: unknown;
}

const one: Data = { activation: "sigmoid", inputs: [0.05, 0.1], targets: [0.01, 0.99] };

const seedNetwork = (
  bias: (layer: 0 | 1) => unknown,
  { activation, inputs, targets }: Data = one,
): Network =>
  networkOf({
    inputs,
    targets,
    layers: [
      {
        linear: {
          weight: [
            [0.15, 0.2],
            [0.25, 0.3],
          ],
          bias: bias(0),
        },
      },
      activation,
      {
        linear: {
          weight: [
            [0.4, 0.45],
            [0.5, 0.55],
          ],
          bias: bias(1),
        },
      },
      activation,
    ],
    loss: "half_squared_error",
    optimizer: { sgd: { lr: 0.5 } },
  });

const eachItsOwn = (layer: 0 | 1): unknown => (layer === 0 ? [0.35, 0.35] : [0.6, 0.6]);
const own = seedNetwork(eachItsOwn);
const shared = seedNetwork((layer) => (layer === 0 ? 0.35 : 0.6));
const tanh = seedNetwork(eachItsOwn, {
  activation: "tanh",
  inputs: [
    [0.05, 0.1],
    [0.3, 0.2],
  ],
  targets: [
    [0.01, 0.99],
    [0.5, 0.25],
  ],
});
const networks = { own, shared, tanh };

/** The numbers of a mistake as somebody writes them who has made it. */
const written = ({ w1, w5, E }: MistakeFact, suffix = ""): readonly string[] => [
  `w1${suffix}=${w1.toPrecision(11)}`,
  `w5${suffix}=${w5.toPrecision(11)}`,
  ...(E === undefined ? [] : [`E=${E.toPrecision(11)}`]),
];

const causesOf = (network: Network, texts: readonly string[]): readonly string[] =>
  diagnose(network, texts).causes.map(({ id }) => id);

describe("known mistakes on the article's network", () => {
  it("are at least thirty", () => {
    const all = [...gradientFacts, ...processFacts, ...updateFacts].map(({ id }) => id);
    expect(new Set(all).size).toBeGreaterThanOrEqual(30);
  });

  it.each([...gradientFacts, ...processFacts])("$id explains its numbers", (fact) => {
    const { causes } = diagnose(own, written(fact));
    const cause = causes.find(({ id }) => id === fact.id);
    expect(causes.map(({ id }) => id)).toContain(fact.id);
    expect(cause?.values.get("w1")).toBeCloseTo(fact.w1, 14);
    expect(cause?.values.get("w5")).toBeCloseTo(fact.w5, 14);
  });

  it.each(updateFacts)("$id explains its weights after a step", (fact) => {
    expect(causesOf(own, written(fact, "@1"))).toContain(fact.id);
    expect(causesOf(own, written(fact, "_new"))).toContain(fact.id);
  });

  it.each(collisionFacts)("$given comes from just $ids", ({ given, ids }) => {
    expect([...causesOf(own, given)].sort()).toEqual([...ids].sort());
  });

  it.each(singleFacts)("$id alone explains $given", ({ id, network, given }) => {
    expect(causesOf(networks[network], given)).toEqual([id]);
  });

  it("does not accuse the last digits of a loss that training has brought down to rounding errors", () => {
    const line = networkOf({
      inputs: [1, 0.5],
      targets: [0.3],
      layers: [{ linear: { weight: [[0.2, 0.1]], bias: [0.1] } }],
      loss: "half_squared_error",
      optimizer: { sgd: { lr: 0.1 } },
    });
    // The error of the output is 0.05 at first and falls to 0.775 of it in each step.
    const exact = (0.05 * 0.775 ** 125) ** 2 / 2;
    const { answers, causes } = diagnose(line, [`E@125=${exact.toPrecision(4)}`]);
    expect(answers.get("E@125")?.correct).not.toBeCloseTo(exact, 32);
    expect(answers.get("E@125")?.right).toBe(true);
    expect(causes).toEqual([]);
    expect(diagnose(line, ["E@5=0.00009771"]).answers.get("E@5")?.right).toBe(true);
    expect(diagnose(line, ["E@5=0.00009772"]).answers.get("E@5")?.right).toBe(false);
  });

  it("finds a mistake of every layer on the line that it meets first", () => {
    const { causes } = diagnose(own, ["w5=0.330473"]);
    expect(causes.map(({ id, where }) => [id, where])).toEqual([
      ["sigma_as_derivative", "dE/do1 = dE/dm1 · dm1/do1"],
      ["sigma_as_derivative_out", "dE/do1 = dE/dm1 · dm1/do1"],
    ]);
  });

  it("takes absolute values of the errors for subtracted paths", () => {
    const given = ["w1=0.00089822431", "w5=0.082167041", "w7=0.02260254"];
    expect(causesOf(own, given)).toContain("paths_subtracted");
  });

  it.each([
    ["a bias for each unit", own, biasFacts.own],
    ["one bias for each layer", shared, biasFacts.shared],
  ] as const)("the gradients of %s are right", (_, network, facts) => {
    const { answers, causes } = diagnose(
      network,
      Object.entries(facts).map(([name, value]) => `${name}=${value}`),
    );
    expect([...answers.values()].every(({ right }) => right)).toBe(true);
    expect(causes).toEqual([]);
  });

  it("the right step is right", () => {
    const { causes, answers } = diagnose(own, [`w1@1=${rightStep.w1}`, `w5_new=${rightStep.w5}`]);
    expect(causes).toEqual([]);
    expect(answers.get("w5_new")).toMatchObject({
      given: rightStep.w5,
      givenText: String(rightStep.w5),
      correct: rightStep.w5,
      right: true,
    });
  });
});
