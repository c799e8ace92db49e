import {
  type FreeDerivative,
  type FreeExpression,
  kinksOf,
} from "../../../gradients/derive/free-expression.js";
import { derivativeOf, reference } from "../../../math/algebra/constructors.js";
import type { Derivation, Step } from "../../../math/algebra/differentiate/steps.js";
import type { Expression, ReferenceNode } from "../../../math/algebra/expression.js";
import type { Ball } from "../../../math/numeric/ball.js";
import { evaluateExpression } from "../../../math/numeric/ball-definition.js";
import { ballField } from "../../../math/numeric/ball-field.js";
import { type Block, display, heading, paragraph } from "../block.js";
import { equation, expressionFormula, type Formula } from "../formula.js";
import { mention } from "../rules-of.js";
import { sentence } from "../sentence.js";
import { type NumberSource, numericLine, valueLine } from "../worked-lines.js";
import { sentencesOf } from "./kinks.js";

/** The steps of a derivation, rule by rule; the last one, where everything is put together, is left to the result. */
export function stepBlocks(steps: readonly Step[]): readonly Block[] {
  return steps
    .filter(({ rule }) => rule !== "collect")
    .flatMap(({ rule, before, after, substitution }) => [
      paragraph(
        sentence("rule-step", { rule: mention(rule) }),
        ...(substitution
          ? [
              sentence("rule-substitution", {
                name: expressionFormula(reference(substitution.name)),
                inner: expressionFormula(substitution.inner),
              }),
            ]
          : []),
      ),
      display(equation([before, after])),
    ]);
}

function derivationBlocks({
  expression,
  variable,
  derivative,
  steps,
}: Derivation): readonly Block[] {
  const result = display(equation([derivativeOf(expression, reference(variable)), derivative]));
  return steps.length > 1
    ? [...stepBlocks(steps), paragraph(sentence("derive-result")), result]
    : stepBlocks(steps);
}

/** The numbers of a point, exact as they were written. */
function pointSource(
  at: ReadonlyMap<string, string>,
  digits: number,
  precision: number,
): NumberSource {
  const field = ballField(precision);
  const ballFor = ({ name }: ReferenceNode): Ball => field.fromDecimal(at.get(name) ?? "NaN");
  return {
    digits,
    ballFor,
    values: { evaluateExpression: (expression) => evaluateExpression(expression, field, ballFor) },
  };
}

/** The value of an expression at the point, with the numbers put in. */
function valueLines(source: NumberSource, expression: Expression): readonly Formula[] {
  const line = numericLine(source, expression, source.values.evaluateExpression(expression));
  return line ? [line] : [valueLine(source, expression)];
}

/** What is said where functions that were differentiated stand at a kink. */
function kinkBlocks(derivations: readonly Derivation[], source: NumberSource): readonly Block[] {
  const { values } = source;
  const found = kinksOf(derivations, (each) => values.evaluateExpression(each).mid.toNumber());
  const sentences = sentencesOf(found, source);
  return sentences.length > 0 ? [paragraph(...sentences)] : [];
}

function derivativeBlocks(
  free: FreeDerivative,
  source: NumberSource | undefined,
): readonly Block[] {
  const [first] = free.derivations;
  if (!first) return [];
  return [
    heading(
      sentence("derive-heading", {
        variables: free.variables.map((name) => expressionFormula(reference(name))),
      }),
    ),
    ...free.derivations.flatMap(derivationBlocks),
    ...(source
      ? [
          paragraph(sentence("derive-value")),
          display(...valueLines(source, free.derivative)),
          ...kinkBlocks(free.derivations, source),
        ]
      : []),
  ];
}

/** A free expression and its derivatives, rule by rule, with numbers where a point is given. */
export function derivationSection(
  { expression, at, derivatives }: FreeExpression,
  digits: number,
  precision: number,
): readonly Block[] {
  const source = at && pointSource(at, digits, precision);
  const names = [...(at?.keys() ?? [])].map(
    (name): Formula =>
      source ? valueLine(source, reference(name)) : expressionFormula(reference(name)),
  );
  const shown = expressionFormula(expression);
  return [
    { kind: "title", sentence: sentence("derive-title", { expression: shown }) },
    ...(source
      ? [
          paragraph(sentence("derive-point")),
          display({ kind: "list", items: names, dots: false }, ...valueLines(source, expression)),
        ]
      : []),
    ...derivatives.flatMap((free) => derivativeBlocks(free, source)),
  ];
}
