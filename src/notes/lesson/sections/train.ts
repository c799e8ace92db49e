import { lossesByTape } from "../../../check/methods/retrain.js";
import { InputError } from "../../../errors/problem.js";
import { quote } from "../../../errors/quote.js";
import { backpropagate } from "../../../gradients/backprop/backpropagate.js";
import { train } from "../../../gradients/train/train.js";
import { trainedScalars } from "../../../gradients/train/trained-scalars.js";
import { reference } from "../../../math/algebra/constructors.js";
import { operationsOf } from "../../../math/model/operations.js";
import { bound } from "../../../math/numeric/ball.js";
import { ballField } from "../../../math/numeric/ball-field.js";
import { type PrintedNumber, printNumber } from "../../../math/numeric/printed-number.js";
import type { Network } from "../../../network/network.js";
import { type Block, display, paragraph } from "../block.js";
import type { LessonContext } from "../context.js";
import { expressionFormula, type Formula } from "../formula.js";
import type { Progress } from "../progress.js";
import type { SectionRequest } from "../request.js";
import { sentence } from "../sentence.js";

/** The numbers of steps that are tried, where the marker names none: the first one that is cheap enough. */
const usualSteps = [100, 50, 20, 10] as const;
/** A training may take about so many elementary operations, unless the marker names its steps. */
const mostOperations = 3_000_000;
/** The longest training that a marker may ask for. */
const mostSteps = 10_000;

function invalid(message: string, { place }: SectionRequest): InputError {
  return new InputError({ code: "invalid-steps", message, place });
}

/** The number of steps that the marker names: `steps=100`. */
function stepsAskedFor(request: SectionRequest): number | undefined {
  const [word = [...request.options.keys()].find((name) => name !== "steps")] = request.arguments;
  if (word !== undefined)
    throw invalid(`the section \`train\` takes no ${quote(word)}, only \`steps=100\``, request);
  const text = request.options.get("steps");
  if (text === undefined) return undefined;
  const steps = Number(text);
  if (/^\d+$/.test(text) && 1 <= steps && steps <= mostSteps) return steps;
  throw invalid(
    `cannot train ${quote(text)} steps, expected a whole number from 1 to ${mostSteps}`,
    request,
  );
}

/** The losses of a training, and the same by other means. */
interface Curve {
  readonly losses: readonly number[];
  readonly witnesses: readonly number[];
}

const known = new WeakMap<Network, Map<number, Curve | "diverged">>();

function curveOf(context: LessonContext, steps: number): Curve | "diverged" {
  const { network } = context;
  const curves = known.get(network) ?? new Map<number, Curve | "diverged">();
  known.set(network, curves);
  const curve = curves.get(steps) ?? computeCurve(context, steps);
  curves.set(steps, curve);
  return curve;
}

function computeCurve(context: LessonContext, steps: number): Curve | "diverged" {
  const { original } = context.network.thresholds ?? {};
  const network = original ?? context.network;
  const backpropagation = original ? backpropagate(original.model) : context.backpropagation;
  const { optimizer } = network;
  if (!optimizer) throw new Error("a training without an optimizer");
  try {
    const { losses } = train(network, steps);
    const scalars = trainedScalars(network, backpropagation);
    const witnesses = lossesByTape(backpropagation.forward, scalars, optimizer, steps);
    return { losses, witnesses };
  } catch (error) {
    if (error instanceof InputError) return "diverged";
    throw error;
  }
}

/**
 * A loss with as many digits as two computations agree on. What rounding has done to both is taken to be at most ten
 * times what separates them, and a few units in the last place for every step.
 */
function printedLoss(
  digits: number,
  { losses, witnesses }: Curve,
  step: number,
): PrintedNumber | undefined {
  const [loss = 0, witness = 0] = [losses[step], witnesses[step]];
  const radius = 10 * Math.abs(loss - witness) + Math.abs(loss) * 1e-15 * (step + 10);
  if (loss === 0) return undefined;
  const { mid } = ballField(digits).fromDecimal(String(loss));
  for (let shown = digits; shown > 1; shown--) {
    const number = printNumber({ mid, radius: bound(radius), double: loss }, shown);
    if (number) return number;
  }
  return undefined;
}

/** Some of the losses, so that their digits can be read. */
function lossLines({ network, digits }: LessonContext, curve: Curve, steps: number): Formula {
  const shown = new Set([0, Math.round(steps / 10), Math.round(steps / 2), steps]);
  const items = [...shown].flatMap((step): readonly Formula[] => {
    const number = printedLoss(digits, curve, step);
    const [witness] = [curve.witnesses[step]];
    const of = reference(`${network.model.loss}_${step}`);
    return number && witness !== undefined ? [{ kind: "value", of, number, witness }] : [];
  });
  return { kind: "list", items, dots: false };
}

/** From such a ratio of the largest to the smallest loss on, a logarithmic axis shows more. */
const wideRatio = 20;

function plotOf({ network }: LessonContext, { losses }: Curve, steps: number): Block {
  const [least, most] = [Math.min(...losses), Math.max(...losses)];
  const isLog = least > 0 && most / least > wideRatio;
  return {
    kind: "plot",
    file: `training-${steps}`,
    caption: sentence("train-caption", { steps }),
    title: sentence("train-title"),
    x: { label: sentence("train-steps"), scale: "linear" },
    y: {
      label: sentence("train-loss", { loss: network.model.loss, isLog }),
      scale: isLog ? "log" : "linear",
    },
    series: [{ points: losses.map((loss, step) => [step, loss] as const) }],
  };
}

function curveBlocks(context: LessonContext, curve: Curve, steps: number): readonly Block[] {
  const { digits, network } = context;
  const lines = lossLines(context, curve, steps);
  const [before, after] = [0, steps].map((step) => printedLoss(digits, curve, step));
  const { loss } = network.model;
  return [
    plotOf(context, curve, steps),
    ...(before && after
      ? [
          paragraph(
            sentence("train-result", {
              steps,
              loss: expressionFormula(reference(loss)),
              before: { kind: "number", number: before },
              after: { kind: "number", number: after },
            }),
          ),
        ]
      : []),
    ...(lines.kind === "list" && lines.items.length > 0
      ? [
          paragraph(sentence("train-some", { loss: expressionFormula(reference(`${loss}_n`)) })),
          display(lines),
        ]
      : []),
  ];
}

/** The loss over some steps of the optimizer, drawn; nothing without an optimizer. */
export function trainSection(
  context: LessonContext,
  _: Progress,
  request: SectionRequest,
): readonly Block[] {
  const asked = stepsAskedFor(request);
  if (!context.network.optimizer) return [];
  const { quantities } = context.backpropagation.model;
  const operations = [...quantities.values()].reduce((sum, each) => sum + operationsOf(each), 0);
  const steps = asked ?? usualSteps.find((each) => each * operations <= mostOperations);
  if (steps === undefined) return [paragraph(sentence("train-skipped", { operations }))];
  const curve = curveOf(context, steps);
  if (curve === "diverged") return [paragraph(sentence("train-diverged", { steps }))];
  return [paragraph(sentence("train-intro", { steps })), ...curveBlocks(context, curve, steps)];
}
