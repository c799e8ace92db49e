import { type Big, big } from "../calculator/arithmetic.js";
import {
  type Axis,
  type Given,
  keyOf,
  type Read,
  tuplesOf,
  world,
} from "../calculator/evaluate.js";
import { type Node, parse, reads } from "../calculator/parse.js";
import type { StreamModel } from "../stream-format/step-stream.js";

/** A part of a quantity: numbers, or a formula. */
export interface Piece {
  readonly name: string;
  readonly axes: readonly Axis[];
  readonly text?: string;
  readonly formula?: Node;
  readonly data?: readonly string[];
  /** Whether other pieces stand beside it, so that a fixed subscript is written as a number. */
  readonly isOne: boolean;
}
type Boxes = Map<string, { readonly axes: readonly Axis[]; readonly formula: Node }[]>;

/** The model of a stream, to which the formulas of adjoints come as the steps bring them. */
export interface Model {
  readonly loss: string;
  readonly pieces: readonly Piece[];
  readonly formulas: Boxes;
  readonly data: ReadonlyMap<string, Big>;
  /** The quantities that the loss depends on. */
  readonly reached: ReadonlySet<string>;
}

/** Reads `j=1..3`. Throws a SyntaxError. */
export function axisOf(text: string): Axis {
  const [, index, lo, hi] = /^([^-\s=+*/^()[\],]+)=(-?\d{1,7})\.\.(-?\d{1,7})$/.exec(text) ?? [];
  if (index === undefined || Number(hi) < Number(lo) - 1)
    throw new SyntaxError(`cannot read the axis ${text.slice(0, 40)}`);
  return [index, Number(lo), Number(hi)];
}

export const sizeOf = (axes: readonly Axis[]): number =>
  axes.reduce((size, [, lo, hi]) => size * (hi - lo + 1), 1);

/** `h[t]` with these names for the indices, or `h[0]`. */
export const pieceKey = ({ name, axes, isOne }: Piece, names: readonly string[]): string =>
  keyOf(
    name,
    axes.map(([, lo, hi], axis) => (isOne && lo === hi ? lo : (names[axis] ?? ""))),
  );

/** Whether the formula of a piece reads a quantity; an index may have the same name. */
export const mentions = ({ formula, axes }: Piece, name: string): boolean =>
  formula !== undefined &&
  reads(
    formula,
    name,
    axes.map(([index]) => index),
  );

const pieceList = ({ quantities }: StreamModel): readonly Piece[] =>
  quantities.flatMap(({ name, pieces }) =>
    pieces.map((piece): Piece => {
      const own = { name, axes: piece.axes.map(axisOf), isOne: pieces.length > 1 };
      if (!("formula" in piece)) return { ...own, data: piece.data };
      return { ...own, text: piece.formula, formula: parse(piece.formula) };
    }),
  );

const mostScalars = 1_000_000;

/** Reads a model. Throws a SyntaxError. */
export function modelOf(source: StreamModel): Model {
  const pieces = pieceList(source);
  if (pieces.reduce((sum, { axes }) => sum + sizeOf(axes), 0) > mostScalars)
    throw new SyntaxError(`the model has more than ${mostScalars} scalars`);
  const formulas: Boxes = new Map();
  const data = new Map<string, Big>();
  for (const { name, axes, formula, data: texts = [] } of pieces) {
    formulas.set(name, formulas.get(name) ?? []);
    if (formula) formulas.set(name, [...(formulas.get(name) ?? []), { axes, formula }]);
    else if (texts.length !== sizeOf(axes)) throw new SyntaxError(`${name} has too few numbers`);
    else
      for (const [place, tuple] of [...tuplesOf(axes)].entries())
        data.set(keyOf(name, tuple), big(texts[place] ?? ""));
  }
  const reached = new Set([source.loss]);
  for (const name of reached)
    for (const user of pieces.filter((piece) => piece.name === name))
      for (const piece of pieces) if (mentions(user, piece.name)) reached.add(piece.name);
  return { loss: source.loss, pieces, formulas, data, reached };
}

/** The values of a model and of its adjoints, with other numbers for some. */
export const valuesOf = ({ formulas, data, loss }: Model, given: Given = () => undefined): Read =>
  world(
    formulas,
    (key, name, at) =>
      given(key, name, at) ?? data.get(key) ?? (key === `∂${loss}` ? big(1) : undefined),
  );
