import type { Backpropagation } from "../../gradients/backprop/backpropagate.js";
import { adjointName, type Instance, type Model } from "../../math/model/model.js";
import { ballField } from "../../math/numeric/ball-field.js";
import { costOf } from "../../math/numeric/cost.js";
import { evaluate, type Values } from "../../math/numeric/evaluate.js";
import type { Field } from "../../math/numeric/field.js";
import { type FormatName, floatFormats } from "../../math/numeric/float-format.js";
import { foreignError } from "../../math/numeric/foreign-error.js";
import { type Bounded, runningError } from "../../math/numeric/running-error.js";
import type { NumberTruth } from "./judge-number.js";
import type { Located } from "./locate.js";

type Kind = Located["kind"];
type Read<Value> = (instance: Instance, kind: Kind) => Value;

const ballFields = [ballField(60), ballField(200)];
const formatNames = Object.keys(floatFormats) as readonly FormatName[];

/** More operations than this are not done in decimals for the sake of what is shown: some seconds. */
const mostShown = 1_500_000;

/** What a network really has. Each kind of number is evaluated once, when it is first asked for. */
export function truthOf({ model }: Backpropagation): Read<NumberTruth> {
  const bounded = lazily(model, runningError);
  const balls = ballFields.map((field) => lazily(model, field));
  const computed = new Map<FormatName, Read<Bounded>>(
    formatNames.map((format) => [format, lazily(model, foreignError(format))]),
  );
  const isLarge = costOf(model) > mostShown;
  return (instance, kind) => ({
    isLarge,
    bounded: () => bounded(instance, kind),
    balls: balls.map((read) => () => read(instance, kind)),
    computed: (format) => {
      const read = computed.get(format);
      if (!read) throw new Error(`no field for ${format}`);
      return read(instance, kind);
    },
  });
}

/** Values and gradients in a field; what the loss does not depend on has the gradient 0. */
function lazily<Value>(model: Model, field: Field<Value>): Read<Value> {
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
