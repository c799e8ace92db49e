import { freeIndices, substituteIndices } from "../../math/algebra/binding.js";
import { add, reference } from "../../math/algebra/constructors.js";
import { differentiate } from "../../math/algebra/differentiate/differentiate.js";
import type { Expression } from "../../math/algebra/expression.js";
import { summandsOf } from "../../math/algebra/guarded.js";
import { plainIndex, type Range } from "../../math/algebra/index-term.js";
import { namedForms, recognize, worthNaming } from "../../math/algebra/recognize.js";
import { settle } from "../../math/algebra/settle.js";
import {
  type Axis,
  axisTerm,
  type FormulaPiece,
  type Piece,
  type Quantity,
} from "../../math/model/model.js";

import { formsOf, type Sibling } from "./siblings.js";

/** ∂d[a]/∂q[s] for one formula piece of d: an expression in the free indices a (primed where they clash) and s. */
export interface LocalDerivative {
  readonly of: string;
  readonly wrt: string;
  /** The axes of the instance of `of`, with names that differ from those of `wrtAxes`. */
  readonly ofAxes: readonly Axis[];
  readonly wrtAxes: readonly Axis[];
  /** The right-hand side of `of` in the indices of `ofAxes`. */
  readonly right: Expression;
  /** As the rules give it, with Kronecker deltas in place and all inner sums. */
  readonly raw: Expression;
  /** With inner sums contracted and whole definitions written by name. */
  readonly derivative: Expression;
}

const prime = (index: string, taken: ReadonlySet<string>): string => {
  let name = index;
  while (taken.has(name)) name += "'";
  return name;
};

/** The axes under other names where they clash with `taken`, one by one. */
function primed(axes: readonly Axis[], taken: readonly Axis[]): readonly Axis[] {
  const names = new Set(taken.map(({ index }) => index));
  return axes.map((axis) => {
    const index = prime(axis.index, names);
    names.add(index);
    return { ...axis, index };
  });
}

const contains = (outer: Range, inner: Range): boolean =>
  outer.lo <= inner.lo && inner.hi <= outer.hi;

interface Using {
  readonly name: string;
  readonly piece: FormulaPiece;
}

interface Used {
  readonly quantity: Quantity;
  readonly piece: Piece;
}

/** A local derivative with all that it depends on, beside the piece that uses. */
interface Known {
  readonly of: string;
  readonly wrt: Used;
  readonly siblings: readonly Sibling[];
  readonly local: LocalDerivative;
}

const known = new WeakMap<Piece, Known[]>();
const none: readonly Sibling[] = [];

/**
 * The local derivative of a formula piece by the instances of a piece of another (or the same) quantity. Parts
 * of it that are the formula of one of the `siblings` are written by its name.
 */
export function localDerivative(
  of: Using,
  wrt: Used,
  siblings: readonly Sibling[] = none,
): LocalDerivative {
  const all = known.get(of.piece) ?? [];
  known.set(of.piece, all);
  const isSame = (each: Known): boolean =>
    each.of === of.name &&
    each.wrt.piece === wrt.piece &&
    each.wrt.quantity === wrt.quantity &&
    each.siblings === siblings;
  const found = all.find(isSame);
  if (found) return found.local;
  const local = derive(of, wrt, siblings);
  all.push({ of: of.name, wrt, siblings, local });
  return local;
}

function derive(of: Using, wrt: Used, siblings: readonly Sibling[]): LocalDerivative {
  const wrtAxes = wrt.piece.axes;
  const ofAxes = primed(of.piece.axes, wrtAxes);
  const renaming = of.piece.axes.map(
    ({ index }, axis) => [index, plainIndex(ofAxes[axis]?.index ?? index)] as const,
  );
  const right = substituteIndices(of.piece.right, new Map(renaming));
  const { name } = wrt.quantity;
  const indices = wrtAxes.map((axis) => axisTerm(axis, wrt.quantity));
  const raw = differentiate(right, { name, indices });
  const ranges = new Map<string, Range>([...ofAxes, ...wrtAxes].map((axis) => [axis.index, axis]));
  const settled = settle(raw, ranges);
  const free = [...freeIndices(settled)];
  const forms = worthNaming(right)
    ? namedForms(
        right,
        (terms) => reference(of.name, terms),
        ofAxes.map(({ index }) => index),
        (axis) =>
          free.filter((candidate) => {
            const [outer, inner] = [ofAxes[axis], ranges.get(candidate)];
            return outer && inner && candidate !== outer.index && contains(outer, inner);
          }),
      )
    : [];
  const others = siblings.flatMap((sibling) => formsOf(sibling, free, ranges));
  const table = [
    ...forms,
    ...others.filter(({ right: each }) => !forms.some((form) => form.right === each)),
  ];
  const derivative = settle(recognize(add(...summandsOf(settled)), table), ranges);
  return { of: of.name, wrt: name, ofAxes, wrtAxes, right, raw, derivative };
}
