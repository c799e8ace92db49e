import { describe, expect, it } from "vitest";
import { InputError } from "../../../src/errors/problem.js";
import { catalog } from "../../../src/network/catalog.js";
import { helpForOtherName } from "../../../src/network/file/other-names.js";
import { readSpec } from "../../../src/network/file/read-spec.js";

const layered = ({
  loss = "mse",
  layer = "sigmoid",
  title = "t",
  optimizer = "{ sgd: { lr: 1 } }",
} = {}): string =>
  `title: "${title}"\ninputs: [0.1, 0.2]\ntargets: [1]\nlayers:\n  - linear: { weight: [[1, 2]], bias: [0] }\n  - ${layer}\nloss: ${loss}\noptimizer: ${optimizer}\n`;

function problemsOf(text: string) {
  try {
    readSpec(text, catalog);
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
  return [];
}

describe("names that other libraries have", () => {
  it.each([
    [{ loss: "bce" }, "write `binary_cross_entropy`"],
    [{ loss: "mse_loss" }, "write `mse`"],
    [{ loss: "MSELoss" }, "write `mse`"],
    [{ loss: "nn.CrossEntropyLoss" }, "write `cross_entropy`"],
    [{ loss: "smooth_l1" }, "write `huber: { delta: 1 }`"],
    [{ loss: "hinge" }, 'write `{ formula: "relu(1 - t*y)" }`'],
    [{ loss: "nll" }, "log-probabilities"],
    [{ loss: "binary_cross_entropy_with_logits" }, "of logits"],
    [{ loss: "mes" }, "did you intend `mse`?"],
    [{ layer: "dropout" }, "leave it out"],
    [{ layer: "conv2d" }, "as equations"],
    [{ layer: "BatchNorm1d" }, "as equations"],
    [{ layer: "hardsigmoid" }, 'write `{ formula: "max(0, min(1, x/6 + 1/2))" }`'],
    [{ layer: "swish" }, "write `silu`"],
    [{ layer: "ReLU" }, "did you intend `relu`?"],
    [{ layer: "prelu" }, "a slope that is learned"],
    [{ loss: "squared_error" }, "`half_squared_error` for ½"],
    [{ loss: "softmax_cross_entropy" }, "takes logits"],
    [{ layer: "sigmiod" }, "did you intend `sigmoid`?"],
    [{ layer: "{ leaky_relu: { negative_slope: 0.2 } }" }, "did you intend `slope`?"],
    [{ optimizer: "{ SGD: { lr: 1 } }" }, "did you intend `sgd`?"],
    [{ optimizer: "{ adam: { beta1: 0.9 } }" }, "write `betas: [0.9, 0.999]`"],
    [{ optimizer: "{ lbfgs: {} }" }, "only those optimizers"],
  ])("%j: %s", (parts, help) => {
    const helps = problemsOf(layered(parts)).map((problem) => problem.help ?? "");
    expect(helps.some((each) => each.includes(help))).toBe(true);
  });

  it("are none of ours, and each formula that is shown can be read", () => {
    const tables = { loss: catalog.losses, activation: catalog.activations } as const;
    for (const [table, rows] of Object.entries(tables))
      for (const name of rows.keys()) expect(helpForOtherName(table, name), name).toBeUndefined();
    for (const loss of ["sse", "hinge", "logcosh", "poisson"])
      expect(problemsOf(layered({ loss: shown("loss", loss) }))).toEqual([]);
    for (const layer of "hardtanh hardsigmoid hardswish relu6 selu mish softsign logsigmoid tanhshrink gelu_tanh sin exp".split(
      " ",
    ))
      expect(problemsOf(layered({ layer: shown("activation", layer) })), layer).toEqual([]);
  });
});

const shown = (table: string, name: string): string =>
  /`(.*)`/.exec(helpForOtherName(table, name) ?? "")?.[1] ?? "";

describe("what cannot be seen, and what looks like something else", () => {
  it.each([
    ["a\u202eb", "U+202E", 10],
    ["zero\u200bwidth", "U+200B", 13],
    ["\u2066x\u2069", "U+2066", 9],
    ["so\u00adft", "U+00AD", 11],
  ])("the title %j is refused for %s", (title, name, column) => {
    const [problem] = problemsOf(layered({ title }));
    expect(problem?.message).toContain(name);
    expect(problem?.place).toMatchObject({ line: 1, column });
  });

  it.each(["Grüße, 你好", "👩‍🏫 teaches ❤️", "می‌خواهم"])("the title %s is taken", (title) => {
    expect(problemsOf(layered({ title }))).toEqual([]);
  });

  it("a letter of another alphabet in the name of a layer is named", () => {
    const [problem] = problemsOf(layered({ layer: "r\u0435lu" }));
    expect(problem?.message).toContain("U+0435");
    expect(problem?.help).toBe("did you intend `relu`?");
  });

  it.each([
    ["given: { x: 2 }\nparameters: { х: 3 }\nequations:\n  y: x*2\n", "U+0445", 2],
    ["given: { x: 2 }\nparameters: { wх: 3 }\nequations:\n  y: x*2\n", "U+0445", 2],
    ["given: { x: 2 }\nequations:\n  у: x*2\n  y: x\n", "U+0443", 4],
    ['given: { x: 2 }\nequations:\n  "h\u3164": x\n', "U+3164", 3],
  ])("in %j a name is refused for %s", (text, name, line) => {
    const [problem] = problemsOf(text);
    expect(problem?.message).toContain(name);
    expect(problem?.place?.line).toBe(line);
  });
});
