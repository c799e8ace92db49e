/** What stands right behind a sign and belongs to it: a number, a name with its brackets, or a bracket. */
const operand =
  /^\s*([\p{L}_][\p{L}\p{M}\p{Nd}_]*(?:\([^()]*\)|\[[^[\]]*\])?|\d+(?:\.\d+)?|\([^()]*\))/u;
const lastName = /([\p{L}_][\p{L}\p{M}\p{Nd}_]*)\s*$/u;

const longest = 60;
const inShort = (text: string): string => (text.length > longest ? "…" : text);
const bare = (text: string): string => text.replace(/^\(([^()]*)\)$/, "$1");

/** `sqrt(x)` for `√x`; both readings of `√2x`. */
export const helpForRoot =
  (root: string) =>
  (_: string, behind: string): string => {
    const [whole = "", argument] = operand.exec(behind) ?? [];
    if (argument === undefined) return `write \`${root}(…)\``;
    const [, more] = operand.exec(behind.slice(whole.length)) ?? [];
    const isLong = more !== undefined && /^\d/.test(argument);
    const first = `${root}(${inShort(bare(argument))})`;
    return isLong
      ? `write \`${first}*${inShort(more)}\` or \`${root}(${argument}*${inShort(more)})\``
      : `write \`${first}\``;
  };

/** `abs(x)` for `|x|`. */
export const helpForBar = (_: string, behind: string): string => {
  const [, inner] = /^([^|∣]+)[|∣]/.exec(behind) ?? [];
  return `write \`abs(${inner === undefined ? "…" : inShort(inner.trim())})\` for an absolute value`;
};

const libraries = /(?:^|[^\p{L}\p{Nd}_])(np|numpy|jnp|torch|math|Math|F|nn|tf|scipy|special)$/u;

/** What a dot is mostly written for: a function of a library, a transposed matrix, a product. */
export const helpForDot = (before: string, behind: string): string => {
  const [, library] = libraries.exec(before) ?? [];
  const [, called] = /^\s*([A-Za-z_]\w*)/.exec(behind) ?? [];
  if (library !== undefined && called !== undefined)
    return `write \`${called}\` without \`${library}.\``;
  if (called === "T") return "exchange the indices for a transposed matrix: `W[i,j]` for `W[j,i]`";
  return "a dot stands in numbers only; multiply with `*`";
};

/** The sum that `W @ x` is, with the names that stand there. */
export const helpForMatrixProduct = (before: string, behind: string): string => {
  const [, left = "W"] = lastName.exec(before) ?? [];
  const [, right = "x"] = /^\s*([\p{L}_][\p{L}\p{M}\p{Nd}_]*)/u.exec(behind) ?? [];
  return `write the sum over the index that both share: \`sum(i, ${left}[j,i]*${right}[i])\`, or \`sum(i, ${left}[i]*${right}[i])\` for two vectors`;
};
