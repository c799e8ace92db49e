import { rebuild } from "../math/algebra/binding.js";
import { reference } from "../math/algebra/constructors.js";
import type { Expression } from "../math/algebra/expression.js";
import { infix } from "../math/algebra/infix.js";
import type { AxisName } from "../math/algebra/tex/bound-name.js";
import type { Definition } from "../math/model/dependencies.js";
import {
  adjointOwner,
  axisTerm,
  type Model,
  type Quantity,
  quantityOf,
} from "../math/model/model.js";
import type { CodeScope } from "./code-scope.js";
import type { Family } from "./function-code.js";
import type { Identifiers } from "./identifiers.js";
import type { Storage } from "./storage.js";

/** A script while it is written: what it is about, and where it keeps what so far. */
export interface Writing {
  readonly family: Family;
  /** The quantities that the script computes, with adjoints where it computes these itself. */
  readonly model: Model;
  readonly names: Identifiers;
  /** What quantities are called in comments and names. */
  readonly titleOf: (quantity: string) => string;
  readonly storages: Map<string, Storage>;
  /** The arrays of data that differentiation is by, for quantities to which equations add something. */
  readonly leaves: Map<string, Storage>;
}

/** The storage of a quantity. Throws where the script has none yet: an error of ours. */
export function storageIn({ storages }: Writing, name: string): Storage {
  const storage = storages.get(name);
  if (!storage) throw new Error(`the script reads ${name} before it is there`);
  return storage;
}

const axisNameIn =
  ({ model }: Writing): AxisName =>
  (name, axis) =>
    model.quantities.get(adjointOwner(name) ?? name)?.axes[axis]?.index;

/** The scope of a formula with these free indices. */
export const scopeOf = (writing: Writing, taken: ReadonlySet<string>): CodeScope => ({
  family: writing.family,
  storageOf: (name) => storageIn(writing, name),
  indexName: writing.names.ofIndex,
  axisName: axisNameIn(writing),
  bound: [],
  taken,
});

/** `h[p] = sum(q, W1[p,q]*x[q])`: a formula as the formula language has it, with derivatives as ∂E/∂h[p]. */
export function formulaText({ name, piece }: Definition, writing: Writing): string {
  const { model, titleOf } = writing;
  const title = (quantity: string): string => {
    const owner = adjointOwner(quantity);
    return owner === undefined ? titleOf(quantity) : `∂${titleOf(model.loss)}/∂${titleOf(owner)}`;
  };
  const renamed = (part: Expression): Expression =>
    part.kind === "reference"
      ? reference(title(part.name), part.indices)
      : rebuild(part, renamed, (term) => term);
  const quantity = quantityOf(model, name);
  const left = piece.axes.map((axis) => axisTerm(axis, quantity));
  const axisNames = new Map(
    [...model.quantities.values()].map((each: Quantity) => [title(each.name), each] as const),
  );
  const axisName: AxisName = (each, axis) => axisNames.get(each)?.axes[axis]?.index;
  const side = (expression: Expression): string => infix(expression, { axisName });
  return `${side(reference(title(name), left))} = ${side(renamed(piece.right))}`;
}
