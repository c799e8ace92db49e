import { describe, expect, it } from "vitest";
import { gradwalk } from "./recording.js";

interface Step {
  readonly rule: string;
  readonly before: string;
  readonly after: string;
  readonly with?: Readonly<Record<string, string>>;
}
interface Derivative {
  readonly infix: string;
  readonly steps: readonly Step[];
}

async function derivativeOf(expression: string): Promise<Derivative> {
  const { out } = await gradwalk(["derive", "--wrt", "x", "--json", "--", expression]);
  const { derivatives } = JSON.parse(out) as { derivatives: { x: Derivative } };
  return derivatives.x;
}

const cases: readonly (readonly [expression: string, rules: string, derivative: string])[] = [
  ["x", "variable", "1"],
  ["0*x", "constant", "0"],
  ["5*x", "constant-multiple", "5"],
  ["-x", "constant-multiple", "-1"],
  ["x^3", "power", "3*x^2"],
  ["1/x", "power", "-1/x^2"],
  ["x^y", "power", "y*x^(y - 1)"],
  ["3/x", "constant-multiple power collect", "-3/x^2"],
  ["3*x^2 + 2*x + 1", "sum constant-multiple power constant-multiple collect", "6*x + 2"],
  ["x^2*sin(x)", "product power sin collect", "2*x*sin(x) + x^2*cos(x)"],
  ["x*y*exp(x)", "constant-multiple product exp collect", "y*(exp(x) + x*exp(x))"],
  ["sin(x)/x", "quotient sin collect", "(cos(x)*x - sin(x))/x^2"],
  [
    "(x^2 + 1)/(3*x - 1)",
    "quotient sum power sum constant-multiple collect",
    "(2*x*(3*x - 1) - 3*(x^2 + 1))/(3*x - 1)^2",
  ],
  ["(x^2 + 1)^5", "chain power sum power collect", "10*(x^2 + 1)^4*x"],
  ["1/(1 + x^2)", "chain power sum power collect", "-2/(1 + x^2)^2*x"],
  ["sqrt(x)", "sqrt", "0.5/sqrt(x)"],
  ["sqrt(1 - x^2)", "chain sqrt sum constant-multiple power collect", "-1/sqrt(1 - x^2)*x"],
  ["2^x", "exponential", "2^x*log(2)"],
  ["y^(3*x)", "chain exponential constant-multiple collect", "3*y^(3*x)*log(y)"],
  ["x^x", "general-power", "x^x*(log(x) + 1)"],
  [
    "(1 + x)^sin(x)",
    "general-power sin sum collect",
    "(1 + x)^sin(x)*(cos(x)*log(1 + x) + sin(x)/(1 + x))",
  ],
  ["exp(-x^2/2)", "chain exp constant-multiple power collect", "-exp(-0.5*x^2)*x"],
  ["e^(2*x)", "chain exp constant-multiple collect", "2*exp(2*x)"],
  ["ln(x)", "log", "1/x"],
  ["log(x, 2)", "log", "1/x/log(2)"],
  ["log(x^2 + y^2)", "chain log sum power collect", "2/(x^2 + y^2)*x"],
  ["tan(x)", "tan", "sec(x)^2"],
  ["atan2(y, x)", "atan2", "-y/(x^2 + y^2)"],
  ["square(sin(x))", "chain power sin collect", "2*sin(x)*cos(x)"],
  ["exp(sin(x^2))", "chain exp chain sin power collect", "2*exp(sin(x^2))*cos(x^2)*x"],
  [
    "1/(1 + exp(-x))",
    "chain power sum chain exp constant-multiple collect",
    "1/(1 + exp(-x))^2*exp(-x)",
  ],
  [
    "sigmoid(w*x + b)",
    "chain sigmoid sum constant-multiple collect",
    "sigmoid(w*x + b)*(1 - sigmoid(w*x + b))*w",
  ],
];

describe("a derivation names the rules that a person applies, in that order", () => {
  it.each(cases)("%s", async (expression, rules, infix) => {
    const derivative = await derivativeOf(expression);
    expect(derivative.steps.map(({ rule }) => rule).join(" ")).toBe(rules);
    expect(derivative.infix).toBe(infix);
  });

  it.each(cases)("the last step of %s gives the derivative", async (expression) => {
    const { infix, steps } = await derivativeOf(expression);
    expect(steps.at(-1)?.after).toBe(infix);
  });

  it.each<readonly [string, string, readonly Step[]]>([
    [
      "each inner function has a name of its own",
      "sin(cos(x^2))",
      [
        {
          rule: "chain",
          before: "d/dx(sin(cos(x^2)))",
          after: "d/du(sin(u))*d/dx(cos(x^2))",
          with: { u: "cos(x^2)" },
        },
        { rule: "sin", before: "d/du(sin(u))", after: "cos(u)" },
        {
          rule: "chain",
          before: "d/dx(cos(x^2))",
          after: "d/dv(cos(v))*d/dx(x^2)",
          with: { v: "x^2" },
        },
        { rule: "cos", before: "d/dv(cos(v))", after: "-sin(v)" },
        { rule: "power", before: "d/dx(x^2)", after: "2*x" },
        {
          rule: "collect",
          before: "d/dx(sin(cos(x^2)))",
          after: "-2*cos(cos(x^2))*sin(x^2)*x",
        },
      ],
    ],
    [
      "a name that the expression uses is no name for an inner function",
      "exp(u*x)",
      [
        {
          rule: "chain",
          before: "d/dx(exp(u*x))",
          after: "d/dv(exp(v))*d/dx(u*x)",
          with: { v: "u*x" },
        },
        { rule: "exp", before: "d/dv(exp(v))", after: "exp(v)" },
        { rule: "constant-multiple", before: "d/dx(u*x)", after: "u" },
        { rule: "collect", before: "d/dx(exp(u*x))", after: "exp(u*x)*u" },
      ],
    ],
  ])("%s", async (_, expression, steps) => {
    expect((await derivativeOf(expression)).steps).toEqual(steps);
  });
});
