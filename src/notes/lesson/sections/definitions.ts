import { call, reference } from "../../../math/algebra/constructors.js";
import type { Expression } from "../../../math/algebra/expression.js";
import { definitionOf } from "../../../math/model/instances.js";
import {
  axisTerm,
  type FormulaPiece,
  type Instance,
  type Quantity,
  tuplesOf,
} from "../../../math/model/model.js";
import { type Block, display, paragraph } from "../block.js";
import { instanceReference, type LessonContext } from "../context.js";
import { equation, expressionFormula, type Formula } from "../formula.js";
import { roleOf } from "../forward-role.js";
import type { Progress } from "../progress.js";
import { activeThreshold } from "../readable-thresholds.js";
import { sentence } from "../sentence.js";
import { workedBlocks } from "../worked-blocks.js";
import { forCalculator, valueLine } from "../worked-lines.js";
import { freeVariable } from "./functions.js";
import { mostValues } from "./givens.js";
import { classBlocks, ofClasses } from "./likelihood.js";
import { matrixLines } from "./matrix.js";

/** The loss of one sample in a layered file with several. */
const perSampleLoss = "L";

/** So many instances of a quantity are worked out in full. */
const mostWorked = 4;

const whole = (quantity: Quantity, { axes }: FormulaPiece): Expression =>
  reference(
    quantity.name,
    axes.map((axis) => axisTerm(axis, quantity)),
  );

function generalLines(context: LessonContext, quantity: Quantity, piece: FormulaPiece): Formula[] {
  const left = whole(quantity, piece);
  return [
    equation([left, piece.right], piece.axes),
    ...matrixLines(context, quantity.name, piece.axes, piece.right),
  ];
}

/** One instance worked out: its formula, the numbers in it, its value. */
export function instanceBlocks(context: LessonContext, instance: Instance): readonly Block[] {
  const right = definitionOf(context.backpropagation.forward, instance);
  if (!right) throw new Error(`${instance.name} has no formula`);
  const isLoss = instance.name === perSampleLoss || instance.name === context.network.model.loss;
  const simplify = isLoss ? ofClasses(context) : undefined;
  return workedBlocks(context, instanceReference(instance), right, simplify);
}

/** Whether the loss of a layered file is half a sum of squares. */
export const isHalf = ({ network: { spec } }: LessonContext): boolean =>
  spec.kind === "layered" &&
  spec.loss.kind === "named" &&
  spec.loss.name.value === "half_squared_error";

/** What an activation is in functions of a pocket calculator, where it is none of them. */
function functionBlocks(
  context: LessonContext,
  { right }: FormulaPiece,
  { shown }: Progress,
): readonly Block[] {
  if (right.kind !== "call" || right.arguments.length !== 1) return [];
  if (shown.has(`function ${right.name}`)) return [];
  shown.add(`function ${right.name}`);
  const f = call(right.name, reference(freeVariable(context)));
  const spelled = forCalculator(f);
  if (spelled === f) return [];
  return [
    paragraph(sentence("function-value", { function: right.name })),
    display(equation([f, spelled])),
  ];
}

/** That units of an activation are above its threshold. */
function thresholdBlocks({ network }: LessonContext, { name }: Quantity): readonly Block[] {
  const threshold = activeThreshold(network, name);
  if (!threshold) return [];
  return [
    paragraph(
      sentence("activation-threshold", {
        inner: expressionFormula(threshold.inner),
        most: expressionFormula(threshold.most),
      }),
    ),
  ];
}

function pieceBlocks(
  context: LessonContext,
  quantity: Quantity,
  piece: FormulaPiece,
  progress: Progress,
): readonly Block[] {
  const tuples = [...tuplesOf(piece.axes)];
  const about = {
    quantity: expressionFormula(whole(quantity, piece)),
    role: roleOf(piece),
  };
  const isHalvedSample = isHalf(context) && quantity.name === perSampleLoss;
  const worked = tuples.length > mostWorked + 1 ? tuples.slice(0, 2) : tuples;
  const rest = tuples.slice(worked.length);
  const listed = rest.length > mostValues ? [...rest.slice(0, mostValues - 1), rest.at(-1)] : rest;
  const values = listed.flatMap((indices) =>
    indices ? [valueLine(context, instanceReference({ name: quantity.name, indices }))] : [],
  );
  return [
    paragraph(sentence("forward-quantity", about)),
    ...(tuples.length > 1 ? [display(...generalLines(context, quantity, piece))] : []),
    ...(quantity.name === perSampleLoss ? classBlocks(context) : []),
    ...(isHalvedSample ? [paragraph(sentence("loss-half"))] : []),
    ...thresholdBlocks(context, quantity),
    ...functionBlocks(context, piece, progress),
    ...worked.flatMap((indices) => instanceBlocks(context, { name: quantity.name, indices })),
    ...(rest.length > 0
      ? [
          paragraph(sentence("forward-rest", { count: rest.length })),
          display({ kind: "list", items: values, dots: rest.length > mostValues }),
        ]
      : []),
  ];
}

/** What a quantity is: its formula for all indices, and its first instances worked out. */
export const definitionBlocks = (
  context: LessonContext,
  quantity: Quantity,
  progress: Progress,
): readonly Block[] =>
  quantity.pieces.flatMap((piece) =>
    piece.kind === "formula" ? pieceBlocks(context, quantity, piece, progress) : [],
  );
