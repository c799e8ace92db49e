import { quote } from "../../../errors/quote.js";
import { reduce } from "../../algebra/binding.js";
import { multiply, number } from "../../algebra/constructors.js";
import type { Expression, ReductionName } from "../../algebra/expression.js";
import type { Range } from "../../algebra/index-term.js";
import { rational } from "../../algebra/rational.js";
import type { FormulaNode } from "../tree.js";
import { type CallNode, isSubscript, type NameNode } from "./index-names.js";
import { invalid, isInScope, type Resolution, resolve, type Unsized } from "./resolve.js";
import { shadowedIndex } from "./shadowed-index.js";

/** Resolves a reduction whose first `count` arguments are the indices that it runs over. */
export function resolveReduction(node: CallNode, count: number, resolution: Resolution): Unsized {
  const indices = node.arguments.slice(0, count);
  const [body, ...more] = node.arguments.slice(count);
  if (count === 0 || body === undefined || more.length > 0) {
    resolution.report({
      code: "invalid-reduction",
      message: `\`${node.name}\` takes index names and one formula, received ${node.arguments.length === 1 ? "1 argument" : `${node.arguments.length} arguments`}`,
      place: resolution.placeOf(node.span),
      help: `name the index first: \`${node.name}(i, x[i])\``,
    });
    return invalid;
  }
  const names = indices.flatMap((index) => readName(index, node, body, resolution));
  if (names.length < count) return invalid;
  const shadowed = names.find(({ name }) => isInScope(resolution, name));
  if (shadowed) {
    resolution.report(shadowedIndex(node, names, shadowed, resolution));
    return invalid;
  }
  for (const { name, span } of names)
    if (!resolution.indices.has(name)) resolution.indices.set(name, resolution.placeOf(span));
  const bound = new Set([...resolution.bound, ...names.map(({ name }) => name)]);
  const inner = resolve(body, { ...resolution, bound });
  const over = names.map(({ name }) => name);
  return (rangeOf) => reduceOver(node.name, over, inner(rangeOf), rangeOf);
}

/** The index name that an argument is; reported are anything else, quantities and names that come twice. */
function readName(
  index: FormulaNode,
  node: CallNode,
  body: FormulaNode,
  { scope, report, placeOf, text }: Resolution,
): readonly NameNode[] {
  const isFirst = node.arguments.find((other) => sameName(other, index)) === index;
  if (index.kind === "name" && isFirst)
    if (scope.rank(index.name) === undefined || isSubscript(body, index.name)) return [index];
  report({
    code: "invalid-reduction",
    message: `${quote(text.slice(index.span.start, index.span.end))} is no new index name, expected one before the formula that \`${node.name}\` reduces`,
    place: placeOf(index.span),
    help: `name the index first: \`${node.name}(i, x[i])\``,
  });
  return [];
}

const sameName = (a: FormulaNode, b: FormulaNode): boolean =>
  a.kind === "name" && b.kind === "name" && a.name === b.name;

/** The first index is the outermost reduction; a mean is a sum over the number of its terms. */
function reduceOver(
  name: string,
  indices: readonly string[],
  body: Expression,
  rangeOf: (index: string) => Range,
): Expression {
  const kind = (name === "mean" ? "sum" : name) as ReductionName;
  const reduced = indices.reduceRight(
    (inner, index) => reduce(kind, index, rangeOf(index), inner),
    body,
  );
  if (name !== "mean") return reduced;
  const count = indices.reduce((size, index) => size * BigInt(rangeOf(index).hi), 1n);
  return multiply(number(rational(1n, count)), reduced);
}
