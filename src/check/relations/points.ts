import type { Backpropagation } from "../../gradients/backprop/backpropagate.js";
import { type DataPiece, type Quantity, sizeOf, tuplesOf } from "../../math/model/model.js";
import { double } from "../../math/numeric/double.js";
import { evaluate, type Values } from "../../math/numeric/evaluate.js";
import type { Field } from "../../math/numeric/field.js";
import { positionOf } from "../../math/numeric/place-data.js";
import { seededRandom } from "../methods/seeded-random.js";

/** Values for the given quantities of a model, and all that follows from them in any field. */
export interface Point {
  readonly valuesIn: <Value>(field: Field<Value>) => Values<Value>;
}

/** Decimal texts that take the place of data, row by row over the hull. */
type Decimals = ReadonlyMap<string, readonly string[]>;

const known = new WeakMap<Backpropagation, readonly Point[]>();

/** The model's own values, and a point near them where the loss is finite, if there is one. */
export function pointsOf(backpropagation: Backpropagation): readonly Point[] {
  const found = known.get(backpropagation);
  if (found) return found;
  const points = [pointAt(backpropagation, new Map()), ...pointNearby(backpropagation)];
  known.set(backpropagation, points);
  return points;
}

function pointAt({ model }: Backpropagation, decimals: Decimals): Point {
  const evaluated = new Map<object, unknown>();
  return {
    valuesIn: <Value>(field: Field<Value>) => {
      // What is kept under a field was evaluated in it.
      const kept = evaluated.get(field) as Values<Value> | undefined;
      if (kept) return kept;
      const overrides = new Map(
        [...decimals].map(([name, texts]) => [name, texts.map(field.fromDecimal)] as const),
      );
      const values = evaluate(model, field, overrides);
      evaluated.set(field, values);
      return values;
    },
  };
}

/** A factor for one number, from a random number between 0 and 1. */
type Factor = (random: number) => number;

/** Towards 0, away from it, and both ways: where one of them leaves the domain of a function, another may not. */
const factors: readonly Factor[] = [
  (random) => 1 - 0.1 * random,
  (random) => 1 + 0.1 * random,
  (random) => 1 + 0.002 * (random - 0.5),
];

function pointNearby(backpropagation: Backpropagation): readonly Point[] {
  const { forward } = backpropagation;
  for (const [attempt, factor] of factors.entries()) {
    const random = seededRandom(20150317 + attempt);
    const given = [...forward.quantities.values()].filter(isGiven);
    const moved = given.map(
      (quantity) => [quantity.name, movedDecimals(quantity, () => factor(random()))] as const,
    );
    const point = pointAt(backpropagation, new Map(moved));
    if (Number.isFinite(point.valuesIn(double).get(forward.loss))) return [point];
  }
  return [];
}

const isGiven = ({ pieces }: Quantity): boolean => pieces.some(isData);

/** The data times the factors, with a small number in the place of 0. */
function movedDecimals(quantity: Quantity, factor: () => number): readonly string[] {
  const texts = new Array<string>(sizeOf(quantity.axes)).fill("0");
  for (const { axes, decimals } of quantity.pieces.filter(isData)) {
    let next = 0;
    for (const indices of tuplesOf(axes)) {
      const value = Number(decimals[next++]);
      const by = factor();
      texts[positionOf(quantity, indices)] = String(value === 0 ? (by - 1) / 4 : value * by);
    }
  }
  return texts;
}

const isData = (piece: { readonly kind: string }): piece is DataPiece => piece.kind === "data";
