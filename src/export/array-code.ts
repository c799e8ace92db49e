import { open } from "../algebra/binding.js";
import { smallInteger } from "../algebra/constructors.js";
import type {
  CallNode,
  Expression,
  MultiplyNode,
  PowerNode,
  ReductionNode,
  ReferenceNode,
} from "../algebra/expression.js";
import { asInteger, type IndexTerm, plainIndex, type Range } from "../algebra/index-term.js";
import { boundName } from "../algebra/tex/bound-name.js";
import type { Axis } from "../model/model.js";
import { fractionOf } from "../numeric/compile-product.js";
import { contraction, transposed } from "./contraction-code.js";
import { callCode, type Family } from "./function-code.js";
import { at, atom, type Code, powerCode, quotientCode, sumCode } from "./precedence.js";
import {
  argumentsOf,
  asTensor,
  type CodeScope,
  numberCode,
  signedTerms,
  signOf,
} from "./scalar-code.js";

/**
 * Code for an array with one axis for each of these indices, which are in the order of the scope's axes. An
 * index that the expression does not depend on is no axis.
 */
export interface ArrayCode {
  readonly code: Code;
  readonly indices: readonly string[];
}

/** The indices around an expression, outermost first; those of the reductions around it come last. */
interface ArrayScope extends CodeScope {
  readonly axes: readonly Axis[];
}

const inOrder = (axes: readonly Axis[], parts: readonly ArrayCode[]): readonly string[] =>
  axes
    .map(({ index }) => index)
    .filter((index) => parts.some(({ indices }) => indices.includes(index)));

/** The code of a part whose axes line up, from the right, with those of the indices: `b[:, None]`. */
function aligned({ code, indices }: ArrayCode, all: readonly string[]): Code {
  const [first] = indices;
  if (first === undefined) return code;
  const places = all.slice(all.indexOf(first));
  if (places.length === indices.length) return code;
  const slots = places.map((index) => (indices.includes(index) ? ":" : "None"));
  return atom(`${at("atom", code)}[${slots.join(", ")}]`);
}

/** Parts with lined-up axes; undefined where one of them is no array code. */
function together(
  parts: readonly (ArrayCode | undefined)[],
  { axes }: ArrayScope,
): { readonly codes: readonly Code[]; readonly indices: readonly string[] } | undefined {
  const known = parts.filter((part) => part !== undefined);
  if (known.length < parts.length) return undefined;
  const indices = inOrder(axes, known);
  return { codes: known.map((part) => aligned(part, indices)), indices };
}

/** `h[1:4]` for h[t+1]: what a term takes of an axis; undefined where it is no shifted index or integer. */
function slotOf(
  term: IndexTerm,
  own: Range,
  axes: readonly Axis[],
): { readonly text: string; readonly index: string | undefined } | undefined {
  const integer = asInteger(term);
  if (integer !== undefined) return { text: String(integer - own.lo), index: undefined };
  const [[index, coefficient] = ["", 0], ...others] = term.factors;
  const axis = axes.find((each) => each.index === index);
  if (others.length > 0 || coefficient !== 1 || !axis) return undefined;
  const [first, last] = [axis.lo + term.constant - own.lo, axis.hi + term.constant - own.lo];
  const isWhole = first === 0 && last === own.hi - own.lo;
  return { text: isWhole ? ":" : `${first}:${last + 1}`, index: axis.index };
}

function referenceArray(node: ReferenceNode, scope: ArrayScope): ArrayCode | undefined {
  const storage = scope.storageOf(node.name);
  if (storage.kind === "table") return undefined;
  const slots = node.indices.map((term, axis) => {
    const own = storage.axes[axis];
    return own && slotOf(term, own, scope.axes);
  });
  const known = slots.filter((slot) => slot !== undefined);
  const indices = known.flatMap(({ index }) => index ?? []);
  if (known.length < slots.length || new Set(indices).size < indices.length) return undefined;
  const isWhole = known.every(({ text }) => text === ":");
  const code = atom(
    isWhole ? storage.name : `${storage.name}[${known.map(({ text }) => text).join(", ")}]`,
  );
  const order = scope.axes.flatMap(({ index }) => (indices.includes(index) ? [index] : []));
  return transposed({ code, indices }, order, scope.family);
}

/** A product without brackets; an array cannot leave out what a bracket forbids to read. */
function productArray(node: MultiplyNode | PowerNode, scope: ArrayScope): ArrayCode | undefined {
  const { minus, factors } = signOf(node);
  const { guards, over, under } = fractionOf(factors);
  const parts = together(
    [...over, ...under].map((factor) => arrayCode(factor, scope)),
    scope,
  );
  if (!parts || guards.length > 0) return undefined;
  const above = parts.codes.slice(0, over.length);
  return {
    code: quotientCode(minus, above, parts.codes.slice(over.length)),
    indices: parts.indices,
  };
}

