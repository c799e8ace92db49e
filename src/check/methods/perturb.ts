import { open, rebuild } from "../../math/algebra/binding.js";
import { add, call, reference } from "../../math/algebra/constructors.js";
import type { Expression, ReductionName, ReductionNode } from "../../math/algebra/expression.js";
import { integerTerm, plainIndex } from "../../math/algebra/index-term.js";
import {
  type DataPiece,
  type FormulaPiece,
  type Model,
  type Piece,
  type Quantity,
  sizeOf,
} from "../../math/model/model.js";

/** The name of the summand that `withShifts` adds; no name of a formula contains its signs. */
export const shiftName = (name: string): string => `#shift ${name}`;
const givenName = (name: string): string => `#given ${name}`;

/**
 * The same model with one more summand, 0 for now, in every instance of some quantities: `h[t] = tanh(…)`
 * becomes `h[t] = tanh(…) + shift[t]`. The derivative of the loss by the shift is that by the instance.
 */
export function withShifts(model: Model, names: ReadonlySet<string>): Model {
  const quantities = [...model.quantities.values()]
    .map(recordable)
    .flatMap((quantity) => (names.has(quantity.name) ? shifted(quantity) : [quantity]));
  return { ...model, quantities: new Map(quantities.map((each) => [each.name, each] as const)) };
}

const recordable = (quantity: Quantity): Quantity => ({
  ...quantity,
  pieces: quantity.pieces.map((piece) =>
    piece.kind === "formula" ? { ...piece, right: withoutExtremes(piece.right) } : piece,
  ),
});

function shifted(quantity: Quantity): readonly Quantity[] {
  const { name, axes, pieces } = quantity;
  const given = pieces.filter((piece): piece is DataPiece => piece.kind === "data");
  const zeros: DataPiece = {
    kind: "data",
    axes,
    decimals: new Array<string>(sizeOf(axes)).fill("0"),
  };
  const shift: Quantity = { name: shiftName(name), role: "input", axes, pieces: [zeros] };
  const own = { ...quantity, pieces: pieces.map((piece) => shiftedPiece(name, piece)) };
  const source: Quantity = { name: givenName(name), role: "input", axes, pieces: given };
  return given.length > 0 ? [source, shift, own] : [shift, own];
}

function shiftedPiece(name: string, piece: Piece): FormulaPiece {
  const indices = piece.axes.map(({ index }) => plainIndex(index));
  const right = piece.kind === "formula" ? piece.right : reference(givenName(name), indices);
  return {
    kind: "formula",
    axes: piece.axes,
    right: add(right, reference(shiftName(name), indices)),
  };
}

/**
 * Reductions to an extreme as calls of max or min on all their values: an evaluation that is recorded and
 * played again with other values then chooses again. One over several indices is a single call, as all of its
 * values share a tie.
 */
function withoutExtremes(expression: Expression): Expression {
  if (isExtreme(expression)) {
    const values = valuesOf(expression, expression.name).map(withoutExtremes);
    return call(expression.name, ...values);
  }
  return rebuild(expression, withoutExtremes, (term) => term);
}

const isExtreme = (expression: Expression): expression is ReductionNode =>
  expression.kind === "reduction" && (expression.name === "max" || expression.name === "min");

function valuesOf(expression: Expression, name: ReductionName): readonly Expression[] {
  if (expression.kind !== "reduction" || expression.name !== name) return [expression];
  const { lo, hi } = expression;
  return Array.from({ length: hi - lo + 1 }, (_, place) =>
    open(expression, integerTerm(lo + place)),
  ).flatMap((each) => valuesOf(each, name));
}
