import type { Adjoint, AdjointPiece } from "../../../gradients/backprop/backpropagate.js";
import type { Expression } from "../../../math/algebra/expression.js";
import {
  type MatrixForm,
  matrixFactors,
  matrixForm,
  type Transposition,
} from "../../../math/algebra/matrix/index.js";
import { type Axis, adjointName, quantityOf } from "../../../math/model/model.js";
import { type Block, display, paragraph } from "../block.js";
import type { LessonContext } from "../context.js";
import type { Formula } from "../formula.js";
import { type Sentence, sentence } from "../sentence.js";

/** The matrix form of a formula; one that only units of a single element make awkward is left out. */
function formOf(
  { backpropagation }: LessonContext,
  axes: readonly Axis[],
  right: Expression,
): MatrixForm | undefined {
  const form = matrixForm({ axes, right }, (name) => quantityOf(backpropagation.model, name).axes);
  const isAwkward =
    form.kind === "matrix" &&
    matrixFactors(form.node).some(
      ({ node, rows, columns }) => node.kind === "ones" && rows === 1 && columns === 1,
    );
  return isAwkward ? undefined : form;
}

/** The matrix form of a forward definition, if it has one. */
export function matrixLines(
  context: LessonContext,
  name: string,
  axes: readonly Axis[],
  right: Expression,
): readonly Formula[] {
  if (quantityOf(context.backpropagation.model, name).pieces.length > 1) return [];
  const form = formOf(context, axes, right);
  return form?.kind === "matrix" ? [{ kind: "matrix", of: name, form }] : [];
}

function transpositionSentence(transposition: Transposition): Sentence {
  const factor = { kind: "matrix-node", node: transposition.of } as const;
  if (transposition.kind === "contracted")
    return sentence("transpose-contracted", {
      factor,
      index: { kind: "index", name: transposition.index },
      partner: { kind: "matrix-node", node: transposition.partner },
      side: transposition.side,
    });
  if (transposition.kind === "outer")
    return sentence("transpose-outer", {
      factor,
      index: { kind: "index", name: transposition.index },
    });
  return sentence("transpose-layout", { factor });
}

/** The shape of the result and of every factor. */
const shapesOf = (
  name: string,
  form: Extract<MatrixForm, { kind: "matrix" }>,
): readonly Formula[] => [
  { kind: "shape", of: { name }, rows: form.node.rows.size, columns: form.node.columns.size },
  ...matrixFactors(form.node).map(
    (factor): Formula => ({
      kind: "shape",
      of: factor,
      rows: factor.rows,
      columns: factor.columns,
    }),
  ),
];

/** The matrix form of an adjoint with the shape of every factor and a reason for each transpose. */
export function matrixBlocks(
  context: LessonContext,
  { quantity }: Adjoint,
  piece: AdjointPiece,
): readonly Block[] {
  if (piece.axes.length === 0 || quantity.pieces.length > 1) return [];
  const form = formOf(context, piece.axes, piece.right);
  if (!form) return [];
  if (form.kind === "none")
    return [paragraph(sentence("matrix-none", { reason: form.reason.code }))];
  const name = adjointName(quantity.name);
  return [
    paragraph(sentence("matrix-intro")),
    display({ kind: "matrix", of: name, form }),
    paragraph(
      sentence("matrix-shapes", { shapes: shapesOf(name, form) }),
      ...form.transpositions.filter(({ of }) => of.kind !== "ones").map(transpositionSentence),
    ),
  ];
}
