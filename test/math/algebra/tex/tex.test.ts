import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reduce } from "../../../../src/math/algebra/binding.js";
import {
  add,
  bracket,
  call,
  decimal,
  indexNumber,
  multiply,
  number,
  power,
  reference,
} from "../../../../src/math/algebra/constructors.js";
import { functionRows } from "../../../../src/math/algebra/functions/index.js";
import { indexTerm, plainIndex } from "../../../../src/math/algebra/index-term.js";
import { symbolOf } from "../../../../src/math/algebra/symbol.js";
import { partial, symbols, type TexOptions, tex } from "../../../../src/math/algebra/tex/index.js";
import { read } from "../infix-reader.js";
import { randomExpression } from "../random-expression.js";
import { expectToRender } from "./renders.js";

const axisName = (name: string, axis: number) => ({ W: ["k", "j"], h: ["t"] })[name]?.[axis];
const options: TexOptions = { notation: symbols, axisName };

describe("tex of formulas", () => {
  it.each([
    ["w5*k1", "w_{5} k_{1}"],
    ["a1*(1 - a1)", "a_{1} (1 - a_{1})"],
    ["(a - b)*(c + d)", "(a - b) (c + d)"],
    ["2*x", "2 x"],
    ["-x", "-x"],
    ["-2*x + y", "-2 x + y"],
    ["x - 2*y - 3", "x - 2 y - 3"],
    ["a + -(b + c)", "a - (b + c)"],
    ["-(b + c)", "-(b + c)"],
    ["(y - g)^2/2", "\\frac{1}{2} (y - g)^{2}"],
    ["0.01*x", "0.01 x"],
    ["0.75*x", "\\frac{3}{4} x"],
    ["x/3", "\\frac{1}{3} x"],
    ["x/5", "0.2 x"],
    ["1e-7*x", "10^{-7} x"],
    ["1.2e-7*x", "1.2 \\times 10^{-7} x"],
    ["1e6*x", "1000000 x"],
    ["a/b", "\\frac{a}{b}"],
    ["2*a/(3*b^2)", "\\frac{2 a}{3 b^{2}}"],
    ["(a + b)/c", "\\frac{a + b}{c}"],
    ["a*(a + b)/(c*(a - b))", "\\frac{a (a + b)}{c (a - b)}"],
    ["-1/x", "-\\frac{1}{x}"],
    ["1/(1 + exp(-x))", "\\frac{1}{1 + e^{-x}}"],
    ["a - 1/x", "a - \\frac{1}{x}"],
    ["1/(2*sqrt(x))", "\\frac{1}{2 \\sqrt{x}}"],
    ["exp(-x^2/2)", "\\exp\\left(-\\frac{1}{2} x^{2}\\right)"],
    ["exp(x)^2", "(e^{x})^{2}"],
    ["e", "e"],
    ["2*pi*r1", "2 \\pi r_{1}"],
    ["abs(x)", "\\lvert x \\rvert"],
    ["abs(x/y)^2", "\\left\\lvert \\frac{x}{y} \\right\\rvert^{2}"],
    ["sin(x)^2", "\\sin^{2}\\left(x\\right)"],
    ["1/cos(x)^2", "\\frac{1}{\\cos^{2}\\left(x\\right)}"],
    ["sqrt(x)^3", "(\\sqrt{x})^{3}"],
    ["relu(x)^2", "(\\mathrm{ReLU}\\left(x\\right))^{2}"],
    ["sigmoid(h1)", "\\sigma\\left(h_{1}\\right)"],
    ["max(a, b, 0)", "\\max\\left(a, b, 0\\right)"],
    ["leaky_relu(x, 0.1)", "\\mathrm{LeakyReLU}\\left(x, 0.1\\right)"],
    ["log(x, 3)", "\\log_{3}\\left(x\\right)"],
    ["ln(x)/log10(x)", "\\frac{\\ln\\left(x\\right)}{\\log_{10}\\left(x\\right)}"],
    ["log1p(-x)", "\\ln\\left(1 - x\\right)"],
    ["2*expm1(x)", "2 (e^{x} - 1)"],
    ["a - expm1(x)", "a - (e^{x} - 1)"],
    ["x^(1/3)", "x^{1/3}"],
    ["x^(-0.5)", "x^{-1/2}"],
    ["x^y^z", "x^{y^{z}}"],
    ["(x^2)^y", "(x^{2})^{y}"],
    ["(x/y)^2", "\\left(\\frac{x}{y}\\right)^{2}"],
    ["(1/2)^x", "\\left(\\frac{1}{2}\\right)^{x}"],
    ["0.15^x", "0.15^{x}"],
    ["(-2)^x", "(-2)^{x}"],
    ["2*2^x", "2 \\times 2^{x}"],
  ])("%s → %s", (text, expected) => {
    expect(tex(read(text), options)).toBe(expected);
    expectToRender(expected);
  });
});

