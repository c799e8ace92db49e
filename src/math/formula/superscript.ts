import { isFunctionWord } from "./function-names.js";
import { helpForPower } from "./function-power.js";
import { helpForRoot } from "./symbol-help.js";

const plain: ReadonlyMap<string, string> = new Map(
  [..."⁰0¹1²2³3⁴4⁵5⁶6⁷7⁸8⁹9⁻-⁺+ⁿn".matchAll(/(.)(.)/gu)].map(([, sign = "", text = ""]) => [
    sign,
    text,
  ]),
);

/** The superscript characters. */
export const superscripts: readonly string[] = [...plain.keys()];

/** The plain letter of one that stands high, such as ˣ; those that stand low, such as ₙ, are of the same kind. */
const plainLetter = (sign: string): string | undefined => {
  const letter = sign.normalize("NFKC");
  const isRaised = /\p{Lm}/u.test(sign) && !/[\u1d62-\u1d6a\u2090-\u209c\u2c7c]/.test(sign);
  return letter !== sign && isRaised && /^\p{L}$/u.test(letter) ? letter : undefined;
};

const plainOf = (sign: string): string | undefined => plain.get(sign) ?? plainLetter(sign);

/** `e^x` for `eˣ`, the name of a letter with one that stands high; undefined for any other name. */
export function powerOfRaised(name: string): string | undefined {
  const signs = [...name];
  const start = signs.findIndex((sign) => plainOf(sign) !== undefined && sign !== "ᵀ");
  const raised = signs.slice(start).map(plainOf);
  if (start < 0 || raised.includes(undefined)) return undefined;
  return `${signs.slice(0, start).join("")}^${raised.length > 1 ? `(${raised.join("*")})` : raised.join("")}`;
}

const base =
  /((?:[\p{L}_][\p{L}\p{M}\p{Nd}_]*)?\([^()]*\)|[\p{L}_][\p{L}\p{M}\p{Nd}_]*|\d+(?:\.\d+)?)\s*$/u;
const argument = /^\s*(?:\(([^()]*)\)|([\p{L}\p{Nd}_]+))/u;

/** `x^2` for `x²`, and `sin(x)^2` for `sin²(x)`. */
export const helpForSuperscript =
  (symbol: string) =>
  (before: string, behind: string): string => {
    const rest = [...behind].findIndex((each) => plainOf(each) === undefined);
    const signs = symbol + (rest < 0 ? behind : [...behind].slice(0, rest).join(""));
    const exponent = [...signs].map(plainOf).join("");
    const under = behind.slice(signs.length - symbol.length);
    if (under.startsWith("√")) return helpForRoot(exponent)(before, under.slice(1));
    const [, name] = base.exec(before) ?? [];
    const power = /^\w+$/.test(exponent) ? exponent : `(${exponent})`;
    if (!isFunctionWord(name)) return `write \`${name ?? ""}^${power}\``;
    const [, bracketed, word] = argument.exec(under) ?? [];
    return helpForPower(name, exponent, bracketed ?? word ?? "x");
  };
