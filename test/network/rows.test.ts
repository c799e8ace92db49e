import { describe, expect, it } from "vitest";
import { reference } from "../../src/math/algebra/constructors.js";
import { resolveFormula } from "../../src/math/formula/names/resolve.js";
import { variableScope } from "../../src/math/formula/names/scope.js";
import { double } from "../../src/math/numeric/double.js";
import { evaluate } from "../../src/math/numeric/evaluate.js";
import { catalog } from "../../src/network/catalog.js";
import type { OptimizerSpec } from "../../src/network/file/spec.js";
import { layeredModel } from "../../src/network/layered/layered.js";
import { buildOptimizer } from "../../src/network/optimizers/optimizer.js";
import { optimizers } from "../../src/network/optimizers/optimizers.js";
import { activations } from "../../src/network/rows/activations.js";
import { losses } from "../../src/network/rows/losses.js";
import { networkOf } from "../support/read.js";
import { formula, type LayeredFile, layeredFile, problemsOf } from "./specs.js";

const identity2 = [
  [1, 0],
  [0, 1],
];
const lossOf = (file: Partial<LayeredFile> & Pick<LayeredFile, "inputs" | "targets">): number => {
  const { model } = layeredModel(layeredFile({ layers: [[identity2]], ...file }));
  return evaluate(model, double).get("E", []);
};

describe("losses have PyTorch's values", () => {
  const inputs = [0.25, 0.5];
  it.each<readonly [string, LayeredFile["targets"], Readonly<Record<string, string>>, number]>([
    ["half_squared_error", [1, 0], {}, (0.75 ** 2 + 0.5 ** 2) / 2],
    ["mse", [1, 0], {}, (0.75 ** 2 + 0.5 ** 2) / 2],
    ["l1", [1, 0], {}, (0.75 + 0.5) / 2],
    ["huber", [1, 0], { delta: "1" }, (0.75 ** 2 / 2 + 0.5 ** 2 / 2) / 2],
    ["huber", [1, 0], { delta: "0.6" }, (0.6 * (0.75 - 0.3) + 0.5 ** 2 / 2) / 2],
    ["binary_cross_entropy", [1, 0], {}, -(Math.log(0.25) + Math.log(0.5)) / 2],
    ["cross_entropy", 1, {}, Math.log(Math.exp(0.25) + Math.exp(0.5)) - 0.5],
    [
      "cross_entropy",
      [0.25, 0.75],
      {},
      Math.log(Math.exp(0.25) + Math.exp(0.5)) - 0.25 * 0.25 - 0.75 * 0.5,
    ],
    ["categorical_cross_entropy", [0, 1], {}, -Math.log(0.5)],
  ])("%s with targets %j and options %j", (loss, targets, options, expected) => {
    expect(lossOf({ inputs, targets, loss, options })).toBeCloseTo(expected, 14);
  });

  it("stays finite for large logits", () => {
    expect(lossOf({ inputs: [1000, 0], targets: 1, loss: "cross_entropy" })).toBe(1000);
  });

  it("cuts the logarithms of binary cross-entropy at -100", () => {
    expect(lossOf({ inputs: [1e-50, 1], targets: [1, 1], loss: "binary_cross_entropy" })).toBe(50);
  });

  it("sums or averages over samples", () => {
    const samples = {
      inputs: [
        [1, 2],
        [3, 4],
      ],
      targets: [
        [0, 0],
        [0, 0],
      ],
      loss: "mse",
    };
    expect(lossOf({ ...samples, reduction: "sum" })).toBe(15);
    expect(lossOf({ ...samples, reduction: "mean" })).toBe(7.5);
  });
});

describe("activations have PyTorch's values", () => {
  const outputOf = (name: string, options: Readonly<Record<string, string>>): readonly number[] => {
    const layers = [{ name, options }];
    const { model, output } = layeredModel(
      layeredFile({ inputs: [-0.5, 2], targets: [0, 0], layers }),
    );
    const values = evaluate(model, double);
    return [values.get(output, [1]), values.get(output, [2])];
  };
  const normalizer = Math.exp(-0.5) + Math.exp(2);
  it.each<readonly [string, Readonly<Record<string, string>>, number, number]>([
    ["identity", {}, -0.5, 2],
    ["sigmoid", {}, 1 / (1 + Math.exp(0.5)), 1 / (1 + Math.exp(-2))],
    ["tanh", {}, Math.tanh(-0.5), Math.tanh(2)],
    ["relu", {}, 0, 2],
    ["leaky_relu", { slope: "0.1" }, -0.05, 2],
    ["elu", { alpha: "2" }, 2 * Math.expm1(-0.5), 2],
    [
      "softplus",
      { beta: "1", threshold: "20" },
      Math.log1p(Math.exp(-0.5)),
      Math.log1p(Math.exp(2)),
    ],
    ["softplus", { beta: "2", threshold: "3" }, Math.log1p(Math.exp(-1)) / 2, 2],
    [
      "softplus",
      { beta: "-1", threshold: "20" },
      -Math.log1p(Math.exp(0.5)),
      -Math.log1p(Math.exp(-2)),
    ],
    ["softplus", { beta: "1", threshold: "-0.5" }, Math.log1p(Math.exp(-0.5)), 2],
    ["gelu", {}, -0.5 * 0.3085375387259869, 2 * 0.9772498680518208],
    ["silu", {}, -0.5 / (1 + Math.exp(0.5)), 2 / (1 + Math.exp(-2))],
    ["softmax", {}, Math.exp(-0.5) / normalizer, Math.exp(2) / normalizer],
  ])("%s %j", (name, options, first, second) => {
    const [a, b] = outputOf(name, options);
    expect(a).toBeCloseTo(first, 14);
    expect(b).toBeCloseTo(second, 14);
  });

  it("tests every row", () => {
    expect(activations.map(({ name }) => name).join(" ")).toBe(
      "identity sigmoid tanh relu leaky_relu elu softplus gelu silu softmax",
    );
    expect(losses.map(({ name }) => name).join(" ")).toBe(
      "half_squared_error mse l1 huber binary_cross_entropy cross_entropy categorical_cross_entropy",
    );
  });
});

