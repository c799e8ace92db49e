import type { Range } from "../algebra/index-term.js";
import { type Alignment, alignAxes, type Direction, directionOf, withinOneValue } from "./align.js";
import { componentsOf } from "./components.js";
import {
  byReader,
  type DefinedInstance,
  type Definition,
  type Dependencies,
  type Dependency,
  dependenciesIn,
} from "./dependencies.js";
import { orderInstances } from "./instance-order.js";
import type { Model } from "./model.js";

/** An order in which the formulas of a model can be evaluated. */
export type Schedule = readonly Step[];
export type Step = BoxStep | LoopStep | InstancesStep;

/** All instances of one definition that have the values of the loops around in their fixed axes, in any order. */
export interface BoxStep {
  readonly kind: "box";
  readonly definition: Definition;
  readonly fixed: readonly number[];
  readonly free: readonly number[];
}

/** For one value after another: that value for one axis of each definition, then the inner steps. */
export interface LoopStep extends Range {
  readonly kind: "loop";
  readonly direction: Direction;
  readonly axes: Alignment;
  readonly steps: readonly Step[];
}

/** Single instances, one after another. */
export interface InstancesStep {
  readonly kind: "instances";
  readonly definitions: readonly Definition[];
  readonly order: readonly DefinedInstance[];
}

const schedules = new WeakMap<Model, Schedule>();

/** The schedule of a model. Throws a `CycleError` where there is none. */
export function scheduleOf(model: Model): Schedule {
  const known = schedules.get(model);
  if (known) return known;
  const dependencies = dependenciesIn(model);
  const schedule = groupsIn([...dependencies.keys()], dependencies).map(
    (group) => planGroup(group, new Map()) ?? instanceByInstance(group),
  );
  schedules.set(model, schedule);
  return schedule;
}

/** Definitions that depend on each other in a cycle, or a single one; and their dependencies on each other. */
interface Group {
  readonly definitions: readonly Definition[];
  readonly dependencies: readonly Dependency[];
}

/** The groups of definitions, each after those that it depends on. */
function groupsIn(
  definitions: readonly Definition[],
  dependencies: Dependencies,
): readonly Group[] {
  const dependenciesOf = (definition: Definition) => dependencies.get(definition) ?? [];
  const components = componentsOf(definitions, (each) => dependenciesOf(each).map(({ on }) => on));
  return components.map((component) => {
    const members = new Set(component);
    const inside = component.flatMap(dependenciesOf).filter(({ on }) => members.has(on));
    return { definitions: component, dependencies: inside };
  });
}

const instanceByInstance = ({ definitions, dependencies }: Group): InstancesStep => ({
  kind: "instances",
  definitions,
  order: orderInstances(definitions, byReader(dependencies)),
});

/** The axes of each definition that loops around a group set. */
type FixedAxes = ReadonlyMap<Definition, readonly number[]>;

function planGroup(group: Group, fixedAxes: FixedAxes): Step | undefined {
  const [definition] = group.definitions;
  if (!definition || group.dependencies.length > 0) return planLoop(group, fixedAxes);
  const fixed = fixedAxes.get(definition) ?? [];
  const free = [...definition.piece.axes.keys()].filter((axis) => !fixed.includes(axis));
  return { kind: "box", definition, fixed, free };
}

/** A loop over the first axis along which all reads of the group go one way. */
function planLoop(group: Group, fixedAxes: FixedAxes): LoopStep | undefined {
  const rank = group.definitions[0]?.piece.axes.length ?? 0;
  for (let axis = 0; axis < rank; axis++) {
    const axes = alignAxes(group.definitions, group.dependencies, axis);
    const direction = axes && directionOf(group.dependencies, axes);
    const steps = direction && planWithin(group, axes, fixedAxes);
    if (steps) return { kind: "loop", direction, axes, ...hullOf(axes), steps };
  }
  return undefined;
}

function planWithin(
  group: Group,
  axes: Alignment,
  fixedAxes: FixedAxes,
): readonly Step[] | undefined {
  const left = byReader(withinOneValue(group.dependencies, axes));
  const fixed = new Map(
    [...axes].map(([each, axis]) => [each, [...(fixedAxes.get(each) ?? []), axis]] as const),
  );
  const steps = groupsIn(group.definitions, left).map((inner) => planGroup(inner, fixed));
  return steps.every((step) => step !== undefined) ? steps : undefined;
}

/** The range of the aligned axes over all definitions. */
function hullOf(axes: Alignment): Range {
  const ranges = [...axes].flatMap(([{ piece }, axis]) => piece.axes[axis] ?? []);
  return {
    lo: ranges.reduce((lo, range) => Math.min(lo, range.lo), Infinity),
    hi: ranges.reduce((hi, range) => Math.max(hi, range.hi), -Infinity),
  };
}
