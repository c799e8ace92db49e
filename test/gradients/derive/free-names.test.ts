import { describe, expect, it } from "vitest";
import { InputError, type Problem } from "../../../src/errors/problem.js";
import { deriveExpression } from "../../../src/gradients/derive/free-expression.js";
import { infix } from "../../../src/math/algebra/infix.js";

const derive = (expression: string, wrt: string, at?: Readonly<Record<string, string>>) =>
  deriveExpression({
    expression,
    wrt: wrt.split(","),
    order: 1,
    ...(at && { at: new Map(Object.entries(at)) }),
  });

function problemOf(action: () => unknown): Problem | undefined {
  try {
    action();
  } catch (error) {
    if (error instanceof InputError) return error.problems[0];
    throw error;
  }
  return undefined;
}

describe("one name is no product", () => {
  it.each([
    ["xe^x", "x", "`x*e^x`"],
    ["xy", "x", "`x*y`"],
    ["2xy + 1", "y", "`2*x*y + 1`"],
    ["ax^2", "x", "`a*x^2`"],
    ["sinx", "x", "`sin(x)`"],
    ["sinx^2", "x", "`sin(x)^2` or `sin(x^2)`"],
    ["lnx^(a+1) - 1", "x", "`ln(x)^(a+1) - 1` or `ln(x^(a+1)) - 1`"],
    ["1/xy", "x", "`1/x*y` or `1/(x*y)`"],
    ["2/xy^2 + 1", "x", "`2/x*y^2 + 1` or `2/(x*y^2) + 1`"],
    ["1/sinx", "x", "`1/sin(x)`"],
    ["e^xsinx", "x", "`e^x*sin(x)` or `e^(x*sin(x))`"],
    ["ae^x", "x", "`a*e^x`"],
    ["Ce^(-k*x) + 1", "x", "`C*e^(-k*x) + 1`"],
    ["λe^(-λ*x)", "x", "`λ*e^(-λ*x)`"],
    ["lnx", "x", "`ln(x)`"],
    ["xsinx", "x", "`x*sin(x)`"],
    ["2πx", "x", "`2*pi*x`"],
    ["2^xy", "x", "`2^x*y` or `2^(x*y)`"],
    ["x2 + 1", "x", "`x*2 + 1` or `x^2 + 1`"],
    ["ax1", "x1", "`a*x1`"],
    ["πr", "x", "`pi*r`"],
    ["rate*t", "t", "`r*a*t*e*t`"],
  ])("%s by %s", (expression, wrt, reading) => {
    const problem = problemOf(() => derive(expression, wrt));
    expect(problem?.code).toBe("run-together");
    expect(problem?.help).toContain(`write ${reading};`);
    expect(problem?.place?.line).toBe(1);
  });

  it("also where other names have values", () => {
    expect(problemOf(() => derive("xe^x", "x", { x: "1" }))?.code).toBe("run-together");
  });

  it.each<readonly [string, string, Readonly<Record<string, string>> | undefined, string]>([
    ["xe*x", "x", { x: "1", xe: "2" }, "xe"],
    ["xy*x", "xy", undefined, "x"],
    ["theta*t + beta2", "t", undefined, "theta"],
    ["x_e*x", "x", undefined, "x_e"],
    ["x1*x12", "x1", undefined, "x12"],
    ["tau*a + omega", "a", undefined, "tau"],
    ["speed*t", "t", undefined, "speed"],
    ["速度*度", "度", undefined, "速度"],
    ["ae*x", "x", undefined, "ae"],
    ["ae^n*x", "x", undefined, "ae^n"],
    ["ae^x", "ae", undefined, "x*ae^(x - 1)"],
  ])("a name stays one in %s by %s with %j", (expression, wrt, at, derivative) => {
    const [only] = derive(expression, wrt, at).derivatives;
    expect(only && infix(only.derivative)).toBe(derivative);
  });
});

describe("constants", () => {
  it.each([
    ["E^x", "`e`"],
    ["PI*x", "`pi`"],
    ["sin(Pi)", "`pi`"],
  ])("%s is told the constant %s", (expression, constant) => {
    const problem = problemOf(() => derive(expression, "x", { x: "1" }));
    expect(problem).toMatchObject({ code: "unknown-constant" });
    expect(problem?.help).toContain(`write ${constant}`);
  });

  it.each(["inf*x", "NaN", "x + Infinity"])("%s is no number", (expression) => {
    expect(problemOf(() => derive(expression, "x"))).toMatchObject({
      code: "unknown-constant",
      message: expect.stringContaining("finite numbers only"),
    });
    expect(derive("inf*x", "x", { x: "1", inf: "2" }).value).toBe(2);
  });

  it("are names where these have a value", () => {
    expect(derive("E*x", "x", { x: "1", E: "3" }).value).toBe(3);
    expect(derive("PI^2", "PI").derivatives).toHaveLength(1);
  });

  it.each([
    ["pi^2", "x"],
    ["5", "x"],
    ["y^2", "x"],
    ["x2^2", "x1"],
    ["theta^2", "t"],
    ["sin(π)", "x"],
  ])("the derivative of %s by %s is 0", (expression, wrt) => {
    const [only] = derive(expression, wrt).derivatives;
    expect(only && infix(only.derivative)).toBe("0");
    expect(only?.derivations[0]?.steps.map(({ rule }) => rule)).toEqual(["constant"]);
  });

  it.each([
    ["X^2", "x", "X"],
    ["rate^2", "raet", "rate"],
  ])("%s by %s is a misspelled %s", (expression, wrt, name) => {
    expect(problemOf(() => derive(expression, wrt))).toMatchObject({
      code: "unknown-variable",
      help: `did you intend \`${name}\`?`,
    });
  });
});

