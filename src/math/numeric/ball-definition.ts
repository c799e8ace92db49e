import { open } from "../algebra/binding.js";
import { reference, smallInteger } from "../algebra/constructors.js";
import type { Expression, PowerNode, ReductionNode, ReferenceNode } from "../algebra/expression.js";
import type { FunctionRow } from "../algebra/functions/index.js";
import { integerTerm } from "../algebra/index-term.js";
import { rational } from "../algebra/rational.js";
import type { Field } from "./field.js";

type ValueOf<Value> = (node: ReferenceNode) => Value;
type At<Value> = (part: Expression) => Value;

/**
 * The value of an expression without free indices, where `operand` gives the value of every reference. A part
 * that stands in several places is evaluated once; `done` holds the values of all parts.
 */
export function evaluateExpression<Value>(
  expression: Expression,
  field: Field<Value>,
  operand: ValueOf<Value>,
  done: Map<Expression, Value> = new Map(),
): Value {
  const at = (part: Expression): Value => {
    const known = done.get(part);
    if (known !== undefined) return known;
    const value = evaluateNode(part, field, operand, at);
    done.set(part, value);
    return value;
  };
  return at(expression);
}

function evaluateNode<Value>(
  expression: Expression,
  field: Field<Value>,
  operand: ValueOf<Value>,
  at: At<Value>,
): Value {
  switch (expression.kind) {
    case "number":
      return field.fromRational(expression.value);
    case "constant":
      return field.constant(expression.name);
    case "reference":
      return operand(expression);
    case "add":
      return expression.terms.map(at).reduce((a, b) => field.add(a, b));
    case "multiply":
      return evaluateProduct(expression.factors, field, at);
    case "power":
      return evaluatePower(expression, field, at);
    case "call":
      return field.call(expression.name, expression.arguments.map(at));
    case "reduction":
      return evaluateReduction(expression, field, at);
    default:
      throw new Error(`an expression with a free index has no value: ${expression.kind}`);
  }
}

/** A factor with the exponent -n divides, so that 1/x is one division. */
function evaluateProduct<Value>(
  factors: readonly Expression[],
  field: Field<Value>,
  at: At<Value>,
): Value {
  let value: Value | undefined;
  for (const factor of factors) {
    const divisor = divisorOf(factor, field, at);
    if (divisor !== undefined)
      value = field.divide(value ?? field.fromRational(rational(1n)), divisor);
    else value = value === undefined ? at(factor) : field.multiply(value, at(factor));
  }
  return value ?? field.fromRational(rational(1n));
}

function divisorOf<Value>(
  factor: Expression,
  field: Field<Value>,
  at: At<Value>,
): Value | undefined {
  const exponent = factor.kind === "power" ? smallInteger(factor.exponent) : undefined;
  if (factor.kind !== "power" || exponent === undefined || exponent >= 0) return undefined;
  return exponent === -1 ? at(factor.base) : field.integerPower(at(factor.base), -exponent);
}

function evaluatePower<Value>(node: PowerNode, field: Field<Value>, at: At<Value>): Value {
  const exponent = smallInteger(node.exponent);
  if (exponent === undefined) return field.power(at(node.base), at(node.exponent));
  return exponent < 0
    ? evaluateProduct([node], field, at)
    : field.integerPower(at(node.base), exponent);
}

function evaluateReduction<Value>(node: ReductionNode, field: Field<Value>, at: At<Value>): Value {
  const values: Value[] = [];
  for (let index = node.lo; index <= node.hi; index++)
    values.push(at(open(node, integerTerm(index))));
  const total = (list: readonly Value[]): Value => list.reduce((a, b) => field.add(a, b));
  if (node.name === "sum") return values.length ? total(values) : field.fromRational(rational(0n));
  if (node.name !== "logsumexp") return field.call(node.name, values);
  return field.call("log", [total(values.map((value) => field.call("exp", [value])))]);
}

const definitions = new WeakMap<FunctionRow, Map<number, Expression>>();
const parameterName = (place: number): string => `#${place}`;

/** The definition of a function in terms of the references #0, #1, …; it is written down once. */
function definitionOf(row: FunctionRow, count: number): Expression {
  const byCount = definitions.get(row) ?? new Map<number, Expression>();
  definitions.set(row, byCount);
  const known = byCount.get(count);
  if (known) return known;
  const placeholders = Array.from({ length: count }, (_, place) => reference(parameterName(place)));
  const definition = row.definition?.(placeholders);
  if (!definition) throw new Error(`the primitive ${row.name} is missing in this kind of numbers`);
  byCount.set(count, definition);
  return definition;
}

/** The value of a function by its definition. */
export function evaluateDefinition<Value>(
  row: FunctionRow,
  parameters: readonly Value[],
  field: Field<Value>,
): Value {
  const values = new Map(parameters.map((value, place) => [parameterName(place), value]));
  return evaluateExpression(definitionOf(row, parameters.length), field, ({ name }) => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`the definition of ${row.name} refers to ${name}`);
    return value;
  });
}
