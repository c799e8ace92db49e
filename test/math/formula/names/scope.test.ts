import { describe, expect, it } from "vitest";
import {
  add,
  call,
  constant,
  multiply,
  one,
  power,
  reference,
} from "../../../../src/math/algebra/constructors.js";
import type { Expression } from "../../../../src/math/algebra/expression.js";
import { resolveFormula } from "../../../../src/math/formula/names/resolve.js";
import { openScope } from "../../../../src/math/formula/names/scope.js";
import { formula, problemsOf } from "../../../network/specs.js";

const [x, y, e] = [reference("x"), reference("y"), reference("e")];

describe("a free expression", () => {
  it.each<readonly [string, readonly string[], Expression]>([
    ["x*y + pi", [], add(multiply(x, y), constant("pi"))],
    ["e^x", [], call("exp", x)],
    ["e^x", ["e"], power(e, x)],
    ["max(x, y, 1) + ln(tau)", [], add(call("max", x, y, one), call("log", reference("tau")))],
    ["i1 + __proto__", [], add(reference("i1"), reference("__proto__"))],
  ])("%s with %j given", (text, given, expected) => {
    expect(resolveFormula(formula(text), openScope(new Set(given)))).toBe(expected);
  });

  it.each([
    [
      "sin + 1",
      "1:1 undefined-name: `sin` is a function and needs its argument in brackets (write `sin(…)`)",
    ],
    ["x[1]", "1:1 wrong-subscripts: `x` takes no index, received 1 index"],
    [
      "sum(i, x)",
      "1:5 invalid-reduction: `i` is no new index name, expected one before the formula that `sum` reduces (name the index first: `sum(i, x[i])`)",
    ],
    [
      "sigmiod(x)",
      "1:1 unknown-function: cannot use the function `sigmiod`: it is not known (did you intend `sigmoid`?)",
    ],
    [
      "x(1 + x)",
      "1:1 unknown-function: `x` is a quantity and cannot be called as a function (write `x*(1 + x)` for a product)",
    ],
    ["sin()", "1:1 wrong-arity: `sin` takes 1 argument, received 0"],
  ])("refuses %s", (text, expected) => {
    expect(problemsOf(() => resolveFormula(formula(text), openScope(new Set(["x"]))))).toEqual([
      expected,
    ]);
  });
});
