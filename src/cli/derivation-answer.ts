import { printAt } from "../gradients/derive/evaluate-at.js";
import type { FreeDerivative, FreeExpression } from "../gradients/derive/free-expression.js";
import type { Step } from "../math/algebra/differentiate/steps.js";
import type { Expression } from "../math/algebra/expression.js";
import { functionRow } from "../math/algebra/functions/index.js";
import { infix } from "../math/algebra/infix.js";
import { symbols, tex } from "../math/algebra/tex/index.js";

/** The public name of a rule: an elementary function stands under the name that formulas have for it. */
function ruleName({ rule }: Step): string {
  const name = /^function:(.*)/.exec(rule)?.[1];
  if (name === undefined) return rule;
  const { spelling } = functionRow(name);
  return typeof spelling === "string" ? spelling : name;
}

const stepsOf = ({ derivations }: FreeDerivative): readonly Step[] =>
  derivations.flatMap(({ steps }) => steps);

const derivativeJson = (derivative: FreeDerivative): object => ({
  infix: infix(derivative.derivative),
  tex: tex(derivative.derivative, { notation: symbols }),
  value: derivative.value ?? null,
  steps: stepsOf(derivative).map((step) => ({
    rule: ruleName(step),
    before: infix(step.before),
    after: infix(step.after),
    // What the letter of a chain rule step stands for.
    ...(step.substitution && {
      with: new Map([[step.substitution.name, infix(step.substitution.inner)]]),
    }),
  })),
});

/** What `derive --json` prints; without a point the values are null. */
export const derivationJson = ({ text, value, derivatives }: FreeExpression): object => ({
  expression: text,
  value: value ?? null,
  derivatives: new Map(derivatives.map((each) => [each.key, derivativeJson(each)])),
});

function stepLine(step: Step): string {
  const { before, after, substitution } = step;
  const line = `  ${ruleName(step).padEnd(18)} ${infix(before)} = ${infix(after)}`;
  return substitution ? `${line}   with ${substitution.name} = ${infix(substitution.inner)}` : line;
}

/** `x`, `x,y` for a mixed derivative, and `x, twice` for a second one by the same variable. */
const byWhat = ({ key, variables }: FreeDerivative): string =>
  variables.length > 1 && new Set(variables).size === 1 ? `${key}, twice` : key;

/** So many digits has a number on the terminal: as many as float64 holds of any decimal. */
const usualDigits = 15;

/** `= 0.25` or `≈ 0.841470984807897`: a value, with the sign that is true of what is printed. */
function relationText(expression: Expression, value: number, { at, digits }: Shown): string {
  const printed = at && printAt(expression, at, digits ?? usualDigits);
  if (!printed) return `≈ ${value}`;
  const text = printed.text.replace(/(\.\d*?)0+(?=e|$)/, "$1").replace(/\.(?=e|$)/, "");
  return `${printed.exact ? "=" : "≈"} ${text}`;
}

/** An expression and its value, once if it is its own value. */
function resultText(expression: Expression, value: number | undefined, shown: Shown): string {
  const text = infix(expression);
  if (value === undefined) return text;
  const relation = relationText(expression, value, shown);
  return relation === `= ${text}` ? text : `${text} ${relation}`;
}

/** What numbers are printed from: the point as it was written, and the digits that are asked for. */
interface Shown {
  readonly at: ReadonlyMap<string, string> | undefined;
  readonly digits: number | undefined;
}

const kinkLines = ({ kinks: { kinks, ties } }: FreeDerivative): readonly string[] => [
  ...kinks.map(
    ({ function: name, at, left, right, used }) =>
      `  kink: the slope of ${name} at ${at} is ${left} from the left, ${right} from the right; in use, as in PyTorch: ${used}`,
  ),
  ...ties.map(
    (name) =>
      `  kink: arguments of ${name} tie; in use, as in PyTorch: an equal share of the slope for each`,
  ),
];

/** What `derive` prints: every step with its rule, the expression before it, and the expression after it. */
export function derivationText(
  { expression, value, at, derivatives }: FreeExpression,
  digits?: number,
): string {
  const shown = { at, digits };
  return [
    resultText(expression, value, shown),
    ...derivatives.flatMap((each) => [
      "",
      `by ${byWhat(each)}:`,
      ...stepsOf(each).map(stepLine),
      `  = ${resultText(each.derivative, each.value, shown)}`,
      ...kinkLines(each),
    ]),
  ].join("\n");
}
