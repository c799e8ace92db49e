import type {
  Adjoint,
  AdjointPiece,
  Contribution,
} from "../../../gradients/backprop/backpropagate.js";
import type { LocalDerivative } from "../../../gradients/backprop/local-derivative.js";
import { reduce } from "../../../math/algebra/binding.js";
import { add, isBracket, multiply, reference } from "../../../math/algebra/constructors.js";
import { type Expression, partsOf } from "../../../math/algebra/expression.js";
import { type IndexTerm, plainIndex } from "../../../math/algebra/index-term.js";
import {
  type Axis,
  adjointName,
  axisTerm,
  localName,
  type Quantity,
} from "../../../math/model/model.js";
import { isUsedElsewhere } from "../../../math/model/order.js";
import { type Block, display, heading, paragraph } from "../block.js";
import type { LessonContext } from "../context.js";
import { equation, expressionFormula, type Formula } from "../formula.js";
import { type Sentence, sentence } from "../sentence.js";
import { matrixBlocks } from "./matrix.js";

const plainTerms = (axes: readonly Axis[]): readonly IndexTerm[] =>
  axes.map(({ index }) => plainIndex(index));

/** The index terms of the instances that a piece of a quantity stands for. */
const termsOf = (quantity: Quantity, axes: readonly Axis[]): readonly IndexTerm[] =>
  axes.map((axis) => axisTerm(axis, quantity));

const localAtAxes = (
  quantity: Quantity,
  { of, wrt, ofAxes, wrtAxes }: LocalDerivative,
): Expression =>
  reference(localName(of, wrt), [...plainTerms(ofAxes), ...termsOf(quantity, wrtAxes)]);

const sumOver = (axes: readonly Axis[], body: Expression): Expression =>
  [...axes].reverse().reduce((inner, axis) => reduce("sum", axis.index, axis, inner), body);

/** The chain rule for one use: Σ over the instances of the user of its adjoint times the local derivative. */
const chainTerm =
  (quantity: Quantity) =>
  ({ local, upstream }: Contribution): Expression =>
    sumOver(local.ofAxes, multiply(upstream, localAtAxes(quantity, local)));

const hasBracket = (expression: Expression): boolean =>
  isBracket(expression) || partsOf(expression).some(hasBracket);

/** The local derivatives that the chain rule needs: as the rules give them, then contracted. */
const localLines = (quantity: Quantity, piece: AdjointPiece): readonly Formula[] =>
  piece.contributions.map(({ local }) =>
    equation(
      [localAtAxes(quantity, local), local.raw, local.derivative],
      [...local.ofAxes, ...local.wrtAxes],
    ),
  );

const isContracted = ({ local, product, contracted }: Contribution): boolean =>
  local.ofAxes.length > 0 && hasBracket(product) && sumOver(local.ofAxes, product) !== contracted;

/** The chain rule, with the local derivatives put in, then contracted. */
function resultLine(left: Expression, piece: AdjointPiece): Formula {
  const products = piece.contributions.map(({ local, product }) => sumOver(local.ofAxes, product));
  return equation([left, add(...products), piece.right], piece.axes);
}

function usersSentence(adjoint: Adjoint, piece: AdjointPiece): Sentence {
  return sentence("formula-users", {
    quantity: expressionFormula(
      reference(adjoint.quantity.name, termsOf(adjoint.quantity, piece.axes)),
    ),
    users: piece.contributions.map(({ local }) =>
      expressionFormula(reference(local.of, plainTerms(local.ofAxes))),
    ),
  });
}

/** Whether only the loss uses a quantity, so that the local derivative is the whole derivative. */
const isDirect = ({ backpropagation }: LessonContext, { contributions }: AdjointPiece): boolean =>
  contributions.length === 1 && contributions[0]?.local.of === backpropagation.forward.loss;

/** What the star of ∂* means, where the loss uses a quantity itself and through others. */
function directSentences(
  { backpropagation: { forward } }: LessonContext,
  quantity: Quantity,
  { axes, contributions }: AdjointPiece,
): readonly Block[] {
  const direct = contributions.find(({ local }) => local.of === forward.loss);
  if (!direct || !isUsedElsewhere(forward, quantity.name)) return [];
  return [
    paragraph(
      sentence("factor-direct", {
        derivative: expressionFormula(localAtAxes(quantity, direct.local)),
        quantity: expressionFormula(reference(quantity.name, termsOf(quantity, axes))),
      }),
    ),
  ];
}

/** The adjoint of one quantity, derived: the chain rule, the local derivatives, the sums contracted, the matrix form. */
export function adjointBlocks(context: LessonContext, adjoint: Adjoint): readonly Block[] {
  return adjoint.pieces.flatMap((piece) => {
    if (piece.contributions.length === 0) return [];
    const { quantity } = adjoint;
    const left = reference(adjointName(quantity.name), termsOf(quantity, piece.axes));
    const chain = equation(
      [left, add(...piece.contributions.map(chainTerm(quantity)))],
      piece.axes,
    );
    const deltas = piece.contributions.some(isContracted);
    const name = expressionFormula(left);
    const title = heading(sentence("formula-heading", { derivative: name }));
    if (isDirect(context, piece))
      return [
        title,
        paragraph(
          sentence("formula-direct", {
            quantity: expressionFormula(reference(quantity.name, termsOf(quantity, piece.axes))),
            loss: expressionFormula(reference(context.backpropagation.forward.loss)),
          }),
        ),
        display(...localLines(quantity, piece)),
        ...matrixBlocks(context, adjoint, piece),
      ];
    return [
      title,
      paragraph(usersSentence(adjoint, piece)),
      display(chain, ...localLines(quantity, piece)),
      paragraph(sentence(deltas ? "formula-delta" : "formula-result")),
      display(resultLine(left, piece)),
      ...directSentences(context, quantity, piece),
      ...(hasBracket(piece.right) ? [paragraph(sentence("formula-guard"))] : []),
      ...matrixBlocks(context, adjoint, piece),
    ];
  });
}

/** The general formulas: the adjoint of every intermediate quantity and every parameter, in the order of backpropagation. */
export function formulasSection(context: LessonContext): readonly Block[] {
  const derived = [...context.backpropagation.adjoints.values()].filter(
    ({ quantity }) => quantity.role === "intermediate" || quantity.role === "parameter",
  );
  return [
    paragraph(sentence("formulas-intro"), sentence("formulas-notation")),
    ...derived.flatMap((adjoint) => adjointBlocks(context, adjoint)),
  ];
}
