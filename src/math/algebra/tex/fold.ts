import type { FoldNode } from "../expression.js";
import type { Piece, Scope } from "./options.js";
import { enclosed } from "./parentheses.js";

/** The terms of a folded sum with dots before the last one. */
export function printFold({ terms }: FoldNode, scope: Scope): Piece {
  const texts = terms.map((term, place) => {
    const piece = scope.print(term, scope, place === 0 ? "start" : "inner");
    const isInner = place > 0 && (piece.minus || piece.level === "sum");
    return (isInner || piece.open === "operator" ? enclosed(piece) : piece).tex;
  });
  const tex = [...texts.slice(0, -1), "\\cdots", ...texts.slice(-1)].join(" + ");
  return { tex, level: "sum", ...(tex.startsWith("-") && { minus: true }) };
}
