import { describe, expect, it } from "vitest";
import { call, reference } from "../../../src/math/algebra/constructors.js";
import { findFunction } from "../../../src/math/algebra/functions/index.js";
import { functionNames } from "../../../src/math/formula/function-names.js";
import { resolveFormula } from "../../../src/math/formula/names/resolve.js";
import { openScope, variableScope } from "../../../src/math/formula/names/scope.js";
import { helpForFunction } from "../../../src/math/formula/other-functions.js";
import { spellings } from "../../../src/math/formula/spellings.js";
import { formula, problemsOf } from "../../network/specs.js";

const x = reference("x");
const readFree = (text: string, given: readonly string[] = ["x"]) =>
  resolveFormula(formula(text), openScope(new Set(given)));
/** The first help that a free expression gets. */
const helpOf = (text: string): string | undefined =>
  problemsOf(() => readFree(text))[0]?.match(
    / \(((?:write|did|a |formulas|there|angles|divide|the n|`\/).*)\)$/s,
  )?.[1];

describe("other spellings of functions", () => {
  it("mean functions of the table, and are none of its names", () => {
    for (const [spelling, name] of spellings) {
      expect(findFunction(name), name).toBeDefined();
      expect(functionNames).not.toContain(spelling);
      if (!spelling.startsWith("log_")) expect(helpForFunction(spelling), spelling).toBeUndefined();
    }
  });

  it.each([
    ["arcsin", "asin"],
    ["arctan", "atan"],
    ["arcsinh", "asinh"],
    ["arsinh", "asinh"],
    ["cosec", "csc"],
    ["lg", "log10"],
    ["log_10", "log10"],
    ["log_2", "log2"],
    ["tg", "tan"],
    ["ctg", "cot"],
    ["sh", "sinh"],
    ["sgn", "sign"],
    ["logistic", "sigmoid"],
    ["swish", "silu"],
  ])("%s(x) is %s(x)", (spelling, name) => {
    expect(readFree(`${spelling}(x)`)).toBe(call(name, x));
  });

  it("leave the name to a quantity that has it", () => {
    const scope = variableScope(new Map([["th", x]]));
    expect(resolveFormula(formula("th"), scope)).toBe(x);
    expect(problemsOf(() => resolveFormula(formula("th(2)"), scope))[0]).toContain("is a quantity");
    expect(readFree("th*x", ["x"])).toBe(readFree("th*x", ["x", "th"]));
  });
});

describe("what is said of what formulas do not have", () => {
  it.each<readonly [string, string | undefined]>([
    ["sin^2(x)", "write `sin(x)^2`"],
    ["sin^2 x", "write `sin(x)^2`"],
    ["sin^-1(x)", "write `asin(x)` for the inverse function, `1/sin(x)` for the reciprocal"],
    ["ln^(-1)(x)", "write `exp(x)` for the inverse function, `1/ln(x)` for the reciprocal"],
    ["asinh^-1(x)", "write `sinh(x)` for the inverse function, `1/asinh(x)` for the reciprocal"],
    ["arctan^3(2*x)", "write `atan(2*x)^3`"],
    ["sin x", "write `sin(x)`"],
    ["sin 2x", "write `sin(2*x)`"],
    ["2 sin x cos x", "write `sin(x)`"],
    ["sin x/2", "write `sin(x)/2` or `sin(x/2)`"],
    ["log_10 x", "write `log10(x)`"],
    ["x sin(x)", "write `x*sin(x)` for a product"],
    ["(x+1)(x-1)", "write `(x+1)*(x-1)` for a product"],
    ["x(x+1)", "write `x*(x+1)` for a product"],
    ["a(x+1)", "write `a*(x+1)` for a product"],
    ["xsin(x)", "write `x*sin(x)` for a product"],
    ["ecos(x)", "write `e*cos(x)` for a product"],
    ["f(x)", undefined],
    ["|x|", "write `abs(x)` for an absolute value"],
    ["√x", "write `sqrt(x)`"],
    ["√2x", "write `sqrt(2)*x` or `sqrt(2*x)`"],
    ["x²", "write `x^2`"],
    ["x⁻²", "write `x^(-2)`"],
    ["sin²(x)", "write `sin(x)^2`"],
    ["sin⁻¹(x)", "write `asin(x)` for the inverse function, `1/sin(x)` for the reciprocal"],
    ["np.exp(-x)", "write `exp` without `np.`"],
    [
      "w @ x",
      "write the sum over the index that both share: `sum(i, w[j,i]*x[i])`, or `sum(i, w[i]*x[i])` for two vectors",
    ],
    ["log_3(x)", "write `log(x, 3)`"],
    ["ln ln x", "write `ln(ln(x))`"],
    ["max 0 x", "write `max(0, x)`"],
    ["x ln x", "write `ln(x)`"],
    ["x^2 ln x", "write `ln(x)`"],
    ["arc sin(x)", "write `asin(x)`"],
    ["inverse tan x", "write `atan(x)`"],
    ["sec^-1(x)", "write `acos(1/x)` for the inverse function, `1/sec(x)` for the reciprocal"],
    ["sin(x)²", "write `sin(x)^2`"],
    ["e⁻ˣ", "write `e^(-x)`"],
    ["³√x", "write `cbrt(x)`"],
    ["⁴√x", "write `x^(1/4)`"],
    ["√x²", "write `sqrt(x)^2` or `sqrt(x^2)`"],
    ["√x^2", "write `sqrt(x)^2` or `sqrt(x^2)`"],
    ["x₁", "write `x_1`"],
    ["log₂(x)", "write `log2(x)`"],
    ["log₁₀ x", "write `log10(x)`"],
    ["log₃(x)", "write `log(x, 3)`"],
    ["xˆ2", "write `^`"],
    ["x＾2", "write `^`"],
    ["２x", "write `2`"],
    ["x；", undefined],
    ["1/2mv", "write `1/2*mv` or `1/(2*mv)`"],
    ["x mv", "write `x*mv` for a product"],
    [
      "x^2 if x",
      "formulas have no conditions; `max`, `min`, `abs` and `relu` can take their place",
    ],
    ["⅔x", "write `(2/3)`"],
    ["x∕2", "write `/`"],
    ["2•x", "write `*`"],
    ["1 000*x", "write `1000` for one number, `1*000` for a product"],
    ["1.2.3*x", undefined],
    ["x%2", "a remainder cannot be used: it jumps, and has no derivative there"],
    ["5%*x", "divide by 100"],
    ["x//2", "`/` divides without rounding; a function of steps cannot be used"],
    ["x \\cdot y", "write `*`"],
    ["\\frac{1}{x}", "write `(…)/(…)`"],
    ["\\alpha", "write names without TeX: `alpha` for `\\alpha`"],
    ["x and y", "formulas have no conditions; `max`, `min`, `abs` and `relu` can take their place"],
    ["not x", "formulas have no conditions; `max`, `min`, `abs` and `relu` can take their place"],
    ["w^T x", "write `w^T*x` for a product; for two vectors it is `sum(i, w[i]*x[i])`"],
    ["root(3, x)", "the n-th root of x is `x^(1/n)`"],
    ["amax(x)", "write `max(i, x[i])`"],
    ["haversin(x)", "write `sin(x/2)^2`"],
    ["covercos(x)", undefined],
    [
      "d/dx(x^2)",
      "write the function itself: a formula has no derivatives, integrals or limits in it",
    ],
    ["Sin[x]", "write `sin(x)` for the function"],
    ["asec(x+1)", "write `acos(1/(x+1))`"],
    ["nthroot(x, 3)", "write `x^(1/3)`"],
    ["erfc(x)", "write `1 - erf(x)`"],
    ["tahn(x)", "did you intend `tanh`?"],
    ["sinn(x)", "did you intend `sin`?"],
    ["ArcTan(x)", "did you intend `atan`?"],
    ["ехр(x)", "did you intend `exp`?"],
  ])("%s: %s", (text, help) => {
    expect(helpOf(text)).toBe(help);
  });

  it.each(
    "floor ceil round step Heaviside mod fmod argmax factorial sinc versin gamma det transpose cov lim rect erfinv softmax dot".split(
      " ",
    ),
  )("%s has a help, and never by another function", (name) => {
    const help = helpOf(`${name}(x)`);
    expect(help).toBeDefined();
    expect(help).not.toContain("did you intend");
  });

  it("takes no word for another one", () => {
    for (const name of "arctg2 cosinusoid tanc Si li cn sim sig3 log1 covar versinus".split(" "))
      expect(helpOf(`${name}(x)`) ?? "").not.toContain("did you intend");
  });

  it("reads π as the constant where nothing else has the name", () => {
    expect(readFree("π*x")).toBe(readFree("pi*x"));
    expect(readFree("π*x", ["x", "π"])).not.toBe(readFree("pi*x"));
  });
});
