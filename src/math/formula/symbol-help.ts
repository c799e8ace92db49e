/** What stands right behind a sign and belongs to it: a number, a name with its brackets, or a bracket. */
const operand =
  /^\s*([\p{L}_][\p{L}\p{M}\p{Nd}_]*(?:\([^()]*\)|\[[^[\]]*\])?|\d+(?:\.\d+)?|\([^()]*\))/u;
const lastName = /([\p{L}_][\p{L}\p{M}\p{Nd}_]*)\s*$/u;

const longest = 60;
const inShort = (text: string): string => (text.length > longest ? "…" : text);
const bare = (text: string): string => text.replace(/^\(([^()]*)\)$/, "$1");

const calledRoots: ReadonlyMap<string, string> = new Map([
  ["2", "sqrt"],
  ["3", "cbrt"],
]);

/** The n-th root of a text. */
function rootOf(degree: string, text: string): string {
  const called = calledRoots.get(degree);
  if (called !== undefined) return `${called}(${text})`;
  return /^[\p{L}\p{Nd}_.…]+$/u.test(text) ? `${text}^(1/${degree})` : `(${text})^(1/${degree})`;
}

const powerBehind = /^\s*(\^\s*(?:[\p{L}\p{Nd}_.]+|\([^()]*\))|[²³])/u;
const plainPowers: ReadonlyMap<string, string> = new Map([
  ["²", "^2"],
  ["³", "^3"],
]);

/** `sqrt(x)` for `√x`; both readings of `√2x` and of `√x^2`. */
export const helpForRoot =
  (degree: string) =>
  (_: string, behind: string): string => {
    const [whole = "", argument] = operand.exec(behind) ?? [];
    if (argument === undefined) return `write \`${rootOf(degree, "…")}\``;
    const rest = behind.slice(whole.length);
    const first = rootOf(degree, inShort(bare(argument)));
    const [, sign] = powerBehind.exec(rest) ?? [];
    const power = plainPowers.get(sign ?? "") ?? sign;
    if (power !== undefined)
      return `write \`${first}${power}\` or \`${rootOf(degree, `${inShort(argument)}${power}`)}\``;
    const [, more] = operand.exec(rest) ?? [];
    return more !== undefined && /^\d/.test(argument)
      ? `write \`${first}*${inShort(more)}\` or \`${rootOf(degree, `${argument}*${inShort(more)}`)}\``
      : `write \`${first}\``;
  };

/** What a percent sign is for: a remainder with an operand behind it, else a hundredth. */
export const helpForPercent = (_: string, behind: string): string =>
  /^\s*[\p{L}\p{Nd}_(]/u.test(behind)
    ? "a remainder cannot be used: it jumps, and has no derivative there"
    : "divide by 100";

const commands: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "*": "cdot times ast",
    "/": "div over",
    "(…)/(…)": "frac dfrac tfrac",
    "sqrt(…)": "sqrt",
    "(": "left lbrace",
    ")": "right rbrace",
    "exp(…)": "exp",
    "sum(i, …)": "sum",
  }).flatMap(([formula, names]) => names.split(" ").map((name) => [name, formula] as const)),
);

/** What to write for a command of TeX. */
export const helpForBackslash = (_: string, behind: string): string => {
  const formula = commands.get(/^[A-Za-z]+/.exec(behind)?.[0] ?? "");
  return formula === undefined
    ? "write names without TeX: `alpha` for `\\alpha`"
    : `write \`${formula}\``;
};

/** `x_1` for `x₁`, and the logarithm for `log₂`. */
export const helpForSubscript =
  (symbol: string) =>
  (before: string, behind: string): string => {
    const [more = ""] = /^[₀-₉]*/.exec(behind) ?? [];
    const digits = (symbol + more).normalize("NFKC");
    const [, name = "x"] = lastName.exec(before) ?? [];
    if (name !== "log") return `write \`${name}_${digits}\``;
    const [, argument = "…"] = operand.exec(behind.slice(more.length)) ?? [];
    return digits === "2" || digits === "10"
      ? `write \`log${digits}(${inShort(bare(argument))})\``
      : `write \`log(${inShort(bare(argument))}, ${digits})\``;
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
