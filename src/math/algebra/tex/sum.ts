import { isNumber, negate } from "../constructors.js";
import type { AddNode, Expression, ReductionNode } from "../expression.js";
import { boundName } from "./bound-name.js";
import type { Piece, Position, Scope } from "./options.js";
import { enclosed } from "./parentheses.js";
import { indexTex } from "./symbol.js";

/** Whether a term is written with a minus sign in front of its opposite. */
function isNegative(term: Expression): boolean {
  const leading = term.kind === "multiply" ? term.factors[0] : term;
  return leading !== undefined && isNumber(leading) && leading.value.numerator < 0n;
}

/** Terms with plus and minus signs between them. */
export function printSum({ terms }: AddNode, scope: Scope, position: Position): Piece {
  const texts = terms.map((term, place) => {
    const isLast = place === terms.length - 1;
    const isSubtracted = place > 0 && isNegative(term);
    const where = place === 0 ? position : "inner";
    const piece = scope.print(isSubtracted ? negate(term) : term, scope, where);
    const isInner = where === "inner" && (piece.minus || piece.level === "sum");
    const { tex } = isInner || (piece.open === "operator" && !isLast) ? enclosed(piece) : piece;
    if (place === 0) return tex;
    return isSubtracted ? ` - ${tex}` : ` + ${tex}`;
  });
  const tex = texts.join("");
  return { tex, level: "sum", ...(tex.startsWith("-") && { minus: true }) };
}

/** How each reduction begins, from the printed index and its bounds. */
const operators: Readonly<
  Record<ReductionNode["name"], (index: string, lo: number, hi: number) => string>
> = {
  sum: (index, lo, hi) => `\\sum_{${index}=${lo}}^{${hi}}`,
  max: (index, lo, hi) => `\\max_{${lo} \\le ${index} \\le ${hi}}`,
  min: (index, lo, hi) => `\\min_{${lo} \\le ${index} \\le ${hi}}`,
  logsumexp: (index, lo, hi) => `\\ln \\sum_{${index}=${lo}}^{${hi}}`,
};

/** A big operator with its body; its index gets a name here. */
export function printReduction(node: ReductionNode, scope: Scope): Piece {
  const { options, bound, taken } = scope;
  const name = boundName(node, options.axisName ?? (() => undefined), taken);
  const inside = { ...scope, bound: [name, ...bound], taken: new Set([...taken, name]) };
  const operator = operators[node.name](indexTex(name), node.lo, node.hi);
  const body = scope.print(node.body, inside, "start");
  if (node.name === "logsumexp")
    return {
      tex: `${operator} \\exp\\left(${body.tex}\\right)`,
      level: "product",
      open: "operator",
    };
  const { tex } = body.minus || body.level === "sum" ? enclosed(body) : body;
  const open = node.name === "sum" && body.open !== "operator" ? "sum" : "operator";
  return { tex: `${operator} ${tex}`, level: "product", open };
}
