import { quote } from "../problem/quote.js";
import { refuseFunctionWord } from "./function-word.js";
import { helpForFunction } from "./other-functions.js";
import { endOfOperand, textOf } from "./token-text.js";
import { type PlaceOf, refuse, type Token } from "./tokens.js";

/**
 * Decides on an operand that follows another without an operator. Only a number before a name or a parenthesis
 * is a product, as in `2x` and `2(x+1)`, and only where no `/` or `^` before it would make it ambiguous.
 */
export function readImplicitProduct(tokens: readonly Token[], at: number, placeOf: PlaceOf): void {
  const [left, right] = [tokens[at - 1], tokens[at]];
  if (!left || !right) throw new Error("an implicit product without two factors");
  refuseFunctionWord(tokens, at, placeOf);
  if (left.kind !== "number" || right.kind === "number")
    refuse(placeOf, right.span, {
      code: "missing-operator",
      message: `the formula has ${quote(right.source)} right after ${quote(left.source)}, an operator is missing between them`,
      help: helpForWord(tokens, at) ?? `write \`${withProduct(tokens, at)}\` for a product`,
    });
  const operator = operatorBefore(tokens, at - 1);
  if (operator?.text !== "/" && operator?.text !== "^") return;
  const [first, second] = readings(tokens, at, operator);
  refuse(placeOf, right.span, {
    code: "ambiguous-product",
    message: `the product of ${quote(left.source)} and what follows it is ambiguous after ${quote(operator.source)}`,
    help: `write \`${first}\` or \`${second}\``,
  });
}

/** `x mod 2`: a word between two operands that is a function elsewhere. */
function helpForWord(tokens: readonly Token[], at: number): string | undefined {
  const [left, word, right] = [tokens[at - 1], tokens[at], tokens[at + 1]];
  if (word?.kind !== "name" || right?.text === "(") return undefined;
  return helpForFunction(word.text, [left?.source ?? "", right?.source ?? ""]);
}

const longest = 60;

/** The formula with a product sign where one is missing, or only what stands around it where it is long. */
function withProduct(tokens: readonly Token[], at: number): string {
  const whole = `${textOf(tokens.slice(0, at))}*${textOf(tokens.slice(at))}`;
  if (whole.length <= longest) return whole;
  const [left, right] = [tokens[at - 1], textOf(tokens.slice(at, endOfOperand(tokens, at)))];
  const before = left?.kind === "symbol" ? `…${left.source}` : (left?.source ?? "");
  return `${before.length > longest ? "…" : before}*${right.length > longest ? "…" : right}`;
}

/** The operator before an operand; signs in between do not count, as in `2^-3x`. */
function operatorBefore(tokens: readonly Token[], at: number): Token | undefined {
  let before = at - 1;
  const isSign = (index: number): boolean => /^[+-]$/.test(tokens[index]?.text ?? "");
  while (isSign(before) && /^[-+*/^]$/.test(tokens[before - 1]?.text ?? "")) before -= 1;
  return tokens[before];
}

/** `1/2x` may be `1/2*x` or `1/(2*x)`; parts that are longer than a word become dots. */
function readings(tokens: readonly Token[], at: number, operator: Token): [string, string] {
  const start = tokens.indexOf(operator);
  const before = tokens[start - 1];
  const left = before && before.kind !== "symbol" ? before.source : "…";
  const factor = tokens
    .slice(start + 1, at)
    .map(({ source }) => source)
    .join("");
  const right = tokens[at]?.kind === "name" ? nameOf(tokens, at) : "(…)";
  return [
    `${left}${operator.text}${factor}*${right}`,
    `${left}${operator.text}(${factor}*${right})`,
  ];
}

function nameOf(tokens: readonly Token[], at: number): string {
  const follower = tokens[at + 1]?.text;
  const suffix = follower === "(" ? "(…)" : follower === "[" ? "[…]" : "";
  return `${tokens[at]?.source ?? ""}${suffix}`;
}
