import { createInterface } from "node:readline";
import { infix } from "../algebra/infix.js";
import { symbols, tex } from "../algebra/tex/index.js";
import {
  deriveExpression,
  type DerivativeRequest,
  type FreeDerivative,
  type FreeExpression,
} from "../lesson/free-expression.js";
import { canonicalDecimal } from "../formula/decimal.js";
import { InputError } from "../problem/problem.js";
import { quote } from "../problem/quote.js";
import { errorJson, messageOf, problemsOf } from "./failure.js";
import { toJson } from "./json.js";
import type { Terminal } from "./terminal.js";

const where = "<expression>";

/** The public name of a rule: an elementary function stands under its own name. */
const ruleName = (rule: string): string => rule.replace(/^function:/, "");

const derivativeJson = ({ derivations, derivative, value }: FreeDerivative): object => ({
  infix: infix(derivative),
  tex: tex(derivative, { notation: symbols }),
  ...(value !== undefined && { value }),
  steps: derivations.flatMap(({ steps }) =>
    steps.map(({ rule, before, after, substitution }) => ({
      rule: ruleName(rule),
      before: infix(before),
      after: infix(after),
      ...(substitution && { where: { [substitution.name]: infix(substitution.inner) } }),
    })),
  ),
});

const resultJson = ({ text, value, derivatives }: FreeExpression): object => ({
  expression: text,
  ...(value !== undefined && { value }),
  derivatives: new Map(derivatives.map((each) => [each.key, derivativeJson(each)] as const)),
});

function plain({ expression, value, derivatives }: FreeExpression): string {
  const lines = [infix(expression) + (value === undefined ? "" : ` = ${value}`)];
  for (const { key, derivations, derivative, value: at } of derivatives) {
    lines.push("", `by ${key}:`);
    for (const { steps } of derivations)
      for (const { rule, before, after, substitution } of steps)
        lines.push(
          `  ${ruleName(rule).padEnd(18)} ${infix(before)} = ${infix(after)}` +
            (substitution ? `   with ${substitution.name} = ${infix(substitution.inner)}` : ""),
        );
    lines.push(`  = ${infix(derivative)}${at === undefined ? "" : ` = ${at}`}`);
  }
  return lines.join("\n");
}

/** Reads `x=1,y=2` into decimals by name. */
export function readPoint(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split(",").map((part) => {
      const [name = "", value = "", ...rest] = part.split("=").map((each) => each.trim());
      const decimal = canonicalDecimal(value);
      if (name === "" || rest.length > 0 || !decimal.ok)
        throw new InputError({
          code: "invalid-point",
          message: `cannot read ${quote(part)} in --at, expected a name and a number such as \`x=1\``,
        });
      return [name, decimal.text] as const;
    }),
  );
}

/** `derive EXPRESSION`: one expression, rule by rule. */
export function deriveCommand(
  request: DerivativeRequest,
  { json, terminal }: { readonly json: boolean; readonly terminal: Terminal },
): number {
  try {
    const result = deriveExpression(request);
    terminal.data(json ? toJson(resultJson(result)) : plain(result));
    return 0;
  } catch (error) {
    const problems = problemsOf(error);
    for (const problem of problems) terminal.error(messageOf(where, problem));
    const [first] = problems;
    if (json && first)
      terminal.data(toJson({ expression: request.expression, error: errorJson(first) }));
    return 2;
  }
}

const invalidLine = (message: string): InputError =>
  new InputError({ code: "invalid-line", message });

/** One line of `--jsonl` as a request. */
function readLine(line: string): DerivativeRequest {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    throw invalidLine("the line is not JSON");
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed))
    throw invalidLine("expected an object with `expression` and `wrt`");
  const { expression, wrt, at, order = 1 } = parsed as Record<string, unknown>;
  if (typeof expression !== "string") throw invalidLine("`expression` must be a text");
  const variables = typeof wrt === "string" ? [wrt] : wrt;
  if (!Array.isArray(variables) || variables.length === 0 || variables.some((each) => typeof each !== "string"))
    throw invalidLine("`wrt` must be a list of names");
  if (order !== 1 && order !== 2) throw invalidLine("`order` must be 1 or 2");
  const point = readAt(at);
  return { expression, wrt: variables as string[], order, ...(point && { at: point }) };
}

function readAt(at: unknown): ReadonlyMap<string, string> | undefined {
  if (at === undefined || at === null) return undefined;
  if (typeof at !== "object" || Array.isArray(at)) throw invalidLine("`at` must be an object of numbers");
  return new Map(
    Object.entries(at).map(([name, value]) => {
      if (typeof value !== "number" || !Number.isFinite(value))
        throw invalidLine(`\`at\` must hold numbers, and ${quote(name)} is none`);
      return [name, String(value)] as const;
    }),
  );
}

/** The answer to one line, as JSON. */
function answer(line: string): string {
  try {
    return toJson(resultJson(deriveExpression(readLine(line))));
  } catch (error) {
    const [first] = problemsOf(error);
    return toJson({ error: first ? errorJson(first) : { code: "unknown", message: "" } });
  }
}

/** `derive --jsonl`: a request a line in, an object a line out; a bad line is answered with its error. */
export async function deriveLines(
  input: NodeJS.ReadableStream,
  { terminal }: { readonly terminal: Terminal },
): Promise<number> {
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY }))
    if (line.trim() !== "") terminal.data(answer(line));
  return 0;
}
