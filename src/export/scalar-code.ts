import { smallInteger } from "../math/algebra/constructors.js";
import {
  type BracketNode,
  type CallNode,
  type Expression,
  type MultiplyNode,
  onlyShown,
  type PowerNode,
  type ReductionNode,
} from "../math/algebra/expression.js";
import { functionRow } from "../math/algebra/functions/index.js";
import { isJoined } from "../math/algebra/joined-reductions.js";
import { boundName } from "../math/algebra/tex/bound-name.js";
import { fractionOf } from "../math/numeric/compile-product.js";
import { asTensor, type CodeScope } from "./code-scope.js";
import { callCode, type Family } from "./function-code.js";
import { numberCode, placeCode, termCode } from "./leaf-code.js";
import { atom, type Code, powerCode, quotientCode, sumCode } from "./precedence.js";
import { signedTerms, signOf } from "./signs.js";

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
function enterReduction(
  node: ReductionNode,
  scope: CodeScope,
): { readonly index: string; readonly inside: CodeScope } {
  const index = boundName(node, scope.axisName, scope.taken);
  const bound = [index, ...scope.bound];
  return { index, inside: { ...scope, bound, taken: new Set([...scope.taken, index]) } };
}

const loopOver = (index: string, { lo, hi }: ReductionNode, { indexName }: CodeScope): string =>
  `for ${indexName(index)} in range(${lo}, ${hi + 1})`;

/** What is listed for a largest, a smallest or a log-sum-exp; over several indices at once it is one list. */
function listOf(node: ReductionNode, scope: CodeScope, loops: readonly string[] = []): string {
  const { index, inside } = enterReduction(node, scope);
  const all = [...loops, loopOver(index, node, scope)];
  const { body } = node;
  if (isJoined(node, body)) return listOf(body, inside, all);
  return [asTensor(body, scalarCode(body, inside), inside).text, ...all].join(" ");
}

/** `for i in range(1, 4)`, with an `if` for what the brackets of a sum leave of the range. */
function reductionOf(node: ReductionNode, scope: CodeScope): Code {
  const { body, name } = node;
  if (name !== "sum")
    return atom(overLists[name][scope.family].replace("#", () => listOf(node, scope)));
  const { index, inside } = enterReduction(node, scope);
  const over = loopOver(index, node, scope);
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
    case "derivative":
    case "fold":
      throw onlyShown(expression);
    case "bracket":
      return guarded(atom("1.0"), [expression], scope);
  }
}
