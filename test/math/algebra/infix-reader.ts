import { reduce } from "../../../src/math/algebra/binding.js";
import * as build from "../../../src/math/algebra/constructors.js";
import type { Expression } from "../../../src/math/algebra/expression.js";
import { applyFunction, findFunction } from "../../../src/math/algebra/functions/index.js";
import {
  addTerms,
  type IndexTerm,
  integerTerm,
  plainIndex,
  scaleTerm,
  subtractTerms,
} from "../../../src/math/algebra/index-term.js";
import { parseFormula } from "../../../src/math/formula/parse-formula.js";
import type { FormulaNode } from "../../../src/math/formula/tree.js";

const operators = {
  "+": build.add,
  "-": build.subtract,
  "*": build.multiply,
  "/": build.divide,
  "^": build.power,
} as const;

const range = { lo: 1, hi: 3 };
const reductions = ["sum", "max", "min", "logsumexp"] as const;
const indexNames = new Set([..."ijklmnpqrst"]);

function termOf(node: FormulaNode): IndexTerm {
  if (node.kind === "number") return integerTerm(Number(node.text));
  if (node.kind === "name") return plainIndex(node.name);
  if (node.kind === "negate") return scaleTerm(termOf(node.operand), -1);
  if (node.kind !== "binary") throw new Error(`no index term: ${node.kind}`);
  if (node.operator === "*") return scaleTerm(termOf(node.right), termOf(node.left).constant);
  const combine = node.operator === "+" ? addTerms : subtractTerms;
  return combine(termOf(node.left), termOf(node.right));
}

function callOf(name: string, parameters: readonly FormulaNode[]): Expression {
  const [first] = parameters;
  const kind = reductions.find((each) => each === name);
  if (kind && first?.kind === "name" && indexNames.has(first.name))
    return reduce(kind, first.name, range, callOf(name, parameters.slice(1)));
  const [body] = parameters.map(expressionOf);
  if (kind && body && parameters.length === 1) return body;
  const row = findFunction(name);
  if (!row) throw new Error(`no function ${name}`);
  return applyFunction(row, parameters.map(expressionOf));
}

function expressionOf(node: FormulaNode): Expression {
  switch (node.kind) {
    case "number":
      return build.decimal(node.text);
    case "name":
      if (node.name === "pi" || node.name === "e") return build.constant(node.name);
      return indexNames.has(node.name)
        ? build.indexNumber(plainIndex(node.name))
        : build.reference(node.name);
    case "instance":
      return build.reference(node.name, node.indices.map(termOf));
    case "call":
      return callOf(node.name, node.arguments);
    case "binary":
      return operators[node.operator](expressionOf(node.left), expressionOf(node.right));
    case "negate":
      return build.negate(expressionOf(node.operand));
  }
}

/** Reads a formula without a model: i to n and p to t are indices from 1 to 3, all else are quantities. */
export const read = (text: string): Expression => expressionOf(parseFormula(text));
