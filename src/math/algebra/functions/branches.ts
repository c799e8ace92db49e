import { add, call, divide, one, subtract, zero } from "../constructors.js";
import type { Expression } from "../expression.js";
import { argumentAt, defined, derived, operator } from "./arguments.js";
import type { FunctionRow } from "./row.js";

const sign = (x: Expression): Expression => call("sign", x);

/** ∂max/∂a is 1 where a alone is the maximum; n tied arguments get 1/n each. The same holds for min. */
function sharedAmongTies(
  parameters: readonly Expression[],
  output: Expression,
): readonly Expression[] {
  const reached = parameters.map((parameter) => call("equal", parameter, output));
  return reached.map((each) => divide(each, add(...reached)));
}

const isTie = (extreme: number, parameters: readonly number[]): boolean =>
  parameters.filter((parameter) => parameter === extreme).length > 1;

/** Functions that choose between branches, and the primitives that their derivatives need. */
export const branchRows: readonly FunctionRow[] = [
  {
    name: "abs",
    arity: [1, 1],
    derivatives: derived(sign),
    value: Math.abs,
    tex: {
      kind: "template",
      tex: "\\lvert #1 \\rvert",
      tall: "\\left\\lvert #1 \\right\\rvert",
      closed: true,
    },
    kinks: [0],
    samples: [[-1.5], [0.2], [3]],
  },
  {
    name: "sign",
    arity: [1, 1],
    derivatives: () => [zero],
    value: Math.sign,
    tex: operator("\\mathrm{sgn}"),
    kinks: [0],
    flat: true,
    samples: [[-1.5], [0.2]],
  },
  {
    name: "max",
    arity: [1, Infinity],
    derivatives: sharedAmongTies,
    value: Math.max,
    tex: operator("\\max"),
    atKink: (...parameters) => isTie(Math.max(...parameters), parameters),
    samples: [[1.5], [1, 2], [2, 1], [0.3, 0.1, 0.2], [-1, -3, -0.5, -2]],
  },
  {
    name: "min",
    arity: [1, Infinity],
    derivatives: sharedAmongTies,
    value: Math.min,
    tex: operator("\\min"),
    atKink: (...parameters) => isTie(Math.min(...parameters), parameters),
    samples: [[1.5], [1, 2], [2, 1], [0.3, 0.1, 0.2], [-1, -3, -0.5, -2]],
  },
  {
    // 1 for x > 0, else 0
    name: "step",
    arity: [1, 1],
    derivatives: () => [zero],
    value: (x) => (Number.isNaN(x) ? x : Number(x > 0)),
    spelling: defined((x) => call("max", sign(x), zero)),
    tex: { kind: "template", tex: "[#1 \\gt 0]", tall: "\\left[#1 \\gt 0\\right]", closed: true },
    kinks: [0],
    flat: true,
    samples: [[-1.5], [0.2]],
  },
  {
    // 1 where a = b, else 0
    name: "equal",
    arity: [2, 2],
    derivatives: () => [zero, zero],
    value: (a, b) => (Number.isNaN(a) || Number.isNaN(b) ? Number.NaN : Number(a === b)),
    spelling: (parameters) =>
      subtract(
        one,
        call("abs", sign(subtract(argumentAt(parameters, 0), argumentAt(parameters, 1)))),
      ),
    tex: { kind: "template", tex: "[#1 = #2]", tall: "\\left[#1 = #2\\right]", closed: true },
    atKink: (a, b) => a === b,
    flat: true,
    samples: [
      [1, 2],
      [2, -1],
    ],
  },
];
