import { smallInteger } from "../algebra/constructors.js";
import {
  type CallNode,
  type Expression,
  type IndexNode,
  onlyShown,
  type PowerNode,
  type ReductionNode,
} from "../algebra/expression.js";
import { type Rational, rational } from "../algebra/rational.js";
import { compileGuard, compileProduct, fold } from "./compile-product.js";
import { compileReduction } from "./compile-reduction.js";
import { compileReference } from "./compile-reference.js";
import { type Compute, compileTerm, enter, type Scope } from "./scope.js";

/** An expression as a fast function of the values of its indices. */
export function compile<Value>(expression: Expression, scope: Scope<Value>): Compute<Value> {
  const { field } = scope.memory;
  switch (expression.kind) {
    case "number":
      return always(field.fromRational(expression.value));
    case "constant":
      return always(field.constant(expression.name));
    case "reference":
      return compileReference(expression, scope);
    case "index":
      return compileIndex(expression, scope);
    case "add":
      return compileSum(expression.terms, scope);
    case "multiply":
      return compileProduct(expression.factors, scope, compile);
    case "power":
      return compilePower(expression, scope);
    case "call":
      return compileCall(expression, scope);
    case "reduction":
      return compileBound(expression, scope);
    case "derivative":
    case "fold":
      throw onlyShown(expression);
    case "bracket": {
      const holds = compileGuard(expression, scope);
      const [no, yes] = [field.fromRational(rational(0n)), field.fromRational(rational(1n))];
      return (at) => (holds(at) ? yes : no);
    }
  }
}

const always =
  <Value>(value: Value): Compute<Value> =>
  () =>
    value;

/** More integers than this are not kept. */
const mostKnown = 100_000;

/** An index as a number; each integer is converted once, unless there are very many. */
function compileIndex<Value>({ term }: IndexNode, scope: Scope<Value>): Compute<Value> {
  const integerOf = compileTerm(scope, term);
  const known = new Map<number, Value>();
  return (at) => {
    const integer = integerOf(at);
    const value = known.get(integer) ?? scope.memory.field.fromRational(toRational(integer));
    if (known.size < mostKnown) known.set(integer, value);
    return value;
  };
}

const toRational = (integer: number): Rational => rational(BigInt(integer));

function compileSum<Value>(terms: readonly Expression[], scope: Scope<Value>): Compute<Value> {
  const parts = terms.map((term) => compile(term, scope));
  const { field } = scope.memory;
  return fold(parts, field.add) ?? always(field.fromRational(rational(0n)));
}

function compilePower<Value>(node: PowerNode, scope: Scope<Value>): Compute<Value> {
  const { field } = scope.memory;
  const integer = smallInteger(node.exponent);
  if (integer !== undefined && integer < 0) return compileProduct([node], scope, compile);
  const base = compile(node.base, scope);
  if (integer !== undefined) return (at) => field.integerPower(base(at), integer);
  const exponent = compile(node.exponent, scope);
  return (at) => field.power(base(at), exponent(at));
}

function compileCall<Value>(node: CallNode, scope: Scope<Value>): Compute<Value> {
  const { field } = scope.memory;
  const parameters = node.arguments.map((argument) => compile(argument, scope));
  const [only] = parameters;
  if (parameters.length === 1 && only) return (at) => field.call(node.name, [only(at)]);
  return (at) =>
    field.call(
      node.name,
      parameters.map((parameter) => parameter(at)),
    );
}

function compileBound<Value>(node: ReductionNode, scope: Scope<Value>): Compute<Value> {
  const inner = enter(scope, node);
  return compileReduction(node, compile(node.body, inner), scope, inner);
}
