/** Characters that show nothing, or turn the direction of what follows. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu;

/** Joiners and variants that belong to what stands before them: within emoji, and within words of Arabic or Indian scripts. */
const joined =
  /(?:\p{Extended_Pictographic}[\ufe0e\ufe0f]?\u200d(?=\p{Extended_Pictographic})|\p{Extended_Pictographic}[\ufe0e\ufe0f]|[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Malayalam}\p{Script=Tamil}][\p{M}]*[\u200c\u200d](?=\p{L}))/gu;

/** The first character of a text that cannot be seen, with its offset; undefined where all can. */
export function invisibleIn(
  text: string,
): { readonly character: string; readonly at: number } | undefined {
  const rest = text.replace(joined, (match) => "x".repeat(match.length));
  for (const { 0: character, index } of rest.matchAll(invisible)) return { character, at: index };
  return undefined;
}
