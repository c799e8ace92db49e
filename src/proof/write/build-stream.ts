import { type Backpropagation, backpropagate } from "../../gradients/backprop/backpropagate.js";
import { type Walk, walkTo } from "../../gradients/backprop/walk.js";
import { dependsOn } from "../../math/algebra/depends.js";
import { type Instance, instanceKey, type Quantity, sizeOf } from "../../math/model/model.js";
import { quantitiesInOrder } from "../../math/model/order.js";
import { evaluate } from "../../math/numeric/evaluate.js";
import { roundBall } from "../../math/numeric/printed-number.js";
import { withPrecision } from "../../math/numeric/printed-precision.js";
import type { Network } from "../../network/network.js";
import { PrecisionError } from "../../notes/lesson/context.js";
import { withReadableThresholds } from "../../notes/lesson/readable-thresholds.js";
import { defaultTargets } from "../../notes/lesson/targets.js";
import { undecidedProblem } from "../../notes/lesson/undecided.js";
import {
  type StepStream,
  type StreamModel,
  type StreamStep,
  streamVersion,
} from "../format/step-stream.js";
import { exactField } from "./exact-field.js";
import { explainLocal } from "./explain-local.js";
import {
  adjointsInOrder,
  derivativeRows,
  pathRows,
  type RowSource,
  stateRead,
  updateRows,
  valueRows,
} from "./rows.js";
import { type Writer, writerOf } from "./text.js";

/** Significant digits of rounded numbers: as many as a float64 has for certain. */
const digits = 15;

/** Models with more scalars than this have rows for the instances on the walks only. */
const mostScalars = 400;
/** And of each walk for so many of them. */
const mostOnWalk = 100;

function modelOf(
  { model, optimizer, frozen, parameters }: Network,
  { adjoints }: Backpropagation,
  write: Writer,
): StreamModel {
  const trained = parameters.filter((name) => adjoints.has(name));
  return {
    loss: model.loss,
    quantities: [...model.quantities.values()].map(({ name, pieces }) => ({
      name,
      pieces: pieces.map((piece) =>
        piece.kind === "formula"
          ? { axes: write.axes(piece.axes), formula: write.text(piece.right, piece.axes) }
          : { axes: write.axes(piece.axes), data: piece.decimals },
      ),
    })),
    ...(optimizer && {
      optimizer: {
        constants: [...optimizer.constants],
        state: stateRead(optimizer),
        lines: optimizer.step(1).map(({ target, right }) => [target, write.text(right)] as const),
        trained,
        frozen: [...frozen].filter((key) => trained.includes(key.replace(/\[.*$/, ""))),
      },
    }),
  };
}

const definitionSteps = (quantities: Iterable<Quantity>, write: Writer): readonly StreamStep[] =>
  [...quantities].flatMap(({ name, pieces }) =>
    pieces.flatMap((piece): StreamStep[] => {
      if (piece.kind === "data") return [];
      const { axes, right } = piece;
      return [
        {
          rule: "definition",
          place: "forward",
          before: write.piece(name, axes),
          after: write.text(right, axes),
          axes: write.axes(axes),
        },
      ];
    }),
  );

/** The derivative of each definition by each quantity in it, put together, and rule by rule. */
function localSteps({ forward }: Backpropagation, write: Writer): readonly StreamStep[] {
  const reached = new Set(quantitiesInOrder(forward));
  const ordered = [...forward.quantities.values()].filter((quantity) => reached.has(quantity));
  return ordered.flatMap(({ name, pieces }) =>
    pieces.flatMap((piece) =>
      piece.kind === "formula"
        ? ordered
            .filter((quantity) => quantity.name !== forward.loss)
            .filter((quantity) => dependsOn(piece.right, quantity.name))
            .flatMap((quantity) =>
              quantity.pieces.flatMap((used) =>
                explainLocal({ name, piece }, { quantity, piece: used }, write),
              ),
            )
        : [],
    ),
  );
}

const adjointSteps = (source: Backpropagation, write: Writer): readonly StreamStep[] =>
  adjointsInOrder(source).flatMap(({ name, pieces }) =>
    pieces.map(({ axes, right }) => ({
      rule: "adjoint",
      place: "formulas",
      before: write.piece(name, axes),
      after: write.text(right, axes),
      axes: write.axes(axes),
    })),
  );

/** The instances that have rows where a model is too large to show all. */
function shownOf(model: Network["model"], walks: readonly Walk[]): ReadonlySet<string> {
  const onWalks = walks.flatMap(({ instances, target }) => [
    ...instances.slice(0, mostOnWalk),
    target,
  ]);
  return new Set([model.loss, ...onWalks.map(instanceKey)]);
}

function rowSteps(
  source: Omit<RowSource, "field" | "values" | "print">,
  walks: readonly Walk[],
  precision: number,
): readonly (readonly StreamStep[])[] {
  const field = exactField(precision);
  const values = evaluate(source.backpropagation.model, field);
  const print: RowSource["print"] = (ball) => {
    const number = roundBall(ball, digits);
    if (!number) throw new PrecisionError("a digit of the stream is not certain");
    return number.toString();
  };
  const rows = { ...source, field, values, print };
  return [
    valueRows(rows),
    derivativeRows(rows),
    walks.flatMap((walk) => pathRows(rows, walk)),
    updateRows(rows),
  ];
}

/** The derivation of a network as data, which `gradwalk verify` re-checks: `docs/step-stream.md`. */
export function buildStream(given: Network, wanted?: readonly Instance[]): StepStream {
  const network = withReadableThresholds(given);
  const { model } = network;
  const write = writerOf(model);
  const backpropagation = backpropagate(model);
  const targets = (wanted ?? defaultTargets(network)).filter(({ name }) =>
    backpropagation.adjoints.has(name),
  );
  const walks = targets.map((target) => walkTo(model, target));
  const scalars = [...model.quantities.values()].reduce((sum, { axes }) => sum + sizeOf(axes), 0);
  const complete = scalars <= mostScalars;
  const shown = complete ? undefined : shownOf(model, walks);
  const isShown = (instance: Instance): boolean => shown?.has(instanceKey(instance)) ?? true;
  const source = { network, backpropagation, write, isShown };
  const rows = (precision: number): ReturnType<typeof rowSteps> | undefined => {
    try {
      return rowSteps(source, walks, precision);
    } catch (error) {
      if (error instanceof PrecisionError) return undefined;
      throw error;
    }
  };
  const [values = [], derivatives = [], paths = [], update = []] = withPrecision(rows, () =>
    undecidedProblem(network, backpropagation.model),
  );
  const steps = [
    ...definitionSteps(model.quantities.values(), write),
    ...values,
    ...localSteps(backpropagation, write),
    ...adjointSteps(backpropagation, write),
    ...derivatives,
    ...paths,
    ...update,
  ];
  return {
    format: "gradwalk-steps",
    version: streamVersion,
    digits,
    model: modelOf(network, backpropagation, write),
    targets: targets.map(instanceKey),
    ...(shown && { shown: [...shown] }),
    steps: steps.map((step, place) => ({ id: place + 1, ...step })),
  };
}
