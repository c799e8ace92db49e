import { add, multiply, one, reference, zero } from "../../math/algebra/constructors.js";
import { dependsOn } from "../../math/algebra/depends.js";
import type { Expression } from "../../math/algebra/expression.js";
import { plainIndex, type Range } from "../../math/algebra/index-term.js";
import { contract, factorCommon } from "../../math/algebra/settle.js";
import {
  type Axis,
  adjointName,
  type Model,
  type Piece,
  type Quantity,
} from "../../math/model/model.js";
import { quantitiesInOrder } from "../../math/model/order.js";
import { type LocalDerivative, localDerivative } from "./local-derivative.js";
import { siblingsOf } from "./siblings.js";

/** What one formula that uses a quantity adds to its adjoint: Σ over its instances of adjoint · local derivative. */
export interface Contribution {
  readonly local: LocalDerivative;
  /** The adjoint of the using quantity at the indices of `local.ofAxes`; 1 for the loss itself. */
  readonly upstream: Expression;
  /** Upstream times local derivative, before the sum over `local.ofAxes`. */
  readonly product: Expression;
  /** The sum, contracted. */
  readonly contracted: Expression;
}

/** The adjoint of one piece of a quantity, in index form. */
export interface AdjointPiece {
  readonly axes: readonly Axis[];
  readonly contributions: readonly Contribution[];
  readonly right: Expression;
}

/** ∂loss/∂quantity as a definition, with where each of its terms comes from. */
export interface Adjoint {
  readonly quantity: Quantity;
  readonly name: string;
  readonly pieces: readonly AdjointPiece[];
}

/** A model with the adjoint of each quantity that its loss depends on. */
export interface Backpropagation {
  readonly forward: Model;
  /** The forward model with the adjoints appended; evaluated, printed and judged like any other. */
  readonly model: Model;
  /** In the order of backpropagation, without the loss. */
  readonly adjoints: ReadonlyMap<string, Adjoint>;
}

const adjointReference = (model: Model, name: string, axes: readonly Axis[]): Expression =>
  name === model.loss
    ? one
    : reference(
        adjointName(name),
        axes.map(({ index }) => plainIndex(index)),
      );

const byIndex = (axes: readonly Axis[]): ReadonlyArray<readonly [string, Range]> =>
  axes.map((axis) => [axis.index, axis] as const);

function contributionsTo(
  model: Model,
  users: readonly Quantity[],
  quantity: Quantity,
  piece: Piece,
): readonly Contribution[] {
  const { name } = quantity;
  return users.flatMap((user) =>
    user.pieces.flatMap((userPiece) => {
      if (userPiece.kind !== "formula" || !dependsOn(userPiece.right, name)) return [];
      const local = localDerivative(
        { name: user.name, piece: userPiece },
        { quantity, piece },
        siblingsOf(model, name),
      );
      const upstream = adjointReference(model, user.name, local.ofAxes);
      const product = multiply(upstream, local.derivative);
      const contracted = contract(product, byIndex(local.ofAxes), new Map(byIndex(piece.axes)));
      return contracted === zero ? [] : [{ local, upstream, product, contracted }];
    }),
  );
}

function adjointOf(model: Model, users: readonly Quantity[], quantity: Quantity): Adjoint {
  const pieces = quantity.pieces.map((piece) => {
    const contributions = contributionsTo(model, users, quantity, piece);
    const right = factorCommon(add(...contributions.map(({ contracted }) => contracted)));
    return { axes: piece.axes, contributions, right };
  });
  return { quantity, name: adjointName(quantity.name), pieces };
}

const asQuantity = ({ quantity, name, pieces }: Adjoint): Quantity => ({
  name,
  role: "adjoint",
  axes: quantity.axes,
  pieces: pieces.map(({ axes, right }) => ({ kind: "formula", axes, right })),
});

/**
 * Backpropagation as a map from a model to a longer model: for each quantity q that the loss depends on, the
 * definition of ∂loss/∂q as a sum over the formulas that use q. The work grows with the number of
 * definitions, not with the sizes of their axes.
 */
export function backpropagate(forward: Model): Backpropagation {
  const ordered = quantitiesInOrder(forward);
  const adjoints = new Map<string, Adjoint>();
  for (const quantity of [...ordered].reverse())
    if (quantity.name !== forward.loss)
      adjoints.set(quantity.name, adjointOf(forward, ordered, quantity));
  const appended = [...adjoints.values()].map((each) => [each.name, asQuantity(each)] as const);
  const model = { ...forward, quantities: new Map([...forward.quantities, ...appended]) };
  return { forward, model, adjoints };
}
