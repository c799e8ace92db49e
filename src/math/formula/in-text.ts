import type { Span } from "./tree.js";

const longest = 60;
const exponent = /^\s*\^\s*(-?(?:[\p{L}\p{Nd}_.]+|\([^()]*\)))/u;

/** The exponent behind a reading, and what a call at its end is with it: `sin(x)^2` and `sin(x^2)` of `sinx^2`. */
function withExponent(reading: string, behind: string): readonly string[] {
  const [power] = exponent.exec(behind) ?? [];
  if (power === undefined) return [reading + behind];
  const rest = behind.slice(power.length);
  if (reading.includes("^")) return [`(${reading})${power}${rest}`];
  if (!reading.endsWith(")")) return [`${reading}${power}${rest}`];
  return [`${reading}${power}${rest}`, `${reading.slice(0, -1)}${power})${rest}`];
}

/** A product behind `/` or `^`, alone and in brackets: `1/x*y` and `1/(x*y)` of `1/xy`. */
function afterOperator(reading: string, behind: string): readonly string[] {
  const [power = ""] = exponent.exec(behind) ?? [];
  const rest = behind.slice(power.length);
  return [`${reading}${power}${rest}`, `(${reading}${power})${rest}`];
}

/**
 * A reading of a name as it stands in the whole text, in each way in which that may be meant; the reading alone
 * where the text is long.
 */
export function inText(reading: string, { start, end }: Span, text: string): readonly string[] {
  const [before, behind] = [text.slice(0, start), text.slice(end)];
  if (text.length > longest) return [reading];
  const isProduct = reading.replace(/\([^()]*\)/g, "").includes("*");
  const forms =
    isProduct && /[/^]\s*$/.test(before)
      ? afterOperator(reading, behind)
      : withExponent(reading, behind);
  const sign = /[\p{L}\d]$/u.test(before) ? "*" : "";
  return forms.map((each) => `${before}${sign}${each}`);
}
