import type { MathSymbol, NamedTerm } from "../symbol.js";
import { symbolOf } from "../symbol.js";
import { partial } from "./partial.js";
import { symbolTex } from "./symbol.js";

/** How a reference reads. */
export type Printed =
  | { readonly kind: "symbol"; readonly symbol: MathSymbol }
  /** A derivative of one quantity by another; direct where only what the formula itself says counts. */
  | {
      readonly kind: "derivative";
      readonly of: MathSymbol;
      readonly wrt: MathSymbol;
      readonly isDirect?: boolean;
    }
  /** The number that is put in for it. */
  | { readonly kind: "number"; readonly tex: string };

/** Decides how references look; everything else about a formula is the same in all notations. */
export interface Notation {
  /** A quantity or an instance, with its index terms. */
  readonly reference: (name: string, terms: readonly NamedTerm[]) => Printed;
}

/** The notation of equation files: every name as it is written there. */
export const symbols: Notation = {
  reference: (name, terms) => ({ kind: "symbol", symbol: symbolOf(name, terms) }),
};

/** The TeX of a reference. */
export function printedTex(printed: Printed): string {
  if (printed.kind === "number") return printed.tex;
  if (printed.kind === "symbol") return symbolTex(printed.symbol);
  const [of, wrt] = [symbolTex(printed.of), symbolTex(printed.wrt)];
  return printed.isDirect ? `\\frac{\\partial^{\\ast} ${of}}{\\partial ${wrt}}` : partial(of, wrt);
}

/** Whether a reference may carry a superscript: a second one on a symbol is an error of TeX, one on a fraction is misread. */
export const carriesPower = (printed: Printed): boolean =>
  printed.kind === "symbol"
    ? printed.symbol.above.length === 0
    : printed.kind === "number" && !printed.tex.includes("^");
