import { InputError } from "../errors/problem.js";
import { quote } from "../errors/quote.js";
import { type DerivativeRequest, deriveExpression } from "../gradients/derive/free-expression.js";
import { canonicalDecimal } from "../math/formula/decimal.js";
import { canonicalName } from "../math/formula/tokens.js";
import { derivationJson } from "./derivation-answer.js";
import { errorJson, problemsOf } from "./failure.js";
import { toJson } from "./json.js";
import type { Point } from "./point.js";
import { inputOf, type Terminal } from "./terminal.js";

const invalidLine = (message: string): InputError =>
  new InputError({
    code: "invalid-line",
    message,
    help: 'write such as {"expression":"x^2","wrt":["x"],"at":{"x":1},"order":1}',
  });

function parseLine(line: string): Readonly<Record<string, unknown>> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    throw invalidLine("the line is not JSON");
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed))
    throw invalidLine("the line is not a JSON object");
  // JSON.parse gives an object a property for each key of the text.
  return parsed as Record<string, unknown>;
}

function readVariables(wrt: unknown): readonly string[] {
  const names: readonly unknown[] = Array.isArray(wrt) ? wrt : [wrt];
  const texts = names.filter((name) => typeof name === "string");
  if (texts.length === 0 || texts.length < names.length)
    throw invalidLine("`wrt` is not a list of names");
  return texts.map(canonicalName);
}

function readAt(at: unknown): Point | undefined {
  if (at === undefined || at === null) return undefined;
  if (typeof at !== "object" || Array.isArray(at)) throw invalidLine("`at` is not an object");
  return new Map(
    Object.entries(at).map(([name, value]) => {
      const decimal = canonicalDecimal(typeof value === "number" ? String(value) : "");
      if (!decimal.ok) throw invalidLine(`\`at\` has no finite number for ${quote(name)}`);
      return [canonicalName(name), decimal.text] as const;
    }),
  );
}

/** One line of `--jsonl` as a request. */
function readRequest(line: string): DerivativeRequest {
  const { expression, wrt, at, order = 1 } = parseLine(line);
  if (typeof expression !== "string") throw invalidLine("`expression` is not a text");
  if (order !== 1 && order !== 2) throw invalidLine("`order` is neither 1 nor 2");
  const point = readAt(at);
  return { expression, wrt: readVariables(wrt), order, ...(point && { at: point }) };
}

/** The answer to one line, as JSON. */
function answer(line: string): string {
  try {
    return toJson(derivationJson(deriveExpression(readRequest(line))));
  } catch (error) {
    const [first] = problemsOf(error);
    return toJson({ error: first && errorJson(first) });
  }
}

/** The lines of a stream. Only a line feed ends a line: JSON may hold all other kinds of line ends. */
async function* linesOf(input: NodeJS.ReadableStream): AsyncGenerator<string> {
  input.setEncoding("utf8");
  let rest = "";
  for await (const chunk of input) {
    const [first = "", ...others] = String(chunk).split("\n");
    rest += first;
    for (const other of others) {
      yield rest;
      rest = other;
    }
  }
  yield rest;
}

/** `derive --jsonl`: a request a line in, an object a line out; a bad line is answered with its error. */
export async function deriveLines(terminal: Terminal): Promise<number> {
  for await (const line of linesOf(inputOf(terminal))) {
    // Also a byte order mark is white space to `trim`.
    const request = line.trim();
    if (request !== "") terminal.data(answer(request));
    if (terminal.isRead?.() === false) break;
  }
  return 0;
}
