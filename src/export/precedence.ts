/** How tightly Python code holds together; a place asks for a level, and what is looser gets parentheses. */
const tightness = { choice: 0, sum: 1, product: 2, negative: 3, power: 4, atom: 5 } as const;
export type Level = keyof typeof tightness;

/** Code with the level of its outermost operator. */
export interface Code {
  readonly text: string;
  readonly level: Level;
}

export const atom = (text: string): Code => ({ text, level: "atom" });

/** The text of code for a place that needs at least this level. */
export const at = (least: Level, { text, level }: Code): string =>
  tightness[level] >= tightness[least] ? text : `(${text})`;

/** A sum of signed terms, from left to right. */
export function sumCode(terms: readonly { readonly code: Code; readonly minus: boolean }[]): Code {
  const text = terms.reduce((before, { code, minus }, place) => {
    const own = at("product", code);
    if (place === 0) return minus ? `-${own}` : own;
    return `${before} ${minus ? "-" : "+"} ${own}`;
  }, "");
  return { text, level: "sum" };
}

/** `-a * b / (c * d)`; without factors above the line it is `1 / …`. */
export function quotientCode(minus: boolean, over: readonly Code[], under: readonly Code[]): Code {
  const [only, ...more] = over;
  if (only && more.length === 0 && under.length === 0)
    return minus ? { text: `-${at("negative", only)}`, level: "negative" } : only;
  const above = over.length === 0 ? "1" : over.map((each) => at("power", each)).join(" * ");
  const below = under.map((each) => at("power", each)).join(" * ");
  const divisor = under.length > 1 ? `(${below})` : below;
  const text = under.length === 0 ? above : `${above} / ${divisor}`;
  return { text: minus ? `-${text}` : text, level: "product" };
}

export const powerCode = (base: Code, exponent: Code): Code => ({
  text: `${at("atom", base)} ** ${at("negative", exponent)}`,
  level: "power",
});
