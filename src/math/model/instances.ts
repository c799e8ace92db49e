import { substituteIndices } from "../algebra/binding.js";
import { dependsOn, quantitiesIn } from "../algebra/depends.js";
import { type Expression, partsOf } from "../algebra/expression.js";
import { type IndexTerm, integerTerm } from "../algebra/index-term.js";
import { type Axis, type Instance, instanceKey, type Model, pieceAt, quantityOf } from "./model.js";

/** Puts integers in the place of the indices of a box. */
export function atIndices(
  expression: Expression,
  axes: readonly Axis[],
  indices: readonly number[],
): Expression {
  const values = axes.map(
    ({ index }, axis) => [index, integerTerm(indices[axis] ?? Number.NaN)] as const,
  );
  return substituteIndices(expression, new Map(values));
}

/** The right-hand side of one instance, with integers for its indices; undefined where it is data. */
export function definitionOf(model: Model, instance: Instance): Expression | undefined {
  const piece = pieceAt(quantityOf(model, instance.name), instance.indices);
  return piece?.kind === "formula"
    ? atIndices(piece.right, piece.axes, instance.indices)
    : undefined;
}

/** The value of a term where each bound index stands for an integer, the innermost last; NaN with a free index. */
const termAt = ({ constant, factors }: IndexTerm, bound: readonly number[]): number =>
  factors.reduce((sum, [index, coefficient]) => {
    const value = typeof index === "number" ? bound[bound.length - 1 - index] : undefined;
    return sum + coefficient * (value ?? Number.NaN);
  }, constant);

/** Whether a bracket is surely 0, so that nothing beside it is read. */
function isEmpty(part: Expression, bound: readonly number[]): boolean {
  if (part.kind !== "bracket") return false;
  const value = termAt(part.term, bound);
  return value < part.lo || value > part.hi;
}

/** The instances that an expression without free indices reads, each once, in the order of the text. */
export function instancesIn(
  expression: Expression,
  wanted: (name: string) => boolean = () => true,
): readonly Instance[] {
  const found = new Map<string, Instance>();
  const visit = (part: Expression, bound: readonly number[]): void => {
    if (part.kind === "reference") {
      if (!wanted(part.name)) return;
      const instance = {
        name: part.name,
        indices: part.indices.map((term) => termAt(term, bound)),
      };
      found.set(instanceKey(instance), instance);
    } else if (part.kind === "reduction") {
      if (![...quantitiesIn(part.body)].some(wanted)) return;
      for (let value = part.lo; value <= part.hi; value++) visit(part.body, [...bound, value]);
    } else if (!partsOf(part).some((each) => isEmpty(each, bound)) || part.kind === "add")
      for (const each of partsOf(part)) visit(each, bound);
  };
  visit(expression, []);
  return [...found.values()];
}

/** The names of all quantities that depend on a quantity, itself included. */
export function dependents(model: Model, name: string): ReadonlySet<string> {
  const reached = new Set([name]);
  for (let before = 0; before < reached.size; ) {
    before = reached.size;
    for (const quantity of model.quantities.values())
      for (const piece of quantity.pieces)
        if (piece.kind === "formula" && [...reached].some((each) => dependsOn(piece.right, each)))
          reached.add(quantity.name);
  }
  return reached;
}
