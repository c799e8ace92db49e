import { codePointName } from "../../errors/quote.js";
import { helpForSuperscript, superscripts } from "./superscript.js";
import {
  helpForBackslash,
  helpForBar,
  helpForDot,
  helpForMatrixProduct,
  helpForPercent,
  helpForRoot,
  helpForSubscript,
} from "./symbol-help.js";

/** A symbol that people write in formulas and that ours do not have: what it is, and what to do instead. */
export interface RefusedSymbol {
  readonly symbol: string;
  readonly is: string;
  /** What to do; where that depends on what stands before and behind the symbol, made from these texts. */
  readonly help?: string | ((before: string, behind: string) => string | undefined);
}

const comparison = (symbol: string): RefusedSymbol => ({
  symbol,
  is: "a comparison",
  help: "formulas have no conditions; `max`, `min`, `abs` and `relu` can take their place",
});

const logic = (symbol: string): RefusedSymbol => ({ symbol, is: "a logical operator" });

const calculus = (symbol: string): RefusedSymbol => ({
  symbol,
  is: "a sign of calculus",
  help: "write the function itself: a formula has no derivatives or integrals in it",
});

const text = (symbol: string): RefusedSymbol => ({
  symbol,
  is: "a quotation mark",
  help: "formulas have no texts: write names without quotation marks",
});

const instead = (symbol: string, is: string, ascii: string): RefusedSymbol => ({
  symbol,
  is,
  help: `write \`${ascii}\``,
});

/** Longer symbols stand before their beginnings. */
export const refusedSymbols: readonly RefusedSymbol[] = [
  ...["==", "!=", "<=", ">=", "<", ">", "≤", "≥", "≠"].map(comparison),
  { symbol: "||", is: "a double bar", help: "a norm is `sqrt(sum(i, x[i]^2))`" },
  ...["|", "∣"].map((symbol) => ({ symbol, is: "a bar", help: helpForBar })),
  { symbol: "!", is: "a factorial", help: "formulas have no functions of integers" },
  ...["&&", "&", "~", "¬", "∧", "∨"].map(logic),
  { symbol: "=", is: "an assignment", help: "write only the right-hand side" },
  instead("**", "Python's power", "^"),
  {
    symbol: "//",
    is: "an integer division",
    help: "`/` divides without rounding; a function of steps cannot be used",
  },
  { symbol: ";", is: "a separator of statements", help: "write one formula" },
  { symbol: "%", is: "a percent sign", help: helpForPercent },
  {
    symbol: "'",
    is: "a prime (an apostrophe)",
    help: "a name has letters, digits and underscores: write for example `x_new` for x′",
  },
  { symbol: "{", is: "a brace", help: "group with `(` and `)`" },
  { symbol: "}", is: "a brace", help: "group with `(` and `)`" },
  {
    symbol: ":",
    is: "a colon",
    help: "there are no ranges: reduce over an index with `sum(i, …)`",
  },
  { symbol: "?", is: "a question mark", help: "formulas have no conditions" },
  { symbol: ".", is: "a dot", help: helpForDot },
  { symbol: "@", is: "Python's matrix product", help: helpForMatrixProduct },
  { symbol: "\\", is: "a backslash", help: helpForBackslash },
  ...['"', "“", "”", "‘", "’", "`", "«", "»"].map(text),
  instead("×", "the multiplication sign U+00D7", "*"),
  instead("·", "the middle dot U+00B7", "*"),
  instead("⋅", "the dot operator U+22C5", "*"),
  instead("∗", "the asterisk operator U+2217", "*"),
  instead("•", "the bullet U+2022", "*"),
  instead("∙", "the bullet operator U+2219", "*"),
  instead("⨯", "the cross product U+2A2F", "*"),
  instead("⁄", "the fraction slash U+2044", "/"),
  instead("∕", "the division slash U+2215", "/"),
  instead("ˆ", "the circumflex U+02C6", "^"),
  instead("⌃", "the arrowhead U+2303", "^"),
  instead("↑", "the arrow U+2191", "^"),
  instead("、", "the ideographic comma U+3001", ","),
  instead("。", "the ideographic full stop U+3002", "."),
  { symbol: "$", is: "a dollar sign", help: "write the formula without TeX" },
  instead("÷", "the division sign U+00F7", "/"),
  instead("−", "the minus sign U+2212", "-"),
  instead("–", "the dash U+2013", "-"),
  instead("—", "the dash U+2014", "-"),
  instead("（", "the full-width parenthesis U+FF08", "("),
  instead("）", "the full-width parenthesis U+FF09", ")"),
  instead("［", "the full-width bracket U+FF3B", "["),
  instead("］", "the full-width bracket U+FF3D", "]"),
  instead("，", "the full-width comma U+FF0C", ","),
  instead("＋", "the full-width plus U+FF0B", "+"),
  instead("－", "the full-width minus U+FF0D", "-"),
  instead("＊", "the full-width asterisk U+FF0A", "*"),
  instead("／", "the full-width slash U+FF0F", "/"),
  { symbol: "√", is: "the root sign U+221A", help: helpForRoot("2") },
  { symbol: "∛", is: "the cube root sign U+221B", help: helpForRoot("3") },
  { symbol: "∜", is: "the fourth root sign U+221C", help: helpForRoot("4") },
  instead("∑", "the sum sign U+2211", "sum(i, …)"),
  { symbol: "∏", is: "the product sign U+220F", help: "formulas have no product over an index" },
  { symbol: "∞", is: "infinity", help: "formulas have finite numbers only" },
  ...["∫", "∂", "∇", "′", "″"].map(calculus),
  { symbol: "°", is: "a degree sign", help: "angles are in radians: multiply by `pi/180`" },
  { symbol: "±", is: "two signs in one", help: "write two formulas" },
  instead("½", "the fraction U+00BD", "(1/2)"),
  instead("⅓", "the fraction U+2153", "(1/3)"),
  instead("¼", "the fraction U+00BC", "(1/4)"),
  instead("¾", "the fraction U+00BE", "(3/4)"),
  ...[..."₀₁₂₃₄₅₆₇₈₉"].map((symbol) => ({
    symbol,
    is: `the subscript ${codePointName(symbol)}`,
    help: helpForSubscript(symbol),
  })),
  ...superscripts.map((symbol) => ({
    symbol,
    is: `the superscript ${codePointName(symbol)}`,
    help: helpForSuperscript(symbol),
  })),
];
