/** A symbol that people write in formulas and that ours do not have: what it is, and what to do instead. */
export interface RefusedSymbol {
  readonly symbol: string;
  readonly is: string;
  readonly help?: string;
}

const comparison = (symbol: string): RefusedSymbol => ({
  symbol,
  is: "a comparison",
  help: "formulas have no conditions; `max`, `min`, `abs` and `relu` can take their place",
});

const logic = (symbol: string): RefusedSymbol => ({ symbol, is: "a logical operator" });

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
  ...["&&", "||", "&", "|", "!", "~", "¬", "∧", "∨"].map(logic),
  { symbol: "=", is: "an assignment", help: "write only the right-hand side" },
  instead("**", "Python's power", "^"),
  { symbol: "//", is: "an integer division", help: "write `/`" },
  { symbol: ";", is: "a separator of statements", help: "write one formula" },
  { symbol: "%", is: "a percent sign", help: "divide by 100" },
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
  { symbol: ".", is: "a dot", help: "a dot stands in numbers only; multiply with `*`" },
  { symbol: "\\", is: "a backslash", help: "write names without TeX: `alpha` for `\\alpha`" },
  ...['"', "“", "”", "‘", "’", "`", "«", "»"].map(text),
  instead("×", "the multiplication sign U+00D7", "*"),
  instead("·", "the middle dot U+00B7", "*"),
  instead("⋅", "the dot operator U+22C5", "*"),
  instead("∗", "the asterisk operator U+2217", "*"),
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
  instead("√", "the root sign U+221A", "sqrt(…)"),
  instead("∑", "the sum sign U+2211", "sum(i, …)"),
  instead("²", "the superscript U+00B2", "^2"),
  instead("³", "the superscript U+00B3", "^3"),
];
