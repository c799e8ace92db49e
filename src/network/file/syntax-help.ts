import { codePointName } from "../../errors/quote.js";

/** Punctuation from a Chinese keyboard, and curly quotes, with what YAML has in their place. */
const lookalikes: ReadonlyMap<string, string> = new Map([
  ["：", ":"],
  ["，", ","],
  ["［", "["],
  ["］", "]"],
  ["｛", "{"],
  ["｝", "}"],
  ["【", "["],
  ["】", "]"],
  ["“", '"'],
  ["”", '"'],
]);

/** What to do about a line that is no YAML, where one of the usual reasons is seen in it. */
export function helpForSyntax(text: string, at: number): { readonly help?: string } {
  const start = text.lastIndexOf("\n", at - 1) + 1;
  const end = text.indexOf("\n", start);
  const line = text.slice(start, Math.min(end < 0 ? text.length : end, start + 500));
  for (const [wrong, right] of lookalikes)
    if (line.includes(wrong))
      return { help: `write \`${right}\` instead of \`${wrong}\` (${codePointName(wrong)})` };
  if (/^\s*\t/.test(line)) return { help: "indent with spaces, not with tabs" };
  if (/\{[^}]*\w\[/.test(line))
    return { help: 'inside braces, put names with subscripts into quotation marks: `"h[t]"`' };
  return {};
}
