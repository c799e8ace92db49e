import { add, call, decimal, divide, multiply, negate, one, subtract } from "../constructors.js";
import type { Expression } from "../expression.js";
import { definedByTwo, derivedByTwo } from "./arguments.js";
import type { FunctionRow } from "./row.js";

const leastLog = decimal("-100");
/** PyTorch writes 1e-12 in its backward pass, as a float32, also where it computes in float64. */
const leastVarianceText = "9.999999960041972e-13";
const leastVariance = decimal(leastVarianceText);

const log = (x: Expression): Expression => call("log", x);
const cut = (logarithm: Expression): Expression => call("max", logarithm, leastLog);
const cutLog = (y: Expression): Expression => cut(log(y));
const cutLogOfRest = (y: Expression): Expression => cut(call("log1p", negate(y)));

/** −t ln y − (1 − t) ln(1 − y), each logarithm cut at −100. */
const crossEntropy = definedByTwo((y, t) =>
  add(negate(multiply(t, cutLog(y))), negate(multiply(subtract(one, t), cutLogOfRest(y)))),
);

/** y itself, and where t = 0 something from 1 on, so that a logarithm or a quotient behind a factor t is finite. */
const unlessUnused = (t: Expression, y: Expression): Expression =>
  call("max", y, subtract(one, call("abs", call("sign", t))));

const termOfLog = definedByTwo((t, y) => multiply(t, log(unlessUnused(t, y))));
const termOfQuotient = definedByTwo((t, y) => divide(t, unlessUnused(t, y)));

const between0And1 = [
  { argument: 0, relation: ">=", bound: 0 },
  { argument: 0, relation: "<=", bound: 1 },
] as const;

/** Terms of losses with conventions of their own at the borders of what a probability can be. */
export const likelihoodRows: readonly FunctionRow[] = [
  {
    // PyTorch's binary_cross_entropy for an output y and its target t. Its backward pass cuts the denominator:
    // beyond, that is a convention and not the slope of the value.
    name: "binary_cross_entropy",
    arity: [2, 2],
    derivatives: derivedByTwo((y, t) => [
      divide(subtract(y, t), call("max", multiply(y, subtract(one, y)), leastVariance)),
      subtract(cutLogOfRest(y), cutLog(y)),
    ]),
    value: (y, t) => (t - 1) * Math.max(Math.log1p(-y), -100) - t * Math.max(Math.log(y), -100),
    definition: crossEntropy,
    spelling: crossEntropy,
    isStreamed: true,
    domain: between0And1,
    tex: { kind: "definition" },
    convention: (y = 0.5) => y * (1 - y) <= Number(leastVarianceText),
    samples: [
      [0.2, 1],
      [0.7, 0],
      [0.4, 0.25],
    ],
  },
  {
    // t ln y, and 0 where t = 0 as in torch.xlogy: what cannot happen adds nothing.
    name: "xlogy",
    arity: [2, 2],
    derivatives: derivedByTwo((t, y) => [log(y), call("share", t, y)]),
    value: (t, y) => (t === 0 && y >= 0 ? 0 : t * Math.log(y)),
    definition: termOfLog,
    spelling: termOfLog,
    isStreamed: true,
    written: definedByTwo((t, y) => multiply(t, log(y))),
    tex: { kind: "definition" },
    samples: [
      [0.5, 0.2],
      [2, 3],
    ],
  },
  {
    // t / y, and 0 where t = 0: the derivative of t ln y by y.
    name: "share",
    arity: [2, 2],
    derivatives: derivedByTwo((t, y) => [divide(one, y), negate(divide(call("share", t, y), y))]),
    value: (t, y) => (t === 0 && y >= 0 ? 0 : t / y),
    definition: termOfQuotient,
    spelling: termOfQuotient,
    written: definedByTwo(divide),
    tex: { kind: "definition" },
    samples: [
      [0.5, 0.2],
      [2, 3],
    ],
  },
];
