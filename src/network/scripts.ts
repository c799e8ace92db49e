/** A symbol with subscripts and superscripts in the order that Markdown leaves alone: `h_{j}^{(n)}`. */
export function scripted(
  base: string,
  subscripts: readonly string[],
  superscripts: readonly string[] = [],
): string {
  const below = subscripts.length === 0 ? "" : `_{${subscripts.join(",")}}`;
  const above = superscripts.length === 0 ? "" : `^{${superscripts.join(",")}}`;
  return `${base}${below}${above}`;
}
