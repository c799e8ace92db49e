import { add, reference } from "../algebra/constructors.js";
import { plainIndex } from "../algebra/index-term.js";
import { rational } from "../algebra/rational.js";
import { dependents } from "../model/instances.js";
import {
  type DataPiece,
  type FormulaPiece,
  type Instance,
  type Model,
  type Piece,
  type Quantity,
  quantityOf,
  sizeOf,
} from "../model/model.js";
import { readsOf } from "../model/order.js";
import { evaluate, type Overrides } from "../numeric/evaluate.js";
import type { Field } from "../numeric/field.js";
import { positionOf } from "../numeric/place-data.js";

/** The name of the summand that `withShifts` adds; no name of a formula contains its signs. */
export const shiftName = (name: string): string => `#shift ${name}`;
const givenName = (name: string): string => `#given ${name}`;

/**
 * The same model with one more summand, 0 for now, in every instance of some quantities: `h[t] = tanh(…)`
 * becomes `h[t] = tanh(…) + shift[t]`. The derivative of the loss by the shift is that by the instance.
 */
export function withShifts(model: Model, names: ReadonlySet<string>): Model {
  const quantities = [...model.quantities.values()].flatMap((quantity) =>
    names.has(quantity.name) ? shifted(quantity) : [quantity],
  );
  return { ...model, quantities: new Map(quantities.map((each) => [each.name, each] as const)) };
}

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

/** The loss of a model from `withShifts` with one instance shifted. Only what lies downstream is computed again. */
export type ShiftedLoss<Value> = (instance: Instance, shift: Value) => Value;

export function shiftedLoss<Value>(model: Model, field: Field<Value>): ShiftedLoss<Value> {
  const base = evaluate(model, field);
  const zero = field.fromRational(rational(0n));
  const kept = new Map<string, Overrides<Value> | undefined>();
  const keptFor = (name: string): Overrides<Value> | undefined => {
    if (!kept.has(name)) {
      const downstream = dependents(model, shiftName(name));
      const reads = [...downstream].flatMap((each) => [...readsOf(quantityOf(model, each))]);
      const upstream = reads.filter((each) => !downstream.has(each));
      const values = new Map(upstream.map((each) => [each, base.array(each)] as const));
      kept.set(name, downstream.has(model.loss) ? values : undefined);
    }
    return kept.get(name);
  };
  return ({ name, indices }, shift) => {
    const upstream = keptFor(name);
    if (!upstream) return base.get(model.loss);
    const quantity = quantityOf(model, shiftName(name));
    const shifts = field.allocate(sizeOf(quantity.axes));
    for (let place = 0; place < shifts.length; place++) shifts[place] = zero;
    shifts[positionOf(quantity, indices)] = shift;
    const overrides = new Map([...upstream, [quantity.name, shifts] as const]);
    return evaluate(model, field, overrides, { only: new Set([model.loss]) }).get(model.loss);
  };
}
