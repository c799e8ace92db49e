import type { Expression } from "../algebra/expression.js";
import { type Model, type Quantity, quantityOf, sizeOf } from "../model/model.js";
import { readsOf } from "../model/order.js";
import { scheduleOf } from "../model/schedule.js";
import { compile } from "./compile.js";
import { requireDefined } from "./compile-reference.js";
import type { Field } from "./field.js";
import { placeData, positionOf } from "./place-data.js";
import { runnerOf } from "./program.js";
import { type Cell, type Memory, nestingOf, type Storage, slotsOf } from "./scope.js";

/** The numbers of a model. Whatever was not computed or is not defined throws an Error. */
export interface Values<Value> {
  /** One instance: `get("W", [1, 2])`. */
  readonly get: (name: string, indices?: readonly number[]) => Value;
  /** A whole quantity, row by row over its hull; what no piece defines there has no meaning. */
  readonly array: (name: string) => ArrayLike<Value>;
  /** Any expression over the quantities, with the values of its free indices. */
  readonly evaluateExpression: (
    expression: Expression,
    indexValues?: ReadonlyMap<string, number>,
  ) => Value;
}

/**
 * Numbers that take the place of a quantity's data, row by row over its hull; where it has none, of its formulas.
 * What formulas put around data is computed all the same, and its place in the numbers counts for nothing.
 */
export type Overrides<Value> = ReadonlyMap<string, ArrayLike<Value>>;

export interface EvaluateOptions {
  /** Compute only these quantities and what they depend on. */
  readonly only?: ReadonlySet<string>;
}

/**
 * Computes the quantities of a model in a field of numbers. What can be prepared is kept for the next
 * evaluation of the same model in the same field.
 */
export function evaluate<Value>(
  model: Model,
  field: Field<Value>,
  overrides: Overrides<Value> = new Map(),
  { only }: EvaluateOptions = {},
): Values<Value> {
  const evaluator = evaluatorOf(model, field);
  const isGiven = (name: string): boolean =>
    overrides.has(name) && !isExtended(quantityOf(model, name));
  const wanted = wantedNames(model, only ?? model.quantities.keys(), isGiven);
  const arrays = new Map<string, Storage<Value>>();
  for (const name of wanted) {
    const cell = evaluator.memory.cellOf(name);
    cell.values = initialValues(cell.quantity, evaluator, overrides.get(name));
    arrays.set(name, cell.values);
  }
  evaluator.memory.run++;
  evaluator.run((name) => wanted.has(name) && !isGiven(name));
  return valuesOf(model, field, arrays);
}

/** Whether formulas add to the data of a quantity. */
const isExtended = ({ pieces }: Quantity): boolean =>
  pieces.some(({ kind }) => kind === "data") && pieces.some(({ kind }) => kind === "formula");

/** The names and all that they depend on. What is given from outside depends on nothing. */
function wantedNames(
  model: Model,
  names: Iterable<string>,
  isGiven: (name: string) => boolean,
): ReadonlySet<string> {
  const wanted = new Set(names);
  // A set iterates over what is added on the way, too.
  for (const name of wanted)
    if (!isGiven(name)) for (const read of readsOf(quantityOf(model, name))) wanted.add(read);
  return wanted;
}

interface Evaluator<Value> {
  readonly memory: Memory<Value>;
  readonly dataOf: (quantity: Quantity) => Storage<Value>;
  readonly run: ReturnType<typeof runnerOf>;
}

const evaluators = new WeakMap<object, WeakMap<Model, unknown>>();

function evaluatorOf<Value>(model: Model, field: Field<Value>): Evaluator<Value> {
  const ofField = evaluators.get(field) ?? new WeakMap<Model, unknown>();
  evaluators.set(field, ofField);
  // What is kept under a field was built for that field, so its numbers are of that kind.
  const known = ofField.get(model) as Evaluator<Value> | undefined;
  if (known) return known;
  const memory = memoryOf(model, field, () => field.allocate(0));
  const run = runnerOf(scheduleOf(model), memory);
  const evaluator = {
    memory,
    run,
    dataOf: remember((quantity: Quantity) => placeData(quantity, field)),
  };
  ofField.set(model, evaluator);
  return evaluator;
}

const memoryOf = <Value>(
  model: Model,
  field: Field<Value>,
  valuesOfQuantity: (name: string) => Storage<Value>,
): Memory<Value> => ({
  field,
  run: 0,
  cellOf: remember(
    (name: string): Cell<Value> => ({
      quantity: quantityOf(model, name),
      values: valuesOfQuantity(name),
    }),
  ),
});

function remember<Key, Result>(compute: (key: Key) => Result): (key: Key) => Result {
  const known = new Map<Key, Result>();
  return (key) => {
    const result = known.get(key) ?? compute(key);
    known.set(key, result);
    return result;
  };
}

/** The storage that a quantity starts with. Data are shared by all runs, as nobody writes over them. */
function initialValues<Value>(
  quantity: Quantity,
  { memory, dataOf }: Evaluator<Value>,
  override: ArrayLike<Value> | undefined,
): Storage<Value> {
  const size = sizeOf(quantity.axes);
  if (override && override.length !== size)
    throw new Error(`${quantity.name} takes ${size} numbers, not ${override.length}`);
  if (override) return copyOf(override, memory.field);
  if (quantity.pieces.every(({ kind }) => kind === "data")) return dataOf(quantity);
  if (quantity.pieces.every(({ kind }) => kind === "formula")) return memory.field.allocate(size);
  return copyOf(dataOf(quantity), memory.field);
}

function copyOf<Value>(values: ArrayLike<Value>, field: Field<Value>): Storage<Value> {
  const copy = field.allocate(values.length);
  for (let k = 0; k < values.length; k++) copy[k] = values[k] as Value;
  return copy;
}

function valuesOf<Value>(
  model: Model,
  field: Field<Value>,
  arrays: ReadonlyMap<string, Storage<Value>>,
): Values<Value> {
  const array = (name: string): Storage<Value> => {
    const values = arrays.get(name);
    if (!values) throw new Error(`${name} was not evaluated`);
    return values;
  };
  const memory = memoryOf(model, field, array);
  return {
    array,
    get: (name, indices = []) => {
      const quantity = quantityOf(model, name);
      requireDefined(quantity, indices);
      return array(name)[positionOf(quantity, indices)] as Value;
    },
    evaluateExpression: (expression, indexValues = new Map()) => {
      const axes = [...indexValues].map(([index, value]) => ({ index, lo: value, hi: value }));
      const at = new Int32Array(axes.length + nestingOf(expression));
      at.set(axes.map(({ lo }) => lo));
      return compile(expression, { memory, ...slotsOf(axes) })(at);
    },
  };
}
