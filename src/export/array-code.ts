import { open } from "../math/algebra/binding.js";
import { smallInteger } from "../math/algebra/constructors.js";
import {
  type CallNode,
  type Expression,
  type MultiplyNode,
  onlyShown,
  type PowerNode,
  type ReductionNode,
} from "../math/algebra/expression.js";
import { plainIndex } from "../math/algebra/index-term.js";
import { isJoined } from "../math/algebra/joined-reductions.js";
import { boundName } from "../math/algebra/tex/bound-name.js";
import { fractionOf } from "../math/numeric/compile-product.js";
import { type ArrayCode, type ArrayScope, inOrder, together } from "./array-axes.js";
import { referenceArray } from "./array-reference.js";
import { asTensor } from "./code-scope.js";
import { contraction } from "./contraction-code.js";
import { callCode, type Family } from "./function-code.js";
import { numberCode } from "./leaf-code.js";
import { at, atom, powerCode, quotientCode, sumCode } from "./precedence.js";
import { argumentsOf } from "./scalar-code.js";
import { signedTerms, signOf } from "./signs.js";

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

/** What a reduction does along the last axes of an array, `#`; `@` is the last axis or a tuple of the last ones. */
const alongLastAxes: Readonly<
  Record<ReductionNode["name"], Readonly<Record<Exclude<Family, "python">, string>>>
> = {
  sum: { numpy: "#.sum(@)", torch: "#.sum(@)", jax: "#.sum(@)" },
  max: { numpy: "#.max(@)", torch: "#.amax(@)", jax: "#.max(@)" },
  min: { numpy: "#.min(@)", torch: "#.amin(@)", jax: "#.min(@)" },
  logsumexp: {
    numpy: "logsumexp(#)",
    torch: "torch.logsumexp(#, @)",
    jax: "jax.nn.logsumexp(#, axis=@)",
  },
};

/** Several axes at once where these reductions are one: ties share evenly over all of them together. */
function reductionArray(node: ReductionNode, scope: ArrayScope): ArrayCode | undefined {
  const { family } = scope;
  if (family === "python") return undefined;
  const { indices, body, inside } = openInArray(node, scope);
  const [index] = indices;
  const product =
    node.name === "sum" && index !== undefined
      ? contractedSum(body, index, inside, family)
      : undefined;
  if (product) return product;
  const array = arrayCode(body, inside);
  if (!array || !indices.every((each) => array.indices.includes(each))) return undefined;
  const template = alongLastAxes[node.name][family];
  const inner = template.startsWith("#") ? at("atom", array.code) : array.code.text;
  const axes =
    indices.length === 1 ? "-1" : `(${indices.map((_, n) => n - indices.length).join(", ")})`;
  return {
    code: atom(template.replace("@", axes).replace("#", () => inner)),
    indices: array.indices.filter((each) => !indices.includes(each)),
  };
}

/** The indices that a reduction runs over, and its body with an axis for each of them behind the others. */
function openInArray(
  node: ReductionNode,
  scope: ArrayScope,
): { readonly indices: readonly string[]; readonly body: Expression; readonly inside: ArrayScope } {
  const taken = new Set([...scope.taken, ...scope.axes.map(({ index }) => index)]);
  const index = boundName(node, scope.axisName, taken);
  const inside = { ...scope, axes: [...scope.axes, { index, lo: node.lo, hi: node.hi }] };
  const body = open(node, plainIndex(index));
  if (!isJoined(node, body)) return { indices: [index], body, inside };
  const inner = openInArray(body, inside);
  return { ...inner, indices: [index, ...inner.indices] };
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
    case "derivative":
    case "fold":
      throw onlyShown(expression);
  }
}
