import { quote } from "../../errors/quote.js";
import { calledFunction, isFunctionWord } from "./function-names.js";
import { helpForPower } from "./function-power.js";
import { spellings } from "./spellings.js";
import { endOfOperand, startOfBracket, textOf } from "./token-text.js";
import { type PlaceOf, refuse, type Token } from "./tokens.js";

const longest = 40;
const inShort = (text: string): string => (text.length > longest ? "…" : text);

const isOperand = (token: Token | undefined): token is Token =>
  token !== undefined && (token.kind !== "symbol" || token.text === "(");

/** What a function without brackets is applied to: another function with what follows it, or all operands up to one. */
export function argumentFrom(
  tokens: readonly Token[],
  start: number,
  between = "*",
): { readonly text: string; readonly end: number } {
  const first = tokens[start];
  if (isFunctionWord(first?.text) && isOperand(tokens[start + 1]) && !isCalled(tokens, start)) {
    const { text, end } = argumentFrom(tokens, start + 1);
    return { text: inShort(`${spellings.get(first.text) ?? first.text}(${text})`), end };
  }
  const factors: string[] = [];
  let at = start;
  while (isOperand(tokens[at]) && (at === start || !isFunctionWord(tokens[at]?.text))) {
    const end = endOfOperand(tokens, at);
    factors.push(textOf(tokens.slice(at, end)));
    at = end;
  }
  const [only] = factors;
  const bare = factors.length === 1 ? only?.replace(/^\((.*)\)$/, "$1") : factors.join(between);
  return { text: inShort(bare ?? ""), end: at };
}

const isCalled = (tokens: readonly Token[], at: number): boolean => tokens[at + 1]?.text === "(";

/** Whether a function needs a second argument, as `max` does to be of use. */
const takesSeveral = (name: string): boolean => {
  const [least, most] = calledFunction(name)?.arity ?? [1, 1];
  return least > 1 || most === Infinity;
};

/** `sin(x)`; with an operator behind the argument both readings, `sin(x)/2` and `sin(x/2)`. */
function readingsOf(name: string, tokens: readonly Token[], at: number): string {
  const called = spellings.get(name) ?? name;
  const { text, end } = argumentFrom(tokens, at, takesSeveral(name) ? ", " : "*");
  const operator = tokens[end]?.text ?? "";
  if (!/^[*/^]$/.test(operator) || !isOperand(tokens[end + 1]))
    return `write \`${called}(${text})\``;
  const next = inShort(textOf(tokens.slice(end + 1, endOfOperand(tokens, end + 1))));
  return `write \`${called}(${text})${operator}${next}\` or \`${called}(${text}${operator}${next})\``;
}

/** The function and the exponent of a power that ends before a place: `sin^2`, `sin^-1`, `sin^(-1)`. */
function functionPower(
  tokens: readonly Token[],
  at: number,
): { readonly name: Token; readonly exponent: string } | undefined {
  const last = tokens[at - 1];
  let start = last?.text === ")" ? startOfBracket(tokens, at - 1) : at - 1;
  if (/^[+-]$/.test(tokens[start - 1]?.text ?? "")) start -= 1;
  const name = tokens[start - 2];
  if (tokens[start - 1]?.text !== "^" || name?.kind !== "name" || !isFunctionWord(name.text))
    return undefined;
  return { name, exponent: textOf(tokens.slice(start, at)) };
}

/** Refuses a function whose argument has no brackets, and a power on the name of a function: `sin x`, `sin^2(x)`. */
export function refuseFunctionWord(tokens: readonly Token[], at: number, placeOf: PlaceOf): void {
  const left = tokens[at - 1];
  if (left?.kind === "name" && isFunctionWord(left.text))
    refuse(placeOf, left.span, {
      code: "missing-brackets",
      message: `the function ${quote(left.source)} has no brackets around its argument`,
      help: readingsOf(left.text, tokens, at),
    });
  const power = functionPower(tokens, at);
  if (!power) return;
  const { name, exponent } = power;
  refuse(
    placeOf,
    { start: name.span.start, end: left?.span.end ?? name.span.end },
    {
      code: "function-power",
      message: `the formula has a power on the name of the function ${quote(name.source)}, expected it behind the argument`,
      help: helpForPower(name.text, exponent, argumentFrom(tokens, at).text),
    },
  );
}
