import { add, call, divide, multiply, one, power, subtract, zero } from "../constructors.js";
import type { Expression } from "../expression.js";
import { argumentAt, definedByThree } from "./arguments.js";
import type { FunctionRow } from "./row.js";

const softplus = (x: Expression): Expression => call("softplus", x);
const sigma = (x: Expression): Expression => call("sigmoid", x);

const either = (isFirst: Expression, first: Expression, second: Expression): Expression =>
  add(multiply(isFirst, first), multiply(subtract(one, isFirst), second));

/** x where βx is above the threshold, elsewhere softplus(βx)/β; `step` is 1 above 0 and 0 elsewhere. */
const definedWith = (step: (x: Expression) => Expression) =>
  definedByThree((x, beta, threshold) => {
    const inner = multiply(beta, x);
    return either(step(subtract(inner, threshold)), x, divide(softplus(inner), beta));
  });

const step = (x: Expression): Expression => call("step", x);

/** Activations that PyTorch computes by another formula beyond a threshold. */
export const thresholdRows: readonly FunctionRow[] = [
  {
    // nn.Softplus for x, beta and threshold: x itself where beta x is above the threshold, so that the value jumps
    // there, by 2e-9 for 1 and 20. At the threshold itself the derivative is that of the left side.
    name: "torch_softplus",
    arity: [3, 3],
    derivatives: (parameters) => {
      const [x, beta, threshold] = [0, 1, 2].map((place) => argumentAt(parameters, place));
      if (!x || !beta || !threshold)
        throw new Error("softplus with a threshold has three arguments");
      const inner = multiply(beta, x);
      const byBeta = subtract(
        divide(multiply(x, sigma(inner)), beta),
        divide(softplus(inner), power(beta, add(one, one))),
      );
      const isAbove = step(subtract(inner, threshold));
      return [either(isAbove, one, sigma(inner)), either(isAbove, zero, byBeta), zero];
    },
    value: (x, beta, threshold) => {
      const inner = beta * x;
      if (inner > threshold) return x;
      return (Math.max(inner, 0) + Math.log1p(Math.exp(-Math.abs(inner)))) / beta;
    },
    definition: definedWith(step),
    spelling: definedWith((x) => call("max", call("sign", x), zero)),
    tex: { kind: "definition" },
    convention: (x = 0, beta = 1, threshold = 20) => beta * x === threshold,
    samples: [
      [-3, 1, 20],
      [25, 1, 20],
      [0.5, 2, 20],
      [0.5, 2, 0.75],
      [-4, -0.5, 1],
    ],
  },
];
