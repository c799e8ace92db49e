import type { Expression } from "../algebra/expression.js";
import {
  type FormulaPiece,
  type Model,
  type Piece,
  pieceAt,
  type Quantity,
  quantityOf,
  tuplesOf,
} from "../model/model.js";
import { compile } from "./compile.js";
import { requireDefined } from "./compile-reference.js";
import { double } from "./double.js";
import type { Values } from "./evaluate.js";
import type { Field } from "./field.js";
import { placeData, positionOf } from "./place-data.js";
import {
  type Cell,
  type Compute,
  type Environment,
  type Memory,
  nestingOf,
  slotsOf,
} from "./scope.js";

/** One scalar that a formula defines, where its value goes. */
interface Pending {
  readonly quantity: Quantity;
  readonly position: number;
}

/** A piece as a function of its indices, and the same read only for what it reads. */
interface Program<Value> {
  readonly at: Environment;
  readonly compute: Compute<Value>;
  readonly enumerate: Compute<number>;
}

/** The compiled pieces of a model; `reads` collects what the formula that is enumerated reads. */
interface Machine<Value> {
  readonly memory: Memory<Value>;
  readonly observer: Memory<number>;
  readonly programOf: (piece: FormulaPiece) => Program<Value>;
  readonly missing: Pending[];
}

/**
 * The values of a model in a field of numbers, each computed when it is first asked for, with those that it
 * depends on and no others: of a wide network one weight needs few of them. Nothing is recursive, so that a model may
 * be as deep as it likes. What has no value yet is told from a number by being undefined, so that numbers are objects.
 */
export function evaluateOnDemand<Value extends object>(
  model: Model,
  field: Field<Value>,
): Values<Value> {
  const machine = machineOf(model, field);
  const { memory } = machine;
  const valueAt = (quantity: Quantity, position: number): Value => {
    if (memory.cellOf(quantity.name).values[position] === undefined)
      settle(machine, [{ quantity, position }]);
    return memory.cellOf(quantity.name).values[position] as Value;
  };
  return {
    array: (name) => {
      const quantity = quantityOf(model, name);
      for (const { axes } of quantity.pieces)
        for (const indices of tuplesOf(axes)) valueAt(quantity, positionOf(quantity, indices));
      return memory.cellOf(name).values;
    },
    get: (name, indices = []) => {
      const quantity = quantityOf(model, name);
      requireDefined(quantity, indices);
      return valueAt(quantity, positionOf(quantity, indices));
    },
    evaluateExpression: (expression, indexValues = new Map()) => {
      const axes = [...indexValues].map(([index, value]) => ({ index, lo: value, hi: value }));
      const program = programFor(expression, axes, machine);
      program.at.set(axes.map(({ lo }) => lo));
      settle(machine, readsOf(program, machine));
      return program.compute(program.at);
    },
  };
}

function machineOf<Value extends object>(model: Model, field: Field<Value>): Machine<Value> {
  const cells = new Map<string, Cell<Value>>();
  const cellOf = (name: string): Cell<Value> => {
    const known = cells.get(name);
    if (known) return known;
    const quantity = quantityOf(model, name);
    const cell = { quantity, values: placeData(quantity, field) };
    cells.set(name, cell);
    return cell;
  };
  const missing: Pending[] = [];
  const programs = new Map<FormulaPiece, Program<Value>>();
  const machine: Machine<Value> = {
    memory: { field, run: 0, cellOf },
    observer: {
      field: double,
      run: 0,
      cellOf: (name) => ({ quantity: quantityOf(model, name), values: [] }),
      observe: (quantity, position) => {
        if (cellOf(quantity.name).values[position] === undefined)
          missing.push({ quantity, position });
      },
    },
    programOf: (piece) => {
      const program = programs.get(piece) ?? programFor(piece.right, piece.axes, machine);
      programs.set(piece, program);
      return program;
    },
    missing,
  };
  return machine;
}

function programFor<Value>(
  right: Expression,
  axes: Piece["axes"],
  { memory, observer }: Machine<Value>,
): Program<Value> {
  const slots = slotsOf(axes);
  return {
    at: new Int32Array(axes.length + nestingOf(right)),
    compute: compile(right, { memory, ...slots }),
    enumerate: compile(right, { memory: observer, ...slots }),
  };
}

/** What a formula reads, at the indices that are set, and what has no value yet. */
function readsOf<Value>(
  { at, enumerate }: Program<Value>,
  { missing, observer }: Machine<Value>,
): readonly Pending[] {
  missing.length = 0;
  observer.run++;
  enumerate(at);
  return [...missing];
}

/** Computes what is pending, each after all that it reads. */
function settle<Value>(machine: Machine<Value>, pending: readonly Pending[]): void {
  const stack = [...pending];
  for (let next = stack.at(-1); next; next = stack.at(-1)) {
    const { quantity, position } = next;
    const { values } = machine.memory.cellOf(quantity.name);
    const indices = indicesAt(quantity, position);
    const piece = pieceAt(quantity, indices);
    if (values[position] !== undefined || piece?.kind !== "formula") {
      stack.pop();
      continue;
    }
    const program = machine.programOf(piece);
    program.at.set(indices);
    const reads = readsOf(program, machine);
    if (reads.length > 0) {
      for (const read of reads) stack.push(read);
      continue;
    }
    values[position] = program.compute(program.at);
    stack.pop();
  }
}

/** The indices of a position in the values of a quantity, row by row over its hull. */
function indicesAt({ axes }: Quantity, position: number): readonly number[] {
  let rest = position;
  const indices: number[] = [];
  for (const { lo, hi } of [...axes].reverse()) {
    const size = hi - lo + 1;
    indices.unshift(lo + (rest % size));
    rest = Math.floor(rest / size);
  }
  return indices;
}
