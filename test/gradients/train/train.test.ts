import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { gradientsOf, requireFinite } from "../../../src/gradients/gradients.js";
import { train } from "../../../src/gradients/train/train.js";
import { equationCases, equationFile } from "../../cases/equation-files.js";
import { problemsOf } from "../../network/specs.js";
import { randomLayered } from "../../support/random-layered.js";
import { networkOf, projectFile } from "../../support/read.js";

const example = (name: string): string => projectFile(`examples/${name}.yaml`);

describe("training", () => {
  it("Mazur's network after 10,000 steps, its biases frozen", () => {
    const { losses, tensors, parameters } = train(networkOf(example("mazur")), 10_000);
    expect(losses.length).toBe(10_001);
    expect(losses[0]).toBeCloseTo(0.2983711087600027, 14);
    expect(losses[1]).toBeCloseTo(0.291027773694, 11);
    expect(losses[10_000]?.toPrecision(6)).toBe("0.0000351019");
    expect([parameters.get("b1"), parameters.get("b2")]).toEqual([0.35, 0.6]);
    const file = parse(example("mazur"));
    file.layers[0].linear.weight = tensors.get("0.weight")?.value;
    file.layers[2].linear.weight = tensors.get("2.weight")?.value;
    const { values } = gradientsOf(networkOf(file));
    expect(Number(values.get("out_o1")).toFixed(9)).toBe("0.015913620");
    expect(Number(values.get("out_o2")).toFixed(9)).toBe("0.984064274");
  });

  it("the article's step has the numbers that PyTorch prints", () => {
    const { tensors, losses } = train(networkOf(example("article")), 1);
    const rounded = (name: string): unknown =>
      JSON.parse(JSON.stringify(tensors.get(name)?.value), (_, value: unknown) =>
        typeof value === "number" ? value.toFixed(4) : value,
      );
    expect(rounded("0.weight")).toEqual([
      ["0.1498", "0.1996"],
      ["0.2498", "0.2995"],
    ]);
    expect(rounded("0.bias")).toEqual(["0.3456", "0.3450"]);
    expect(rounded("2.weight")).toEqual([
      ["0.3589", "0.4087"],
      ["0.5113", "0.5614"],
    ]);
    expect(rounded("2.bias")).toEqual(["0.5308", "0.6190"]);
    expect(losses).toHaveLength(2);
  });

  it("a shared bias trains as one parameter", () => {
    const network = networkOf(example("mazur").replace(/frozen.*/, ""));
    const gradient = gradientsOf(network).gradients.get("b1") ?? 0;
    const { parameters, tensors } = train(network, 1);
    expect(parameters.get("b1")).toBe(0.35 - 0.5 * gradient);
    expect(tensors.get("0.bias")).toEqual({ value: parameters.get("b1") });
  });

  it("leaves alone single weights that are frozen, and whole tensors", () => {
    const text = example("article");
    const { parameters } = train(networkOf(`${text}\nfrozen: [w1, 2.weight, b2]`), 20);
    expect(["w1", "w5", "w6", "w7", "w8", "b2"].map((name) => parameters.get(name))).toEqual([
      0.15, 0.4, 0.45, 0.5, 0.55, 0.35,
    ]);
    expect(parameters.get("w2")).not.toBe(0.2);
    expect(parameters.get("b1")).not.toBe(0.35);
  });

  it("changes nothing where all parameters are frozen", () => {
    const all = "frozen: [0.weight, 0.bias, 2.weight, 2.bias]";
    const { losses } = train(networkOf(`${example("article")}\n${all}`), 3);
    expect(new Set(losses).size).toBe(1);
    expect(losses).toHaveLength(4);
  });

  it("no steps give the loss, and the parameters as they are", () => {
    const { steps, losses, parameters } = train(networkOf(example("rnn")), 0);
    expect(steps).toBe(0);
    expect(losses).toEqual([gradientsOf(networkOf(example("rnn"))).loss.value]);
    expect([...parameters]).toEqual([
      ["u", 0.5],
      ["w", 0.4],
      ["b", 0.1],
    ]);
  });

  it("tells every step", () => {
    const told: (readonly [number, number])[] = [];
    const { losses } = train(
      networkOf(example("rnn")),
      3,
      (done, loss) => void told.push([done, loss]),
    );
    expect(told).toEqual(losses.map((loss, done) => [done, loss]));
  });

  it("goes on from where it stopped, for an optimizer without state", () => {
    const file = parse(example("article"));
    const first = train(networkOf(file), 3);
    file.layers[0].linear = {
      weight: first.tensors.get("0.weight")?.value,
      bias: first.tensors.get("0.bias")?.value,
    };
    file.layers[2].linear = {
      weight: first.tensors.get("2.weight")?.value,
      bias: first.tensors.get("2.bias")?.value,
    };
    const rest = train(networkOf(file), 4);
    const whole = train(networkOf(example("article")), 7);
    expect([...rest.parameters]).toEqual([...whole.parameters]);
    expect(rest.losses).toEqual(whole.losses.slice(3));
  });
});

