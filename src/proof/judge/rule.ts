import { functions } from "./arithmetic/evaluate.js";
import { factorsOf, type Node, parse, reads, show } from "./arithmetic/formula.js";

/** The rule that differentiates an expression, as its outermost operation says. */
export function ruleOf(node: Node, by: string): string {
  const depends = (part: Node | undefined): boolean => part !== undefined && reads(part, by);
  if (!depends(node)) return "constant";
  if (node.kind === "name") return "variable";
  if (node.range) return "reduction";
  if (/\w/.test(node.text)) return `function:${node.text}`;
  const [factor, ...others] = factorsOf(node);
  if (!depends(factor) || !others.every(depends)) return "constant-multiple";
  if (others.length > 0) return "product";
  if (factor?.text !== "^") return "sum";
  const [base, exponent] = factor.parts;
  return !depends(exponent) ? "power" : depends(base) ? "general-power" : "exponential";
}

/** Where a function is smooth: `z[j] != 0`, as `show` writes it. */
export function conditionsOf({ text, parts }: Node): readonly string[] {
  const { parameters = [], conditions = [] } = functions.get(text) ?? {};
  const pairs = parts.flatMap((a, k) => parts.slice(k + 1).map((b) => [a, b]));
  if (/^(max|min)$/.test(text))
    return pairs.map((pair) => show({ kind: "function", text: "!=", parts: pair }));
  const place = (name: string): number => parameters.indexOf(name);
  return conditions
    .filter((each) => place(each.replace(/ .*/, "")) < parts.length)
    .map((each) =>
      show(parse(each)).replace(/name (\w+)\(\)/g, (_, name: string) =>
        parts.slice(place(name)).slice(0, 1).map(show).join(),
      ),
    );
}
