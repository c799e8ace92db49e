import { isNumber, negate, smallInteger } from "../algebra/constructors.js";
import { quantitiesIn } from "../algebra/depends.js";
import type {
  AddNode,
  BracketNode,
  CallNode,
  Expression,
  MultiplyNode,
  NumberNode,
  PowerNode,
  ReductionNode,
  ReferenceNode,
} from "../algebra/expression.js";
import { functionRow } from "../algebra/functions/index.js";
import { type Index, type IndexTerm, indexTerm } from "../algebra/index-term.js";
import { type Rational, rationalToNumber } from "../algebra/rational.js";
import { type AxisName, boundName } from "../algebra/tex/bound-name.js";
import { writeTerm } from "../algebra/tex/index-term.js";
import { fractionOf } from "../numeric/compile-product.js";
import { callCode, type Family } from "./function-code.js";
import { atom, type Code, powerCode, quotientCode, sumCode } from "./precedence.js";
import type { StorageOf } from "./storage.js";

/** Where an expression is printed: its language, its names, and the indices that are bound around it. */
export interface CodeScope {
  readonly family: Family;
  readonly storageOf: StorageOf;
  readonly indexName: (index: string) => string;
  readonly axisName: AxisName;
  /** Names of bound indices, innermost first. */
  readonly bound: readonly string[];
  /** Index names that a bound index must not have. */
  readonly taken: ReadonlySet<string>;
}

/** Whether tensors record how they were computed; they do not take Python's own numbers everywhere. */
export const recordsTensors = ({ family }: Pick<CodeScope, "family">): boolean =>
  family === "torch" || family === "jax";

