import { reference, smallInteger } from "../../math/algebra/constructors.js";
import {
  type CallNode,
  type Expression,
  onlyShown,
  type PowerNode,
  partsOf,
  type ReductionNode,
} from "../../math/algebra/expression.js";
import { functionRow } from "../../math/algebra/functions/index.js";
import type { Index, IndexTerm } from "../../math/algebra/index-term.js";
import { type Rational, rational } from "../../math/algebra/rational.js";
import type { Field } from "../../math/numeric/field.js";

/** What an expression is read with: the numbers of a field, and what names stand for. */
export interface Interpretation<Value> {
  readonly field: Field<Value>;
  readonly read: (name: string, indices: readonly number[]) => Value;
  /** The value of `d/dx(part)` where a derivative is only marked. */
  readonly derivative?: (part: Expression, variable: string) => Value;
}

/** Where we are in an expression: the values of the free indices, and those of the bound ones, innermost last. */
interface Place<Value> extends Interpretation<Value> {
  readonly free: ReadonlyMap<string, number>;
  readonly bound: readonly number[];
  /** The values of parts that read no bound index; expressions share their parts, and reductions repeat them. */
  readonly known: Map<Expression, Value>;
}

/**
 * The value of an expression, read node by node. Relations of reports are judged with it; it shares
 * the function table and the kinds of numbers with the compiled evaluation, and no other code. A factor 0 that is a bracket decides before its product is read.
 */
export const interpret = <Value>(
  expression: Expression,
  interpretation: Interpretation<Value>,
  free: ReadonlyMap<string, number> = new Map(),
): Value => valueAt(expression, { ...interpretation, free, bound: [], known: new Map() });

function valueAt<Value>(expression: Expression, place: Place<Value>): Value {
  if (place.bound.length > 0 && (isLeaf(expression) || boundDepth(expression) > 0))
    return compute(expression, place);
  const known = place.known.get(expression);
  if (known !== undefined) return known;
  const value = compute(expression, place);
  place.known.set(expression, value);
  return value;
}

/** What is read faster than it is found among what is known. */
const isLeaf = ({ kind }: Expression): boolean => kind === "reference" || kind === "number";

const depths = new WeakMap<Expression, number>();

/** How many reductions around an expression its bound indices reach out to; 0 if it reads none of theirs. */
function boundDepth(expression: Expression): number {
  const known = depths.get(expression);
  if (known !== undefined) return known;
  const inner = partsOf(expression).reduce((most, part) => Math.max(most, boundDepth(part)), 0);
  const own = termsIn(expression)
    .flatMap(({ factors }) => factors)
    .reduce((most, [index]) => (typeof index === "number" ? Math.max(most, index + 1) : most), 0);
  const depth = Math.max(expression.kind === "reduction" ? inner - 1 : inner, own);
  depths.set(expression, depth);
  return depth;
}

function termsIn(expression: Expression): readonly IndexTerm[] {
  if (expression.kind === "reference") return expression.indices;
  return expression.kind === "index" || expression.kind === "bracket" ? [expression.term] : [];
}

const integer = (value: number): Rational => rational(BigInt(value));

function compute<Value>(expression: Expression, place: Place<Value>): Value {
  const { field } = place;
  switch (expression.kind) {
    case "number":
      return field.fromRational(expression.value);
    case "constant":
      return field.constant(expression.name);
    case "reference":
      return place.read(
        expression.name,
        expression.indices.map((term) => termAt(term, place)),
      );
    case "index":
      return field.fromRational(integer(termAt(expression.term, place)));
    case "derivative":
      if (!place.derivative) throw onlyShown(expression);
      return place.derivative(expression.of, expression.wrt.name);
    case "fold":
      throw onlyShown(expression);
    case "bracket":
      return field.fromRational(integer(holds(expression, place) ? 1 : 0));
    case "add":
      return expression.terms.map((term) => valueAt(term, place)).reduce(field.add);
    case "multiply":
      return productAt(expression.factors, place);
    case "power":
      return powerAt(expression, place);
    case "call":
      return callAt(expression, place);
    case "reduction":
      return reductionAt(expression, place);
  }
}

function termAt<Value>(term: IndexTerm, { free, bound }: Place<Value>): number {
  const indexAt = (index: Index): number => {
    const value = typeof index === "number" ? bound[bound.length - 1 - index] : free.get(index);
    if (value === undefined) throw new Error(`the index ${index} has no value`);
    return value;
  };
  return term.factors.reduce(
    (sum, [index, coefficient]) => sum + coefficient * indexAt(index),
    term.constant,
  );
}

