import { functions } from "../calculator/evaluate.js";
import { canonical, type Node, parse, reads } from "../calculator/parse.js";

/** The factors of a product; what is divided by is a power. */
function factorsOf(node: Node): readonly Node[] {
  const [left, right] = node.parts;
  if (node.op === "neg" && left)
    return [{ op: "number", text: "-1", parts: [] }, ...factorsOf(left)];
  if (node.op === "*" && left && right) return [...factorsOf(left), ...factorsOf(right)];
  if (node.op !== "/" || !left || !right) return [node];
  const under: Node = { op: "^", text: "", parts: [right, { op: "number", text: "1", parts: [] }] };
  return left.op === "number" && left.text === "1" ? [under] : [...factorsOf(left), under];
}

/** The rule that differentiates an expression by a quantity, as its outermost operation says. */
export function ruleOf(node: Node, by: string, indices: readonly string[]): string {
  const depends = (part: Node): boolean => reads(part, by, indices);
  if (!depends(node)) return "constant";
  if (node.op === "name") return "variable";
  if (node.op === "+" || node.op === "-") return "sum";
  if (node.op === "reduce") return "reduction";
  if (node.op === "call") return `function:${node.text}`;
  const factors = factorsOf(node);
  if (factors.some((factor) => !depends(factor))) return "constant-multiple";
  if (factors.length > 1) return "product";
  const [base, exponent] = factors[0]?.parts ?? [];
  if (!exponent || !depends(exponent)) return "power";
  return base && depends(base) ? "general-power" : "exponential";
}

const sides = (text: string): readonly string[] => text.split(/ (>=|<=|!=|>|<) /);

/** Where the function of a call is differentiable, in the same form as `writtenConditions`. */
export function conditionsOf({ text, parts }: Node, scope: readonly string[]): readonly string[] {
  const written = parts.map((part) => canonical(part, scope));
  const row = functions.get(text);
  if (!row) {
    if (text !== "max" && text !== "min") return [];
    return written.flatMap((a, k) => written.slice(k + 1).map((b) => `${a} != ${b}`));
  }
  return row.conditions.flatMap((condition) => {
    const [name, relation, bound = ""] = sides(condition);
    const part = written[row.parameters.findIndex(([each]) => each === name)];
    return part === undefined ? [] : [`${part} ${relation} ${canonical(parse(bound), scope)}`];
  });
}

/** Conditions of a step without the names of its indices. */
export const writtenConditions = (
  conditions: readonly string[],
  scope: readonly string[],
): readonly string[] =>
  conditions.map((condition) => {
    const [left = "", relation, right = ""] = sides(condition);
    return `${canonical(parse(left), scope)} ${relation} ${canonical(parse(right), scope)}`;
  });