const optimizers: readonly object[] = [
  { sgd: { lr: 0.05, momentum: 0.9 } },
  { adam: { lr: 0.01, amsgrad: true } },
  { adamw: { lr: 0.01, weight_decay: 0.1 } },
  { rmsprop: { lr: 0.001, centered: true, momentum: 0.5 } },
  { adagrad: { lr: 0.05, lr_decay: 0.1 } },
];

describe("every network trains, and the loss falls", () => {
  it.each(Array.from({ length: 20 }, (_, place) => 900 + place))("random network %i", (seed) => {
    const optimizer = optimizers[seed % optimizers.length] ?? {};
    const network = networkOf(randomLayered(seed, { mostWidth: 3, mostSamples: 3, optimizer }));
    const { losses } = train(network, 60);
    const slopes = [...gradientsOf(network).gradients.values()];
    if (slopes.every((slope) => slope === 0)) expect(new Set(losses).size).toBe(1);
    else expect(Math.min(...losses.slice(1))).toBeLessThan(losses[0] ?? 0);
  });

  it.each(equationCases.map((each) => [each.name, each] as const))("%s", (_, each) => {
    const network = networkOf({ ...equationFile(each, 1), optimizer: { sgd: { lr: 0.001 } } });
    const { losses, parameters } = train(network, 3);
    expect(losses.slice(1).every((loss, step) => loss < (losses[step] ?? 0))).toBe(true);
    expect(parameters.size).toBe(gradientsOf(network).gradients.size);
  });
});

describe("what cannot be trained", () => {
  const square = (start: number, rate: number): string =>
    `parameters: { w: ${start} }\nequations: { h: w^2, E: h^2 }\noptimizer: { sgd: { lr: ${rate} } }`;

  it("a file without an optimizer", () => {
    const text = example("rnn").replace(/optimizer.*/, "");
    expect(problemsOf(() => train(networkOf(text), 1))).toEqual([
      "? no-optimizer: cannot train: the network file has no `optimizer` (add one, such as `optimizer: { sgd: { lr: 0.1 } }`)",
    ]);
  });

  it("names the quantity and the step where training diverges", () => {
    expect(problemsOf(() => train(networkOf(square(2, 100)), 50))).toEqual([
      "? not-finite: `E` after 4 steps is not a finite number: it is Infinity (training may have diverged; a smaller `lr` makes smaller steps)",
    ]);
  });

  it.each([
    ["adam: { eps: 0 }", "NaN"],
    ["adamw: { eps: 0, weight_decay: 0 }", "NaN"],
    ["adagrad: { eps: 0 }", "NaN"],
    ["rmsprop: { eps: 0 }", "NaN"],
    ["rmsprop: { eps: 0, momentum: 0.5 }", "NaN"],
  ])("names the parameter that %s divides by 0", (optimizer, value) => {
    const text = `parameters: { w: 0 }\nequations: { E: w^2 }\noptimizer: { ${optimizer} }`;
    const problem = `? not-finite: \`w\` after 1 step is not a finite number: it is ${value} (with \`eps: 0\` a step can divide by 0, as where a gradient is 0; leave \`eps\` out for PyTorch's default)`;
    expect(problemsOf(() => train(networkOf(text), 1))).toEqual([problem]);
    expect(problemsOf(() => requireFinite(networkOf(text)))).toEqual([problem]);
  });

  it.each([
    "adam: { eps: 0 }",
    "adam: { lr: 0, betas: [0, 0], eps: 0 }",
    "rmsprop: { alpha: 0, eps: 0 }",
    "adagrad: { eps: 0, lr: 0 }",
    "sgd: { lr: 0 }",
  ])("takes %s as PyTorch does", (optimizer) => {
    const text = `parameters: { w: 3 }\nequations: { E: w^2 }\noptimizer: { ${optimizer} }`;
    const rate = /lr: 0\b/.test(optimizer) ? 0 : optimizer.startsWith("adam") ? 0.001 : 0.01;
    expect(train(networkOf(text), 1).parameters.get("w")).toBeCloseTo(3 - rate, 14);
    requireFinite(networkOf(text));
  });

  it("names the derivative that is not finite", () => {
    const text = "parameters: { w: 0 }\nequations: { E: sqrt(w) }\noptimizer: adam";
    expect(problemsOf(() => train(networkOf(text), 5))).toEqual([
      "? not-finite: the derivative by `w` in step 1 is not a finite number: it is Infinity",
    ]);
  });

  it("says when the loss is not finite from the start", () => {
    const text = "parameters: { w: 0 }\nequations: { E: 1/w }\noptimizer: adam";
    expect(problemsOf(() => train(networkOf(text), 5))).toEqual([
      "? not-finite: `E` before the first step is not a finite number: it is Infinity",
    ]);
  });
});
