import { isFunctionWord } from "./function-names.js";
import { helpForPower } from "./function-power.js";

const plain: ReadonlyMap<string, string> = new Map(
  [..."⁰0¹1²2³3⁴4⁵5⁶6⁷7⁸8⁹9⁻-⁺+ⁿn".matchAll(/(.)(.)/gu)].map(([, sign = "", text = ""]) => [
    sign,
    text,
  ]),
);

/** The superscript characters. */
export const superscripts: readonly string[] = [...plain.keys()];

const base = /([\p{L}_][\p{L}\p{M}\p{Nd}_]*|\d+(?:\.\d+)?|\([^()]*\))\s*$/u;
const argument = /^\s*(?:\(([^()]*)\)|([\p{L}\p{Nd}_]+))/u;

/** `x^2` for `x²`, and `sin(x)^2` for `sin²(x)`. */
export const helpForSuperscript =
  (symbol: string) =>
  (before: string, behind: string): string => {
    const rest = [...behind].findIndex((each) => !plain.has(each));
    const signs = symbol + (rest < 0 ? behind : [...behind].slice(0, rest).join(""));
    const exponent = [...signs].map((each) => plain.get(each)).join("");
    const [, name] = base.exec(before) ?? [];
    const power = /^\w+$/.test(exponent) ? exponent : `(${exponent})`;
    if (!isFunctionWord(name)) return `write \`${name ?? ""}^${power}\``;
    const [, bracketed, word] = argument.exec(behind.slice(signs.length - symbol.length)) ?? [];
    return helpForPower(name, exponent, bracketed ?? word ?? "x");
  };
