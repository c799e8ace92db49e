import {
  add,
  call,
  constant,
  decimal,
  divide,
  half,
  multiply,
  negate,
  number,
  one,
  power,
  subtract,
  zero,
} from "../constructors.js";
import type { Expression } from "../expression.js";
import { defined, definedByTwo, derived, derivedByTwo, operator } from "./arguments.js";
import { erfc } from "./erf.js";
import type { FunctionRow } from "./row.js";

const two = number(2);
const defaultSlope = decimal("0.01");
const sigma = (x: Expression): Expression => call("sigmoid", x);
const step = (x: Expression): Expression => call("step", x);
const notStep = (x: Expression): Expression => subtract(one, step(x));
const positivePart = (x: Expression): Expression => call("max", x, zero);
const negativePart = (x: Expression): Expression => call("min", x, zero);
/** Φ(x) = ½ (1 + erf(x/√2)), the distribution function of the standard normal distribution. */
const normal = (x: Expression): Expression =>
  multiply(half, add(one, call("erf", divide(x, call("sqrt", two)))));
/** φ(x) = e^(-x²/2) / √(2π), its density. */
const density = (x: Expression): Expression =>
  divide(
    call("exp", negate(multiply(half, power(x, two)))),
    call("sqrt", multiply(two, constant("pi"))),
  );

function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const small = Math.exp(x);
  return small / (1 + small);
}

/** Activations that are smooth everywhere. */
export const smoothActivationRows: readonly FunctionRow[] = [
  {
    name: "sigmoid",
    arity: [1, 1],
    derivatives: derived((_, y) => multiply(y, subtract(one, y))),
    value: sigmoid,
    definition: defined((x) => divide(one, add(one, call("exp", negate(x))))),
    tex: operator("\\sigma"),
    samples: [[-3], [0], [0.3775], [2]],
  },
  {
    name: "softplus",
    arity: [1, 1],
    derivatives: derived((x) => sigma(x)),
    value: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
    definition: defined((x) =>
      add(positivePart(x), call("log", add(one, call("exp", negate(call("abs", x)))))),
    ),
    tex: operator("\\mathrm{softplus}"),
    samples: [[-3], [0], [0.5], [4]],
  },
  {
    name: "gelu",
    arity: [1, 1],
    derivatives: derived((x) => add(normal(x), multiply(x, density(x)))),
    value: (x) => 0.5 * x * erfc(-x * Math.SQRT1_2),
    definition: defined((x) => multiply(x, normal(x))),
    tex: operator("\\mathrm{GELU}"),
    samples: [[-2], [0], [0.5], [3]],
  },
  {
    name: "silu",
    arity: [1, 1],
    derivatives: derived((x) => multiply(sigma(x), add(one, multiply(x, subtract(one, sigma(x)))))),
    value: (x) => x * sigmoid(x),
    definition: defined((x) => divide(x, add(one, call("exp", negate(x))))),
    tex: operator("\\mathrm{SiLU}"),
    samples: [[-2], [0], [0.5], [3]],
  },
];

/** Activations with a kink at 0, where the derivative is that of the left branch, as in PyTorch. */
export const kinkedActivationRows: readonly FunctionRow[] = [
  {
    name: "relu",
    arity: [1, 1],
    derivatives: derived(step),
    value: (x) => Math.max(x, 0),
    definition: defined(positivePart),
    tex: operator("\\mathrm{ReLU}"),
    kinks: [0],
    samples: [[-1.5], [0.2], [3]],
  },
  {
    name: "leaky_relu",
    arity: [1, 2],
    defaults: [defaultSlope],
    derivatives: derivedByTwo(
      (x, slope) => [add(step(x), multiply(slope, notStep(x))), multiply(x, notStep(x))],
      defaultSlope,
    ),
    value: (x, slope = 0.01) => (x > 0 ? x : slope * x),
    definition: definedByTwo(
      (x, slope) => add(positivePart(x), multiply(slope, negativePart(x))),
      defaultSlope,
    ),
    tex: operator("\\mathrm{LeakyReLU}"),
    kinks: [0],
    atKink: (x, slope = 0.01) => x === 0 && slope !== 1,
    samples: [[-1.5], [0.2], [-2, 0.2], [3, -0.5]],
  },
  {
    name: "elu",
    arity: [1, 2],
    defaults: [one],
    // The exponent is cut at 0, or the branch that is not taken would overflow.
    derivatives: derivedByTwo(
      (x, alpha) => [
        add(step(x), multiply(alpha, notStep(x), call("exp", negativePart(x)))),
        call("expm1", negativePart(x)),
      ],
      one,
    ),
    value: (x, alpha = 1) => (x > 0 ? x : alpha * Math.expm1(x)),
    definition: definedByTwo(
      (x, alpha) =>
        add(positivePart(x), multiply(alpha, subtract(call("exp", negativePart(x)), one))),
      one,
    ),
    tex: operator("\\mathrm{ELU}"),
    kinks: [0],
    atKink: (x, alpha = 1) => x === 0 && alpha !== 1,
    samples: [[-1.5], [0.2], [-2, 0.7], [3, 2]],
  },
];
