import type { Decimal } from "decimal.js";
import { reference } from "../../src/algebra/constructors.js";
import { integerTerm } from "../../src/algebra/index-term.js";
import { tex } from "../../src/algebra/tex/index.js";
import { backpropagate } from "../../src/backprop/backpropagate.js";
import { walkTo } from "../../src/backprop/walk.js";
import {
  adjointName,
  type Instance,
  localName,
  type Quantity,
  tuplesOf,
} from "../../src/model/model.js";
import type { Network } from "../../src/network/network.js";
import { ballField } from "../../src/numeric/ball-field.js";
import { evaluate } from "../../src/numeric/evaluate.js";

/** The first step of gradient descent, with PyTorch's formulas for its options. */
function descentOf({ spec }: Network): (value: Decimal, gradient: Decimal) => Decimal {
  const option = (name: string): string => spec.optimizer?.options.get(name)?.[0] ?? "0";
  return (value, gradient) => {
    const direction = gradient.plus(value.times(option("weight_decay")));
    const ahead = option("nesterov") === "true" ? direction.times(option("momentum")) : 0;
    return value.minus(direction.plus(ahead).times(option("lr")));
  };
}

/**
 * The true value of each symbol of a network's pages, by its TeX: every instance, adjoint and local derivative,
 * and as `w_{1} after` each parameter after one step.
 */
export function truthOf(network: Network): ReadonlyMap<string, Decimal> {
  const { forward, model, adjoints } = backpropagate(network.model);
  const values = evaluate(model, ballField(60));
  const symbolOf = ({ name, indices }: Instance): string =>
    tex(reference(name, indices.map(integerTerm)), {
      notation: network.notation,
      product: "dot",
      exponential: model.quantities.has("e") ? "operator" : "power",
    });
  const truth = new Map<string, Decimal>();
  const descent = descentOf(network);
  for (const { name, pieces, role } of model.quantities.values())
    for (const indices of pieces.flatMap(({ axes }) => [...tuplesOf(axes)])) {
      const value = values.get(name, indices).mid;
      truth.set(symbolOf({ name, indices }), value);
      if (role !== "parameter" || !adjoints.has(name)) continue;
      const gradient = values.get(adjointName(name), indices).mid;
      truth.set(`${symbolOf({ name, indices })} after`, descent(value, gradient));
    }
  for (const { quantity } of adjoints.values())
    for (const { from, to, derivative } of edgesTo(quantity)) {
      const name = localName(from.name, to.name);
      const symbol = symbolOf({ name, indices: [...from.indices, ...to.indices] });
      truth.set(symbol, values.evaluateExpression(derivative).mid);
    }
  return truth;

  function edgesTo({ name, axes, role }: Quantity) {
    if (role !== "parameter" || !model.quantities.has(adjointName(name))) return [];
    const walk = walkTo(forward, { name, indices: axes.map(({ lo }) => lo) });
    return [...walk.edges.values()].flat();
  }
}
