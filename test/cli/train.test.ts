import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { run } from "../../src/cli/program.js";
import { showProgress } from "../../src/cli/train-progress.js";
import { filesWritten, goodNetwork, gradwalk, read, workInFolder } from "./recording.js";

workInFolder();

const trained = `${goodNetwork}optimizer: { sgd: { lr: 0.5 } }\n`;

describe("gradwalk train", () => {
  it("--json has exactly the promised keys, and a loss more than steps", async () => {
    const { code, out, err } = await gradwalk(["train", "-", "--steps", "2", "--json"], trained);
    expect([code, err]).toEqual([0, ""]);
    const answer = JSON.parse(out);
    expect(Object.keys(answer)).toEqual(["steps", "losses", "parameters", "tensors"]);
    expect(answer.steps).toBe(2);
    expect(answer.losses).toHaveLength(3);
    expect(answer.losses[0]).toBe(0.2983711087600027);
    expect(Object.keys(answer.parameters).join(" ")).toBe("w1 w2 w3 w4 b1 b2 w5 w6 w7 w8 b3 b4");
    expect(Object.keys(answer.tensors)).toEqual(["0.weight", "0.bias", "2.weight", "2.bias"]);
    expect(answer.tensors["0.weight"].value[0][1]).toBe(answer.parameters.w2);
  });

  it("without --json lists some losses and all parameters", async () => {
    writeFileSync("net.yaml", trained);
    const { code, out } = await gradwalk(["train", "net.yaml", "--steps", "1000"]);
    expect(code).toBe(0);
    expect(out).toMatch(/^net\.yaml: 1000 steps\n\nLoss after so many steps\n {5}0 {2}0\.2983711/);
    expect(out).toMatch(/\n {4}50 {2}0\.\d+\n/);
    expect(out).toMatch(/\n {2}1000 {2}0\.\d+\n\nParameters\n {2}w1 {11}0\.\d+\n/);
    expect(out.split("\n").length).toBeLessThan(45);
  });

  it("trains equation files, tensors under their names", async () => {
    const text =
      "given: { x: [1, 2] }\nparameters: { w: [0.5, 1] }\nequations: { E: 'sum(i, (w[i] - x[i])^2)' }\noptimizer: adam";
    const { out } = await gradwalk(["train", "-", "--steps=1", "--json"], text);
    const { parameters, tensors } = JSON.parse(out);
    expect(parameters["w[1]"]).toBeCloseTo(0.501, 9);
    expect(tensors).toEqual({ w: { value: [parameters["w[1]"], parameters["w[2]"]] } });
  });

  it("no steps are just the loss", async () => {
    const { code, out } = await gradwalk(["train", "-", "--steps", "0", "--json"], trained);
    expect([code, JSON.parse(out).losses]).toEqual([0, [0.2983711087600027]]);
  });

  it("-o writes the JSON into a file, and nothing else beside it", async () => {
    const { code, out } = await gradwalk(["train", "-", "--steps", "1", "-o", "a/b.json"], trained);
    expect(code).toBe(0);
    expect(out).toMatch(/\na\/b\.json$/);
    expect(filesWritten()).toEqual(["a/b.json"]);
    expect(JSON.parse(read("a/b.json")).steps).toBe(1);
  });

  it.each([
    [["--steps", "many"], /cannot use `many` for `--steps`, expected a whole number/],
    [["--steps", "-1"], /cannot use `-1` for `--steps`/],
    [["--steps", "1.5"], /cannot use `1\.5` for `--steps`/],
    [["--steps", "1e9"], /cannot use `1e9` for `--steps`/],
    [["--steps", "1000000000000"], /from 0 to 1000000$/m],
    [["--steps", ""], /cannot use `` for `--steps`|--steps/],
    [[], /`?--steps <count>/],
    [["--steps", "1", "-o", ""], /expected the name of a file/],
  ])("refuses %j", async (options, mention) => {
    const { code, out, err } = await gradwalk(["train", "-", ...options, "--json"], trained);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(mention);
  });

  it("does not write over the network", async () => {
    writeFileSync("net.yaml", trained);
    const { code, err } = await gradwalk(["train", "net.yaml", "--steps", "1", "-o", "./net.yaml"]);
    expect(code).toBe(2);
    expect(err).toMatch(/would be overwritten/);
    expect(read("net.yaml")).toBe(trained);
  });

  it("without an optimizer says so, also as JSON", async () => {
    const { code, out, err } = await gradwalk(["train", "good.yaml", "--steps", "3", "--json"]);
    expect(code).toBe(2);
    expect(err).toMatch(/^good\.yaml: error\[no-optimizer\]: cannot train: .*\nhelp: add one/);
    expect(JSON.parse(out)).toMatchObject({ file: "good.yaml", error: { code: "no-optimizer" } });
  });

  it("writes nothing where training diverges", async () => {
    const text = "parameters: { w: 2 }\nequations: { E: w^4 }\noptimizer: { sgd: { lr: 100 } }";
    const { code, err } = await gradwalk(["train", "-", "--steps", "50", "-o", "out.json"], text);
    expect(code).toBe(2);
    expect(err).toMatch(/^<stdin>: error\[not-finite\]: `E` after 4 steps is not a finite number/);
    expect(filesWritten()).toEqual([]);
  });
});

describe("hostile options of optimizers", () => {
  it.each([
    ["adam: { lr: 0.1, betas: [0.9] }", 38, /`betas`.*two numbers/],
    ["adam: { lr: 0.1, betas: [0.9, 0.99, 0.999] }", 38, /`betas`.*two numbers/],
    ["adamw: { betas: [1, 0.9] }", 31, /below 1/],
    ["adamw: { betas: [0.9, -0.1] }", 36, /at least 0/],
    ["adam: { lr: -1 }", 26, /at least 0/],
    ["adam: { eps: -1e-8 }", 27, /at least 0/],
    ["adam: { amsgrad: yes }", 31, /`true` or `false`/],
    ["adam: { momentum: 0.9 }", 22, /`momentum`/],
    ["rmsprop: { alpha: -0.1 }", 32, /at least 0/],
    ["rmsprop: { momentum: -0.1 }", 35, /at least 0/],
    ["rmsprop: { centred: true }", 25, /did you intend `centered`/],
    ["adagrad: { lr_decay: -1 }", 35, /at least 0/],
    ["adagrad: { initial_accumulator_value: -1 }", 52, /at least 0/],
    ["adagrad: { eps: .inf }", 30, /inf/],
  ])("%s", async (optimizer, column, mention) => {
    const text = `${goodNetwork}optimizer: { ${optimizer} }`;
    const { code, out, err } = await gradwalk(["train", "-", "--steps", "1"], text);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(new RegExp(`^<stdin>:9:${column}: error`));
    expect(err).toMatch(mention);
  });
});

describe("progress", () => {
  it("is silent where nobody watches", async () => {
    const { err } = await gradwalk(["train", "-", "--steps", "2000"], trained);
    expect(err).toBe("");
  });

  it("appears after a while on a terminal, and goes away", () => {
    const lines: string[] = [];
    const terminal = {
      data: () => {},
      error: () => {},
      progress: (line: string) => void lines.push(line),
    };
    const progress = showProgress(10, terminal, 0);
    progress.report(3, 0.25);
    progress.end();
    expect(lines).toEqual(["step 3 of 10, loss 0.250000", ""]);
  });

  it("does not appear for a short training", async () => {
    const lines: string[] = [];
    writeFileSync("net.yaml", trained);
    const code = await run(["train", "net.yaml", "--steps", "5"], {
      data: () => {},
      error: () => {},
      progress: (line: string) => void lines.push(line),
    });
    expect([code, lines]).toEqual([0, []]);
  });
});
