import { isNumber } from "../math/algebra/constructors.js";
import type { Expression, NumberNode, ReferenceNode } from "../math/algebra/expression.js";
import { type Index, type IndexTerm, indexTerm } from "../math/algebra/index-term.js";
import { type Rational, rationalToNumber } from "../math/algebra/rational.js";
import { writeTerm } from "../math/algebra/tex/index-term.js";
import { fractionOf } from "../math/numeric/compile-product.js";
import type { CodeScope } from "./code-scope.js";
import { atom, type Code, quotientCode } from "./precedence.js";
import { signOf } from "./signs.js";

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

const shifted = (term: IndexTerm, by: number): IndexTerm =>
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
