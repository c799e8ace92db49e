import { add, factorList, multiply, reference } from "../../../math/algebra/constructors.js";
import { type Expression, partsOf, type ReferenceNode } from "../../../math/algebra/expression.js";
import { integerTerm } from "../../../math/algebra/index-term.js";
import { definitionOf } from "../../../math/model/instances.js";
import { quantityOf } from "../../../math/model/model.js";
import { quantitiesInOrder } from "../../../math/model/order.js";
import { type Block, display, paragraph } from "../block.js";
import type { LessonContext } from "../context.js";
import { expandSums, foldedTerms } from "../expand-sums.js";
import { equation, expressionFormula } from "../formula.js";
import type { Progress } from "../progress.js";
import { sentence } from "../sentence.js";
import { numericLine, valueLine } from "../worked-lines.js";
import { definitionBlocks, instanceBlocks, isHalf } from "./definitions.js";
import { classBlocks, likelihoodBlocks } from "./likelihood.js";

/** A loss of more terms is worked out in one line. */
const mostTerms = 8;

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

/** The loss term by term, where it is a sum of a few; undefined where it is not. */
function termBlocks(
  context: LessonContext,
  left: ReferenceNode,
  right: Expression,
): { readonly formula: Block; readonly terms: readonly Block[] } | undefined {
  const expanded = expandSums(right);
  const terms = termsOf(expanded);
  if (terms.length <= 1 || terms.length > mostTerms) return undefined;
  const folded = foldedTerms(expanded);
  return {
    formula: display(equation([left, right, expanded])),
    terms: [
      paragraph(
        sentence("loss-terms", { count: terms.length }),
        ...(folded > 0 ? [sentence("folded-sum", { count: folded })] : []),
      ),
      termLines(context, terms, left),
    ],
  };
}

/** What is to be said of the loss once it has a value. */
function remarks(
  context: LessonContext,
  left: ReferenceNode,
  progress: Progress,
): readonly Block[] {
  const { forward } = context.backpropagation;
  const isCut = quantitiesInOrder(forward).some(({ pieces }) =>
    pieces.some((piece) => piece.kind === "formula" && calls(piece.right, "binary_cross_entropy")),
  );
  const likelihood = likelihoodBlocks(context, (name) =>
    definitionBlocks(context, quantityOf(forward, name), progress),
  );
  const meaning = sentence("loss-meaning", { loss: expressionFormula(left) });
  return [
    ...(isCut ? [paragraph(sentence("loss-cut"))] : []),
    ...likelihood,
    ...(context.network.optimizer ? [paragraph(meaning)] : []),
  ];
}

/** The loss: its formula, its terms and their sum. */
export function lossSection(context: LessonContext, progress: Progress): readonly Block[] {
  const { forward } = context.backpropagation;
  const { layered } = context.network;
  const left = reference(forward.loss) as ReferenceNode;
  const instance = { name: forward.loss, indices: [] };
  const right = definitionOf(forward, instance);
  if (!right) throw new Error("the loss has no formula");
  const code = layered ? "loss-intro" : "loss-equation";
  const intro = paragraph(sentence(code, { loss: expressionFormula(left) }));
  const classes = layered?.samples === undefined ? classBlocks(context) : [];
  const halved = isHalf(context) && !layered?.samples ? [paragraph(sentence("loss-half"))] : [];
  const end = remarks(context, left, progress);
  const split = classes.length === 0 ? termBlocks(context, left, right) : undefined;
  if (split) return [intro, split.formula, ...halved, ...split.terms, ...end];
  const general = classes.length > 0 ? [display(equation([left, right]))] : [];
  return [intro, ...general, ...classes, ...instanceBlocks(context, instance), ...halved, ...end];
}
