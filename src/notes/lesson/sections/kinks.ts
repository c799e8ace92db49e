import type { Edge } from "../../../gradients/backprop/walk.js";
import { type Kinks, kinksIn } from "../../../gradients/derive/kinks-in.js";
import { definitionOf } from "../../../math/model/instances.js";
import { exactBall, precisionOf } from "../../../math/numeric/ball.js";
import { instanceReference, type LessonContext } from "../context.js";
import type { Formula } from "../formula.js";
import { type Sentence, sentence } from "../sentence.js";
import { type NumberSource, printed } from "../worked-lines.js";

const precision = precisionOf(40);

type Digits = Pick<NumberSource, "digits">;

const numberFormula = (digits: Digits, value: number): Formula => ({
  kind: "number",
  number: printed(digits, exactBall(new precision.Exact(value), value)),
});

/** That functions stand at a kink: the slopes on both sides, and the one that PyTorch takes by convention. */
export const sentencesOf = ({ kinks, ties }: Kinks, digits: Digits): readonly Sentence[] => [
  ...kinks.map(({ function: name, ...numbers }) => {
    const formula = (value: number): Formula => numberFormula(digits, value);
    const { at, left, right, used } = numbers;
    return sentence("factor-kink", {
      function: name,
      at: formula(at),
      left: formula(left),
      right: formula(right),
      used: formula(used),
    });
  }),
  ...ties.map((name) => sentence("factor-tie", { function: name })),
];

/** What is said of the kinks that a factor of a path stands at. */
export function kinkSentences(context: LessonContext, { from, to }: Edge): readonly Sentence[] {
  const right = definitionOf(context.backpropagation.forward, from);
  if (!right) return [];
  const { doubles } = context;
  const found = kinksIn(right, instanceReference(to), (each) => doubles.evaluateExpression(each));
  return sentencesOf(found, context);
}
