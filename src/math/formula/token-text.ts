import type { Token } from "./tokens.js";

/** Words as they were written, with one space where there was any. */
export const textOf = (tokens: readonly Token[]): string =>
  tokens
    .map(({ source, span }, at) => {
      const before = tokens[at - 1];
      return before && before.span.end < span.start ? ` ${source}` : source;
    })
    .join("");

const closers: ReadonlyMap<string | undefined, string> = new Map([
  ["(", ")"],
  ["[", "]"],
]);

/** Where the bracket that opens at a place ends: behind its closing one, or behind the last word. */
function endOfBracket(tokens: readonly Token[], at: number): number {
  let depth = 0;
  for (let place = at; place < tokens.length; place++) {
    const text = tokens[place]?.text;
    if (closers.has(text)) depth += 1;
    if (text === ")" || text === "]") depth -= 1;
    if (depth === 0) return place + 1;
  }
  return tokens.length;
}

/** Where the operand that begins at a place ends: a number, a name with its brackets, or a bracket. */
export function endOfOperand(tokens: readonly Token[], at: number): number {
  if (tokens[at]?.text === "(") return endOfBracket(tokens, at);
  const isApplied = tokens[at]?.kind === "name" && closers.has(tokens[at + 1]?.text);
  return isApplied ? endOfBracket(tokens, at + 1) : at + 1;
}

/** Where the bracket opens that closes at a place. */
export function startOfBracket(tokens: readonly Token[], at: number): number {
  let depth = 0;
  for (let place = at; place >= 0; place--) {
    const text = tokens[place]?.text;
    if (text === ")" || text === "]") depth += 1;
    if (closers.has(text)) depth -= 1;
    if (depth === 0) return place;
  }
  return 0;
}
