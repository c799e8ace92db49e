import { zero } from "../../math/algebra/constructors.js";
import type { Expression } from "../../math/algebra/expression.js";
import { atIndices, definitionOf, dependents, instancesIn } from "../../math/model/instances.js";
import {
  type Instance,
  instanceKey,
  type Model,
  pieceAt,
  quantityOf,
} from "../../math/model/model.js";
import { type LocalDerivative, localDerivative } from "./local-derivative.js";
import { siblingsOf } from "./siblings.js";

/** One use of an instance by another: the local derivative ∂from/∂to stands on it. */
export interface Edge {
  /** The instance that uses. */
  readonly from: Instance;
  /** The instance that is used. */
  readonly to: Instance;
  readonly local: LocalDerivative;
  /** ∂from/∂to with integers for the indices. */
  readonly derivative: Expression;
}

/** All that lies between the loss and one instance: the active part of the graph. */
export interface Walk {
  readonly target: Instance;
  /** From the loss to the target; each instance after those that use it. */
  readonly instances: readonly Instance[];
  /** By the key of the using instance. */
  readonly edges: ReadonlyMap<string, readonly Edge[]>;
  /** The number of paths from each instance down to the target, by key. */
  readonly pathsBelow: ReadonlyMap<string, bigint>;
  /** The number of paths from the loss down to each instance, by key. */
  readonly pathsAbove: ReadonlyMap<string, bigint>;
}

/** A path from the loss to the target. */
export type Path = readonly Edge[];

/** The nonzero local derivatives of one instance by the instances that it reads and that lead to the target. */
function edgesFrom(
  model: Model,
  from: Instance,
  target: Instance,
  leads: ReadonlySet<string>,
): readonly Edge[] {
  const piece = pieceAt(quantityOf(model, from.name), from.indices);
  const right = definitionOf(model, from);
  if (piece?.kind !== "formula" || !right) return [];
  const inner = instancesIn(right, (name) => leads.has(name) && name !== target.name);
  const targets = instancesIn(right, (name) => name === target.name);
  const isTarget = (each: Instance): boolean => instanceKey(each) === instanceKey(target);
  // What is given leads nowhere; a recurrence leads from other instances of the target's name to it.
  const isDefined = ({ name, indices }: Instance): boolean =>
    pieceAt(quantityOf(model, name), indices)?.kind === "formula";
  const reads = [...inner, ...targets.filter((each) => isTarget(each) || isDefined(each))];
  return reads.flatMap((to) => {
    const quantity = quantityOf(model, to.name);
    const used = pieceAt(quantity, to.indices);
    if (!used) return [];
    const local = localDerivative(
      { name: from.name, piece },
      { quantity, piece: used },
      siblingsOf(model, to.name),
    );
    const at = atIndices(local.derivative, local.ofAxes, from.indices);
    const derivative = atIndices(at, local.wrtAxes, to.indices);
    return derivative === zero ? [] : [{ from, to, local, derivative }];
  });
}

/** Walks from the loss down to one instance and keeps what leads there. */
export function walkTo(model: Model, target: Instance): Walk {
  const leads = dependents(model, target.name);
  const goal = instanceKey(target);
  const edges = new Map<string, readonly Edge[]>();
  const pathsBelow = new Map<string, bigint>();
  const finished: Instance[] = [];
  const pending = [{ instance: { name: model.loss, indices: [] } as Instance, entered: false }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const key = instanceKey(next.instance);
    if (pathsBelow.has(key)) continue;
    if (!next.entered) {
      const found = key === goal ? [] : edgesFrom(model, next.instance, target, leads);
      edges.set(key, found);
      pending.push({ instance: next.instance, entered: true });
      for (const { to } of [...found].reverse()) pending.push({ instance: to, entered: false });
      continue;
    }
    const live = (edges.get(key) ?? []).filter(({ to }) => pathsBelow.get(instanceKey(to)));
    const below = live.reduce((sum, { to }) => sum + (pathsBelow.get(instanceKey(to)) ?? 0n), 0n);
    edges.set(key, live);
    pathsBelow.set(key, key === goal ? 1n : below);
    if (key === goal || below > 0n) finished.push(next.instance);
  }
  const instances = finished.reverse();
  return { target, instances, edges, pathsBelow, pathsAbove: countAbove(instances, edges) };
}

function countAbove(
  instances: readonly Instance[],
  edges: ReadonlyMap<string, readonly Edge[]>,
): ReadonlyMap<string, bigint> {
  const counts = new Map<string, bigint>();
  const [loss] = instances;
  if (loss) counts.set(instanceKey(loss), 1n);
  for (const instance of instances) {
    const above = counts.get(instanceKey(instance)) ?? 0n;
    for (const { to } of edges.get(instanceKey(instance)) ?? [])
      counts.set(instanceKey(to), (counts.get(instanceKey(to)) ?? 0n) + above);
  }
  return counts;
}

/** The number of paths from the loss to the target. */
export const pathCount = (walk: Walk): bigint =>
  walk.pathsAbove.get(instanceKey(walk.target)) ?? 0n;

/** The paths from the loss to the target, at most `limit` of them, in the order of the formulas. */
export function pathsOf(walk: Walk, limit: number): readonly Path[] {
  const goal = instanceKey(walk.target);
  const paths: Path[] = [];
  const follow = (key: string, path: Path): void => {
    if (paths.length >= limit) return;
    if (key === goal) paths.push(path);
    else
      for (const edge of walk.edges.get(key) ?? []) follow(instanceKey(edge.to), [...path, edge]);
  };
  const [loss] = walk.instances;
  if (loss) follow(instanceKey(loss), []);
  return paths;
}
