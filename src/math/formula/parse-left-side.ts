import { quote } from "../../errors/quote.js";
import { type PlaceOf, refuse, type Token, tokenize } from "./tokens.js";

/** The left side of an equation: a name with plain indices or integers, as in `h[t]`, `h[0,j]`, `y[-1]`. */
export interface LeftSide {
  readonly name: string;
  readonly indices: readonly (string | number)[];
}

/** Reads the left side of an equation; anything but a name with plain subscripts is an InputError. */
export function parseLeftSide(text: string, placeOf: PlaceOf): LeftSide {
  const tokens = tokenize(text, placeOf);
  const [head, opening, ...rest] = tokens;
  const closing = rest.pop();
  if (head?.kind !== "name") return notALeftSide(text, placeOf);
  if (!opening) return { name: head.text, indices: [] };
  if (opening.text !== "[" || closing?.text !== "]") return notALeftSide(text, placeOf);
  const indices = subscripts(rest, closing, placeOf);
  return { name: head.text, indices };
}

function notALeftSide(text: string, placeOf: PlaceOf): never {
  return refuse(
    placeOf,
    { start: 0, end: text.length },
    {
      code: "invalid-left-side",
      message: `cannot define ${quote(text)}, expected a name such as \`h\` or \`h[t]\``,
      help: "solve the equation for one quantity, and write its name on the left",
    },
  );
}

function subscripts(
  tokens: readonly Token[],
  closing: Token,
  placeOf: PlaceOf,
): (string | number)[] {
  const indices: (string | number)[] = [];
  for (const part of splitAtCommas([...tokens, { ...closing, text: "," }])) {
    const index = subscript(part, placeOf);
    if (typeof index === "string" && indices.includes(index))
      refuse(placeOf, spanOf(part), {
        code: "repeated-index",
        message: `the index ${quote(index)} stands twice on the left side`,
      });
    indices.push(index);
  }
  return indices;
}

/** Each part ends with its comma, so that an empty part has a place. */
function splitAtCommas(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]];
  for (const [at, token] of tokens.entries()) {
    parts.at(-1)?.push(token);
    if (token.text === "," && at < tokens.length - 1) parts.push([]);
  }
  return parts;
}

function subscript(part: readonly Token[], placeOf: PlaceOf): string | number {
  const [first, second] = part;
  if (part.length === 2 && first?.kind === "name") return first.text;
  const negative = first?.text === "-";
  const digits = negative ? second : first;
  if (part.length === (negative ? 3 : 2) && digits?.kind === "number" && isSafe(digits.text))
    return negative ? 0 - Number(digits.text) : Number(digits.text);
  const written = part.slice(0, -1).map(({ source }) => source);
  return refuse(placeOf, spanOf(part), {
    code: "invalid-subscript",
    message: `${quote(written.join(""))} is no subscript for a left side, expected an index name or an integer`,
    help: "shift the indices on the right side instead: `h[t]: …h[t-1]…`",
  });
}

const isSafe = (digits: string): boolean =>
  /^\d+$/.test(digits) && Number(digits) <= Number.MAX_SAFE_INTEGER;

function spanOf(part: readonly Token[]) {
  const start = part[0]?.span.start ?? 0;
  return { start, end: part.at(-2)?.span.end ?? part[0]?.span.end ?? start };
}
