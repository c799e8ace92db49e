const words = /^([+-]?)\.?(nan|inf|infinity)$/i;

/**
 * The number behind a word for none: `nan`, `.inf`, `-Infinity`, as YAML, Python, C and JavaScript print them; undefined
 * for all other texts.
 */
export function notFiniteNumber(text: string): number | undefined {
  const [, sign, word] = words.exec(text) ?? [];
  if (word === undefined) return undefined;
  if (word.toLowerCase() === "nan") return Number.NaN;
  return sign === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}
