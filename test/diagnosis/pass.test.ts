import { describe, expect, it } from "vitest";
import { noHooks } from "../../src/diagnosis/hooks.js";
import { plainNetwork } from "../../src/diagnosis/plain-network.js";
import { predict } from "../../src/diagnosis/predict.js";
import { mistakesIn } from "../../src/diagnosis/row.js";
import { mistakeRows } from "../../src/diagnosis/rows/index.js";
import { trainingsOf } from "../../src/diagnosis/training.js";
import { backpropagate } from "../../src/gradients/backprop/backpropagate.js";
import { adjointName, tuplesOf } from "../../src/math/model/model.js";
import { double } from "../../src/math/numeric/double.js";
import { evaluate } from "../../src/math/numeric/evaluate.js";
import { randomLayered } from "../support/random-layered.js";
import { networkOf } from "../support/read.js";

const seeds = Array.from({ length: 60 }, (_, seed) => seed + 1);
const optimizers: readonly object[] = [
  { sgd: { lr: 0.5 } },
  { sgd: { lr: 0.05, momentum: 0.9, nesterov: true, weight_decay: 0.01 } },
];

const network = (seed: number) => {
  const optimizer = optimizers[seed % optimizers.length];
  return networkOf(randomLayered(seed, optimizer ? { optimizer } : {}));
};

const expectClose = (actual: number, expected: number, about: string): void => {
  const scale = Math.max(1e-6, Math.abs(expected));
  expect(Math.abs(actual - expected) / scale, `${about}: ${actual}, ${expected}`).toBeLessThan(
    1e-9,
  );
};

describe("the plain pass without mistakes", () => {
  it.each(seeds)("gives the values and gradients of random network %i", (seed) => {
    const built = network(seed);
    const plain = plainNetwork(built);
    const moment = trainingsOf(plain, [0])(noHooks, 0);
    const { model } = backpropagate(built.model);
    const values = evaluate(model, double);
    let compared = 0;
    for (const { name, role, axes } of built.model.quantities.values())
      for (const indices of tuplesOf(axes)) {
        const instance = { name, indices };
        const at = (kind: "value" | "gradient"): number =>
          predict(built, plain, noHooks, { kind, instance, step: 0 }, moment);
        if (role === "intermediate") expectClose(at("value"), values.get(name, indices), name);
        if (role === "target" || !model.quantities.has(adjointName(name))) continue;
        expectClose(at("gradient"), values.get(adjointName(name), indices), `∂${name}`);
        compared++;
      }
    expect(compared).toBeGreaterThan(0);
  });

  it.each(seeds.slice(0, 20))("trains random network %i as its optimizer says", (seed) => {
    const built = network(seed);
    const plain = plainNetwork(built);
    const trainings = trainingsOf(plain, [0, 1]);
    const [before, after] = [trainings(noHooks, 0), trainings(noHooks, 1)];
    const rate = Number(built.optimizer?.constants.get("eta"));
    const decay = Number(built.optimizer?.constants.get("lambda"));
    const momentum = Number(built.optimizer?.constants.get("mu"));
    before.parameters.forEach(({ weight }, layer) => {
      weight.forEach((w, place) => {
        const g = (before.gradients[layer]?.weight[place] ?? 0) + decay * w;
        const expected = w - rate * (1 + momentum) * g;
        expectClose(after.parameters[layer]?.weight[place] ?? Number.NaN, expected, "w");
      });
    });
  });
});

describe("the table of mistakes", () => {
  it("names each once", () => {
    const ids = mistakeRows.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("strikes somewhere with each row", () => {
    const files: readonly object[] = [
      ...seeds.map((seed) => randomLayered(seed, { optimizer: optimizers[seed % 2] ?? {} })),
      ...["categorical_cross_entropy", "cross_entropy", "mse", "half_squared_error"].flatMap(
        (loss) =>
          [1, 2, 3].map((seed) =>
            randomLayered(seed, {
              loss,
              depth: 3,
              activation: "tanh",
              optimizer: { sgd: { lr: 1 } },
            }),
          ),
      ),
    ];
    const frozen = { ...files[0], frozen: ["w1"] };
    const struck = new Set(
      [...files, frozen].flatMap((file) =>
        mistakesIn<string>(mistakeRows, plainNetwork(networkOf(file)))
          .filter(({ variants }) => variants.length > 0)
          .map(({ row }) => row.id),
      ),
    );
    expect(mistakeRows.filter(({ id }) => !struck.has(id)).map(({ id }) => id)).toEqual([]);
  });
});
