/** Control characters and characters that cannot be seen: they are shown by their number. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}]/gu;

/** The number of a character as Unicode writes it: `codePointName("−")` is "U+2212". */
export const codePointName = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;

/**
 * A user's text for use in a message: in backticks, at most 60 characters of it (or `longest`), and characters
 * that cannot be seen replaced by their number.
 */
export function quote(text: string, longest = 60): string {
  const start = Array.from(text.slice(0, 2 * longest + 2));
  const cut = start.length > longest;
  const shown = (cut ? start.slice(0, longest - 1) : start).join("");
  return `\`${shown.replace(unseen, (character) => `<${codePointName(character)}>`)}${cut ? "…" : ""}\``;
}
