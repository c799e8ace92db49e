import {
  greekLetters,
  indexSymbol,
  type Mark,
  type MathSymbol,
  type NamedTerm,
} from "../../math/algebra/symbol.js";
import { writeTerm } from "../../math/algebra/tex/index-term.js";
import type { Label } from "../drawing/diagram/graph.js";

const textOf = (name: string): string => greekLetters.get(name) ?? name;

/** The name of an index in one line: scripts stand behind the letter. */
function indexText(name: string): string {
  const { stem, below, above } = indexSymbol(name);
  return textOf(stem.name) + marksText(below) + marksText(above);
}

const termText = (term: NamedTerm): string =>
  writeTerm(term, { name: indexText, times: "" }).replaceAll("-", "−");

const termsText = (terms: readonly NamedTerm[]): string => terms.map(termText).join(",");

function markText(mark: Mark): string {
  switch (mark.kind) {
    case "name":
      return textOf(mark.name);
    case "term":
      return termText(mark.term);
    case "run":
      return mark.name + termsText(mark.terms);
    case "enclosed":
      return `(${marksText(mark.marks)})`;
    case "primes":
      return "′".repeat(mark.count);
  }
}

const marksText = (marks: readonly Mark[]): string => marks.map(markText).join(",");

/** The label of a symbol in a diagram; any text carries its indices in brackets, as in formulas. */
export function labelOf({ stem, below, above }: MathSymbol): Label {
  const [base, sub, sup] = [textOf(stem.name), marksText(below), marksText(above)];
  if (stem.kind === "text")
    return { base: sub === "" ? base : `${base}[${sub}]`, ...(sup && { sup }) };
  return { base, ...(sub && { sub }), ...(sup && { sup }) };
}

/** The label of several index terms: `t−1, t−2`. */
export const labelOfTerms = (terms: readonly NamedTerm[]): Label => ({
  base: terms.map(termText).join(", "),
});
