import {
  add,
  call,
  constant,
  divide,
  multiply,
  negate,
  number,
  one,
  power,
  subtract,
} from "../constructors.js";
import type { Expression } from "../expression.js";
import { rational } from "../rational.js";
import { argumentAt, defined, definedByTwo, derived, derivedByTwo, operator } from "./arguments.js";
import { erf } from "./erf.js";
import { powerLogRow } from "./power-log.js";
import { powerSlopeRow } from "./power-slope.js";
import type { FunctionRow } from "./row.js";

const log = (x: Expression): Expression => call("log", x);
const exp = (x: Expression): Expression => call("exp", x);
const two = number(2);
const three = number(3);
const third = number(rational(1n, 3n));
const positive = { argument: 0, relation: ">", bound: 0 } as const;

/** Exponentials and logarithms. */
export const exponentialRows: readonly FunctionRow[] = [
  {
    name: "exp",
    arity: [1, 1],
    derivatives: derived((_, y) => y),
    value: Math.exp,
    tex: { kind: "template", tex: "e^{#1}", tall: "\\exp\\left(#1\\right)" },
    samples: [[-1.3], [0], [0.7], [2]],
  },
  {
    name: "log",
    aliases: ["ln"],
    arity: [1, 2],
    derivatives: derived((x) => divide(one, x)),
    value: Math.log,
    rewrite: (parameters) =>
      parameters.length === 2 ? call("log_base", ...parameters) : undefined,
    domain: [positive],
    tex: operator("\\ln"),
    samples: [[0.3], [1], [2.5]],
  },
  {
    name: "log_base",
    arity: [2, 2],
    derivatives: derivedByTwo((x, b, y) => [
      divide(one, multiply(x, log(b))),
      negate(divide(y, multiply(b, log(b)))),
    ]),
    value: (x, b) => Math.log(x) / Math.log(b),
    definition: definedByTwo((x, b) => divide(log(x), log(b))),
    spelling: "log",
    domain: [
      positive,
      { argument: 1, relation: ">", bound: 0 },
      { argument: 1, relation: "!=", bound: 1 },
    ],
    tex: { kind: "template", tex: "\\log_{#2}\\left(#1\\right)" },
    samples: [
      [0.3, 2],
      [5, 3.5],
      [2, 0.4],
    ],
  },
  {
    name: "log2",
    arity: [1, 1],
    derivatives: derived((x) => divide(one, multiply(x, log(two)))),
    value: Math.log2,
    definition: defined((x) => divide(log(x), log(two))),
    domain: [positive],
    tex: operator("\\log_{2}"),
    samples: [[0.3], [1], [5]],
  },
  {
    name: "log10",
    arity: [1, 1],
    derivatives: derived((x) => divide(one, multiply(x, log(number(10))))),
    value: Math.log10,
    definition: defined((x) => divide(log(x), log(number(10)))),
    domain: [positive],
    tex: operator("\\log_{10}"),
    samples: [[0.3], [1], [25]],
  },
  {
    name: "log1p",
    arity: [1, 1],
    derivatives: derived((x) => divide(one, add(one, x))),
    value: Math.log1p,
    definition: defined((x) => log(add(one, x))),
    domain: [{ argument: 0, relation: ">", bound: -1 }],
    tex: { kind: "definition" },
    samples: [[-0.4], [0.2], [3]],
  },
  {
    name: "expm1",
    arity: [1, 1],
    derivatives: derived((x) => exp(x)),
    value: Math.expm1,
    definition: defined((x) => subtract(exp(x), one)),
    tex: { kind: "definition" },
    samples: [[-2], [0.3], [1.5]],
  },
];

/** Powers, roots and the error function. `square`, `cube` and `pow` become powers where they are read. */
export const powerRows: readonly FunctionRow[] = [
  {
    name: "sqrt",
    arity: [1, 1],
    derivatives: derived((_, y) => divide(one, multiply(two, y))),
    value: Math.sqrt,
    domain: [{ argument: 0, relation: ">=", bound: 0 }],
    tex: { kind: "template", tex: "\\sqrt{#1}" },
    samples: [[0.25], [1], [7]],
  },
  {
    name: "cbrt",
    arity: [1, 1],
    derivatives: derived((_, y) => divide(one, multiply(three, power(y, two)))),
    value: Math.cbrt,
    definition: defined((x) => multiply(call("sign", x), power(call("abs", x), third))),
    tex: { kind: "template", tex: "\\sqrt[3]{#1}" },
    samples: [[-2], [0.2], [8]],
  },
  {
    name: "square",
    arity: [1, 1],
    derivatives: derived((x) => multiply(two, x)),
    value: (x) => x * x,
    definition: defined((x) => power(x, two)),
    rewrite: defined((x) => power(x, two)),
    tex: { kind: "definition" },
    samples: [[-1.5], [0], [2]],
  },
  {
    name: "cube",
    arity: [1, 1],
    derivatives: derived((x) => multiply(three, power(x, two))),
    value: (x) => x * x * x,
    definition: defined((x) => power(x, three)),
    rewrite: defined((x) => power(x, three)),
    tex: { kind: "definition" },
    samples: [[-1.5], [0.1], [2]],
  },
  {
    name: "pow",
    arity: [2, 2],
    derivatives: derivedByTwo((a, b, y) => [
      multiply(b, power(a, subtract(b, one))),
      multiply(y, log(a)),
    ]),
    value: Math.pow,
    definition: definedByTwo(power),
    rewrite: (parameters) => power(argumentAt(parameters, 0), argumentAt(parameters, 1)),
    tex: { kind: "definition" },
    samples: [
      [0.5, 2.5],
      [3, -1.2],
      [2, 3],
    ],
  },
  powerLogRow,
  powerSlopeRow,
  {
    name: "erf",
    arity: [1, 1],
    // erf'(x) = 2 e^(-x²) / √π
    derivatives: derived((x) =>
      divide(multiply(two, exp(negate(power(x, two)))), call("sqrt", constant("pi"))),
    ),
    value: erf,
    tex: operator("\\mathrm{erf}"),
    samples: [[-1.2], [0], [0.4], [2.3]],
  },
];
