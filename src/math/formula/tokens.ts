import { invisibleIn } from "../../errors/invisible.js";
import { isMixed, namedLookAlikes } from "../../errors/look-alike.js";
import type { Place, Problem } from "../../errors/problem.js";
import { InputError } from "../../errors/problem.js";
import { codePointName, quote } from "../../errors/quote.js";
import { canonicalDecimal, decimalFaults } from "./decimal.js";
import { refusedSymbols } from "./refused-symbols.js";
import type { Span } from "./tree.js";

/** A word of a formula. `text` is the canonical name or number, or the symbol; `source` is as it was written. */
export interface Token {
  readonly kind: "number" | "name" | "symbol";
  readonly text: string;
  readonly source: string;
  readonly span: Span;
}

/** Finds the place of a span of the formula in what the user wrote. */
export type PlaceOf = (span: Span) => Place;

const space = /[ \t\r\n]+/y;
const numeral = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
/** A circumflex that Unicode takes for a letter is none. */
const name = /(?!ˆ)[\p{L}_](?:(?!ˆ)[\p{L}\p{M}\p{Nd}_])*/uy;
const symbol = /[+\-*/^()[\],]/y;
const otherwise = /./suy;

/** Whether a text is a name: letters of any script, digits and underscores, no digit first. */
export const isName = (text: string): boolean => matchAt(name, text, 0) === text && text !== "";

/** Names are the same if they look the same: `é` may be one character or two. */
export const canonicalName = (text: string): string => text.normalize("NFC");

/** Throws the one problem of a formula at a span. */
export function refuse(
  placeOf: PlaceOf,
  span: Span,
  { code, message, help }: Omit<Problem, "place">,
): never {
  const place = placeOf(span);
  throw new InputError(
    help === undefined ? { code, message, place } : { code, message, place, help },
  );
}

/** Cuts a formula into words. A character that formulas do not have is an InputError. */
export function tokenize(text: string, placeOf: PlaceOf): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const blank = matchAt(space, text, at);
    if (blank !== undefined) {
      at += blank.length;
      continue;
    }
    const token = tokenAt(text, at, placeOf);
    tokens.push(token);
    at = token.span.end;
  }
  return tokens;
}

function tokenAt(text: string, start: number, placeOf: PlaceOf): Token {
  const spanOf = (match: string): Span => ({ start, end: start + match.length });
  const digits = matchAt(numeral, text, start);
  if (digits !== undefined) return numberToken(text, digits, spanOf(digits), placeOf);
  const word = matchAt(name, text, start);
  if (word !== undefined) return nameToken(word, start, placeOf);
  refuseSymbol(text, start, placeOf);
  const sign = matchAt(symbol, text, start);
  if (sign !== undefined) return { kind: "symbol", text: sign, source: sign, span: spanOf(sign) };
  return refuseCharacter(matchAt(otherwise, text, start) ?? "", start, placeOf);
}

function nameToken(word: string, start: number, placeOf: PlaceOf): Token {
  const unseen = invisibleIn(word);
  if (unseen) refuseCharacter(unseen.character, start + unseen.at, placeOf);
  const span = { start, end: start + word.length };
  if (isMixed(word))
    refuse(placeOf, span, {
      code: "mixed-letters",
      message: `the name ${quote(word)} mixes letters of several alphabets${namedLookAlikes(word)}`,
      help: "write the name in letters of one alphabet",
    });
  return { kind: "name", text: canonicalName(word), source: word, span };
}

/** Texts such as `0x1F`, `1_000` or `2e` are neither a number nor clearly a product. */
const unfinished = /(?:_\w*|[eE](?![\p{L}\p{M}\p{Nd}_])|[xXbBoO][\da-fA-F]+)/uy;

function numberToken(text: string, digits: string, span: Span, placeOf: PlaceOf): Token {
  const tail = matchAt(unfinished, text, span.end);
  if (tail !== undefined && (digits === "0" || !/^[xXbBoO]/.test(tail)))
    refuse(
      placeOf,
      { start: span.start, end: span.end + tail.length },
      {
        code: "invalid-number",
        message: `${quote(digits + tail)} is not a number`,
        help: /^[eE]$/.test(tail)
          ? `write \`${digits}e-3\` for a power of ten, \`${digits}*${tail}\` for a product`
          : "write a decimal number such as `1000` or `1e-3`",
      },
    );
  const decimal = canonicalDecimal(digits);
  if (decimal.ok) return { kind: "number", text: decimal.text, source: digits, span };
  return refuse(placeOf, span, {
    code: "number-out-of-range",
    message: `the number ${quote(digits)} ${decimalFaults[decimal.fault]}`,
  });
}

function refuseCharacter(character: string, start: number, placeOf: PlaceOf): never {
  const [shown, number] = [quote(character), codePointName(character)];
  const plain = plainForm(character);
  const isSeen = !invisibleIn(character) && !shown.includes(number);
  refuse(
    placeOf,
    { start, end: start + character.length },
    {
      code: "invalid-character",
      message: isSeen
        ? `the character ${shown} (${number}) has no meaning in a formula`
        : `the formula has the invisible character ${number}`,
      ...(isSeen ? {} : { help: "delete it: it cannot be seen, but it is there" }),
      ...(isSeen && plain !== undefined && { help: `write \`${plain}\`` }),
    },
  );
}

/** The ASCII text that a character is another form of: `^` of the full-width `＾`, `(2/3)` of `⅔`. */
function plainForm(character: string): string | undefined {
  const plain = character.normalize("NFKC").replace("⁄", "/");
  if (/^\d+\/\d+$/.test(plain)) return `(${plain})`;
  return plain !== character && /^(?:\d+|[-+*/^()[\],.])$/.test(plain) ? plain : undefined;
}

function refuseSymbol(text: string, start: number, placeOf: PlaceOf): void {
  const refused = refusedSymbols.find((row) => text.startsWith(row.symbol, start));
  if (!refused) return;
  const end = start + refused.symbol.length;
  const help =
    typeof refused.help === "function"
      ? refused.help(text.slice(0, start), text.slice(end))
      : refused.help;
  refuse(
    placeOf,
    { start, end },
    {
      code: "unknown-symbol",
      message: `${quote(refused.symbol)} is ${refused.is}, which a formula cannot have`,
      ...(help === undefined ? {} : { help }),
    },
  );
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}
