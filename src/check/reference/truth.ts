import type { Backpropagation } from "../../backprop/backpropagate.js";
import { adjointName, type Instance, type Model } from "../../model/model.js";
import type { Ball } from "../../numeric/ball.js";
import { ballField } from "../../numeric/ball-field.js";
import { evaluate, type Values } from "../../numeric/evaluate.js";
import type { Field } from "../../numeric/field.js";
import { type Bounded, runningError } from "../../numeric/running-error.js";
import type { Located } from "./locate.js";
import { ranksOf } from "./rank.js";

type Kind = Located["kind"];

/** What a network really has, as float64 with an error bound and as decimals. */
export interface Truth {
  readonly bounded: (instance: Instance, kind: Kind) => Bounded;
  /** With 60 digits, or 200. */
  readonly ball: (instance: Instance, kind: Kind, isLong?: boolean) => Ball;
  /** When an instance is computed: forward values first, then gradients from the loss to the inputs. */
  readonly rank: (instance: Instance, kind: Kind) => number;
}

const short = ballField(60);
const long = ballField(200);

/** Evaluates each kind of number once, when it is first asked for. */
export function truthOf({ model }: Backpropagation): Truth {
  const bounded = lazily(model, runningError);
  const shortBalls = lazily(model, short);
  const longBalls = lazily(model, long);
  return {
    bounded,
    ball: (instance, kind, isLong = false) => (isLong ? longBalls : shortBalls)(instance, kind),
    rank: ranksOf(model),
  };
}

/** Values and gradients in a field; what the loss does not depend on has the gradient 0. */
function lazily<Value>(
  model: Model,
  field: Field<Value>,
): (instance: Instance, kind: Kind) => Value {
  let values: Values<Value> | undefined;
  return ({ name, indices }, kind) => {
    values ??= evaluate(model, field);
    if (kind === "value") return values.get(name, indices);
    if (name === model.loss) return field.fromDecimal("1");
    return model.quantities.has(adjointName(name))
      ? values.get(adjointName(name), indices)
      : field.fromDecimal("0");
  };
}
