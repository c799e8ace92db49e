import { substituteIndices } from "../../math/algebra/binding.js";
import { reference } from "../../math/algebra/constructors.js";
import { plainIndex, type Range } from "../../math/algebra/index-term.js";
import { type Named, worthNaming } from "../../math/algebra/recognize.js";
import type { Axis, FormulaPiece, Model, Quantity } from "../../math/model/model.js";
import { readsOf } from "../../math/model/order.js";

/** A quantity whose one formula may stand as a part in derivatives of others. */
export interface Sibling {
  readonly name: string;
  readonly piece: FormulaPiece;
}

const known = new WeakMap<Model, Map<string, readonly Sibling[]>>();

/**
 * The quantities that read `name` and are one formula: where a derivative by `name` contains it, the formula is
 * written by its name. With p[k] defined as the softmax of z, the derivative of log-sum-exp by z[s] is p[s].
 */
export function siblingsOf(model: Model, name: string): readonly Sibling[] {
  const byName = known.get(model) ?? new Map<string, readonly Sibling[]>();
  known.set(model, byName);
  const found =
    byName.get(name) ?? [...model.quantities.values()].flatMap((each) => asSibling(each, name));
  byName.set(name, found);
  return found;
}

function asSibling(quantity: Quantity, name: string): readonly Sibling[] {
  const [piece, ...others] = quantity.pieces;
  if (piece?.kind !== "formula" || others.length > 0 || piece.axes.length > mostAxes) return [];
  const isNamed = worthNaming(piece.right) && readsOf(quantity).has(name);
  return isNamed ? [{ name: quantity.name, piece }] : [];
}

/** More axes, or more indices to put in their places, than this are not tried. */
const mostAxes = 3;
const mostIndices = 6;

/** The formula of a sibling at each choice of free indices that stay in its range. */
export function formsOf(
  { name, piece }: Sibling,
  free: readonly string[],
  ranges: ReadonlyMap<string, Range>,
): readonly Named[] {
  if (free.length > mostIndices) return [];
  return choices(piece.axes, free, ranges).map((indices) => {
    const terms = indices.map(plainIndex);
    const renaming = piece.axes.map(
      (axis, place) => [axis.index, terms[place] ?? plainIndex(axis.index)] as const,
    );
    return {
      right: substituteIndices(piece.right, new Map(renaming)),
      name: reference(name, terms),
    };
  });
}

function choices(
  [axis, ...others]: readonly Axis[],
  free: readonly string[],
  ranges: ReadonlyMap<string, Range>,
): ReadonlyArray<readonly string[]> {
  if (!axis) return [[]];
  const fits = free.filter((index) => {
    const range = ranges.get(index);
    return range && axis.lo <= range.lo && range.hi <= axis.hi;
  });
  const behind = choices(others, free, ranges);
  return fits.flatMap((index) => behind.map((rest) => [index, ...rest]));
}
