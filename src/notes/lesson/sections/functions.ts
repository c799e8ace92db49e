import { call, derivativeOf, one, reference } from "../../../math/algebra/constructors.js";
import { explainDerivative } from "../../../math/algebra/differentiate/steps.js";
import { type Expression, partsOf } from "../../../math/algebra/expression.js";
import { type FunctionRow, functionRow } from "../../../math/algebra/functions/index.js";
import { type Block, display, paragraph } from "../block.js";
import type { LessonContext } from "../context.js";
import { equation, expressionFormula } from "../formula.js";
import { sentence } from "../sentence.js";
import { stepBlocks } from "./derivation.js";

const variables = ["x", "z", "s", "v", "y", "x_0"];

/** A name for the variable of a function that no quantity of the model has. */
export const freeVariable = ({ backpropagation }: LessonContext): string =>
  variables.find((name) => !backpropagation.forward.quantities.has(name)) ?? "x_1";

/** The functions of one argument that a model uses, each once, in the order of its formulas. */
function functionsIn({ backpropagation }: LessonContext): readonly FunctionRow[] {
  const names = new Set<string>();
  const visit = (expression: Expression): void => {
    if (expression.kind === "call") names.add(expression.name);
    partsOf(expression).forEach(visit);
  };
  for (const { pieces } of backpropagation.forward.quantities.values())
    for (const piece of pieces) if (piece.kind === "formula") visit(piece.right);
  return [...names].map(functionRow);
}

/** Functions that are taken apart into elementary ones: smooth, of one argument, with a definition. */
const isExplained = (row: FunctionRow): boolean =>
  row.arity[0] === 1 && !row.kinks && !row.flat && row.definition !== undefined;

function explain(row: FunctionRow, variable: string): readonly Block[] {
  const x = reference(variable);
  const f = call(row.name, x);
  const definition = row.definition?.([x]) ?? f;
  const { steps, derivative } = explainDerivative(definition, variable);
  const short = row.derivatives([x], f)[0] ?? one;
  return [
    paragraph(sentence("function-intro", { call: expressionFormula(f) })),
    display(equation([f, definition])),
    ...stepBlocks(steps),
    paragraph(sentence("function-result")),
    display(equation([derivativeOf(f, x), derivative, short])),
  ];
}

/** Why the derivative of each activation is what it is: taken apart, rule by rule, and put together again. */
export const functionsSection = (context: LessonContext): readonly Block[] =>
  functionsIn(context)
    .filter(isExplained)
    .flatMap((row) => explain(row, freeVariable(context)));
