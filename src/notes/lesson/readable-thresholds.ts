import { InputError } from "../../errors/problem.js";
import { train } from "../../gradients/train/train.js";
import { call, divide, multiply } from "../../math/algebra/constructors.js";
import type { CallNode, Expression } from "../../math/algebra/expression.js";
import { functionRow } from "../../math/algebra/functions/index.js";
import { type Model, type Quantity, quantityOf, tuplesOf } from "../../math/model/model.js";
import { double } from "../../math/numeric/double.js";
import { evaluate, type Overrides, type Values } from "../../math/numeric/evaluate.js";
import type { Network } from "../../network/network.js";

const thresholded = "torch_softplus";

const hasThreshold = (expression: Expression): expression is CallNode =>
  expression.kind === "call" && expression.name === thresholded;

/** The quantities that are activations with a threshold. */
const thresholdedIn = ({ quantities }: Model): readonly Quantity[] =>
  [...quantities.values()].filter(({ pieces }) =>
    pieces.some((piece) => piece.kind === "formula" && hasThreshold(piece.right)),
  );

/** What is compared with the threshold, and the threshold; undefined for any other expression. */
function thresholdOf(
  expression: Expression,
):
  | { readonly inner: Expression; readonly beta: Expression; readonly most: Expression }
  | undefined {
  if (!hasThreshold(expression)) return undefined;
  const [x, beta, most] = expression.arguments;
  if (!x || !beta || !most) throw new Error("a threshold without arguments");
  return { inner: multiply(beta, x), beta, most };
}

/** Whether no unit of a quantity is above the threshold. */
const isIdle = ({ pieces }: Quantity, values: Values<number>): boolean =>
  pieces.every((piece) => {
    const threshold = piece.kind === "formula" ? thresholdOf(piece.right) : undefined;
    if (!threshold) return true;
    const most = values.evaluateExpression(threshold.most);
    return [...tuplesOf(piece.axes)].every((tuple) => {
      const indices = new Map(piece.axes.map(({ index }, axis) => [index, tuple[axis] ?? 0]));
      return values.evaluateExpression(threshold.inner, indices) <= most;
    });
  });

const flat = (nested: unknown): readonly number[] =>
  Array.isArray(nested) ? nested.flatMap(flat) : [Number(nested)];

/** The parameters after one step of the optimizer; undefined where they are not finite. */
function afterOneStep(network: Network): Overrides<number> | undefined {
  try {
    const { tensors } = train(network, 1);
    return new Map(
      network.names.tensors.flatMap(({ name, quantity }) => {
        const tensor = tensors.get(name);
        return tensor ? [[quantity, flat(tensor.value)] as const] : [];
      }),
    );
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/** The values that a page shows: now, and after a step where there is an optimizer; undefined where there are none. */
function shownValues(network: Network): readonly Values<number>[] | undefined {
  const now = evaluate(network.model, double);
  if (!network.optimizer) return [now];
  const after = afterOneStep(network);
  return after && [now, evaluate(network.model, double, after)];
}

/** softplus(βx) / β where no unit is above the threshold, else both cases with brackets that say which is taken. */
function written(expression: Expression, idle: boolean): Expression {
  const threshold = thresholdOf(expression);
  if (!threshold || !hasThreshold(expression)) return expression;
  const { inner, beta } = threshold;
  return idle
    ? divide(call("softplus", inner), beta)
    : (functionRow(thresholded).definition?.(expression.arguments) ?? expression);
}

/**
 * The network with activations that have a threshold written as people read them: without it where no unit is above
 * it, otherwise with both cases. The values and the derivatives are the same.
 */
export function withReadableThresholds(network: Network): Network {
  const own = thresholdedIn(network.model);
  if (own.length === 0) return network;
  const values = shownValues(network);
  const active = own.filter((quantity) => !values?.every((each) => isIdle(quantity, each)));
  const quantities = new Map(network.model.quantities);
  for (const quantity of own) {
    const idle = !active.includes(quantity);
    const pieces = quantity.pieces.map((piece) =>
      piece.kind === "formula" ? { ...piece, right: written(piece.right, idle) } : piece,
    );
    quantities.set(quantity.name, { ...quantity, pieces });
  }
  const model = { ...network.model, quantities };
  return {
    ...network,
    model,
    ...(network.layered && { layered: { ...network.layered, model } }),
    thresholds: { original: network, active: active.map(({ name }) => name) },
  };
}

/** The threshold of an activation that has units above it; undefined for any other quantity. */
export function activeThreshold(
  { thresholds }: Network,
  name: string,
): ReturnType<typeof thresholdOf> {
  if (!thresholds?.active.includes(name)) return undefined;
  const [piece] = quantityOf(thresholds.original.model, name).pieces;
  return piece?.kind === "formula" ? thresholdOf(piece.right) : undefined;
}
