import { describe, expect, it } from "vitest";
import { call, decimal, number, reference } from "../../../../src/math/algebra/constructors.js";
import { erf, erfc } from "../../../../src/math/algebra/functions/erf.js";
import {
  applyFunction,
  findFunction,
  functionRow,
  isAtKink,
  violatedCondition,
} from "../../../../src/math/algebra/functions/index.js";
import { evaluate } from "./evaluate.js";

describe("values at the ends of the doubles", () => {
  it.each([
    ["sigmoid", [-800], 0],
    ["sigmoid", [800], 1],
    ["sigmoid", [-700], Math.exp(-700)],
    ["softplus", [800], 800],
    ["softplus", [-700], Math.exp(-700)],
    ["softplus", [-800], 0],
    ["tanh", [1e300], 1],
    ["sech", [712], 2 * Math.exp(-712)],
    ["csch", [-712], -2 * Math.exp(-712)],
    ["coth", [-1e3], -1],
    ["elu", [1e300, 2], 1e300],
    ["elu", [-1e300, 2], -2],
    ["leaky_relu", [-100], -1],
    ["gelu", [40], 40],
    ["gelu", [-40], 0],
    ["silu", [-1e300], 0],
    ["log", [0], -Infinity],
    ["log", [-1], Number.NaN],
    ["sqrt", [-1], Number.NaN],
    ["asin", [1.1], Number.NaN],
    ["acosh", [0.5], Number.NaN],
    ["atan2", [0, 0], 0],
    ["atan2", [0, -1], Math.PI],
    ["max", [1, Number.NaN], Number.NaN],
    ["step", [0], 0],
    ["step", [Number.NaN], Number.NaN],
    ["equal", [2, 2], 1],
  ] as const)("%s(%j) is %d", (name, parameters, expected) => {
    expect(functionRow(name).value(...parameters) + 0).toBe(expected);
  });

  // 20 digits from an arbitrary-precision evaluation of the defining integral
  it.each([
    [1e-300, "1.1283791670955125739e-300", "1"],
    [0.1, "0.11246291601828489220", "0.88753708398171510780"],
    [0.5, "0.52049987781304653768", "0.47950012218695346232"],
    [1, "0.84270079294971486934", "0.15729920705028513066"],
    [1.9, "0.99279042923525746995", "0.0072095707647425300522"],
    [2, "0.99532226501895273416", "0.0046777349810472658379"],
    [3, "0.99997790950300141456", "2.2090496998585441373e-5"],
    [6, "0.99999999999999997848", "2.1519736712498913117e-17"],
    [20, "1", "5.3958656116079009289e-176"],
  ] as const)("erf and erfc at %d", (x, value, complement) => {
    expect(Math.abs(erf(x) / Number(value) - 1)).toBeLessThan(1e-15);
    expect(erf(-x)).toBe(-erf(x));
    expect(Math.abs(erfc(x) / Number(complement) - 1)).toBeLessThan(3e-15);
  });
});

describe("conventions of PyTorch at kinks", () => {
  it.each([
    ["relu", [0], [0]],
    ["abs", [0], [0]],
    ["leaky_relu", [0, 0.3], [0.3, 0]],
    ["leaky_relu", [0], [0.01]],
    ["elu", [0, 2], [2, 0]],
    ["elu", [800, 2], [1, 0]],
    ["elu", [-20], [Math.exp(-20)]],
    ["max", [1, 1], [0.5, 0.5]],
    ["max", [1, 3, 3, 3], [0, 1 / 3, 1 / 3, 1 / 3]],
    ["min", [2, 2, 3], [0.5, 0.5, 0]],
    ["sign", [0], [0]],
    ["silu", [-800], [0]],
  ] as const)("the derivatives of %s at %j are %j", (name, at, expected) => {
    const names = at.map((_, place) => `x${place}`);
    const parameters = names.map((each) => reference(each));
    const values = Object.fromEntries(at.map((value, place) => [names[place] ?? "", value]));
    const derivatives = functionRow(name).derivatives(parameters, call(name, ...parameters));
    expect(derivatives.map((each) => evaluate(each, values) + 0)).toEqual(expected);
  });

  it.each([
    ["relu", [0], true],
    ["relu", [1], false],
    ["elu", [0], false],
    ["elu", [0, 2], true],
    ["leaky_relu", [0, 1], false],
    ["max", [1, 2, 2], true],
    ["max", [1, 1, 2], false],
    ["sin", [0], false],
  ] as const)("%s has a kink at %j: %j", (name, parameters, expected) => {
    expect(isAtKink(functionRow(name), parameters)).toBe(expected);
  });
});

describe("definitions without holes", () => {
  it.each([
    ["asin", [1]],
    ["asin", [-1]],
    ["acos", [-1]],
    ["acosh", [1]],
    ["cbrt", [0]],
    ["atan2", [0, 0]],
    ["atan2", [0, -2]],
    ["atan2", [1, -1e-9]],
    ["atan2", [-1, 0]],
    ["elu", [800]],
    ["softplus", [-800]],
    ["sigmoid", [-800]],
    ["tanh", [800]],
    ["tanh", [-800]],
    ["silu", [-800]],
    ["asinh", [-1e30]],
    ["relu", [0]],
  ] as const)("%s at %j", (name, at) => {
    const row = functionRow(name);
    const parameters = at.map((_, place) => reference(`x${place}`));
    const values = Object.fromEntries(at.map((value, place) => [`x${place}`, value]));
    const defined = evaluate(row.definition?.(parameters) ?? call(""), values);
    expect(defined).toBeCloseTo(row.value(...at), 12);
  });
});

describe("the domain", () => {
  it.each([
    ["log", [0], { argument: 0, relation: ">", bound: 0 }],
    ["log_base", [2, 1], { argument: 1, relation: "!=", bound: 1 }],
    ["asin", [2], { argument: 0, relation: "<=", bound: 1 }],
    ["asin", [1], undefined],
    ["sqrt", [Number.NaN], { argument: 0, relation: ">=", bound: 0 }],
  ] as const)("%s at %j violates %j", (name, parameters, condition) => {
    expect(violatedCondition(functionRow(name), parameters)).toEqual(condition);
  });
});

describe("names", () => {
  it("finds functions by name and alias, and hides those that formulas cannot name", () => {
    expect(findFunction("ln")).toBe(functionRow("log"));
    expect(findFunction("tanh")).toBe(functionRow("tanh"));
    for (const name of ["step", "equal", "log_base", "sigmod", "toString"])
      expect(findFunction(name), name).toBeUndefined();
    expect(() => functionRow("sigmod")).toThrow("the function table has no sigmod");
  });

  it("reads square, cube, pow and log(x, b) as what they mean", () => {
    const [x, y] = [reference("x"), reference("y")];
    const apply = (name: string, ...parameters: (typeof x)[]) =>
      applyFunction(functionRow(name), parameters).kind;
    expect(apply("square", x)).toBe("power");
    expect(apply("pow", x, y)).toBe("power");
    expect(applyFunction(functionRow("cube"), [number(2)])).toBe(number(8));
    expect(applyFunction(functionRow("log"), [x, y])).toBe(call("log_base", x, y));
    expect(applyFunction(functionRow("log"), [x])).toBe(call("log", x));
    expect(applyFunction(functionRow("leaky_relu"), [x, decimal("0.2")])).toBe(
      call("leaky_relu", x, decimal("0.2")),
    );
  });
});
