import { InputError } from "../../errors/problem.js";
import type { IndexTerm } from "../algebra/index-term.js";
import type { DefinedInstance, Definition, Dependencies, Dependency } from "./dependencies.js";
import { type Axis, instanceKey, sizeOf, tuplesOf } from "./model.js";
import { valueOfTerm } from "./read.js";

/** There is no order in which the quantities could be computed: each of them reads the next one. */
export class CycleError extends InputError {
  /** The names along the cycle; the first one again at the end. */
  readonly quantities: readonly string[];

  constructor(instances: readonly DefinedInstance[]) {
    const quantities = quantitiesAlong(instances);
    super({ code: "cycle", message: messageOf(quantities, instances) });
    this.name = "CycleError";
    this.quantities = quantities;
  }
}

const longestExample = 6;
const keyOf = ({ definition, indices }: DefinedInstance): string =>
  instanceKey({ name: definition.name, indices });

function messageOf(quantities: readonly string[], instances: readonly DefinedInstance[]): string {
  const cycle = `cannot order the equations: \`${quantities.join(" → ")}\` is a cycle and no recurrence over an index`;
  const indexed = instances.some(({ indices }) => indices.length > 0);
  return indexed && instances.length <= longestExample
    ? `${cycle}, as in \`${instances.map(keyOf).join(" → ")}\``
    : cycle;
}

/** The names along a closed walk up to the first that comes again, repetitions in a row counted once. */
function quantitiesAlong(instances: readonly DefinedInstance[]): readonly string[] {
  const names = instances
    .map(({ definition }) => definition.name)
    .filter((name, position, all) => name !== all[position - 1]);
  if (names.length === 1) return [...names, ...names];
  const end = names.findIndex((name, position) => names.indexOf(name) < position);
  return names.slice(names.indexOf(names[end] ?? ""), end + 1);
}

interface Visit extends DefinedInstance {
  readonly id: number;
  readonly reads: readonly DefinedInstance[];
  next: number;
}
const entered = 1;
const ordered = 2;

/**
 * All instances of the definitions, each after those that it reads. Throws a `CycleError` where an
 * instance depends on itself.
 */
export function orderInstances(
  definitions: readonly Definition[],
  dependencies: Dependencies,
): readonly DefinedInstance[] {
  const { count, idOf } = numberInstances(definitions);
  const states = new Uint8Array(count);
  const order: DefinedInstance[] = [];
  const visits: Visit[] = [];
  const enter = (instance: DefinedInstance): void => {
    const id = idOf(instance);
    if (states[id] === ordered) return;
    if (states[id] === entered)
      throw new CycleError([...visits.slice(visits.findIndex((each) => each.id === id)), instance]);
    states[id] = entered;
    const reads = instancesRead(instance, dependencies.get(instance.definition) ?? []);
    visits.push({ ...instance, id, reads, next: 0 });
  };
  const leave = ({ definition, indices, id }: Visit): void => {
    visits.pop();
    states[id] = ordered;
    order.push({ definition, indices });
  };
  for (const definition of definitions)
    for (const indices of tuplesOf(definition.piece.axes)) {
      enter({ definition, indices });
      for (let visit = visits.at(-1); visit; visit = visits.at(-1)) {
        const read = visit.reads[visit.next++];
        if (read) enter(read);
        else leave(visit);
      }
    }
  return order;
}

interface Numbering {
  readonly count: number;
  readonly idOf: (instance: DefinedInstance) => number;
}

function numberInstances(definitions: readonly Definition[]): Numbering {
  const firsts = new Map<Definition, number>();
  let count = 0;
  for (const definition of definitions) {
    firsts.set(definition, count);
    count += sizeOf(definition.piece.axes);
  }
  const idOf = ({ definition, indices }: DefinedInstance): number =>
    (firsts.get(definition) ?? 0) + positionIn(definition.piece.axes, indices);
  return { count, idOf };
}

/** The position of an instance in its box, row by row. */
const positionIn = (box: readonly Axis[], indices: readonly number[]): number =>
  box.reduce(
    (position, { lo, hi }, axis) => position * (hi - lo + 1) + (indices[axis] ?? lo) - lo,
    0,
  );

/** What one instance reads through the dependencies of its definition, guards decided and sums opened. */
function instancesRead(
  { definition, indices }: DefinedInstance,
  dependencies: readonly Dependency[],
): readonly DefinedInstance[] {
  const reads: DefinedInstance[] = [];
  const own = new Map(
    definition.piece.axes.map(({ index }, axis) => [index, indices[axis]] as const),
  );
  for (const { on, read } of dependencies)
    for (const bound of tuplesOf(read.bounds)) {
      const valueAt = (term: IndexTerm): number =>
        valueOfTerm(
          term,
          (index) => (typeof index === "number" ? bound[index] : own.get(index)) ?? Number.NaN,
        );
      const happens = read.guards.every(({ term, lo, hi }) => {
        const value = valueAt(term);
        return lo <= value && value <= hi;
      });
      if (happens) reads.push({ definition: on, indices: read.indices.map(valueAt) });
    }
  return reads;
}
