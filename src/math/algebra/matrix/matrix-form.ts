import { rebuild } from "../binding.js";
import { reference } from "../constructors.js";
import type { Expression } from "../expression.js";
import { asInteger, asPlainIndex, plainIndex } from "../index-term.js";
import { takenNames } from "../tex/bound-name.js";
import { broadcast } from "./build.js";
import { dropSingle } from "./contract.js";
import { formOf } from "./form.js";
import { type MatrixNode, NoMatrixForm, type NoMatrixReason } from "./node.js";
import { type IndexAxis, type MatrixScope, referencesIn, sideOf } from "./reference.js";
import { short } from "./side.js";
import { type Transposition, transpositionsIn } from "./transpositions.js";

/** A definition in index form: the axes of its output and its right-hand side. */
export interface IndexForm {
  readonly axes: readonly IndexAxis[];
  readonly right: Expression;
}

/** The matrix form of a definition, or the reason why it has none. */
export type MatrixForm =
  | {
      readonly kind: "matrix";
      /** The right-hand side; its rows and columns are the axes of the output that are left. */
      readonly node: MatrixNode;
      /** The index that is set aside: the form holds for each of its values. */
      readonly batch?: string;
      /** Each transposed factor, with the reason. */
      readonly transpositions: readonly Transposition[];
    }
  | { readonly kind: "none"; readonly reason: NoMatrixReason };

function attempt({ axes, right }: IndexForm, scope: MatrixScope): MatrixForm {
  const [rows = short, columns = short] = scope.order.map((index) => sideOf(index, scope));
  if (scope.order.length > 2)
    return {
      kind: "none",
      reason: { code: "too-many-axes", indices: axes.map(({ index }) => index) },
    };
  try {
    const node = broadcast(dropSingle(formOf(right, scope)), { rows, columns });
    const { batch } = scope;
    const transpositions = transpositionsIn(node);
    return { kind: "matrix", node, ...(batch !== undefined && { batch }), transpositions };
  } catch (error) {
    if (error instanceof NoMatrixForm) return { kind: "none", reason: error.reason };
    throw error;
  }
}

/**
 * The axes of the output that can be set aside, those in the most factors first: an index must stand in every
 * factor with three axes, or, where only the output has three, in all factors.
 */
function batchCandidates({ axes, right }: IndexForm): readonly string[] {
  const references = referencesIn(right).map(({ indices }) => indices.map(asPlainIndex));
  const tall = references.filter((indices) => indices.length > 2);
  if (tall.length === 0 && axes.length < 3) return [];
  const needed = tall.length > 0 ? tall : references.filter((indices) => indices.length > 0);
  const uses = (index: string): number =>
    references.filter((indices) => indices.includes(index)).length;
  return axes
    .map(({ index }) => index)
    .filter((index) => needed.every((indices) => indices.includes(index)))
    .sort((a, b) => uses(b) - uses(a));
}

/**
 * The definition with the one axis of a single element that its output has read by its index: in
 * `∂W[1,k] = Σ_n a[n,k] ∂z[n,1]` both 1 are the same axis, so that it is ∂zᵀ a.
 */
function withSingleIndex(
  { axes, right }: IndexForm,
  axesOf: (name: string) => readonly IndexAxis[],
): IndexForm | undefined {
  const [single, second] = axes.filter(({ lo, hi }) => lo === hi);
  if (!single || second) return undefined;
  const isSingle = (axis: IndexAxis | undefined): boolean =>
    axis?.lo === single.lo && axis.hi === single.hi;
  const named = (part: Expression): Expression => {
    if (part.kind !== "reference") return rebuild(part, named, (term) => term);
    const own = axesOf(part.name);
    return reference(
      part.name,
      part.indices.map((term, place) =>
        isSingle(own[place]) && asInteger(term) === single.lo ? plainIndex(single.index) : term,
      ),
    );
  };
  return { axes, right: named(right) };
}

/**
 * Reads a definition as a matrix formula: `Σ_i W[j,i] x[n,i] + b[j]` is X Wᵀ + 1 bᵀ. An index of the output
 * is set aside only where a factor has three axes.
 */
export function matrixForm(
  definition: IndexForm,
  axesOf: (name: string) => readonly IndexAxis[],
): MatrixForm {
  const named = withSingleIndex(definition, axesOf);
  const form = named && formByIndices(named, axesOf);
  return form?.kind === "matrix" ? form : formByIndices(definition, axesOf);
}

function formByIndices(
  definition: IndexForm,
  axesOf: (name: string) => readonly IndexAxis[],
): MatrixForm {
  const ranges = new Map(definition.axes.map((axis) => [axis.index, axis] as const));
  const order = definition.axes.map(({ index }) => index);
  const taken = new Set([...takenNames(definition.right), ...order]);
  const whole = attempt(definition, { axesOf, ranges, taken, order });
  if (whole.kind === "matrix" || whole.reason.code !== "too-many-axes") return whole;
  for (const batch of batchCandidates(definition)) {
    const rest = order.filter((index) => index !== batch);
    const form = attempt(definition, { axesOf, ranges, taken, order: rest, batch });
    if (form.kind === "matrix") return form;
  }
  return whole;
}
