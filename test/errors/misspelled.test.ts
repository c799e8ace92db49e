import { describe, expect, it } from "vitest";
import { misspelledNames } from "../../src/errors/misspelled.js";

const known = ["sin", "sinh", "tan", "tanh", "atan", "log", "log2", "sigmoid", "cos", "e", "pi"];

describe("misspelledNames", () => {
  it.each<readonly [string, readonly string[]]>([
    ["sigmiod", ["sigmoid"]],
    ["Sigmoid", ["sigmoid"]],
    ["tahn", ["tanh"]],
    ["sinn", ["sin"]],
    ["TAN", ["tan"]],
    ["arctan", []],
    ["log3", []],
    ["cov", []],
    ["li", []],
    ["logistic", []],
    ["z".repeat(100), []],
  ])("%.20s: %j", (name, expected) => {
    expect(misspelledNames(name, known)).toEqual(expected);
  });
});