describe("tex of indexed formulas", () => {
  it.each([
    ["sum(i, V[j,i]*x[i]) + b[j]", "\\sum_{i=1}^{3} V_{j,i} x_{i} + b_{j}"],
    ["sum(i, W[i,j]*d[i])", "\\sum_{k=1}^{3} W_{k,j} d_{k}"],
    ["sum(i, x[i] - y[i])", "\\sum_{i=1}^{3} (x_{i} - y_{i})"],
    ["sum(i, -x[i])", "\\sum_{i=1}^{3} (-x_{i})"],
    ["sum(i, d[i])*a[j]", "\\left(\\sum_{i=1}^{3} d_{i}\\right) a_{j}"],
    ["a[j]*sum(i, d[i])", "a_{j} \\sum_{i=1}^{3} d_{i}"],
    ["sum(i, (h[i] - y[i])^2)/2", "\\frac{1}{2} \\sum_{t=1}^{3} (h_{t} - y_{t})^{2}"],
    ["h[t]*sum(i, h[i])", "h_{t} \\sum_{t^{\\prime}=1}^{3} h_{t^{\\prime}}"],
    ["sum(i, sum(j, x[i,j]))", "\\sum_{i=1}^{3} \\sum_{j=1}^{3} x_{i,j}"],
    ["max(i, x[i]) + 1", "\\left(\\max_{1 \\le i \\le 3} x_{i}\\right) + 1"],
    ["x[j] - max(i, x[i])", "x_{j} - \\max_{1 \\le i \\le 3} x_{i}"],
    ["logsumexp(i, x[i])", "\\ln \\sum_{i=1}^{3} \\exp\\left(x_{i}\\right)"],
    ["exp(x[i])/sum(j, exp(x[j]))", "\\frac{e^{x_{i}}}{\\sum_{j=1}^{3} e^{x_{j}}}"],
    ["w*h[t-1]", "w h_{t-1}"],
    ["x[2*t+k-1]", "x_{k+2t-1}"],
    ["x[3-t]", "x_{3-t}"],
    ["g^t", "g^{t}"],
  ])("%s → %s", (text, expected) => {
    expect(tex(read(text), options)).toBe(expected);
    expectToRender(expected);
  });

  const term = (constant: number, ...factors: readonly (readonly [string, number])[]) =>
    indexTerm(constant, factors);
  it.each([
    [bracket(term(0, ["k", 1], ["s", -1]), 0, 0), "[k = s]"],
    [bracket(term(0, ["s", -1], ["t", 1]), 1, 1), "[t = s+1]"],
    [bracket(term(0, ["s", -1], ["t", 1]), -1, -1), "[t+1 = s]"],
    [bracket(term(0, ["t", 1]), 4, 4), "[t = 4]"],
    [bracket(term(0, ["t", -1]), -4, -4), "[t = 4]"],
    [bracket(term(1, ["n", 1], ["t", -1]), 1, 3), "[1 \\le n-t+1 \\le 3]"],
    [bracket(term(1, ["t", 1]), -Infinity, 4), "[t \\lt 4]"],
    [bracket(term(-1, ["t", 1]), 1, Infinity), "[t \\gt 1]"],
    [bracket(term(3, ["t", -1]), 1, Infinity), "[t \\lt 3]"],
    [bracket(term(3, ["t", -1]), -Infinity, 1), "[t \\gt 1]"],
    [bracket(term(0, ["s", -1], ["t", 1]), -Infinity, 0), "[t \\le s]"],
    [bracket(term(0, ["s", -1], ["t", 1]), 1, Infinity), "[t \\ge s+1]"],
  ])("brackets: %o → %s", (expression, expected) => {
    expect(tex(expression, options)).toBe(expected);
    expectToRender(expected);
  });

  it.each([
    [
      multiply(reference("p", [plainIndex("k")]), bracket(term(0, ["k", 1], ["s", -1]), 0, 0)),
      "[k = s] p_{k}",
    ],
    [multiply(decimal("-2"), reference("p"), bracket(term(0, ["k", 1]), 2, 2)), "-2 [k = 2] p"],
    [
      multiply(bracket(term(0, ["k", 1]), 2, 2), power(reference("n"), number(-1))),
      "[k = 2] \\frac{1}{n}",
    ],
    [multiply(reference("d"), call("step", reference("h"))), "d [h \\gt 0]"],
    [multiply(reference("g"), indexNumber(term(-1, ["t", 1]))), "g (t-1)"],
    [reference("x", [plainIndex("i'1")]), "x_{i^{\\prime}}"],
    [
      reduce("sum", "z", { lo: 1, hi: 2 }, add(reference("x", [plainIndex("z")]), reference("i"))),
      "\\sum_{j=1}^{2} (x_{j} + i)",
    ],
  ])("products with brackets, fresh and taken names: %o → %s", (expression, expected) => {
    expect(tex(expression, options)).toBe(expected);
    expectToRender(expected);
  });
});