describe("the catalog that `readSpec` takes", () => {
  it("has every row under its name, each once", () => {
    expect(catalog.activations.size).toBe(activations.length);
    expect(catalog.losses.size).toBe(losses.length);
    expect([...catalog.optimizers.keys()]).toEqual(optimizers.map(({ name }) => name));
  });

  it("sums half squared errors over samples, and averages all other losses", () => {
    const summed = losses.filter(({ reduction }) => reduction === "sum");
    expect(summed.map(({ name }) => name)).toEqual(["half_squared_error"]);
  });
});

describe("the lines of the adaptive optimizers", () => {
  const optimizer = (name: string, options: Readonly<Record<string, unknown>> = {}) => {
    const { optimizer: built } = networkOf({
      parameters: { a: 1 },
      equations: { E: "a^2" },
      optimizer: { [name]: options },
    });
    if (!built) throw new Error("no optimizer");
    return built;
  };

  it.each<readonly [string, object, string]>([
    ["adam", {}, "m v m_hat v_hat w"],
    ["adam", { weight_decay: 0.1, amsgrad: true }, "d m v v_max m_hat v_hat w"],
    ["adamw", {}, "u m v m_hat v_hat w"],
    ["adamw", { weight_decay: 0 }, "m v m_hat v_hat w"],
    ["rmsprop", {}, "v q w"],
    ["rmsprop", { centered: true, momentum: 0.9, weight_decay: 1 }, "d v m q u w"],
    ["adagrad", {}, "s w"],
    ["adagrad", { lr_decay: 0.1 }, "eta_t s w"],
  ])("%s %j", (name, options, targets) => {
    const { step } = optimizer(name, options as Readonly<Record<string, unknown>>);
    for (const count of [1, 2, 7])
      expect(
        step(count)
          .map(({ target }) => target)
          .join(" "),
      ).toBe(targets);
  });

  it("has PyTorch's defaults", () => {
    const constants = (name: string) => Object.fromEntries(optimizer(name).constants);
    expect(constants("adam")).toEqual({
      eta: "0.001",
      beta_1: "0.9",
      beta_2: "0.999",
      epsilon: "1e-8",
      lambda: "0",
    });
    expect(constants("adamw")).toMatchObject({ lambda: "0.01", eta: "0.001" });
    expect(constants("rmsprop")).toMatchObject({ eta: "0.01", alpha: "0.99", epsilon: "1e-8" });
    expect(constants("adagrad")).toMatchObject({ eta: "0.01", kappa: "0", epsilon: "1e-10" });
  });
});

describe("sgd", () => {
  const sgd = (options: Readonly<Record<string, string>>): OptimizerSpec => ({
    name: { value: "sgd", place: { line: 7, column: 14 } },
    options: new Map(Object.entries(options).map(([name, value]) => [name, [value]])),
  });
  const plain = { lr: "0.5", momentum: "0", dampening: "0", nesterov: "false", weight_decay: "0" };
  const symbols = ["w", "g", "d", "v", "eta", "mu", "tau", "lambda"];
  const scope = variableScope(new Map(symbols.map((name) => [name, reference(name)])));
  const lines = (text: string) =>
    text.split("; ").map((line) => {
      const [target = "", right = ""] = line.split(" = ");
      return { target, right: resolveFormula(formula(right), scope) };
    });

  it.each<readonly [string, Readonly<Record<string, string>>, number, string]>([
    ["plain", {}, 1, "w = w - eta*g"],
    ["with weight decay", { weight_decay: "0.01" }, 2, "d = g + lambda*w; w = w - eta*d"],
    ["with momentum, first step", { momentum: "0.9" }, 1, "v = g; w = w - eta*v"],
    ["with momentum, later", { momentum: "0.9" }, 2, "v = mu*v + g; w = w - eta*v"],
    [
      "with dampening",
      { momentum: "0.9", dampening: "0.5" },
      2,
      "v = mu*v + (1 - tau)*g; w = w - eta*v",
    ],
    [
      "with all of Nesterov",
      { momentum: "0.9", nesterov: "true", weight_decay: "0.01" },
      2,
      "d = g + lambda*w; v = mu*v + d; w = w - eta*(d + mu*v)",
    ],
  ])("%s", (_, options, count, expected) => {
    const step = buildOptimizer(sgd({ ...plain, ...options })).step(count);
    expect(step.map(({ target, right }) => ({ target, right }))).toEqual(lines(expected));
  });

  it("knows its constants and its state", () => {
    const { constants, state } = buildOptimizer(sgd({ ...plain, momentum: "0.9" }));
    expect(constants.get("eta")).toBe("0.5");
    expect(constants.get("mu")).toBe("0.9");
    expect([...state]).toEqual([["v", "0"]]);
    expect(buildOptimizer(sgd(plain)).state.size).toBe(0);
  });

  it("refuses Nesterov without momentum or with dampening", () => {
    const problem =
      "7:14 invalid-optimizer: `nesterov` needs a `momentum` above 0 and no `dampening`";
    for (const options of [{}, { momentum: "0.9", dampening: "0.1" }])
      expect(
        problemsOf(() => buildOptimizer(sgd({ ...plain, nesterov: "true", ...options }))),
      ).toEqual([problem]);
  });
});
