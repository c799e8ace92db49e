import { describe, expect, it } from "vitest";
import { readSpec } from "../../../src/network/file/read-spec.js";
import type { EquationsSpec, LayeredSpec } from "../../../src/network/file/spec.js";
import { show } from "../../math/formula/show.js";
import { catalog } from "./catalog.js";
import { layered, withWeight } from "./files.js";

function readLayered(text: string): LayeredSpec {
  const spec = readSpec(text, catalog);
  if (spec.kind !== "layered") throw new Error("expected a layered network");
  return spec;
}

function readEquations(text: string): EquationsSpec {
  const spec = readSpec(text, catalog);
  if (spec.kind !== "equations") throw new Error("expected equations");
  return spec;
}

describe("readSpec, layered", () => {
  it("reads the article's network", () => {
    const spec = readLayered(
      layered(
        {},
        "title: The 2-2-2 network",
        "optimizer: { sgd: { lr: 0.50 } }",
        "frozen: [b1, b2]",
      ),
    );
    expect(spec).toMatchObject({
      title: "The 2-2-2 network",
      inputs: { shape: [2], decimals: ["0.05", "0.1"], place: { line: 1, column: 9, length: 12 } },
      targets: { shape: [2], decimals: ["0.01", "0.99"] },
      sampled: false,
      loss: { kind: "named", name: { value: "half_squared_error" } },
      reduction: "sum",
      notation: undefined,
      optimizer: { name: { value: "sgd" } },
      frozen: [{ value: "b1", place: { line: 11, column: 10, length: 2 } }, { value: "b2" }],
    });
    expect([...(spec.optimizer?.options ?? [])]).toEqual([
      ["lr", ["0.5"]],
      ["momentum", ["0"]],
      ["nesterov", ["false"]],
    ]);
    expect(spec.layers).toMatchObject([
      {
        kind: "linear",
        weight: { shape: [2, 2], decimals: ["0.15", "0.2", "0.25", "0.3"] },
        bias: { shape: [2] },
        place: { line: 4, column: 5 },
      },
      { kind: "activation", name: { value: "sigmoid", place: { line: 5, column: 5, length: 7 } } },
      { kind: "linear" },
      { kind: "activation" },
    ]);
  });

  it("reads JSON, tabs included", () => {
    const network = {
      inputs: [0.5],
      targets: [1],
      layers: [{ linear: { weight: [[2]], bias: false } }, "tanh"],
      loss: "mse",
      title: '\ud83d\ude00 "x"',
    };
    for (const indent of [0, 1, "\t"]) {
      const spec = readLayered(JSON.stringify(network, undefined, indent));
      expect(spec).toMatchObject({ title: '😀 "x"', reduction: "mean" });
      expect(spec.layers[0]).toMatchObject({ bias: undefined });
    }
  });

  it.each([
    ["017", "17"],
    ["9007199254740993", "9007199254740993"],
    ["-0.150", "-0.15"],
    ["+.5e-3", "0.0005"],
  ])("keeps the digits of %s", (written, decimal) => {
    expect(readLayered(withWeight(written)).layers[0]).toMatchObject({
      weight: { decimals: [decimal, "0.2", "0.25", "0.3"] },
    });
  });

  it("tells a shared bias from a list and from none", () => {
    const biases = ["bias: 0.35", "bias: [0.35, 0.35]", "bias: false"].map((bias) => {
      const spec = readLayered(
        layered({ first: `  - linear: { weight: [[1, 2], [3, 4]], ${bias} }` }),
      );
      return spec.layers[0]?.kind === "linear" ? spec.layers[0].bias?.shape : "?";
    });
    expect(biases).toEqual([[], [2], undefined]);
  });

  it("reads samples, class indices and distributions", () => {
    const read = (inputs: string, targets: string) => {
      const changes = { inputs: `inputs: ${inputs}`, targets: `targets: ${targets}` };
      const spec = readLayered(layered({ ...changes, loss: "loss: cross_entropy" }));
      return [spec.sampled, spec.targetKind, spec.targets.shape, spec.reduction];
    };
    expect(read("[1, 2]", "1")).toEqual([false, "classes", [], "mean"]);
    expect(read("[1, 2]", "[0.5, 0.5]")).toEqual([false, "values", [2], "mean"]);
    expect(read("[[1, 2]]", "[1]")).toEqual([true, "classes", [1], "mean"]);
    expect(read("[[1, 2], [3, 4]]", "[[1, 0], [0, 1]]")).toEqual([true, "values", [2, 2], "mean"]);
  });

  it("fills in the defaults of options", () => {
    const spec = readLayered(
      layered(
        { activation: "  - leaky_relu", last: "  - leaky_relu: { slope: 0.20 }" },
        "optimizer: adam",
      ),
    );
    const options = spec.layers.map((layer) => layer.kind === "activation" && [...layer.options]);
    expect(options).toEqual([false, [["slope", "0.01"]], false, [["slope", "0.2"]]]);
    expect([...(spec.optimizer?.options ?? [])]).toEqual([
      ["lr", ["0.001"]],
      ["betas", ["0.9", "0.999"]],
    ]);
  });

  it("keeps formulas with their places in the file", () => {
    const spec = readLayered(
      layered({
        activation: '  - formula: "x / (1 + abs(x))"',
        loss: "loss: { formula: (y - t)^2 }",
      }),
    );
    const [layer, loss] = [spec.layers[1], spec.loss];
    if (layer?.kind !== "formula" || loss.kind !== "formula") throw new Error("expected formulas");
    expect(show(layer.formula.tree)).toBe("(x / (1 + abs(x)))");
    expect(layer.formula.placeOf({ start: 9, end: 12 })).toEqual({
      line: 5,
      column: 24,
      length: 3,
    });
    expect(loss.formula.placeOf({ start: 1, end: 2 })).toEqual({ line: 8, column: 19, length: 1 });
  });

  it("reads drawn layers, a seed and a weights file", () => {
    const init = "{ uniform: { a: -1 } }";
    const first = `  - linear: { in: 2, out: 2, bias: false, init: ${init} }`;
    const spec = readLayered(layered({ first }, "seed: 3", "weights: model.safetensors"));
    expect(spec).toMatchObject({ seed: { value: 3n }, weights: { value: "model.safetensors" } });
    const [layer] = spec.layers;
    if (layer?.kind !== "drawn") throw new Error("expected a drawn layer");
    expect(layer).toMatchObject({
      inputs: { value: 2 },
      hasBias: false,
      init: { name: { value: "uniform" } },
    });
    expect([...(layer.init?.options ?? [])]).toEqual([
      ["a", ["-1"]],
      ["b", ["1"]],
    ]);
  });

  it("follows a few aliases", () => {
    const spec = readLayered(layered({ inputs: "inputs: &x [1, 2]", targets: "targets: *x" }));
    expect(spec.targets.decimals).toEqual(["1", "2"]);
  });
});

