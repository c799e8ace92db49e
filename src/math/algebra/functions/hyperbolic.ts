import {
  add,
  call,
  divide,
  half,
  multiply,
  negate,
  number,
  one,
  power,
  subtract,
} from "../constructors.js";
import type { Expression } from "../expression.js";
import { defined, derived, operator } from "./arguments.js";
import type { DomainCondition, FunctionRow } from "./row.js";

const two = number(2);
const exp = (x: Expression): Expression => call("exp", x);
const squared = (x: Expression): Expression => power(x, two);
/** e^x - e^-x and e^x + e^-x. */
const difference = (x: Expression): Expression => subtract(exp(x), exp(negate(x)));
const total = (x: Expression): Expression => add(exp(x), exp(negate(x)));
const expOfTwice = (x: Expression): Expression => exp(multiply(two, x));
const notZero: readonly DomainCondition[] = [{ argument: 0, relation: "!=", bound: 0 }];

/** 2/(e^x + e^-x), with powers that do not overflow. */
function sech(x: number): number {
  const small = Math.exp(-Math.abs(x));
  return (2 * small) / (1 + small * small);
}

const csch = (x: number): number =>
  Math.abs(x) < 30 ? 1 / Math.sinh(x) : Math.sign(x) * 2 * Math.exp(-Math.abs(x));

export const hyperbolicRows: readonly FunctionRow[] = [
  {
    name: "sinh",
    arity: [1, 1],
    derivatives: derived((x) => call("cosh", x)),
    value: Math.sinh,
    definition: defined((x) => multiply(half, difference(x))),
    tex: operator("\\sinh"),
    samples: [[-1.3], [0], [0.7], [3]],
  },
  {
    name: "cosh",
    arity: [1, 1],
    derivatives: derived((x) => call("sinh", x)),
    value: Math.cosh,
    definition: defined((x) => multiply(half, total(x))),
    tex: operator("\\cosh"),
    samples: [[-1.3], [0], [0.7], [3]],
  },
  {
    name: "tanh",
    arity: [1, 1],
    derivatives: derived((_, y) => subtract(one, squared(y))),
    value: Math.tanh,
    definition: defined((x) => subtract(one, divide(two, add(expOfTwice(x), one)))),
    tex: operator("\\tanh"),
    samples: [[-1.3], [0], [0.7], [3]],
  },
  {
    name: "sech",
    arity: [1, 1],
    derivatives: derived((x, y) => negate(multiply(y, call("tanh", x)))),
    value: sech,
    definition: defined((x) => divide(two, total(x))),
    tex: operator("\\mathrm{sech}"),
    samples: [[-1.3], [0], [0.7], [3]],
  },
  {
    name: "csch",
    arity: [1, 1],
    derivatives: derived((x, y) => negate(multiply(y, call("coth", x)))),
    value: csch,
    definition: defined((x) => divide(two, difference(x))),
    domain: notZero,
    tex: operator("\\mathrm{csch}"),
    samples: [[-1.3], [0.7], [3]],
  },
  {
    name: "coth",
    arity: [1, 1],
    derivatives: derived((x) => negate(squared(call("csch", x)))),
    value: (x) => 1 / Math.tanh(x),
    definition: defined((x) => add(one, divide(two, subtract(expOfTwice(x), one)))),
    domain: notZero,
    tex: operator("\\coth"),
    samples: [[-1.3], [0.7], [3]],
  },
];

/** Logarithms of |x| + √(x² + 1) and of x + √(x² - 1). */
export const inverseHyperbolicRows: readonly FunctionRow[] = [
  {
    name: "asinh",
    arity: [1, 1],
    derivatives: derived((x) => divide(one, call("sqrt", add(squared(x), one)))),
    value: Math.asinh,
    definition: defined((x) =>
      multiply(
        call("sign", x),
        call("log", add(call("abs", x), call("sqrt", add(squared(x), one)))),
      ),
    ),
    tex: operator("\\mathrm{arsinh}"),
    samples: [[-2], [0], [0.3], [5]],
  },
  {
    name: "acosh",
    arity: [1, 1],
    derivatives: derived((x) => divide(one, call("sqrt", subtract(squared(x), one)))),
    value: Math.acosh,
    definition: defined((x) => call("log", add(x, call("sqrt", subtract(squared(x), one))))),
    domain: [{ argument: 0, relation: ">=", bound: 1 }],
    tex: operator("\\mathrm{arcosh}"),
    samples: [[1.3], [2], [5]],
  },
  {
    name: "atanh",
    arity: [1, 1],
    derivatives: derived((x) => divide(one, subtract(one, squared(x)))),
    value: Math.atanh,
    definition: defined((x) => multiply(half, call("log", divide(add(one, x), subtract(one, x))))),
    domain: [
      { argument: 0, relation: ">", bound: -1 },
      { argument: 0, relation: "<", bound: 1 },
    ],
    tex: operator("\\mathrm{artanh}"),
    samples: [[-0.8], [0], [0.3]],
  },
];