function powerArray(node: PowerNode, scope: ArrayScope): ArrayCode | undefined {
  const integer = smallInteger(node.exponent);
  if (integer !== undefined && integer < 0) return productArray(node, scope);
  const parts = together([arrayCode(node.base, scope), arrayCode(node.exponent, scope)], scope);
  const [base, exponent] = parts?.codes ?? [];
  return parts && base && exponent && { code: powerCode(base, exponent), indices: parts.indices };
}

function callArray(node: CallNode, scope: ArrayScope): ArrayCode | undefined {
  const parameters = argumentsOf(node);
  const parts = together(
    parameters.map((parameter) => arrayCode(parameter, scope)),
    scope,
  );
  const texts = parts?.codes.map((code, place) => {
    const parameter = parameters[place];
    return parameter ? asTensor(parameter, code, scope).text : code.text;
  });
  return (
    parts &&
    texts && { code: atom(callCode(node.name, scope.family, texts)), indices: parts.indices }
  );
}

/** What a reduction does along the last axis of an array, `#`. */
const alongLastAxis: Readonly<
  Record<ReductionNode["name"], Readonly<Record<Exclude<Family, "python">, string>>>
> = {
  sum: { numpy: "#.sum(-1)", torch: "#.sum(-1)", jax: "#.sum(-1)" },
  max: { numpy: "#.max(-1)", torch: "#.amax(-1)", jax: "#.max(-1)" },
  min: { numpy: "#.min(-1)", torch: "#.amin(-1)", jax: "#.min(-1)" },
  logsumexp: {
    numpy: "logsumexp(#)",
    torch: "torch.logsumexp(#, -1)",
    jax: "jax.nn.logsumexp(#, axis=-1)",
  },
};

function reductionArray(node: ReductionNode, scope: ArrayScope): ArrayCode | undefined {
  const { family } = scope;
  if (family === "python") return undefined;
  const taken = new Set([...scope.taken, ...scope.axes.map(({ index }) => index)]);
  const index = boundName(node, scope.axisName, taken);
  const inside = { ...scope, axes: [...scope.axes, { index, lo: node.lo, hi: node.hi }] };
  const body = open(node, plainIndex(index));
  const product = node.name === "sum" ? contractedSum(body, index, inside, family) : undefined;
  if (product) return product;
  const array = arrayCode(body, inside);
  if (!array?.indices.includes(index)) return undefined;
  const template = alongLastAxis[node.name][family];
  const inner = template.startsWith("#") ? at("atom", array.code) : array.code.text;
  return {
    code: atom(template.replace("#", () => inner)),
    indices: array.indices.filter((each) => each !== index),
  };
}

/** A sum of products as a product of matrices or an `einsum`; undefined where it is none. */
function contractedSum(
  body: Expression,
  index: string,
  scope: ArrayScope,
  family: Exclude<Family, "python">,
): ArrayCode | undefined {
  const { minus, factors } = signOf(body);
  const { guards, over, under } = fractionOf(factors);
  if (guards.length > 0 || under.length > 0) return undefined;
  const arrays = over.map((factor) => arrayCode(factor, scope));
  const known = arrays.filter((array) => array !== undefined);
  const summed = known.filter(({ indices }) => indices.includes(index));
  if (known.length < arrays.length || summed.length < 2) return undefined;
  const kept = inOrder(scope.axes, summed).filter((each) => each !== index);
  const sum = { code: contraction(summed, index, kept, family), indices: kept };
  const others = known.filter(({ indices }) => !indices.includes(index));
  const parts = together([...others, sum], scope);
  return parts && { code: quotientCode(minus, parts.codes, []), indices: parts.indices };
}

function sumArray(
  terms: Extract<Expression, { kind: "add" }>,
  scope: ArrayScope,
): ArrayCode | undefined {
  const signed: (ArrayCode | undefined)[] = [];
  const signs = signedTerms(terms, (term) => {
    const array = arrayCode(term, scope);
    signed.push(array);
    return array?.code ?? atom("");
  });
  const parts = together(signed, scope);
  return (
    parts && {
      code: sumCode(
        parts.codes.map((code, place) => ({ code, minus: signs[place]?.minus ?? false })),
      ),
      indices: parts.indices,
    }
  );
}

/**
 * The code of a whole array, without loops; undefined where an index does anything but count along an axis:
 * where it is doubled, stands twice in one place, or under a bracket.
 */
export function arrayCode(expression: Expression, scope: ArrayScope): ArrayCode | undefined {
  switch (expression.kind) {
    case "number":
      return { code: numberCode(expression), indices: [] };
    case "constant":
      return { code: atom(`math.${expression.name}`), indices: [] };
    case "reference":
      return referenceArray(expression, scope);
    case "add":
      return sumArray(expression, scope);
    case "multiply":
      return productArray(expression, scope);
    case "power":
      return powerArray(expression, scope);
    case "call":
      return callArray(expression, scope);
    case "reduction":
      return reductionArray(expression, scope);
    case "index":
    case "bracket":
      return undefined;
  }
}