describe("tex with numbers put in", () => {
  const values = new Map([
    ["a", "0.593"],
    ["b", "-0.3"],
    ["c", "1.2 \\times 10^{-7}"],
    ["d", "-1.2 \\times 10^{-7}"],
    ["f", "2"],
  ]);
  const notation: TexOptions["notation"] = {
    reference: (name) => {
      const number = values.get(name) ?? name;
      return { kind: "number", tex: number };
    },
  };
  it.each([
    ["f*a", "2 \\times 0.593"],
    ["0.4*a", "0.4 \\times 0.593"],
    ["a*(1 - a)", "0.593 (1 - 0.593)"],
    ["b*a", "-0.3 \\times 0.593"],
    ["a*b", "0.593 \\times (-0.3)"],
    ["a + b", "0.593 + (-0.3)"],
    ["a - b", "0.593 - (-0.3)"],
    ["b + a", "-0.3 + 0.593"],
    ["a + b*f", "0.593 + (-0.3) \\times 2"],
    ["-b*a", "-(-0.3) \\times 0.593"],
    ["a*(b + f)", "0.593 (-0.3 + 2)"],
    ["a/b", "\\frac{0.593}{-0.3}"],
    ["b*a/f", "\\frac{-0.3 \\times 0.593}{2}"],
    ["exp(-b)", "e^{-(-0.3)}"],
    ["sigmoid(b)", "\\sigma\\left(-0.3\\right)"],
    ["a^2", "0.593^{2}"],
    ["b^2", "(-0.3)^{2}"],
    ["c^2", "(1.2 \\times 10^{-7})^{2}"],
    ["a*c", "0.593 \\times 1.2 \\times 10^{-7}"],
    ["a*d", "0.593 \\times (-1.2 \\times 10^{-7})"],
    ["a + d", "0.593 + (-1.2 \\times 10^{-7})"],
    ["(a - f)^2/2", "\\frac{1}{2} (0.593 - 2)^{2}"],
    ["a/2", "\\frac{1}{2} \\times 0.593"],
    ["abs(b)", "\\lvert -0.3 \\rvert"],
    ["max(b, 0)", "\\max\\left(-0.3, 0\\right)"],
  ])("%s → %s", (text, expected) => {
    expect(tex(read(text), { notation })).toBe(expected);
    expectToRender(expected);
  });
});

describe("tex of partial derivatives", () => {
  const notation: TexOptions["notation"] = {
    reference: (name) => ({ kind: "derivative", of: symbolOf("E"), wrt: symbolOf(name) }),
  };
  it.each([
    ["a*b", "juxtapose", "\\frac{\\partial E}{\\partial a} \\frac{\\partial E}{\\partial b}"],
    ["a*b", "dot", "\\frac{\\partial E}{\\partial a} \\cdot \\frac{\\partial E}{\\partial b}"],
    ["a^2", "dot", "\\left(\\frac{\\partial E}{\\partial a}\\right)^{2}"],
    ["2*a", "dot", "2 \\frac{\\partial E}{\\partial a}"],
  ] as const)("%s (%s) → %s", (text, product, expected) => {
    expect(tex(read(text), { notation, product })).toBe(expected);
    expectToRender(expected);
  });

  it.each([
    [["w_{5}"], "\\frac{\\partial E}{\\partial w_{5}}"],
    [["x", "x"], "\\frac{\\partial^{2} E}{\\partial x^{2}}"],
    [["x", "y"], "\\frac{\\partial^{2} E}{\\partial x \\partial y}"],
  ])("of higher order by %j: %s", (variables, expected) => {
    expect(partial("E", ...variables)).toBe(expected);
    expectToRender(expected);
  });
});

describe("tex renders everywhere", () => {
  it.each(functionRows)("$name and its derivatives", ({ name, samples, derivatives }) => {
    for (const sample of samples) {
      const parameters = sample.map((_, place) => reference(`x${place}`));
      const output = call(name, ...parameters);
      for (const each of [output, ...derivatives(parameters, output)])
        expectToRender(tex(each, options));
    }
  });

  it("writes exponentials without the letter e where it is a quantity", () => {
    const operator = { ...options, exponential: "operator" } as const;
    expect(tex(read("e*exp(x)"), operator)).toBe("\\mathrm{e} \\exp\\left(x\\right)");
  });

  it("holds for random expressions", () => {
    fc.assert(
      fc.property(randomExpression, (expression) => {
        expectToRender(tex(expression, options));
      }),
      { seed: 3, numRuns: 600 },
    );
  });
});
