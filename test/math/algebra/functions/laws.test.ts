import { describe, expect, it } from "vitest";
import { call, reference } from "../../../../src/math/algebra/constructors.js";
import { type Expression, partsOf } from "../../../../src/math/algebra/expression.js";
import {
  functionRow,
  functionRows,
  violatedCondition,
} from "../../../../src/math/algebra/functions/index.js";
import type { FunctionRow } from "../../../../src/math/algebra/functions/row.js";
import { evaluate } from "./evaluate.js";

const names = ["p1", "p2", "p3", "p4"] as const;

interface Sample {
  readonly row: FunctionRow;
  readonly sample: readonly number[];
  readonly parameters: readonly Expression[];
  readonly values: Readonly<Record<string, number>>;
}

const samples: readonly Sample[] = functionRows.flatMap((row) =>
  row.samples.map((sample) => ({
    row,
    sample,
    parameters: sample.map((_, place) => reference(names[place] ?? "")),
    values: Object.fromEntries(sample.map((value, place) => [names[place] ?? "", value])),
  })),
);

/** The derivative of f at 0 by differences at ±h, ±2h, ±3h, ±4h, with an error of order h⁸. */
const centralDifference = (f: (offset: number) => number, h: number): number =>
  [4 / 5, -1 / 5, 4 / 105, -1 / 280]
    .map((weight, step) => weight * (f((step + 1) * h) - f(-(step + 1) * h)))
    .reduce((sum, term) => sum + term) / h;

const closeTo = (actual: number, expected: number, tolerance: number): boolean =>
  Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected));

function callsIn(expression: Expression): readonly string[] {
  const inside = partsOf(expression).flatMap(callsIn);
  return expression.kind === "call" ? [expression.name, ...inside] : inside;
}

const primitives = [
  "exp",
  "log",
  "sqrt",
  "erf",
  "abs",
  "sign",
  "max",
  "min",
  "step",
  "equal",
].concat(["sin", "cos", "atan"]);

describe("every function row", () => {
  it.each(samples)("$row.name at $sample: derivatives agree with central differences", (each) => {
    const { row, sample, parameters, values } = each;
    const derivatives = row.derivatives(parameters, call(row.name, ...parameters));
    for (const [place, value] of sample.entries()) {
      const along = (offset: number): number =>
        row.value(...sample.map((other, at) => (at === place ? value + offset : other)));
      const derivative = derivatives[place];
      if (!derivative) throw new Error(`${row.name} has no derivative by argument ${place + 1}`);
      const difference = centralDifference(along, 1e-3 * Math.max(1, Math.abs(value)));
      expect(evaluate(derivative, values)).toSatisfy((it) => closeTo(it, difference, 1e-10));
    }
  });

  it.each(samples.filter(({ row }) => row.definition))(
    "$row.name at $sample: the definition has the same value",
    ({ row, sample, parameters, values }) => {
      const value = row.value(...sample);
      const defined = evaluate(row.definition?.(parameters) ?? parameters[0] ?? call(""), values);
      expect(defined).toSatisfy((it) => closeTo(it, value, 1e-12));
    },
  );

  it.each(samples.filter(({ row }) => typeof row.spelling === "function"))(
    "$row.name at $sample: the spelling has the same value, in functions that formulas know",
    ({ row, sample, parameters, values }) => {
      if (typeof row.spelling !== "function") return;
      const spelled = row.spelling(parameters);
      expect(evaluate(spelled, values)).toBe(row.value(...sample));
      for (const name of callsIn(spelled)) expect(functionRow(name).spelling).toBeUndefined();
    },
  );

  it.each(samples)(
    "$row.name at $sample: the sample is inside of the domain",
    ({ row, sample }) => {
      expect(violatedCondition(row, sample)).toBeUndefined();
      expect(row.value(...sample)).toSatisfy(Number.isFinite);
    },
  );

  it.each(samples)("$row.name at $sample: derivatives are made of rows", (each) => {
    const { row, parameters } = each;
    for (const derivative of row.derivatives(parameters, call(row.name, ...parameters)))
      for (const name of callsIn(derivative)) expect(functionRow(name).name).toBe(name);
  });

  it("is a primitive or leads to primitives by its definition", () => {
    const reachesPrimitives = (expression: Expression, depth: number): boolean =>
      callsIn(expression).every((name) => {
        if (primitives.includes(name)) return true;
        const inner = functionRow(name).definition?.(
          ["a", "b", "c"].map((each) => reference(each)),
        );
        return inner !== undefined && depth < 5 && reachesPrimitives(inner, depth + 1);
      });
    for (const { name } of functionRows)
      expect(
        reachesPrimitives(call(name, ...["a", "b", "c"].map((each) => reference(each))), 0),
        name,
      ).toBe(true);
    for (const name of primitives) expect(functionRow(name).definition, name).toBeUndefined();
  });
});

describe("hygiene of the function table", () => {
  it("has no name twice", () => {
    const all = functionRows.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
    expect(new Set(all).size).toBe(all.length);
  });

  it("has every function of the formula language", () => {
    const language =
      "exp log ln sqrt cbrt abs sign sin cos tan sec csc cot asin acos atan sinh cosh tanh asinh acosh atanh " +
      "sech csch coth sigmoid relu leaky_relu elu softplus gelu silu erf log1p expm1 square cube pow atan2 " +
      "max min log2 log10";
    const known = functionRows
      .filter(({ spelling }) => spelling === undefined)
      .flatMap(({ name, aliases = [] }) => [name, ...aliases]);
    expect([...known].sort()).toEqual(language.split(" ").sort());
  });

  it.each(functionRows)("$name: samples, defaults and TeX fit the arity", (row) => {
    const [least, most] = row.arity;
    expect(row.samples.length).toBeGreaterThan(1);
    for (const sample of row.samples) {
      expect(sample.length).toBeGreaterThanOrEqual(least);
      expect(sample.length).toBeLessThanOrEqual(most);
    }
    if (row.defaults) expect(row.defaults.length).toBe(most - least);
    if (row.tex.kind === "definition") expect(row.definition).toBeDefined();
    else expect(row.tex.tex).toMatch(/\S/);
    if (row.tex.kind === "template")
      for (let place = 1; place <= most; place++) expect(row.tex.tex).toContain(`#${place}`);
  });
});
