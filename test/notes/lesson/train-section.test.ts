import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { lossesByTape } from "../../../src/check/methods/retrain.js";
import { backpropagate } from "../../../src/gradients/backprop/backpropagate.js";
import { train } from "../../../src/gradients/train/train.js";
import { trainedScalars } from "../../../src/gradients/train/trained-scalars.js";
import { buildReport } from "../../../src/notes/document/build-report.js";
import { markdown } from "../../../src/notes/formats/markdown.js";
import { en } from "../../../src/notes/languages/en.js";
import { lessonContext } from "../../../src/notes/lesson/context.js";
import { trainSection } from "../../../src/notes/lesson/sections/train.js";
import { problemsOf } from "../../network/specs.js";
import { randomLayered } from "../../support/random-layered.js";
import { networkOf, projectFile } from "../../support/read.js";

const page = (text: string | object, marker: string) => {
  const report = buildReport(networkOf(text), {
    languages: [{ language: en, template: `# Title\n\n<!-- gradwalk:${marker} -->\n` }],
    digits: 6,
  });
  const [document] = report.documents;
  return { ...report, text: document ? markdown(document.root) : "" };
};

const article = projectFile("examples/article.yaml");

describe("the section on training", () => {
  it("draws the loss, and prints what the training gives", () => {
    const { losses } = train(networkOf(article), 40);
    const { text, drawings, relations } = page(article, "train steps=40");
    expect([...drawings.keys()]).toEqual(["training-40.en.svg"]);
    expect(relations).toEqual({ checked: 4, failed: [] });
    for (const step of [0, 4, 20, 40])
      expect(text).toContain(`E_{${step}} \\approx ${losses[step]?.toPrecision(6)}`);
    expect(text).toContain(
      "![The loss before the first step and after each of 40.](training-40.en.svg)",
    );
  });

  it("is empty without an optimizer", () => {
    expect(page(article.replace(/optimizer.*/, ""), "train").text).toBe("");
  });

  it.each([
    [100, 100],
    [10_000, 20],
    [20_000, 10],
    [100_000, undefined],
  ])("with %i weights draws %s steps", (width, steps) => {
    const network = networkOf({
      inputs: Array.from({ length: width }, () => 0.1),
      targets: [1],
      layers: [{ linear: { weight: [Array.from({ length: width }, () => 0)], bias: false } }],
      loss: "mse",
      optimizer: { sgd: { lr: 0.001 } },
    });
    const small = networkOf(article);
    const walked = { targets: [], isChosen: false };
    const context = lessonContext(small, backpropagate(small.model), walked, 6, 40);
    const blocks = trainSection(
      { ...context, network, backpropagation: backpropagate(network.model) },
      { shown: new Set() },
      { arguments: [], options: new Map(), place: { line: 1, column: 1 } },
    );
    const [plot] = blocks.filter(({ kind }) => kind === "plot");
    expect(plot?.kind === "plot" ? plot.series[0]?.points.length : undefined).toBe(
      steps && steps + 1,
    );
    const codes = blocks.flatMap((block) =>
      block.kind === "paragraph" ? block.sentences.map(({ code }) => code) : [],
    );
    expect(codes.includes("train-skipped")).toBe(steps === undefined);
  });

  it("says that training diverges instead of drawing it", () => {
    const text = "parameters: { w: 2 }\nequations: { E: w^4 }\noptimizer: { sgd: { lr: 100 } }";
    expect(page(text, "train").text).toMatch(/stop being finite within 100 steps/);
  });

  it.each([
    ["train steps=many", /invalid-steps: cannot train `many` steps/],
    ["train steps=0", /from 1 to 10000/],
    ["train steps=1e9", /from 1 to 10000/],
    ["train w1", /takes no `w1`/],
    ["train speed=3", /takes no `speed`/],
  ])("refuses %s", (marker, mention) => {
    const problems = problemsOf(() => page(article, marker));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(mention);
    expect(problems[0]).toMatch(/^3:1 /);
  });
});

describe("the judge of training", () => {
  const optimizers: readonly object[] = [
    { sgd: { lr: 0.1, momentum: 0.9, nesterov: true, weight_decay: 0.01 } },
    { adam: { lr: 0.01, amsgrad: true } },
    { adamw: {} },
    { rmsprop: { centered: true, momentum: 0.5 } },
    { adagrad: { lr_decay: 0.1 } },
  ];

  it.each(Array.from({ length: 20 }, (_, place) => 40 + place))("agrees in network %i", (seed) => {
    const optimizer = optimizers[seed % optimizers.length] ?? {};
    const network = networkOf(randomLayered(seed, { mostWidth: 3, mostSamples: 2, optimizer }));
    const { losses } = train(network, 8);
    const backpropagation = backpropagate(network.model);
    const scalars = trainedScalars(network, backpropagation);
    if (!network.optimizer) throw new Error("no optimizer");
    const witnesses = lossesByTape(network.model, scalars, network.optimizer, 8);
    expect(witnesses).toHaveLength(losses.length);
    for (const [step, loss] of losses.entries())
      expect(Math.abs((witnesses[step] ?? 0) - loss)).toBeLessThan(1e-9 * Math.max(1, loss));
  });

  it("leaves alone what is frozen, and trains a shared bias once", () => {
    for (const frozen of [["b1"], []]) {
      const network = networkOf({ ...parse(projectFile("examples/mazur.yaml")), frozen });
      const scalars = trainedScalars(network, backpropagate(network.model));
      expect(scalars).toHaveLength(10 - frozen.length);
      if (!network.optimizer) throw new Error("no optimizer");
      const witness = lossesByTape(network.model, scalars, network.optimizer, 30)[30] ?? 0;
      expect(train(network, 30).losses[30]).toBeCloseTo(witness, 13);
    }
  });
});
