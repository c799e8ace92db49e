import { type Expression, partsOf, type ReferenceNode } from "../expression.js";
import { asInteger, asPlainIndex, type IndexTerm, type Range } from "../index-term.js";
import { atom } from "./build.js";
import { type BatchAxis, type MatrixNode, NoMatrixForm, type Side } from "./node.js";
import { sameSide, short } from "./side.js";

/** An index and its inclusive range: an axis of a quantity. */
export interface IndexAxis extends Range {
  readonly index: string;
}

/** What a formula means: the axes of the quantities in it and the range of each index in reach. */
export interface MatrixScope {
  readonly axesOf: (name: string) => readonly IndexAxis[];
  readonly ranges: ReadonlyMap<string, Range>;
  /** Names that a bound index must not get. */
  readonly taken: ReadonlySet<string>;
  /** The indices of the output that stand for its rows and columns. */
  readonly order: readonly string[];
  /** The index that is set aside: the formula holds for each of its values. */
  readonly batch?: string;
}

const sizeOf = ({ lo, hi }: Range): number => hi - lo + 1;

/** The side of an index in reach. */
export function sideOf(index: string, { ranges }: MatrixScope): Side {
  const range = ranges.get(index);
  if (!range) throw new Error(`the index ${index} has no range`);
  return { size: sizeOf(range), index };
}

/** The side along which a subscript runs on an axis, which it must run over completely. */
function sideAt(quantity: string, term: IndexTerm, axis: IndexAxis, scope: MatrixScope): Side {
  const integer = asInteger(term);
  if (integer !== undefined) {
    if (axis.lo === integer && axis.hi === integer)
      return { size: 1, index: axis.index, single: true };
    throw new NoMatrixForm({ code: "integer-index", quantity, term });
  }
  const index = asPlainIndex(term);
  if (typeof index !== "string") throw new NoMatrixForm({ code: "compound-index", quantity, term });
  const range = scope.ranges.get(index);
  if (range && (range.lo !== axis.lo || range.hi !== axis.hi)) {
    const { lo, hi } = axis;
    throw new NoMatrixForm({ code: "partial-range", quantity, index, range, axis: { lo, hi } });
  }
  return sideOf(index, scope);
}

/** A reference as a matrix, a column vector or a scalar: an atom. */
export function referenceForm(node: ReferenceNode, scope: MatrixScope): MatrixNode {
  const axes = scope.axesOf(node.name);
  const all = node.indices.map((term, place) => {
    const axis = axes[place];
    if (!axis) throw new Error(`${node.name} is read with too many indices`);
    return sideAt(node.name, term, axis, scope);
  });
  const sides = all.filter(({ index }) => scope.batch === undefined || index !== scope.batch);
  if (sides.length > 2)
    throw new NoMatrixForm({
      code: "too-many-axes",
      indices: sides.map(({ index = "" }) => index),
    });
  const [rows = short, columns = short] = sides;
  const repeated = rows.index !== undefined && sameSide(rows, columns);
  if (repeated && !rows.single)
    throw new NoMatrixForm({
      code: "repeated-index",
      quantity: node.name,
      index: rows.index ?? "",
    });
  const layout = { rows, columns: repeated ? short : columns };
  return atom(node.name, layout, batchAxis(all, scope));
}

function batchAxis(sides: readonly Side[], { batch }: MatrixScope): BatchAxis | undefined {
  const axis = sides.findIndex(({ index }) => batch !== undefined && index === batch);
  return axis < 0 || batch === undefined ? undefined : { axis, index: batch };
}

/** Every reference in an expression, with bound indices still nameless. */
export function referencesIn(expression: Expression): readonly ReferenceNode[] {
  if (expression.kind === "reference") return [expression];
  return partsOf(expression).flatMap(referencesIn);
}
