import type { Adjoint, Backpropagation } from "../../gradients/backprop/backpropagate.js";
import { type Path, pathCount, pathsOf, type Walk } from "../../gradients/backprop/walk.js";
import { replaceParts } from "../../math/algebra/binding.js";
import { decimal, multiply, reference } from "../../math/algebra/constructors.js";
import { quantitiesIn } from "../../math/algebra/depends.js";
import type { Expression } from "../../math/algebra/expression.js";
import {
  adjointName,
  type Instance,
  instanceKey,
  ownInstances,
  type Quantity,
  quantityOf,
  sizeOf,
  tuplesOf,
} from "../../math/model/model.js";
import type { Ball } from "../../math/numeric/ball.js";
import { evaluate, type Values } from "../../math/numeric/evaluate.js";
import type { Field } from "../../math/numeric/field.js";
import { overHull } from "../../math/numeric/place-data.js";
import type { Network } from "../../network/network.js";
import type { Optimizer } from "../../network/optimizers/optimizer.js";
import { adjointReference, instanceReference } from "../../notes/lesson/context.js";
import { mostPaths } from "../../notes/lesson/sections/paths.js";
import type { StreamStep } from "../format/step-stream.js";
import type { Writer } from "./text.js";

/** What the rows of a stream are computed from. */
export interface RowSource {
  readonly network: Network;
  readonly backpropagation: Backpropagation;
  readonly field: Field<Ball>;
  readonly values: Values<Ball>;
  readonly write: Writer;
  /** A number as it is written. Throws where its digits are not certain. */
  readonly print: (ball: Ball) => string;
  /** Whether an instance has rows. */
  readonly isShown: (instance: Instance) => boolean;
}

const instancesOf = ({ name, pieces }: Quantity, kind: "data" | "formula"): readonly Instance[] =>
  pieces
    .filter((piece) => piece.kind === kind)
    .flatMap(({ axes }) => [...tuplesOf(axes)].map((indices) => ({ name, indices })));

/** The numbers that the model was given, and those that follow. */
export function valueRows({ backpropagation, ...source }: RowSource): readonly StreamStep[] {
  const { isShown, print, values } = source;
  const quantities = [...backpropagation.forward.quantities.values()];
  const given = quantities.flatMap((quantity) =>
    quantity.pieces.flatMap((piece) =>
      piece.kind === "formula"
        ? []
        : [...tuplesOf(piece.axes)].flatMap((indices, place): StreamStep[] => {
            const instance = { name: quantity.name, indices };
            if (!isShown(instance)) return [];
            const after = piece.decimals[place] ?? "";
            return [{ rule: "given", place: "givens", before: instanceKey(instance), after }];
          }),
    ),
  );
  const computed = quantities
    .flatMap((quantity) => instancesOf(quantity, "formula"))
    .filter(isShown)
    .map((instance): StreamStep => {
      const after = print(values.get(instance.name, instance.indices));
      return { rule: "value", place: "forward", before: instanceKey(instance), after };
    });
  return [...given, ...computed];
}

/** The adjoints in the order of the quantities of the model. */
export const adjointsInOrder = ({ forward, adjoints }: Backpropagation): readonly Adjoint[] =>
  [...forward.quantities.keys()].flatMap((name) => adjoints.get(name) ?? []);

/** The number of each derivative of the loss. */
export function derivativeRows(source: RowSource): readonly StreamStep[] {
  const { backpropagation, isShown, print, values } = source;
  return adjointsInOrder(backpropagation).flatMap(({ quantity, name }) =>
    quantity.pieces
      .flatMap(({ axes }) => [...tuplesOf(axes)])
      .filter((indices) => isShown({ name: quantity.name, indices }))
      .map((indices) => ({
        rule: "derivative",
        place: "gradients",
        before: instanceKey({ name, indices }),
        after: print(values.get(name, indices)),
      })),
  );
}

