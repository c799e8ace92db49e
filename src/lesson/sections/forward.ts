import { add, call, factorList, multiply, reference } from "../../algebra/constructors.js";
import { type Expression, partsOf, type ReferenceNode } from "../../algebra/expression.js";
import { integerTerm } from "../../algebra/index-term.js";
import { definitionOf } from "../../model/instances.js";
import {
  axisTerm,
  type FormulaPiece,
  type Instance,
  type Quantity,
  quantityOf,
  tuplesOf,
} from "../../model/model.js";
import { quantitiesInOrder } from "../../model/order.js";
import { type Block, display, paragraph } from "../block.js";
import { instanceReference, type LessonContext } from "../context.js";
import { expandSums, foldedTerms } from "../expand-sums.js";
import { equation, expressionFormula, type Formula } from "../formula.js";
import type { Progress } from "../progress.js";
import { type ForwardRole, sentence } from "../sentence.js";
import { workedBlocks } from "../worked-blocks.js";
import { forCalculator, numericLine, valueLine } from "../worked-lines.js";
import { freeVariable } from "./functions.js";
import { mostValues } from "./givens.js";
import { classBlocks, likelihoodBlocks, ofClasses } from "./likelihood.js";
import { matrixLines } from "./matrix.js";

/** So many instances of a quantity are worked out in full. */
const mostWorked = 4;

/** exp(z[j] − logsumexp(i, z[i])) */
function isSoftmax(right: Expression): boolean {
  const [exponent] = right.kind === "call" && right.name === "exp" ? right.arguments : [];
  return (
    exponent?.kind === "add" &&
    exponent.terms.some((term) =>
      factorList(term).some((part) => part.kind === "reduction" && part.name === "logsumexp"),
    )
  );
}

/** What a definition does, read off its right-hand side. */
function roleOf({ axes, right }: FormulaPiece): ForwardRole {
  if (isSoftmax(right)) return { kind: "softmax" };
  if (right.kind === "call") {
    const isElementwise = axes.length > 0 && right.arguments[0]?.kind === "reference";
    return { kind: "activation", function: right.name, isElementwise };
  }
  const terms = right.kind === "add" ? right.terms : [right];
  const sums = terms.filter((term) => term.kind === "reduction" && term.name === "sum");
  const isWeighted =
    sums.length === 1 && terms.every((term) => sums.includes(term) || term.kind === "reference");
  return isWeighted ? { kind: "weighted-sum", hasBias: terms.length > 1 } : { kind: "definition" };
}

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

function instanceBlocks(context: LessonContext, instance: Instance): readonly Block[] {
  const right = definitionOf(context.backpropagation.forward, instance);
  if (!right) throw new Error(`${instance.name} has no formula`);
  const isLoss = instance.name === perSampleLoss || instance.name === context.network.model.loss;
  const simplify = isLoss ? ofClasses(context) : undefined;
  return workedBlocks(context, instanceReference(instance), right, simplify);
}

/** The loss of one sample in a layered file with several. */
const perSampleLoss = "L";

/** Whether the loss of a layered file is half a sum of squares. */
const isHalf = ({ network: { spec } }: LessonContext): boolean =>
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

const definitionBlocks = (
  context: LessonContext,
  quantity: Quantity,
  progress: Progress,
): readonly Block[] =>
  quantity.pieces.flatMap((piece) =>
    piece.kind === "formula" ? pieceBlocks(context, quantity, piece, progress) : [],
  );

/** Every quantity but the loss, in an order in which it can be computed: formula, numbers, value. */
export function forwardSection(context: LessonContext, progress: Progress): readonly Block[] {
  const { forward } = context.backpropagation;
  const quantities = quantitiesInOrder(forward).filter(({ name }) => name !== forward.loss);
  return quantities.flatMap((quantity) => definitionBlocks(context, quantity, progress));
}

/** The terms of a sum that may stand behind a coefficient: ½ (a + b) has the terms ½ a and ½ b. */
function termsOf(expression: Expression): readonly Expression[] {
  const factors = factorList(expression);
  const sum = factors.find((factor) => factor.kind === "add");
  if (sum?.kind !== "add") return [];
  return sum.terms.map((term) =>
    multiply(...factors.map((factor) => (factor === sum ? term : factor))),
  );
}

const termSymbol = (place: number): Expression => reference("term", [integerTerm(place + 1)]);

/** Each term of the loss with its value, then their sum. */
function termLines(
  context: LessonContext,
  terms: readonly Expression[],
  left: ReferenceNode,
): Block {
  const balls = terms.map((term) => context.values.evaluateExpression(term));
  const lines = terms.map((term, place) => {
    const ball = balls[place];
    return ball && numericLine(context, term, ball);
  });
  const sum = numericLine(
    context,
    add(...terms.map((_, place) => termSymbol(place))),
    context.ballFor(left),
    (node) => balls[(node.indices[0]?.constant ?? 0) - 1] ?? context.ballFor(node),
  );
  return display(...[...lines, sum].filter((line) => line !== undefined), valueLine(context, left));
}

const calls = (expression: Expression, name: string): boolean =>
  (expression.kind === "call" && expression.name === name) ||
  partsOf(expression).some((part) => calls(part, name));

/** The loss: its formula, its terms and their sum. */
export function lossSection(context: LessonContext, progress: Progress): readonly Block[] {
  const { forward } = context.backpropagation;
  const left = reference(forward.loss) as ReferenceNode;
  const right = definitionOf(forward, { name: forward.loss, indices: [] });
  if (!right) throw new Error("the loss has no formula");
  const expanded = expandSums(right);
  const terms = termsOf(expanded);
  const folded = foldedTerms(expanded);
  const isPerSample = context.network.layered?.samples !== undefined;
  const classes = isPerSample ? [] : classBlocks(context);
  const isSplit = terms.length > 1 && terms.length <= 8 && classes.length === 0;
  const { layered, optimizer } = context.network;
  const code = layered ? "loss-intro" : "loss-equation";
  const intro = paragraph(sentence(code, { loss: expressionFormula(left) }));
  const meaning = paragraph(sentence("loss-meaning", { loss: expressionFormula(left) }));
  const isHalved = isHalf(context) && !layered?.samples;
  const halved = isHalved ? [paragraph(sentence("loss-half"))] : [];
  const likelihood = likelihoodBlocks(context, (name) =>
    definitionBlocks(context, quantityOf(forward, name), progress),
  );
  const isCut = quantitiesInOrder(forward).some(({ pieces }) =>
    pieces.some((piece) => piece.kind === "formula" && calls(piece.right, "binary_cross_entropy")),
  );
  const cut = isCut ? [paragraph(sentence("loss-cut"))] : [];
  const end = [...cut, ...likelihood, ...(optimizer ? [meaning] : [])];
  const general = classes.length > 0 ? [display(equation([left, right]))] : [];
  if (!isSplit)
    return [
      intro,
      ...general,
      ...classes,
      ...instanceBlocks(context, { name: forward.loss, indices: [] }),
      ...halved,
      ...end,
    ];
  return [
    intro,
    display(equation([left, right, expanded])),
    ...halved,
    paragraph(
      sentence("loss-terms", { count: terms.length }),
      ...(folded > 0 ? [sentence("folded-sum", { count: folded })] : []),
    ),
    termLines(context, terms, left),
    ...end,
  ];
}
