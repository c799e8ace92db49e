import type { Backpropagation } from "../../gradients/backprop/backpropagate.js";
import { type Expression, partsOf } from "../../math/algebra/expression.js";
import { type Axis, adjointName, type Instance, localOwners } from "../../math/model/model.js";
import type { Ball } from "../../math/numeric/ball.js";
import { operationsIn } from "../../math/numeric/cost.js";
import type { Field } from "../../math/numeric/field.js";
import { interpret } from "../methods/interpret.js";
import { chooseTuples } from "./choose-tuples.js";
import { type Comparison, compareSides, type JudgeResult } from "./compare-sides.js";
import { judgeFreeEquation } from "./judge-free.js";
import { type Local, localBall, localDouble } from "./local-value.js";
import { type Point, pointsOf } from "./points.js";
import { ballsWithTies, boundsWithTies } from "./tie-fields.js";

/** The two quantities that a name stands for if it is the name of a local derivative. */
export type ResolveLocal = (name: string) => ReturnType<typeof localOwners>;

export interface JudgeOptions {
  readonly resolveLocal?: ResolveLocal;
  /** Whether the relation claims to hold at the model's own values only. */
  readonly ofData?: boolean | undefined;
}

/**
 * Judges `a = b = …`, which must hold for every value of the indices of `axes`: each side is evaluated on its own, at
 * the model's values and at a point near them. Local derivatives are taken from differences of the
 * formula, adjoints from their definitions. A relation of other names must hold for all of their values.
 */
export function judgeEquation(
  backpropagation: Backpropagation,
  sides: readonly Expression[],
  axes: readonly Axis[],
  { resolveLocal = localOwners, ofData = false }: JudgeOptions = {},
): JudgeResult {
  if (sides.some((side) => isFree(side, backpropagation, resolveLocal)))
    return judgeFreeEquation(sides);
  let decided = 0;
  const tuples = chooseTuples(
    axes,
    sides.reduce((sum, side) => sum + operationsIn(side), 0),
  );
  const points = pointsOf(backpropagation);
  for (const point of ofData ? points.slice(0, 1) : points) {
    const world = { backpropagation, point, resolveLocal };
    for (const indices of tuples) {
      const comparison = compareAt(sides, axes, indices, world);
      if (comparison.kind === "different") return { ok: false, indices, values: comparison.values };
      if (comparison.kind === "equal") decided++;
    }
  }
  return decided > 0 || tuples.length === 0
    ? { ok: true }
    : { ok: false, indices: tuples[0] ?? [], values: [Number.NaN, Number.NaN] };
}

/** What references are read from. */
interface World {
  readonly backpropagation: Backpropagation;
  readonly point: Point;
  readonly resolveLocal: ResolveLocal;
}

function compareAt(
  sides: readonly Expression[],
  axes: readonly Axis[],
  indices: readonly number[],
  world: World,
): Comparison {
  const free = new Map(axes.map(({ index }, axis) => [index, indices[axis] ?? 0] as const));
  const valuesIn = <Value>(field: Field<Value>, local: ReadLocal<Value>): readonly Value[] => {
    const read = readerIn(world, field, local);
    return sides.map((side) => interpret(side, { field, read }, free));
  };
  return compareSides(valuesIn(boundsWithTies, localDouble), () =>
    valuesIn<Ball>(ballsWithTies, localBall),
  );
}

type ReadLocal<Value> = (model: Backpropagation["forward"], local: Local, point: Point) => Value;

/** The value of a reference: of a quantity or an adjoint, of the loss by itself, or of a local derivative. */
function readerIn<Value>(
  { backpropagation, point, resolveLocal }: World,
  field: Field<Value>,
  readLocal: ReadLocal<Value>,
): (name: string, indices: readonly number[]) => Value {
  const { forward, model } = backpropagation;
  const { get } = point.valuesIn(field);
  const known = new Map<string, Value>();
  return (name, indices) => {
    if (model.quantities.has(name)) return get(name, indices);
    if (name === adjointName(forward.loss)) return field.fromDecimal("1");
    const key = `${name}[${indices.join()}]`;
    const value =
      known.get(key) ?? readLocal(forward, localAt(name, indices, forward, resolveLocal), point);
    known.set(key, value);
    return value;
  };
}

/** The instances of a local derivative: its indices are those of the first, then those of the second. */
function localAt(
  name: string,
  indices: readonly number[],
  { quantities }: Backpropagation["forward"],
  resolveLocal: ResolveLocal,
): Local {
  const owners = resolveLocal(name);
  const rank = owners && quantities.get(owners.of)?.axes.length;
  if (!owners || rank === undefined) throw new Error(`the model has no ${name}`);
  const instance = (of: string, at: readonly number[]): Instance => ({ name: of, indices: at });
  return {
    of: instance(owners.of, indices.slice(0, rank)),
    wrt: instance(owners.wrt, indices.slice(rank)),
  };
}

/** Whether an expression speaks of names that the model does not have, or marks a derivative by one. */
function isFree(
  expression: Expression,
  { forward, model }: Backpropagation,
  resolveLocal: ResolveLocal,
): boolean {
  const rankOf = (name: string): number | undefined => forward.quantities.get(name)?.axes.length;
  const isKnown = (name: string, rank: number): boolean => {
    if (model.quantities.get(name)?.axes.length === rank) return true;
    if (name === adjointName(forward.loss)) return true;
    const owners = resolveLocal(name);
    return owners !== undefined && (rankOf(owners.of) ?? -1) + (rankOf(owners.wrt) ?? -1) === rank;
  };
  const visited = new Set<Expression>();
  const visit = (part: Expression): boolean => {
    if (visited.has(part)) return false;
    visited.add(part);
    if (part.kind === "derivative") return true;
    if (part.kind === "reference" && !isKnown(part.name, part.indices.length)) return true;
    return partsOf(part).some(visit);
  };
  return visit(expression);
}
