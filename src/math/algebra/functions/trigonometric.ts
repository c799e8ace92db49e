import { call, divide, multiply, negate, number, one, power } from "../constructors.js";
import type { Expression } from "../expression.js";
import { defined, derived, operator } from "./arguments.js";
import type { DomainCondition, FunctionRow } from "./row.js";

const sin = (x: Expression): Expression => call("sin", x);
const cos = (x: Expression): Expression => call("cos", x);
const squared = (x: Expression): Expression => power(x, number(2));
/** The other poles lie at multiples of π, which no decimal and no double hits. */
const notZero: readonly DomainCondition[] = [{ argument: 0, relation: "!=", bound: 0 }];

export const trigonometricRows: readonly FunctionRow[] = [
  {
    name: "sin",
    arity: [1, 1],
    derivatives: derived((x) => cos(x)),
    value: Math.sin,
    tex: operator("\\sin"),
    samples: [[-1.3], [0], [0.7], [4]],
  },
  {
    name: "cos",
    arity: [1, 1],
    derivatives: derived((x) => negate(sin(x))),
    value: Math.cos,
    tex: operator("\\cos"),
    samples: [[-1.3], [0], [0.7], [4]],
  },
  {
    name: "tan",
    arity: [1, 1],
    derivatives: derived((x) => squared(call("sec", x))),
    value: Math.tan,
    definition: defined((x) => divide(sin(x), cos(x))),
    tex: operator("\\tan"),
    samples: [[-1.1], [0], [0.7], [4]],
  },
  {
    name: "sec",
    arity: [1, 1],
    derivatives: derived((x, y) => multiply(y, call("tan", x))),
    value: (x) => 1 / Math.cos(x),
    definition: defined((x) => divide(one, cos(x))),
    tex: operator("\\sec"),
    samples: [[-1.1], [0], [0.7], [4]],
  },
  {
    name: "csc",
    arity: [1, 1],
    derivatives: derived((x, y) => negate(multiply(y, call("cot", x)))),
    value: (x) => 1 / Math.sin(x),
    definition: defined((x) => divide(one, sin(x))),
    domain: notZero,
    tex: operator("\\csc"),
    samples: [[-1.3], [0.7], [4]],
  },
  {
    name: "cot",
    arity: [1, 1],
    derivatives: derived((x) => negate(squared(call("csc", x)))),
    value: (x) => 1 / Math.tan(x),
    definition: defined((x) => divide(cos(x), sin(x))),
    domain: notZero,
    tex: operator("\\cot"),
    samples: [[-1.3], [0.7], [4]],
  },
];
