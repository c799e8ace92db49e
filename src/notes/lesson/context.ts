import type { Backpropagation } from "../../gradients/backprop/backpropagate.js";
import { localDerivative } from "../../gradients/backprop/local-derivative.js";
import { siblingsOf } from "../../gradients/backprop/siblings.js";
import { reference } from "../../math/algebra/constructors.js";
import type { Expression, ReferenceNode } from "../../math/algebra/expression.js";
import { asInteger, integerTerm } from "../../math/algebra/index-term.js";
import { atIndices, definitionOf } from "../../math/model/instances.js";
import {
  adjointName,
  type Instance,
  localName,
  localOwners,
  pieceAt,
  quantityOf,
} from "../../math/model/model.js";
import { evaluateAccurately } from "../../math/numeric/accurate.js";
import type { Ball } from "../../math/numeric/ball.js";
import { ballField } from "../../math/numeric/ball-field.js";
import { double } from "../../math/numeric/double.js";
import { evaluate, type Values } from "../../math/numeric/evaluate.js";
import { evaluateOnDemand } from "../../math/numeric/on-demand.js";
import type { Network } from "../../network/network.js";

/** All that the sections of a lesson draw from. */
export interface LessonContext {
  readonly network: Network;
  readonly backpropagation: Backpropagation;
  /** Significant digits of rounded numbers. */
  readonly digits: number;
  /** Every quantity and adjoint, with a proven error bound. */
  readonly values: Values<Ball>;
  /** The same in float64, for judges. */
  readonly doubles: Values<number>;
  /** The same right to 1e-12, where doubles do not suffice with more digits. */
  readonly accurate: Pick<Values<number>, "get">;
  /** The scalars whose derivation is walked in full. */
  readonly targets: readonly Instance[];
  /** Whether the reader asked for these. */
  readonly isChosen: boolean;
  /** The value of any reference that a formula of the lesson shows. */
  readonly ballFor: (node: ReferenceNode) => Ball;
  readonly precision: number;
  /** The instance keys of the parameters at which the loss has a kink. */
  readonly kinks: ReadonlySet<string>;
}

/** Thrown while a lesson is built where the numbers are not precise enough to print; the builder tries again. */
export class PrecisionError extends Error {}

/** The reference to an instance. */
export const instanceReference = ({ name, indices }: Instance): Expression =>
  reference(name, indices.map(integerTerm));

/** The reference to ∂loss/∂instance. */
export const adjointReference = ({ name, indices }: Instance): Expression =>
  reference(adjointName(name), indices.map(integerTerm));

/** The reference to the local derivative ∂of/∂wrt of two instances. */
export const localReference = (of: Instance, wrt: Instance): Expression =>
  reference(localName(of.name, wrt.name), [...of.indices, ...wrt.indices].map(integerTerm));

/** The local derivative of two instances as an expression with names for whole definitions. */
export function localExpression(
  { forward }: Backpropagation,
  of: Instance,
  wrt: Instance,
): Expression {
  const [ofPiece, wrtPiece] = [of, wrt].map((each) =>
    pieceAt(quantityOf(forward, each.name), each.indices),
  );
  if (ofPiece?.kind !== "formula" || !wrtPiece)
    throw new Error(`${of.name} is not a formula in ${wrt.name}`);
  const local = localDerivative(
    { name: of.name, piece: ofPiece },
    { quantity: quantityOf(forward, wrt.name), piece: wrtPiece },
    siblingsOf(forward, wrt.name),
  );
  const at = atIndices(local.derivative, local.ofAxes, of.indices);
  return atIndices(at, local.wrtAxes, wrt.indices);
}

/** The instance that a reference without free indices stands for. */
export const instanceOf = ({ name, indices }: ReferenceNode): Instance => ({
  name,
  indices: indices.map((term) => asInteger(term) ?? Number.NaN),
});

/** Evaluates a network in balls of that many digits and gathers what the sections need. */
export function lessonContext(
  network: Network,
  backpropagation: Backpropagation,
  { targets, isChosen }: Pick<LessonContext, "targets" | "isChosen">,
  digits: number,
  precision: number,
  kinks: ReadonlySet<string> = new Set(),
): LessonContext {
  const values = evaluateOnDemand(backpropagation.model, ballField(precision));
  const ballFor = (node: ReferenceNode): Ball => {
    const { name, indices } = instanceOf(node);
    const local = localOwners(name);
    if (!local) return values.get(name, indices);
    const count = quantityOf(backpropagation.forward, local.of).axes.length;
    const of = { name: local.of, indices: indices.slice(0, count) };
    const wrt = { name: local.wrt, indices: indices.slice(count) };
    return values.evaluateExpression(localExpression(backpropagation, of, wrt));
  };
  const doubles = evaluate(backpropagation.model, double);
  const accurate = evaluateAccurately(backpropagation.model);
  return {
    network,
    backpropagation,
    digits,
    values,
    doubles,
    accurate,
    targets,
    isChosen,
    ballFor,
    precision,
    kinks,
  };
}

/** The right-hand side of an instance in the model with the adjoints. Throws where it is data. */
export function rightSideOf({ backpropagation }: LessonContext, instance: Instance): Expression {
  const right = definitionOf(backpropagation.model, instance);
  if (!right) throw new Error(`${instance.name} is given and has no formula`);
  return right;
}
