import { beforeAll, describe, expect, it } from "vitest";
import { judgeReference } from "../../src/check/reference/judge-reference.js";
import { tensorReference } from "../../src/check/reference/reference.js";
import { exactDecimal } from "../../src/math/formula/float32.js";
import type { Network } from "../../src/network/network.js";
import { counted } from "../support/counts.js";
import { drawsFrom } from "../support/draws.js";
import {
  drawTask,
  type Float32Layer,
  type Float32Task,
  float32Gradients,
  trainInFloat32,
} from "../support/float32-training.js";
import { networkOf } from "../support/read.js";

const steps = 1000;

const rows = (values: Float32Array, length: number): string =>
  `[${Array.from({ length: values.length / length }, (_, j) => list(values.slice(j * length, (j + 1) * length))).join(", ")}]`;
const list = (values: Float32Array): string => `[${Array.from(values, exactDecimal).join(", ")}]`;

/** The network file of a task, with every digit of its float32 numbers. */
function fileOf({ activation, loss, inputs, classes, layers }: Float32Task): string {
  const targets =
    loss === "cross_entropy"
      ? `[${classes.join(", ")}]`
      : `[${classes.map((c) => `[${[0, 1, 2].map((k) => Number(k === c)).join(", ")}]`).join(", ")}]`;
  const written = layers.map(
    ({ weight, bias, inputs: length }) =>
      `  - linear: { weight: ${rows(weight, length)}, bias: ${list(bias)} }`,
  );
  return `inputs: [${inputs.map(list).join(", ")}]
targets: ${targets}
layers:
${written.join(`\n  - ${activation}\n`)}
loss: ${loss}
`;
}

const given = (gradients: readonly Float32Layer[]) =>
  tensorReference(
    gradients.flatMap(({ weight, bias, inputs, outputs }, k) => [
      { name: `${2 * k}.weight`, shape: [outputs, inputs], values: weight, type: "float32" },
      { name: `${2 * k}.bias`, shape: [outputs], values: bias, type: "float32" },
    ]),
  );

interface Trained {
  readonly network: Network;
  readonly gradients: readonly Float32Layer[];
}

const kinds = (["relu", "tanh"] as const).flatMap((activation) =>
  (["cross_entropy", "mse"] as const).map((loss) => ({ activation, loss })),
);

function trained(seed: number): Trained {
  const draws = drawsFrom(seed);
  const { activation, loss } = kinds[seed % kinds.length] ?? draws.pick(kinds);
  const task = drawTask(draws, activation, loss);
  trainInFloat32(task, steps, draws.pick([0.01, 0.02, 0.05]));
  return { network: networkOf(fileOf(task)), gradients: float32Gradients(task) };
}

/** What is wrong with a layer that somebody computed. */
const faults: Readonly<Record<string, (layer: Float32Layer) => Float32Array>> = {
  transposed: ({ weight, inputs, outputs }) =>
    inputs === outputs
      ? weight.map((_, at) => weight[(at % inputs) * inputs + Math.floor(at / inputs)] ?? 0)
      : weight,
  "a factor lost": ({ weight }) => weight.map((each) => each * 0.5),
  "the sign": ({ weight }) => weight.map((each) => -each),
  "one layer zeroed": ({ weight }) => weight.map(() => 0),
};

describe("gradients that a float32 program computes for a trained network", () => {
  let networks: readonly Trained[] = [];
  beforeAll(() => {
    networks = Array.from({ length: counted(80) }, (_, seed) => trained(seed));
  }, 600_000);

  it("are accepted, every one", { timeout: 600_000 }, () => {
    const refused = networks.flatMap(({ network, gradients }, seed) => {
      const { ok, first } = judgeReference(network, given(gradients));
      return ok ? [] : [`${seed}: ${first?.name}, ${first?.given.value}, not ${first?.right}`];
    });
    expect(refused).toEqual([]);
  });

  it("are refused where a fault changes a number by more than four times its bound", {
    timeout: 600_000,
  }, () => {
    const draws = drawsFrom(77);
    const names = Object.keys(faults);
    let [planted, small] = [0, 0];
    const accepted: string[] = [];
    while (planted < counted(200)) {
      const { network, gradients } = draws.pick(networks);
      const which = draws.integer(0, gradients.length - 1);
      const name = draws.pick(names);
      const wrong = gradients.map((layer, k) =>
        k === which ? { ...layer, weight: faults[name]?.(layer) ?? layer.weight } : layer,
      );
      const { ok, claims } = judgeReference(network, given(wrong));
      const numbers = claims.find(({ entry }) => entry.name === `${2 * which}.weight`)?.numbers;
      const isLarge = numbers?.some(({ given: { value }, bound = 0 }, at) => {
        const right = gradients[which]?.weight[at] ?? Number.NaN;
        return Math.abs(value - right) > 4 * bound;
      });
      if (!isLarge) {
        small += name === "transposed" ? 0 : 1;
        continue;
      }
      planted += 1;
      if (ok) accepted.push(name);
    }
    expect(accepted).toEqual([]);
    // A bound that is too wide would leave the faults of most networks open.
    console.log(`${planted} faults planted, ${small} smaller than four times the bound`);
    expect(small).toBeLessThan(planted);
  });
});
