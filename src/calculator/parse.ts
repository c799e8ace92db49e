/** A formula as a tree: operators, `neg`, `number`, `name` with its index terms, `call`, `reduce`. */
export interface Node {
  readonly op: string;
  readonly text: string;
  readonly parts: readonly Node[];
}

const tightness: Readonly<Record<string, number>> = { "+": 1, "-": 1, "*": 2, "/": 2, "^": 4 };
const token = /\d+(?:\.\d+)?(?:e-?\d+)?|[^\s\d()[\],+\-*/^][^\s()[\],+\-*/^]*|\S/g;
const reductions: readonly string[] = ["sum", "max", "min", "logsumexp"];

/** `sum(i, 1, 3, x[i])` has an index and its range before the body. */
const callOf = (text: string, parts: readonly Node[]): Node => {
  const [index, lo, hi, body] = parts.map(({ op }) => op);
  const isRange = [lo, hi].every((op) => op === "number" || op === "neg");
  const isReduction = index === "name" && isRange && body && reductions.includes(text);
  return { op: isReduction && parts.length === 4 ? "reduce" : "call", text, parts };
};

/** Reads a formula. Throws a SyntaxError. */
export function parse(text: string): Node {
  const tokens = text.match(token) ?? [];
  let [place, depth] = [0, 0];
  const accept = (wanted: string): boolean => tokens[place] === wanted && ++place > 0;
  const fail = (): never => {
    throw new SyntaxError(`cannot read ${tokens[place] ?? "the end"} in ${text.slice(0, 60)}`);
  };
  const list = (end: string): Node[] => {
    const parts = [expression(0)];
    while (!accept(end)) parts.push(accept(",") ? expression(0) : fail());
    return parts;
  };
  function atom(): Node {
    if (accept("-")) return { op: "neg", text: "", parts: [expression(3)] };
    if (accept("(")) {
      const inner = list(")");
      return inner[0] && inner.length === 1 ? inner[0] : fail();
    }
    const next = tokens[place] ?? fail();
    if (/^[)[\],+*/^]/.test(next)) fail();
    place++;
    if (/^\d/.test(next)) return { op: "number", text: next, parts: [] };
    if (accept("(")) return callOf(next, list(")"));
    return { op: "name", text: next, parts: accept("[") ? list("]") : [] };
  }
  function expression(least: number): Node {
    if (++depth > 150) fail();
    let left = atom();
    for (let op = tokens[place] ?? ""; (tightness[op] ?? 0) > least; op = tokens[place] ?? "") {
      place++;
      left = { op, text: "", parts: [left, expression(tightness[op] ?? 0)] };
    }
    depth--;
    return left;
  }
  const root = expression(0);
  return place < tokens.length ? fail() : root;
}

/** An index term as a number in which each index of the scope stands for another large one. */
function probe({ op, text, parts: [a, b] }: Node, scope: readonly string[]): number {
  if (op === "number") return Number(text);
  if (!a) return (scope.lastIndexOf(text) + 2) ** 5 * 1009;
  const [left, right] = [probe(a, scope), b ? probe(b, scope) : 0];
  if (op === "*") return left * right;
  return op === "+" ? left + right : op === "-" ? left - right : op === "neg" ? -left : Number.NaN;
}

/** A text that is equal for formulas that differ in the names of their indices only. */
export function canonical({ op, text, parts }: Node, scope: readonly string[]): string {
  if (op === "name" && parts.length > 0)
    return `${text}[${parts.map((part) => probe(part, scope)).join()}]`;
  const at = op === "name" ? scope.lastIndexOf(text) : -1;
  const inner = op === "reduce" ? [...scope, parts[0]?.text ?? ""] : scope;
  return `${op} ${at < 0 ? text : `#${at}`}(${parts.map((part) => canonical(part, inner)).join()})`;
}

/** Every node with the reductions around it, from the outside in. */
export function nodesIn(node: Node, around: readonly Node[] = []): [Node, readonly Node[]][] {
  const inner = node.op === "reduce" ? [...around, node] : around;
  return [[node, around], ...node.parts.flatMap((part) => nodesIn(part, inner))];
}

/** Whether a formula reads a quantity; a bare name that is an index is none. */
export const reads = (node: Node, name: string, indices: readonly string[] = []): boolean =>
  nodesIn(node).some(
    ([{ op, text, parts }, around]) =>
      op === "name" &&
      text === name &&
      (parts.length > 0 ||
        !(indices.includes(name) || around.some(({ parts: [index] }) => index?.text === name))),
  );