describe("readSpec, equations", () => {
  const recurrent = `sizes: { t: 4 }
given: { x: [0.10, 0.2, 0.3, 0.4], y: [1, 0, 1, 0] }
parameters: { u: 0.5, w: 0.4, b: 0.1 }
equations:
  h[0]: 0
  h[t]: tanh(u*x[t] + w*h[t-1] + b)
  E: >-
    sum(t, (h[t]
      - y[t])^2) / 2
loss: E
`;

  it("reads a recurrence", () => {
    const spec = readEquations(recurrent);
    expect(spec.sizes.get("t")).toEqual({ value: 4, place: { line: 1, column: 13, length: 1 } });
    expect(spec.given.get("x")).toMatchObject({
      shape: [4],
      decimals: ["0.1", "0.2", "0.3", "0.4"],
    });
    expect(spec.parameters.get("u")).toMatchObject({ shape: [], decimals: ["0.5"] });
    expect(spec.loss).toMatchObject({ value: "E", place: { line: 10, column: 7 } });
    expect(
      spec.equations.map(({ left, right }) => [left.name, left.indices, show(right.tree)]),
    ).toEqual([
      ["h", [0], "0"],
      ["h", ["t"], "tanh((((u * x[t]) + (w * h[(t - 1)])) + b))"],
      ["E", [], "(sum(t, ((h[t] - y[t]) ^ 2)) / 2)"],
    ]);
  });

  it("places every part of its formulas", () => {
    const [, step, loss] = readEquations(recurrent).equations;
    expect(step?.left.place).toEqual({ line: 6, column: 3, length: 4 });
    expect(step?.right.placeOf({ start: 20, end: 21 })).toEqual({ line: 6, column: 29, length: 1 });
    const at = loss?.right.text.indexOf("y[t]") ?? 0;
    expect(loss?.right.placeOf({ start: at, end: at + 4 })).toEqual({
      line: 9,
      column: 9,
      length: 4,
    });
  });

  it.each([
    "mod",
    "null",
    "true",
    "Infinity",
    "constructor",
    "__proto__",
    "valueOf",
    "E",
    "N",
    "tau",
    "w_1_2",
    "权重",
    "sin",
  ])("lets a parameter be named %s", (name) => {
    const file = `parameters: { "${name}": 2.5, x: 3 }\nequations:\n  L: ${name}^2*x\nloss: L\n`;
    const spec = readEquations(file);
    expect(spec.parameters.get(name)?.decimals).toEqual(["2.5"]);
    expect(spec.equations.map(({ right }) => show(right.tree))).toEqual([`((${name} ^ 2) * x)`]);
  });

  it("tells names apart that differ in case", () => {
    const spec = readEquations("parameters: { w1: 2, W1: 3 }\nequations:\n  E: w1*W1\n");
    expect([...spec.parameters.keys()]).toEqual(["w1", "W1"]);
  });
});