/** The paths from the loss to a scalar, if they are not too many, each with what it contributes; then the sum. */
export function pathRows(source: RowSource, walk: Walk): readonly StreamStep[] {
  const { print, values } = source;
  const numberOf = (expression: Expression): string => print(values.evaluateExpression(expression));
  const place = `derive ${instanceKey(walk.target)}`;
  const rowFor = (path: Path): StreamStep => ({
    rule: "path",
    place,
    before: [...path.map(({ from }) => from), walk.target].map(instanceKey).join(" > "),
    after: numberOf(multiply(...path.map(({ derivative }) => derivative))),
  });
  const paths = pathCount(walk) > mostPaths ? [] : pathsOf(walk, mostPaths);
  const total: StreamStep = {
    rule: "total",
    place,
    before: instanceKey({ ...walk.target, name: adjointName(walk.target.name) }),
    after: numberOf(adjointReference(walk.target)),
  };
  const rows = paths.map(rowFor).sort((a, b) => (a.before < b.before ? -1 : 1));
  return [...rows, total];
}

/** What the first step of an optimizer reads of the time before it, with decimals; `t` is its number. */
export function stateRead({ state, step }: Optimizer): readonly (readonly [string, string])[] {
  const read = new Set(step(1).flatMap(({ right }) => [...quantitiesIn(right)]));
  return [...state, ["t", "1"] as const].filter(([symbol]) => read.has(symbol));
}

/** The value of a parameter after the first step of an optimizer. */
function afterStep({ values, network }: RowSource, optimizer: Optimizer, instance: Instance): Ball {
  const known = new Map<Expression, Expression>(
    [...optimizer.constants, ...stateRead(optimizer)].map(([symbol, text]) => [
      reference(symbol),
      decimal(text),
    ]),
  );
  let result = values.get(instance.name, instance.indices);
  if (network.frozen.has(instanceKey(instance))) return result;
  known.set(reference("w"), reference(" w"));
  known.set(reference("g"), reference(" g"));
  const own = new Map([
    [reference(" w"), instanceReference(instance)],
    [reference(" g"), adjointReference(instance)],
  ]);
  for (const { target, right } of optimizer.step(1)) {
    // The parameter's own name may be one of the symbols: the symbols go first.
    const inserted = replaceParts(right, known);
    result = values.evaluateExpression(replaceParts(inserted, own));
    if (target !== "w") known.set(reference(target), inserted);
  }
  return result;
}

/** One step of the optimizer: its lines and constants, the new values, and the loss that they give. */
export function updateRows(source: RowSource): readonly StreamStep[] {
  const { backpropagation, field, isShown, network, print, write } = source;
  const { optimizer } = network;
  if (!optimizer) return [];
  const place = "update";
  const rowsFor = (rule: string, decimals: Iterable<readonly [string, string]>): StreamStep[] =>
    [...decimals].map(([before, after]) => ({ rule, place, before, after }));
  const constants = rowsFor("constant-value", optimizer.constants);
  const state = rowsFor("state-value", stateRead(optimizer));
  const lines = optimizer.step(1).map(
    ({ target, right }): StreamStep => ({
      rule: "line",
      place,
      before: target,
      after: write.text(right),
    }),
  );
  const { forward } = backpropagation;
  const trained = network.parameters.filter((name) => backpropagation.adjoints.has(name));
  const after = new Map<string, readonly Ball[]>();
  const rows = trained.flatMap((name) => {
    const quantity = quantityOf(forward, name);
    if (sizeOf(quantity.axes) === 0) return [];
    const instances = ownInstances(quantity);
    const balls = instances.map((instance) => afterStep(source, optimizer, instance));
    after.set(name, overHull(quantity, balls, field));
    return instances.flatMap((instance, at): StreamStep[] => {
      const ball = balls[at];
      if (!ball || network.frozen.has(instanceKey(instance)) || !isShown(instance)) return [];
      return [{ rule: "update", place, before: instanceKey(instance), after: print(ball) }];
    });
  });
  const loss = evaluate(forward, field, after).get(forward.loss);
  const last = { rule: "loss-after", place, before: forward.loss, after: print(loss) };
  return [...constants, ...state, ...lines, ...rows, last];
}
