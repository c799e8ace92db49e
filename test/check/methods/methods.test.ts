import { describe, expect, it } from "vitest";
import { chooseInstances } from "../../../src/check/methods/choose-instances.js";
import { type Complex, complexField } from "../../../src/check/methods/complex.js";
import { complexStep } from "../../../src/check/methods/complex-step.js";
import { finiteDifference } from "../../../src/check/methods/finite-difference.js";
import { interpret } from "../../../src/check/methods/interpret.js";
import { newTape } from "../../../src/check/methods/tape.js";
import { chooseTuples } from "../../../src/check/relations/choose-tuples.js";
import { reduce } from "../../../src/math/algebra/binding.js";
import { call, number, reference } from "../../../src/math/algebra/constructors.js";
import { functionRows } from "../../../src/math/algebra/functions/index.js";
import { ballField } from "../../../src/math/numeric/ball-field.js";
import { double } from "../../../src/math/numeric/double.js";
import { evaluate } from "../../../src/math/numeric/evaluate.js";
import { runningError } from "../../../src/math/numeric/running-error.js";
import { axis } from "../../math/numeric/models.js";
import { convolution, dense, recurrence, softmax } from "./models.js";

describe("finite differences know their error", () => {
  it.each<[string, (x: number) => number, number, number, number]>([
    ["e^x", Math.exp, 1, Math.E, 1e-11],
    ["sin at 1000", Math.sin, 1000, Math.cos(1000), 1e-8],
    ["ln near 0", Math.log, 1e-6, 1e6, 1e-9],
    ["ln at 10^-20", Math.log, 1e-20, 1e20, 1e-9],
    ["a line", (x) => 3 * x - 7, 0.1, 3, 1e-13],
    [
      "a bump narrower than the first steps",
      (x) => Math.exp(-1e5 * x * x),
      0.01,
      -2000 * Math.exp(-10),
      1e-6,
    ],
    ["a function with noise", (x) => x * x + 1e10 - 1e10, 3, 6, 1e-2],
  ])("%s", (_, f, x, expected, relative) => {
    const estimate = finiteDifference((shift) => f(x + shift), x);
    const error = Math.abs((estimate?.value ?? Number.NaN) - expected);
    expect(error).toBeLessThanOrEqual(relative * Math.abs(expected));
    expect(error).toBeLessThanOrEqual(4 * (estimate?.error ?? 0));
  });

  it("a function without values has none", () => {
    expect(finiteDifference(() => Number.NaN, 1)).toBeUndefined();
  });
});

describe("complex numbers", () => {
  const moved = (re: number, im: number): Complex => ({ re, im });

  it.each(functionRows.filter(({ flat }) => !flat).map((row) => [row.name, row] as const))(
    "the step of %s is its derivative at each sample",
    (name, row) => {
      for (const sample of row.samples) {
        const names = sample.map((_, place) => reference(`a${place}`));
        const values = new Map<string, number>(
          sample.map((value, place) => [`a${place}`, value] as const),
        );
        const partials = row
          .derivatives(names, call(name, ...names))
          .map((each) => interpret(each, { field: double, read: (at) => values.get(at) ?? 0 }));
        sample.forEach((_, place) => {
          const step = complexStep((shift) =>
            complexField.call(
              name,
              sample.map((value, at) => moved(value, at === place ? shift.im : 0)),
            ),
          );
          const partial = partials[place] ?? 0;
          expect(Math.abs((step ?? Number.NaN) - partial)).toBeLessThan(
            1e-13 * (1 + Math.abs(partial)),
          );
        });
      }
    },
  );

  it.each<[string, readonly Complex[]]>([
    ["max", [moved(1, 1e-30), moved(1, 0)]],
    ["min", [moved(1, 1e-30), moved(1, 0)]],
    ["abs", [moved(0, 1e-30)]],
    ["sign", [moved(0, 1e-30)]],
    ["relu", [moved(0, 1e-30)]],
    ["sqrt", [moved(0, 1e-30)]],
    ["log", [moved(-1, 1e-30)]],
  ])("%s is not analytic at a kink or outside of its domain", (name, parameters) => {
    expect(complexField.call(name, parameters).im).toBeNaN();
  });
});

describe("the running error bound", () => {
  const balls = ballField(60);
  it.each([
    ["sigmoid", dense([3, 4, 2], "sigmoid", 11)],
    ["softplus", dense([3, 4, 2], "softplus", 12)],
    ["softmax", softmax(13)],
    ["convolution", convolution(14)],
    ["recurrence", recurrence(15)],
  ])("holds the true value and is not wide: %s", (_, of) => {
    const bounded = evaluate(of, runningError);
    const exact = evaluate(of, balls);
    const doubles = evaluate(of, double);
    for (const name of of.quantities.keys())
      Array.from(bounded.array(name)).forEach((each, place) => {
        if (!each || (name === "h" && of.quantities.get("h")?.axes.length !== 1)) return;
        const truth = exact.array(name)[place]?.mid.toNumber() ?? Number.NaN;
        expect(each.value).toBe(doubles.array(name)[place]);
        expect(Math.abs(each.value - truth)).toBeLessThanOrEqual(
          each.error + 1e-16 * Math.abs(truth),
        );
        expect(each.error).toBeLessThan(1e-13);
      });
  });
});

describe("the tape", () => {
  it("shares parts: x³ + sin(x³)", () => {
    const tape = newTape();
    const x = tape.leaf(1.2);
    const cube = tape.field.integerPower(x, 3);
    const result = tape.field.add(cube, tape.field.call("sin", [cube]));
    const gradient = tape.sweep(result)[x.place];
    expect(gradient).toBeCloseTo(3 * 1.44 * (1 + Math.cos(1.728)), 12);
  });

  it("constants are not recorded", () => {
    const { field, sweep } = newTape();
    const constant = field.multiply(field.fromDecimal("2"), field.fromDecimal("3"));
    expect(constant).toEqual({ value: 6, place: -1 });
    expect(sweep(constant)).toHaveLength(0);
  });
});

describe("what is looked at", () => {
  it("all index tuples of a small box, corners and the diagonal of a large one", () => {
    expect(chooseTuples([])).toEqual([[]]);
    expect(chooseTuples([axis("i", 0, 7), axis("j", 1, 8)])).toHaveLength(64);
    const tuples = chooseTuples([axis("i", 1, 100), axis("j", 1, 100)]);
    expect(tuples.length).toBeLessThanOrEqual(64);
    expect(tuples).toContainEqual([1, 1]);
    expect(tuples).toContainEqual([100, 1]);
    expect(tuples.filter(([i, j]) => i === j).length).toBeGreaterThan(10);
  });

  it("a share of each quantity", () => {
    const of = (name: string, count: number) =>
      Array.from({ length: count }, (_, k) => ({ name, indices: [k] }));
    const chosen = chooseInstances([...of("W", 100), ...of("b", 2), ...of("V", 50)], 12);
    const counts = ["W", "b", "V"].map(
      (name) => chosen.filter((each) => each.name === name).length,
    );
    expect(counts).toEqual([5, 2, 5]);
  });
});

describe("expressions are read node by node", () => {
  it("an empty sum is 0 and logsumexp does not overflow", () => {
    const read = (): number => 1000;
    const term = reference("x");
    const sum = reduce("logsumexp", "i", { lo: 1, hi: 2 }, term);
    expect(interpret(sum, { field: double, read })).toBeCloseTo(1000 + Math.log(2));
    expect(interpret(number(3), { field: double, read })).toBe(3);
  });
});
