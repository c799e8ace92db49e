import type { Expression } from "../../math/algebra/expression.js";
import { type Instance, type Model, quantityOf } from "../../math/model/model.js";
import { double } from "../../math/numeric/double.js";
import { evaluate } from "../../math/numeric/evaluate.js";
import { placeData, positionOf } from "../../math/numeric/place-data.js";
import { interpret } from "./interpret.js";
import { newTape } from "./tape.js";

/** The rule of an optimizer: its lines for step `count`, and the decimals of its constants and of its first state. */
interface StepRule {
  readonly constants: ReadonlyMap<string, string>;
  readonly state: ReadonlyMap<string, string>;
  readonly step: (
    count: number,
  ) => readonly { readonly target: string; readonly right: Expression }[];
}

/** One trained scalar, with what the optimizer remembers of it. */
interface Trained {
  readonly instance: Instance;
  readonly memory: Map<string, number>;
}

const numbersIn = (table: ReadonlyMap<string, string>): readonly (readonly [string, number])[] =>
  [...table].map(([name, text]) => [name, Number(text)] as const);

/** Reads the lines of a step node by node, and gives the new value of the scalar. */
function takeStep(rule: StepRule, count: number, memory: Map<string, number>): number {
  const read = (name: string): number => memory.get(name) ?? Number.NaN;
  for (const { target, right } of rule.step(count))
    memory.set(target, interpret(right, { field: double, read }));
  return read("w");
}

/**
 * The loss before the first step of a training, after it, …, by other means than those of the training: gradients
 * from a tape through the forward model, and steps scalar by scalar. For a judge of printed losses.
 */
export function lossesByTape(
  model: Model,
  scalars: readonly Instance[],
  rule: StepRule,
  steps: number,
): readonly number[] {
  const names = new Set(scalars.map(({ name }) => name));
  const arrays = new Map(
    [...names].map((name) => [
      name,
      Array.from(placeData(quantityOf(model, name), double) as ArrayLike<number>),
    ]),
  );
  const trained = scalars.map(
    (instance): Trained => ({
      instance,
      memory: new Map([...numbersIn(rule.constants), ...numbersIn(rule.state)]),
    }),
  );
  const losses: number[] = [];
  for (let count = 1; ; count++) {
    const tape = newTape();
    const leaves = new Map([...arrays].map(([name, array]) => [name, array.map(tape.leaf)]));
    const loss = evaluate(model, tape.field, leaves, { only: new Set([model.loss]) }).get(
      model.loss,
    );
    losses.push(loss.value);
    if (count > steps) return losses;
    const adjoints = tape.sweep(loss);
    for (const { instance, memory } of trained) {
      const position = positionOf(quantityOf(model, instance.name), instance.indices);
      const array = arrays.get(instance.name);
      const place = leaves.get(instance.name)?.[position]?.place;
      if (array === undefined || place === undefined) throw new Error("a scalar without a place");
      memory.set("w", array[position] ?? Number.NaN);
      memory.set("g", adjoints[place] ?? 0);
      memory.set("t", count);
      array[position] = takeStep(rule, count, memory);
    }
  }
}
