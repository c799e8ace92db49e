import { plainIndex } from "../algebra/index-term.js";
import type { DefinedInstance, Definition } from "../model/dependencies.js";
import type { Axis } from "../model/model.js";
import type { BoxStep, Schedule, Step } from "../model/schedule.js";
import { compile } from "./compile.js";
import { positionTerm } from "./compile-reference.js";
import {
  type Cell,
  type Compute,
  compileTerm,
  type Environment,
  type Memory,
  nestingOf,
  slotsOf,
} from "./scope.js";

/** A compiled definition: where its indices are set, and how the instance at them is computed and stored. */
interface Program<Value> {
  readonly axes: readonly Axis[];
  readonly at: Environment;
  readonly compute: Compute<Value>;
  readonly cell: Cell<Value>;
  readonly position: Compute<number>;
}

/** Computes the quantities for which `isWanted` holds, into the cells of the memory. */
export type RunSchedule = (isWanted: (name: string) => boolean) => void;

/** The programs of a schedule; each definition is compiled when it is first wanted. */
export function runnerOf<Value>(schedule: Schedule, memory: Memory<Value>): RunSchedule {
  const programs = new Map<Definition, Program<Value>>();
  const programOf = (definition: Definition): Program<Value> => {
    const known = programs.get(definition);
    if (known) return known;
    const program = programFor(definition, memory);
    programs.set(definition, program);
    return program;
  };
  return (isWanted) => {
    for (const step of schedule) runnerOfStep(step, programOf, isWanted)();
  };
}

type ProgramOf<Value> = (definition: Definition) => Program<Value>;

function programFor<Value>({ name, piece }: Definition, memory: Memory<Value>): Program<Value> {
  const { axes, right } = piece;
  const scope = { memory, ...slotsOf(axes) };
  const cell = memory.cellOf(name);
  const indices = axes.map(({ index }) => plainIndex(index));
  return {
    axes,
    at: new Int32Array(axes.length + nestingOf(right)),
    compute: compile(right, scope),
    cell,
    position: compileTerm(scope, positionTerm(cell.quantity.axes, indices)),
  };
}

const nothing = (): void => {};

function runnerOfStep<Value>(
  step: Step,
  programOf: ProgramOf<Value>,
  isWanted: (name: string) => boolean,
): () => void {
  if (step.kind === "box")
    return isWanted(step.definition.name) ? runnerOfBox(step, programOf(step.definition)) : nothing;
  if (step.kind === "instances")
    return () => {
      for (const instance of step.order)
        if (isWanted(instance.definition.name)) runInstance(instance, programOf);
    };
  const members = [...step.axes]
    .filter(([{ name }]) => isWanted(name))
    .map(([definition, axis]) => ({ at: programOf(definition).at, axis }));
  if (members.length === 0) return nothing;
  const inner = step.steps.map((each) => runnerOfStep(each, programOf, isWanted));
  const [first, last] = step.direction === 1 ? [step.lo, step.hi] : [step.hi, step.lo];
  return () => {
    for (
      let value = first;
      value * step.direction <= last * step.direction;
      value += step.direction
    ) {
      for (const { at, axis } of members) at[axis] = value;
      for (const run of inner) run();
    }
  };
}

/** Loops over the free axes of a box, unless a loop around it has left the box. */
function runnerOfBox<Value>({ fixed, free }: BoxStep, program: Program<Value>): () => void {
  const { axes, at } = program;
  const isInside = fixed.map((axis) => {
    const { lo, hi } = axes[axis] ?? { lo: 0, hi: -1 };
    return (): boolean => lo <= (at[axis] as number) && (at[axis] as number) <= hi;
  });
  let run = (): void => store(program);
  for (const axis of [...free].reverse()) run = loopOver(axes[axis], axis, at, run);
  return () => {
    if (isInside.every((inside) => inside())) run();
  };
}

function loopOver(
  range: Axis | undefined,
  axis: number,
  at: Environment,
  run: () => void,
): () => void {
  const { lo, hi } = range ?? { lo: 0, hi: -1 };
  return () => {
    for (let value = lo; value <= hi; value++) {
      at[axis] = value;
      run();
    }
  };
}

function runInstance<Value>(
  { definition, indices }: DefinedInstance,
  programOf: ProgramOf<Value>,
): void {
  const program = programOf(definition);
  program.at.set(indices);
  store(program);
}

function store<Value>({ cell, position, compute, at }: Program<Value>): void {
  cell.values[position(at)] = compute(at);
}