/** A float64 as Python writes it; the text reads back as the same number. */
export function floatText(value: number): string {
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** Integers of formulas stay integers. */
function positiveCode(value: Rational): Code {
  const double = rationalToNumber(value);
  return atom(Number.isSafeInteger(double) ? String(double) : floatText(double));
}

/** A number; one that has no decimals is a quotient of integers. */
export function numberCode(node: NumberNode): Code {
  const { minus, factors } = signOf(node);
  const { over, under } = fractionOf(factors);
  const part = (factor: Expression): readonly Code[] =>
    isNumber(factor) ? [positiveCode(factor.value)] : [];
  return quotientCode(minus, over.flatMap(part), under.flatMap(part));
}

/** The opposite of an expression that begins with a negative number, otherwise undefined. */
function oppositeOf(expression: Expression): Expression | undefined {
  const leading = expression.kind === "multiply" ? expression.factors[0] : expression;
  return leading && isNumber(leading) && leading.value.numerator < 0n
    ? negate(expression)
    : undefined;
}

/** An index term: `2 * t + k - 1`. */
export function termCode(term: IndexTerm, { bound, indexName }: CodeScope): Code {
  const name = (index: Index): string => {
    const known = typeof index === "number" ? bound[index] : index;
    if (known === undefined) throw new Error("an index is bound outside of what is printed");
    return indexName(known);
  };
  const text = writeTerm(term, { name, times: " * " }).replace(/(?<=[^-+])([-+])/g, " $1 ");
  const isAtom = /^[\p{XIDC}]+$/u.test(text);
  return { text, level: isAtom ? "atom" : "sum" };
}

export const shifted = (term: IndexTerm, by: number): IndexTerm =>
  indexTerm(term.constant + by, term.factors);

/** The place of an instance in its storage: `h`, `h[t - 1]`, `W[j, i]`. */
export function placeCode(
  { name, indices }: Pick<ReferenceNode, "name" | "indices">,
  scope: CodeScope,
): string {
  const storage = scope.storageOf(name);
  if (storage.kind === "scalar") return storage.name;
  const terms = indices.map((term, axis) =>
    storage.kind === "array" ? shifted(term, -(storage.axes[axis]?.lo ?? 0)) : term,
  );
  return `${storage.name}[${terms.map((term) => termCode(term, scope).text).join(", ")}]`;
}

/** The terms of a sum without their signs. */
export const signedTerms = (
  { terms }: AddNode,
  print: (term: Expression) => Code,
): readonly { readonly code: Code; readonly minus: boolean }[] =>
  terms.map((term) => {
    const opposite = oppositeOf(term);
    return { code: print(opposite ?? term), minus: opposite !== undefined };
  });

/** `lo <= term <= hi`, or `term == lo`. */
function guardCode({ term, lo, hi }: BracketNode, scope: CodeScope): string {
  const { text } = termCode(term, scope);
  if (lo === hi) return `${text} == ${lo}`;
  const [above, below] = [lo === -Infinity ? "" : `${lo} <= `, hi === Infinity ? "" : ` <= ${hi}`];
  return `${above}${text}${below}`;
}

const guarded = (code: Code, guards: readonly BracketNode[], scope: CodeScope): Code =>
  guards.length === 0
    ? code
    : {
        text: `${code.text} if ${guards.map((each) => guardCode(each, scope)).join(" and ")} else 0.0`,
        level: "choice",
      };

/** The factors without the sign of their number, and whether it was negative. */
export function signOf(expression: Expression): {
  readonly minus: boolean;
  readonly factors: readonly Expression[];
} {
  const opposite = oppositeOf(expression);
  const rest = opposite ?? expression;
  const factors = rest.kind === "multiply" ? rest.factors : [rest];
  return { minus: opposite !== undefined, factors };
}

function productCode(node: MultiplyNode | PowerNode, scope: CodeScope): Code {
  const { minus, factors } = signOf(node);
  const { guards, over, under } = fractionOf(factors);
  const part = (factor: Expression): Code => scalarCode(factor, scope);
  return guarded(quotientCode(minus, over.map(part), under.map(part)), guards, scope);
}

function powerOf(node: PowerNode, scope: CodeScope): Code {
  const integer = smallInteger(node.exponent);
  if (integer !== undefined && integer < 0) return productCode(node, scope);
  return powerCode(scalarCode(node.base, scope), scalarCode(node.exponent, scope));
}

/** The arguments of a call, with defaults in the place of those left out. */
export function argumentsOf({ name, arguments: given }: CallNode): readonly Expression[] {
  const { arity, defaults = [] } = functionRow(name);
  const missing = Math.min(arity[1], given.length + defaults.length) - given.length;
  return missing > 0 ? [...given, ...defaults.slice(-missing)] : given;
}

/** What does not depend on a quantity is a number of Python, and a tensor only where it is made one. */
export const asTensor = (expression: Expression, code: Code, scope: CodeScope): Code =>
  recordsTensors(scope) && quantitiesIn(expression).size === 0
    ? atom(`number(${code.text})`)
    : code;

function callOf(node: CallNode, scope: CodeScope): Code {
  const texts = argumentsOf(node).map(
    (each) => asTensor(each, scalarCode(each, scope), scope).text,
  );
  return atom(callCode(node.name, scope.family, texts));
}

/** How the largest, the smallest and the log-sum-exp of a list come about; `#` is what is between its brackets. */
const overLists: Readonly<
  Record<Exclude<ReductionNode["name"], "sum">, Readonly<Record<Family, string>>>
> = {
  max: {
    python: "max(#)",
    numpy: "max(#)",
    torch: "torch.stack([#]).amax(-1)",
    jax: "jnp.stack([#]).max(-1)",
  },
  min: {
    python: "min(#)",
    numpy: "min(#)",
    torch: "torch.stack([#]).amin(-1)",
    jax: "jnp.stack([#]).min(-1)",
  },
  logsumexp: {
    python: "logsumexp(#)",
    numpy: "logsumexp(np.array([#]))",
    torch: "torch.logsumexp(torch.stack([#]), -1)",
    jax: "jax.nn.logsumexp(jnp.stack([#]), axis=-1)",
  },
};

/** The scope inside of a reduction, and the name of the index that it binds. */
export function enterReduction(
  node: ReductionNode,
  scope: CodeScope,
): { readonly index: string; readonly inside: CodeScope } {
  const index = boundName(node, scope.axisName, scope.taken);
  const bound = [index, ...scope.bound];
  return { index, inside: { ...scope, bound, taken: new Set([...scope.taken, index]) } };
}

/** `for i in range(1, 4)`, with an `if` for what the brackets of a sum leave of the range. */
function reductionOf(node: ReductionNode, scope: CodeScope): Code {
  const { index, inside } = enterReduction(node, scope);
  const over = `for ${scope.indexName(index)} in range(${node.lo}, ${node.hi + 1})`;
  const { body, name } = node;
  if (name !== "sum") {
    const code = asTensor(body, scalarCode(body, inside), inside);
    return atom(overLists[name][scope.family].replace("#", () => `${code.text} ${over}`));
  }
  const { minus, factors } = signOf(body);
  const { guards, over: above, under } = fractionOf(factors);
  const part = (factor: Expression): Code => scalarCode(factor, inside);
  const term = quotientCode(minus, above.map(part), under.map(part));
  const conditions = guards.map((each) => guardCode(each, inside)).join(" and ");
  return atom(`sum(${term.text} ${over}${conditions && ` if ${conditions}`})`);
}

/** The code of one number: an expression with scalars, or with single cells of tables and arrays. */
export function scalarCode(expression: Expression, scope: CodeScope): Code {
  switch (expression.kind) {
    case "number":
      return numberCode(expression);
    case "constant":
      return atom(`math.${expression.name}`);
    case "reference":
      return atom(placeCode(expression, scope));
    case "index":
      return termCode(expression.term, scope);
    case "add":
      return sumCode(signedTerms(expression, (term) => scalarCode(term, scope)));
    case "multiply":
      return productCode(expression, scope);
    case "power":
      return powerOf(expression, scope);
    case "call":
      return callOf(expression, scope);
    case "reduction":
      return reductionOf(expression, scope);
    case "bracket":
      return guarded(atom("1.0"), [expression], scope);
  }
}
