import { describe, expect, it } from "vitest";
import { backpropagate } from "../../src/gradients/backprop/backpropagate.js";
import { type Gradients, gradientsOf } from "../../src/gradients/gradients.js";
import { adjointName } from "../../src/math/model/model.js";
import { double } from "../../src/math/numeric/double.js";
import { evaluate } from "../../src/math/numeric/evaluate.js";
import { buildReport } from "../../src/notes/document/build-report.js";
import { markdown } from "../../src/notes/formats/markdown.js";
import { languages } from "../../src/notes/languages/index.js";
import { type WorkedExample, workedExamples } from "../cases/worked-examples.js";
import { networkOf, projectFile } from "../support/read.js";

/** The example as a file of equations; what is not differentiated is given. */
const fileOf = ({ inputs, parameters, equations }: WorkedExample, changed = inputs): object => {
  const entries = Object.entries({ ...inputs, ...changed });
  const isParameter = ([name]: readonly [string, number]): boolean => parameters.includes(name);
  return {
    given: Object.fromEntries(entries.filter((entry) => !isParameter(entry))),
    parameters: Object.fromEntries(entries.filter(isParameter)),
    equations,
  };
};

/** A number with as many decimals as the printed one has. */
const printedLike = (printed: string, value: number): string =>
  value.toFixed(printed.split(".")[1]?.length ?? 0);

const expectPrinted = (
  printed: WorkedExample["printed"],
  numberOf: (name: string) => number,
): void => {
  const ours = Object.entries(printed).map(([name, text]) => [
    name,
    printedLike(text, numberOf(name)),
  ]);
  expect(Object.fromEntries(ours)).toEqual(printed);
};

const agree = (ours: number | undefined, exact: number): void =>
  expect(Math.abs((ours ?? Number.NaN) - exact)).toBeLessThanOrEqual(1e-9 * Math.abs(exact));

const titled = workedExamples.map((example) => [example.title, example] as const);

describe("worked examples from the literature come out", () => {
  it.each(titled)("%s", (_, example) => {
    const network = networkOf(fileOf(example));
    const { gradients, values } = gradientsOf(network);
    for (const [name, exact] of Object.entries(example.values))
      agree(Number(values.get(name)), exact);
    for (const [name, exact] of Object.entries(example.gradients))
      agree(gradients.get(name), exact);
    expect([...gradients.keys()]).toEqual(example.parameters);
  });

  it.each(titled)(
    "%s: what the source prints right, and nothing that it prints wrong",
    (_, example) => {
      const { model } = backpropagate(networkOf(fileOf(example)).model);
      const numbers = evaluate(model, double);
      const numberOf = (name: string): number =>
        numbers.get(name.startsWith("by ") ? adjointName(name.slice(3)) : name);
      expectPrinted(example.printed, numberOf);
      for (const [name, text] of Object.entries(example.misprinted ?? {}))
        expect(printedLike(text, numberOf(name))).not.toBe(text);
    },
  );

  const stepped = titled.filter(([, { step }]) => step);
  it.each(stepped)("%s: one step of gradient descent", (_, example) => {
    const { step = undefined } = example;
    if (!step) throw new Error("an example without a step");
    const { gradients } = gradientsOf(networkOf(fileOf(example)));
    const after = Object.fromEntries(
      example.parameters.map((name) => [
        name,
        (example.inputs[name] ?? Number.NaN) - step.rate * (gradients.get(name) ?? Number.NaN),
      ]),
    );
    for (const [name, exact] of Object.entries(step.after)) agree(after[name], exact);
    const { loss } = gradientsOf(networkOf(fileOf(example, after)));
    agree(loss.value, step.loss);
    const numberOf = (name: string): number =>
      name === loss.name ? loss.value : Number(after[name]);
    expectPrinted(step.printed, numberOf);
    for (const [name, text] of Object.entries(step.misprinted ?? {}))
      expect(printedLike(text, numberOf(name))).not.toBe(text);
  });
});

/** What the article's PyTorch code prints, with four decimals. */
const printedByPyTorch = {
  gradients: {
    "0.weight": [
      ["0.0004", "0.0009"],
      ["0.0005", "0.0010"],
    ],
    "2.weight": [
      ["0.0822", "0.0827"],
      ["-0.0226", "-0.0227"],
    ],
  },
  after: {
    "0.weight": [
      ["0.1498", "0.1996"],
      ["0.2498", "0.2995"],
    ],
    "0.bias": ["0.3456", "0.3450"],
    "2.weight": [
      ["0.3589", "0.4087"],
      ["0.5113", "0.5614"],
    ],
    "2.bias": ["0.5308", "0.6190"],
  },
} as const;

const fourDecimals = (tensor: unknown): unknown =>
  Array.isArray(tensor) ? tensor.map(fourDecimals) : Number(tensor).toFixed(4);

type Tensor = NonNullable<ReturnType<Gradients["tensors"]["get"]>>["value"];

const stepped = (value: Tensor, gradient: Tensor, rate: number): Tensor =>
  Array.isArray(value) && Array.isArray(gradient)
    ? value.map((each: Tensor, place) => stepped(each, gradient[place], rate))
    : Number(value) - rate * Number(gradient);

const relativeError = (ours: number | undefined, exact: number): number =>
  Math.abs(((ours ?? Number.NaN) - exact) / exact);

const reportOf = (path: string, digits: number): string => {
  const template = projectFile("templates/report.en.md");
  const english = languages.filter(({ code }) => code === "en");
  const { documents } = buildReport(networkOf(projectFile(path)), {
    languages: english.map((language) => ({ language, template })),
    digits,
  });
  return documents.map(({ root }) => markdown(root)).join("\n");
};

describe("the article's network", () => {
  const { loss, gradients, tensors } = gradientsOf(networkOf(projectFile("examples/article.yaml")));

  it("has the loss and the gradients of the article's code to the last digits of float64", () => {
    expect(loss.name).toBe("E");
    expect(relativeError(loss.value, 0.2983711087600027)).toBeLessThanOrEqual(1e-15);
    expect(relativeError(gradients.get("w1"), 0.0004385677344743468)).toBeLessThanOrEqual(1e-15);
    expect(relativeError(gradients.get("w5"), 0.0821670405642308)).toBeLessThanOrEqual(1e-15);
  });

  it("rounds to everything that the article's code prints, before and after the step", () => {
    for (const [name, printed] of Object.entries(printedByPyTorch.gradients))
      expect(fourDecimals(tensors.get(name)?.gradient)).toEqual(printed);
    for (const [name, printed] of Object.entries(printedByPyTorch.after)) {
      const { value = 0, gradient = 0 } = tensors.get(name) ?? {};
      expect(fourDecimals(stepped(value, gradient, 0.5))).toEqual(printed);
    }
  });

  it("shows both paths of w1, their sum, and the loss after the step", () => {
    const page = reportOf("examples/article.yaml", 6);
    for (const number of ["0.000668396", "-0.000229828", "0.000438568", "0.280471"])
      expect(page).toContain(number);
    const precise = reportOf("examples/article.yaml", 12);
    expect(precise).toMatch(/0\.280471446791/);
  });

  it("has the right loss after one step of Mazur's variant, not the famous one", () => {
    const page = reportOf("examples/mazur.yaml", 12);
    expect(page).toMatch(/0\.29102777369(4|3599)/);
    expect(page).not.toContain("0.291027924");
  });
});
