import { quote } from "../../errors/quote.js";
import { isFunctionWord } from "./function-names.js";
import { helpForPower } from "./function-power.js";
import { argumentFrom, refuseFunctionWord } from "./function-word.js";
import { helpForFunction, isBetween, isLogical } from "./other-functions.js";
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
  const told = helpForWord(tokens, at);
  if (told === undefined && isOperand(tokens[at + 1])) refuseFunctionWord(tokens, at + 1, placeOf);
  if (left.kind !== "number" || right.kind === "number" || told !== undefined)
    refuseMissingOperator(tokens, at, placeOf, told);
  const operator = operatorBefore(tokens, at - 1);
  if (operator?.text !== "/" && operator?.text !== "^") return;
  const [first, second] = readings(tokens, at, operator);
  refuse(placeOf, right.span, {
    code: "ambiguous-product",
    message: `the product of ${quote(left.source)} and what follows it is ambiguous after ${quote(operator.source)}`,
    help: `write \`${first}\` or \`${second}\``,
  });
}

function refuseMissingOperator(
  tokens: readonly Token[],
  at: number,
  placeOf: PlaceOf,
  told: string | undefined,
): never {
  const [left, right] = [tokens[at - 1], tokens[at]];
  if (!left || !right) throw new Error("an operator is missing between two operands");
  const help = told ?? helpForOperands(tokens, at);
  return refuse(placeOf, right.span, {
    code: "missing-operator",
    message: `the formula has ${quote(right.source)} right after ${quote(left.source)}, an operator is missing between them`,
    ...(help !== undefined && { help }),
  });
}

const isOperand = (token: Token | undefined): boolean =>
  token !== undefined && token.kind !== "symbol";

/** What may be meant where nothing but a sign is missing: a product, or one number, or a transposed vector. */
function helpForOperands(tokens: readonly Token[], at: number): string | undefined {
  const [power, left, right] = [tokens[at - 2], tokens[at - 1], tokens[at]];
  if (left?.kind === "number" && right?.kind === "number")
    return /\d$/.test(left.source) && /^\d+$/.test(right.source)
      ? `write \`${left.source}${right.source}\` for one number, \`${left.source}*${right.source}\` for a product`
      : undefined;
  const product = `write \`${withProduct(tokens, at)}\` for a product`;
  const [vector, other] = [tokens[at - 3]?.source, right?.source];
  return power?.text === "^" && left?.text === "T" && right?.kind === "name"
    ? `${product}; for two vectors it is \`sum(i, ${vector}[i]*${other}[i])\``
    : product;
}

const inverse = /^(?:arc|ar|area|inverse|inv)$/;

/** A word that is no factor: `x mod 2`, `arc sin(x)`, `not x`. */
function helpForWord(tokens: readonly Token[], at: number): string | undefined {
  const [left, word, next] = [tokens[at - 1], tokens[at], tokens[at + 1]];
  if (left?.kind === "name" && inverse.test(left.text) && isFunctionWord(word?.text))
    return helpForPower(word.text, "-1", argumentFrom(tokens, at + 1).text).replace(/ for .*$/, "");
  if (left?.kind === "name" && isLogical(left.text)) return helpForFunction(left.text);
  if (word?.kind !== "name" || next?.text === "(" || !isBetween(word.text)) return undefined;
  return helpForFunction(word.text, [left?.source ?? "", next?.source ?? ""]);
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

/** `1/2x` may be `1/2*x` or `1/(2*x)`; of a long formula only what stands around the product. */
function readings(tokens: readonly Token[], at: number, operator: Token): [string, string] {
  const start = tokens.indexOf(operator) + 1;
  const end = endOfPower(tokens, at);
  const [before, factor] = [textOf(tokens.slice(0, start)), textOf(tokens.slice(start, at))];
  const behind = textOf(tokens.slice(end - 1)).slice(tokens[end - 1]?.source.length);
  const product = `${factor}*${textOf(tokens.slice(at, end))}`;
  const whole: [string, string] = [
    `${before}${product}${behind}`,
    `${before}(${product})${behind}`,
  ];
  if (whole[1].length <= longest) return whole;
  const short = product.length > longest ? `${factor}*…` : product;
  return [`…${operator.text}${short}`, `…${operator.text}(${short})`];
}

/** Where an operand ends with its power: behind the 2 in `y^2`. */
function endOfPower(tokens: readonly Token[], at: number): number {
  const end = endOfOperand(tokens, at);
  if (tokens[end]?.text !== "^") return end;
  const isSigned = /^[+-]$/.test(tokens[end + 1]?.text ?? "");
  return Math.min(tokens.length, endOfOperand(tokens, end + (isSigned ? 2 : 1)));
}