describe("letters that look like others", () => {
  it.each([
    ["eˣ", "write `e^x`"],
    ["xⁿ", "write `x^n`"],
    ["wₙ", "write `wn`"],
  ])("%s is told what stands high", (expression, help) => {
    expect(problemOf(() => derive(expression, "x"))?.help).toContain(help);
  });

  it.each([
    ["х^2", "x", /U\+0445, a Cyrillic letter that looks like `x`/],
    ["x + х", "x", /U\+0445/],
    ["ο*x", "x", /U\+03BF, a Greek letter/],
    ["ｘ*2", "x", /U\+FF58, a full-width character/],
    ["x^2", "х", /U\+0445/],
    ["соs(x)", "x", /U\+0441/],
    ["xа*x", "x", /U\+0430/],
  ])("%s by %s is named", (expression, wrt, words) => {
    expect(problemOf(() => derive(expression, wrt))?.message).toMatch(words);
  });

  it.each([
    ["х^2", "х"],
    ["Δx*t", "t"],
    ["скорость*t", "t"],
    ["θ*x", "x"],
  ])("%s by %s means what it says", (expression, wrt) => {
    expect(problemOf(() => derive(expression, wrt))).toBeUndefined();
  });

  it("refuses names that cannot be seen", () => {
    expect(problemOf(() => derive("a\u3164*x", "x"))?.message).toContain("U+3164");
  });
});

describe("a power at the base 0", () => {
  it.each<readonly [string, string, Readonly<Record<string, string>>, number, number]>([
    ["x^n", "n", { x: "0", n: "2" }, 0, 0],
    ["0^y", "y", { y: "2" }, 0, 0],
    ["x^n", "x", { x: "0", n: "0" }, 1, 0],
    ["x^n", "x", { x: "0", n: "1" }, 0, 1],
    ["y*x^(n - 1)", "x", { x: "0", n: "1", y: "3" }, 3, 0],
    ["x^y", "y", { x: "0", y: "0.5" }, 0, 0],
    ["pow(x - 1, n)", "n", { x: "1", n: "3" }, 0, 0],
    ["3*y^(3*x)", "x", { x: "2", y: "0" }, 0, 0],
    ["x^y", "x", { x: "-2", y: "3" }, -8, 12],
    ["x^y", "x", { x: "0", y: "1" }, 0, 1],
    ["2^x", "x", { x: "0" }, 1, Math.LN2],
    ["x^y", "y", { x: "2", y: "1" }, 2, 2 * Math.LN2],
  ])("%s by %s at %j", (expression, wrt, at, value, slope) => {
    const free = derive(expression, wrt, at);
    expect([free.value, free.derivatives[0]?.value]).toEqual([value, slope]);
  });

  it("has a second derivative, and no value where there is none", () => {
    const at = new Map([
      ["x", "0"],
      ["n", "2"],
    ]);
    const { derivatives } = deriveExpression({ expression: "x^n", wrt: ["n", "x"], order: 2, at });
    expect(derivatives.map(({ key, value }) => [key, value])).toEqual([
      ["n", 0],
      ["n,x", 0],
      ["x", 2],
    ]);
    for (const exponent of ["0", "-1"])
      expect(problemOf(() => derive("x^y", "y", { x: "0", y: exponent }))?.code).toBe(
        "outside-domain",
      );
    expect(problemOf(() => derive("x^y", "y", { x: "-2", y: "3" }))?.message).toContain(
      "`x` is -2",
    );
  });
});

describe("one letter stands for one thing", () => {
  it.each([
    ["sin(x^2)*cos(x^3) + exp(sin(x^2))", "x"],
    ["sin(u*x+1)*cos(v*x+2)", "x,u"],
    ["sqrt(u^2 + w)*exp(s*u)", "u"],
  ])("in %s by %s", (expression, wrt) => {
    const free = deriveExpression({ expression, wrt: wrt.split(","), order: 2 });
    const meanings = new Map<string, string>();
    const steps = free.derivatives.flatMap(({ derivations }) =>
      derivations.flatMap((each) => each.steps),
    );
    for (const { substitution } of steps) {
      if (!substitution) continue;
      const inner = infix(substitution.inner);
      expect(meanings.get(substitution.name) ?? inner).toBe(inner);
      expect(expression).not.toMatch(new RegExp(`\\b${substitution.name}\\b`));
      meanings.set(substitution.name, inner);
    }
    expect(meanings.size).toBeGreaterThan(0);
    expect(new Set(meanings.values()).size).toBe(meanings.size);
  });
});