function holds<Value>(
  { term, lo, hi }: { readonly term: IndexTerm; readonly lo: number; readonly hi: number },
  place: Place<Value>,
): boolean {
  const value = termAt(term, place);
  return lo <= value && value <= hi;
}

function productAt<Value>(factors: readonly Expression[], place: Place<Value>): Value {
  const { field } = place;
  if (factors.some((factor) => factor.kind === "bracket" && !holds(factor, place)))
    return field.fromRational(integer(0));
  const over: Value[] = [];
  const under: Value[] = [];
  for (const factor of factors) {
    const exponent = factor.kind === "power" ? smallInteger(factor.exponent) : undefined;
    if (factor.kind === "power" && exponent !== undefined && exponent < 0)
      under.push(field.integerPower(valueAt(factor.base, place), -exponent));
    else if (factor.kind !== "bracket") over.push(valueAt(factor, place));
  }
  const one = field.fromRational(integer(1));
  const dividend = over.length > 0 ? over.reduce(field.multiply) : one;
  return under.length > 0 ? field.divide(dividend, under.reduce(field.multiply)) : dividend;
}

function powerAt<Value>(node: PowerNode, place: Place<Value>): Value {
  const exponent = smallInteger(node.exponent);
  if (exponent === undefined)
    return place.field.power(valueAt(node.base, place), valueAt(node.exponent, place));
  return exponent < 0
    ? productAt([node], place)
    : place.field.integerPower(valueAt(node.base, place), exponent);
}

const callAt = <Value>(node: CallNode, place: Place<Value>): Value =>
  place.field.call(
    node.name,
    node.arguments.map((argument) => valueAt(argument, place)),
  );

function reductionAt<Value>(node: ReductionNode, place: Place<Value>): Value {
  const { field } = place;
  const values = reducedValues(node, place);
  if (node.name === "sum")
    return values.length > 0 ? values.reduce(field.add) : field.fromRational(integer(0));
  if (node.name !== "logsumexp") return field.call(node.name, values);
  return logSumExp(values, field);
}

/** What a reduction combines; a maximum directly inside of a maximum is taken as one over both indices. */
function reducedValues<Value>(node: ReductionNode, place: Place<Value>): readonly Value[] {
  const { body } = node;
  const isExtreme = node.name === "max" || node.name === "min";
  const values: Value[] = [];
  for (let index = node.lo; index <= node.hi; index++) {
    const inside = { ...place, bound: [...place.bound, index] };
    if (isExtreme && body.kind === "reduction" && body.name === node.name)
      values.push(...reducedValues(body, inside));
    else values.push(valueAt(body, inside));
  }
  return values;
}

/** log Σ exp v, by way of the largest v, so that no exponential overflows. */
function logSumExp<Value>(values: readonly Value[], field: Field<Value>): Value {
  const largest = values.reduce((best, value) =>
    field.toNumber(value) > field.toNumber(best) ? value : best,
  );
  const opposite = field.multiply(field.fromRational(integer(-1)), largest);
  const sum = values
    .map((value) => field.call("exp", [field.add(value, opposite)]))
    .reduce(field.add);
  return field.add(largest, field.call("log", [sum]));
}

const parameterName = (place: number): string => `#${place}`;
const definitions = new Map<string, Expression>();

/** A function in terms of the references #0, #1, …; undefined for a primitive. */
function definitionOf(name: string, count: number): Expression | undefined {
  const key = `${name}/${count}`;
  const known = definitions.get(key);
  if (known) return known;
  const placeholders = Array.from({ length: count }, (_, place) => reference(parameterName(place)));
  const definition = functionRow(name).definition?.(placeholders);
  if (definition) definitions.set(key, definition);
  return definition;
}

/** The value of a function by its definition in the table; undefined for a primitive. */
export function interpretDefinition<Value>(
  name: string,
  parameters: readonly Value[],
  field: Field<Value>,
): Value | undefined {
  const definition = definitionOf(name, parameters.length);
  const values = new Map(parameters.map((value, place) => [parameterName(place), value] as const));
  // A definition reads its parameters only, so that each name is there.
  return definition && interpret(definition, { field, read: (each) => values.get(each) as Value });
}
