import { quote } from "../../../errors/quote.js";
import {
  addTerms,
  asInteger,
  type IndexTerm,
  integerTerm,
  plainIndex,
  scaleTerm,
  subtractTerms,
} from "../../algebra/index-term.js";
import { isInteger, rationalFromDecimal } from "../../algebra/rational.js";
import type { FormulaNode } from "../tree.js";
import { isInScope, type Resolution } from "./resolve.js";

/** Reads a subscript: a sum of index names with integer factors and integers. Reports anything else. */
export function resolveIndexTerm(node: FormulaNode, resolution: Resolution): IndexTerm | undefined {
  switch (node.kind) {
    case "number":
      return resolveInteger(node, resolution);
    case "name":
      return resolveIndex(node, resolution);
    case "negate": {
      const operand = resolveIndexTerm(node.operand, resolution);
      return operand && scaleTerm(operand, -1);
    }
    case "binary":
      return resolveArithmetic(node, resolution);
    default:
      return invalidTerm(node, resolution);
  }
}

function invalidTerm(node: FormulaNode, { report, placeOf, text }: Resolution): undefined {
  report({
    code: "invalid-index",
    message: `${quote(text.slice(node.span.start, node.span.end))} is no valid index, expected a sum of index names and integers`,
    place: placeOf(node.span),
    help: "an index may have integer factors, as in `x[2*t+k-1]`",
  });
}

function resolveInteger(
  node: Extract<FormulaNode, { kind: "number" }>,
  resolution: Resolution,
): IndexTerm | undefined {
  const value = rationalFromDecimal(node.text);
  const integer = Number(value.numerator);
  if (!isInteger(value) || !Number.isSafeInteger(integer)) return invalidTerm(node, resolution);
  return integerTerm(integer);
}

function resolveIndex(
  node: Extract<FormulaNode, { kind: "name" }>,
  resolution: Resolution,
): IndexTerm | undefined {
  if (isInScope(resolution, node.name)) return plainIndex(node.name);
  resolution.report({
    code: "unbound-index",
    message: `the index ${quote(node.name)} stands neither on the left side nor in a reduction around it`,
    place: resolution.placeOf(node.span),
    help: `sum over it: \`sum(${node.name}, …)\``,
  });
  return undefined;
}

function resolveArithmetic(
  node: Extract<FormulaNode, { kind: "binary" }>,
  resolution: Resolution,
): IndexTerm | undefined {
  const left = resolveIndexTerm(node.left, resolution);
  const right = resolveIndexTerm(node.right, resolution);
  if (!left || !right) return undefined;
  if (node.operator === "+") return addTerms(left, right);
  if (node.operator === "-") return subtractTerms(left, right);
  const [leftFactor, rightFactor] = [asInteger(left), asInteger(right)];
  if (node.operator === "*" && leftFactor !== undefined) return scaleTerm(right, leftFactor);
  if (node.operator === "*" && rightFactor !== undefined) return scaleTerm(left, rightFactor);
  return invalidTerm(node, resolution);
}
