import { reference } from "../../../math/algebra/constructors.js";
import type { Expression } from "../../../math/algebra/expression.js";
import { integerTerm, plainIndex } from "../../../math/algebra/index-term.js";
import { isFloat32, shortestDigits } from "../../../math/formula/float32.js";
import {
  type DataPiece,
  type Quantity,
  quantityOf,
  sizeOf,
  tuplesOf,
} from "../../../math/model/model.js";
import { type Block, display, paragraph, type Row } from "../block.js";
import type { LessonContext } from "../context.js";
import { expressionFormula, type Formula } from "../formula.js";
import { type Sentence, sentence } from "../sentence.js";
import { warningsOf } from "../warnings.js";
import { valueLine } from "../worked-lines.js";

/** More values than this of one quantity are not all listed. */
export const mostValues = 12;

type DataRole = "inputs" | "targets" | "parameters" | "given";

const roleSentence = ({ role }: Quantity): DataRole => {
  if (role === "parameter") return "parameters";
  return role === "input" ? "inputs" : "targets";
};

const equationRole = ({ role }: Quantity): DataRole =>
  role === "parameter" ? "parameters" : "given";

/** A value as it was given. A float32 number that is too long to be written out is shown in its shortest form. */
function givenLine(
  context: LessonContext,
  { of, decimal }: { readonly of: Expression; readonly decimal: string },
): Formula {
  const line = valueLine(context, of);
  if (line.number.exact || !isFloat32(decimal)) return line;
  return valueLine({ ...context, digits: shortestDigits(Number(decimal)) }, of);
}

/** The values of one data piece: all, or the first ones and the last. */
function valuesOf(context: LessonContext, quantity: Quantity, piece: DataPiece): Formula {
  const values = [...tuplesOf(piece.axes)].map((indices, place) => ({
    of: reference(quantity.name, indices.map(integerTerm)),
    decimal: piece.decimals[place] ?? "",
  }));
  const line = (value: (typeof values)[number]): Formula => givenLine(context, value);
  const last = values.at(-1);
  if (values.length <= mostValues || !last)
    return { kind: "list", items: values.map(line), dots: false };
  const shown = [...values.slice(0, mostValues - 1), last];
  return { kind: "list", items: shown.map(line), dots: true };
}

const rowOf =
  (context: LessonContext) =>
  (quantity: Quantity): readonly Row[] =>
    quantity.pieces.flatMap((piece) =>
      piece.kind === "data"
        ? [
            [
              sentence(context.network.layered ? roleSentence(quantity) : equationRole(quantity), {
                quantity: expressionFormula(reference(quantity.name)),
              }),
              valuesOf(context, quantity, piece),
            ],
          ]
        : [],
    );

/** A matrix with more rows or columns than this is not laid out. */
const largestLayout = 6;

/** Where the scalars of a parameter have names of their own: how they stand in its matrix or vector. */
function layoutBlocks({ network, backpropagation }: LessonContext): readonly Block[] {
  if (!network.notationName || network.notationName === "indexed") return [];
  const parameters = network.parameters.map((name) => quantityOf(backpropagation.forward, name));
  const fits = parameters.every(({ axes }) => axes.every(({ hi }) => hi <= largestLayout));
  const layouts = parameters
    .filter(({ axes }) => axes.length > 0)
    .map(({ name, axes }): Formula => {
      const [rows, columns] = axes;
      return {
        kind: "layout",
        of: name,
        rows: [...tuplesOf(rows ? [rows] : [])].map((row) =>
          [...tuplesOf(columns ? [columns] : [])].map((column) =>
            reference(name, [...row, ...column].map(integerTerm)),
          ),
        ),
      };
    });
  if (!fits || layouts.length === 0) return [];
  return [paragraph(sentence("matrices")), display(...layouts)];
}

/** What the index of the samples is, where there are several. */
function sampleBlocks({ network: { layered } }: LessonContext): readonly Block[] {
  if (!layered?.samples) return [];
  const loss = expressionFormula(reference("L", [plainIndex("n")]));
  return [paragraph(sentence("samples", { index: { kind: "index", name: "n" }, loss }))];
}

/** What is given and what is learned, with every value (of long ones: the first and the last). */
export function givensSection(context: LessonContext): readonly Block[] {
  const quantities = [...context.backpropagation.forward.quantities.values()];
  const rows = quantities.flatMap(rowOf(context));
  const isAbbreviated = quantities.some(({ pieces }) =>
    pieces.some((piece) => piece.kind === "data" && sizeOf(piece.axes) > mostValues),
  );
  const notes: Sentence[] = isAbbreviated ? [sentence("abbreviated", { most: mostValues })] : [];
  return [
    { kind: "table", head: [sentence("column-quantity"), sentence("column-values")], rows },
    ...(notes.length > 0 ? [paragraph(...notes)] : []),
    ...layoutBlocks(context),
    ...sampleBlocks(context),
    paragraph(sentence("conventions")),
    ...warningsOf(context.network).map((warning) => paragraph(warning.sentence)),
  ];
}
