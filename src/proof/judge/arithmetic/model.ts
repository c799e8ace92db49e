import type { StreamModel } from "../../format/step-stream.js";
import { type Big, big, bind, constant, evaluate, type Read, slope } from "./evaluate.js";
import { parse, reads } from "./formula.js";

export type Tuple = readonly number[];
/** Indices with their ranges, both ends included: `j=1..3`. */
export type Axes = readonly string[];
/** A part of a quantity: decimals row by row, or a formula in the indices of its axes. */
export interface Piece {
  readonly name: string;
  readonly axes: Axes;
  readonly data?: readonly string[];
  readonly formula?: string;
}

export const keyOf = (name: string, indices: readonly (number | string)[]): string =>
  indices.length === 0 ? name : `${name}[${indices.join()}]`;
export const indicesOf = (axes: Axes): string[] => axes.map((axis) => axis.replace(/=.*/, ""));
/** The first place of each axis, and how many there are. */
export const boxOf = (axes: Axes): (readonly [first: number, size: number])[] =>
  axes.map((axis) => {
    const [, lo, hi] = /=(-?\d{1,7})\.\.(-?\d{1,7})$/.exec(axis) ?? [];
    return [Number(lo), Number(hi) - Number(lo) + 1];
  });
export const sizeOf = (axes: Axes): number =>
  boxOf(axes).reduce((product, [, size]) => product * size, 1);

/** Every index tuple of a box, row by row. Throws a RangeError where there are too many. */
export const tuplesOf = (axes: Axes): readonly Tuple[] => {
  if (!(sizeOf(axes) <= 1e6)) throw new RangeError(`the box ${axes} is too large`);
  return boxOf(axes).reduce<readonly Tuple[]>(
    (tuples, [first, size]) =>
      tuples.flatMap((tuple) => Array.from({ length: size }, (_, k) => [...tuple, first + k])),
    [[]],
  );
};

/** The parts of a model. Throws a SyntaxError. */
export const piecesOf = ({ quantities }: StreamModel): readonly Piece[] =>
  quantities.flatMap(({ name, pieces }) =>
    pieces.map((piece) => {
      if ("formula" in piece || piece.data.length === tuplesOf(piece.axes).length)
        return { name, ...piece };
      throw new SyntaxError(`${name} has not as many numbers as places`);
    }),
  );

export const mentions = ({ formula }: Piece, name: string): boolean =>
  formula !== undefined && reads(parse(formula), name);

/** The pieces that a loss depends on. */
export function reachedBy(loss: string, pieces: readonly Piece[]): readonly Piece[] {
  const reached = new Set([loss]);
  for (const each of reached)
    for (const user of pieces.filter(({ name }) => name === each))
      for (const { name } of pieces) if (mentions(user, name)) reached.add(name);
  return pieces.filter(({ name }) => reached.has(name));
}

const over = (axes: Axes, body: string): string =>
  axes.reduceRight((inner, axis) => `sum(${axis}, ${inner})`, body);

/** The piece in which an instance is, and the number of its place there. */
export function pieceAt<Each extends Pick<Piece, "name" | "axes">>(
  pieces: readonly Each[],
  name: string,
  tuple: Tuple,
): [Each?, number?] {
  for (const piece of pieces.filter((each) => each.name === name)) {
    const places = boxOf(piece.axes).map(([first, size], k) => [Number(tuple[k]) - first, size]);
    const isIn = places.every(([at = 0, size = 0]) => 0 <= at && at < size);
    if (isIn && places.length === tuple.length)
      return [piece, places.reduce((before, [at = 0, size = 0]) => before * size + at, 0)];
  }
  return [];
}

/** The slope of the definition of an instance by another one, as a formula. */
export function localText(
  pieces: readonly Piece[],
  name: string,
  tuple: Tuple,
  by: string,
): string {
  const [{ axes = [], formula = "0" } = {}] = pieceAt(pieces, name, tuple);
  const places = indicesOf(axes).map((index, k) => `${index}=${tuple[k]}..${tuple[k]}`);
  return over(places, `diff(${formula}, ${by})`);
}

/** An adjoint is the sum over all places of all formulas that use the instance. */
function backward(pieces: readonly Piece[], name: string, tuple: Tuple): string {
  const terms = pieces.map((user) => {
    const adjoint = keyOf(`∂${user.name}`, indicesOf(user.axes));
    return over(user.axes, `diff(${user.formula}, ${keyOf(name, tuple)})*${adjoint}`);
  });
  return terms.join(" + ") || "0";
}

/** Values of quantities and adjoints, with others in the place of some. Reading throws a SyntaxError. */
export type World = (given?: (name: string, tuple: Tuple) => Big | undefined) => Read;

/** What follows from pieces, of which `live` reach the loss. Formulas of adjoints may be added to them. */
export function worldOf(pieces: readonly Piece[], live: readonly Piece[], loss: string): World {
  const names = new Set(pieces.map(({ name }) => name));
  const computed = (name: string, tuple: Tuple, read: Read): Big => {
    const [piece, place = 0] = pieceAt(pieces, name, tuple);
    const users = live.filter((user) => mentions(user, name.slice(1)));
    if (!piece && name.startsWith("∂"))
      return evaluate(parse(backward(users, name.slice(1), tuple)), read);
    // Outside of a range a guard says that it does not count.
    if (!piece) return big(Number.NaN);
    const { axes, data, formula = data?.[place] ?? "" } = piece;
    return evaluate(parse(formula), bind(indicesOf(axes), tuple.map(big), read));
  };
  return (given) => {
    const known = new Map([[`∂${loss}`, big(1)]]);
    const read: Read = (name, tuple) => {
      const key = keyOf(name, tuple);
      if (!names.has(name.replace("∂", ""))) {
        if (constant(key).isNaN()) throw new SyntaxError(`the model has no ${key}`);
        return constant(key);
      }
      const value = known.get(key) ?? given?.(name, tuple) ?? computed(name, tuple, read);
      known.set(key, value);
      return value;
    };
    return read;
  };
}

/** The values after one step of the optimizer. */
export function nextOf(model: StreamModel, world: World, values: Read): Read {
  const { optimizer } = model;
  const pieces = piecesOf(model);
  const { constants = [], state = [], lines = [], trained = [], frozen = [] } = optimizer ?? {};
  return world((name, tuple) => {
    if (!trained.includes(name) || frozen.includes(keyOf(name, tuple))) return undefined;
    // What a formula puts around a parameter is no parameter.
    if (!pieceAt(pieces, name, tuple)[0]?.data) return undefined;
    const known = new Map([...constants, ...state].map(([symbol, text]) => [symbol, big(text)]));
    known.set("w", values(name, tuple)).set("g", values(`∂${name}`, tuple));
    const read: Read = (symbol) => known.get(symbol) ?? big(Number.NaN);
    for (const [symbol, text] of lines) known.set(symbol, evaluate(parse(text), read));
    return known.get("w");
  });
}

/** The slope of the loss by one scalar, from differences of the loss alone; NaN at a kink. */
export function lossSlope(
  {
    pieces,
    world,
    values,
  }: { readonly pieces: readonly Piece[]; readonly world: World; readonly values: Read },
  loss: string,
  key: string,
): Big {
  const affected = new Set([key.replace(/\[.*/, "")]);
  for (const each of affected)
    for (const piece of pieces) if (mentions(piece, each)) affected.add(piece.name);
  const lossAt = (x: Big): Big =>
    world((name, tuple) =>
      keyOf(name, tuple) === key ? x : affected.has(name) ? undefined : values(name, tuple),
    )(loss, []);
  return slope(lossAt, evaluate(parse(key), values));
}
