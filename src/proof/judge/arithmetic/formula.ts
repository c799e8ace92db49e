import {
  bignumberDependencies,
  create,
  isAccessorNode,
  isConstantNode,
  isFunctionNode,
  isOperatorNode,
  isParenthesisNode,
  isSymbolNode,
  type MathNode,
  parseDependencies,
} from "mathjs";

/** Numbers of many digits, and a parser. */
export const math = create(
  { ...bignumberDependencies, ...parseDependencies },
  { number: "BigNumber" },
);
// Names in any alphabet: a letter is what is nothing else.
Reflect.set(math.parse, "isAlpha", (c: string) => /[^\s\d()[\],+\-*/^="]/.test(c));

/** A formula as a tree. Operators are functions, `-x` is one of one argument; `W[j,i]` is a name with parts. */
export interface Node {
  readonly kind: "number" | "name" | "function";
  readonly text: string;
  readonly parts: readonly Node[];
  /** Of a function of all values that an index has: `i=1..3`. */
  readonly range?: string;
}

function convert(node: MathNode): Node {
  if (isParenthesisNode(node)) return convert(node.content);
  if (isConstantNode(node)) return { kind: "number", text: String(node.value), parts: [] };
  if (isSymbolNode(node)) return { kind: "name", text: node.name, parts: [] };
  if (isAccessorNode(node) && isSymbolNode(node.object))
    return { kind: "name", text: node.object.name, parts: node.index.dimensions.map(convert) };
  if (isOperatorNode(node))
    return { kind: "function", text: node.op, parts: node.args.map(convert) };
  if (!isFunctionNode(node)) throw new SyntaxError(`a formula has no ${node.type}`);
  const [first, ...rest] = node.args;
  const range = isConstantNode(first) && /=/.test(String(first.value)) && String(first.value);
  const parts = (range ? rest : node.args).map(convert);
  return { kind: "function", text: node.fn.toString(), parts, ...(range && { range }) };
}

/** Formulas that were read before, of a few streams at most. */
const parsed = new Map<string, Node>();

/** Reads a formula. Throws a SyntaxError. */
export function parse(formula: string): Node {
  const node =
    parsed.get(formula) ?? convert(math.parse(formula.replace(/[^\s(,]+=-?\d+\.\.-?\d+/g, '"$&"')));
  if (parsed.size > 20_000) parsed.clear();
  parsed.set(formula, node);
  return node;
}

/** One text for all ways to write a formula. */
export const show = ({ kind, text, parts, range = "" }: Node): string =>
  `${kind} ${text}(${[range, ...parts.map(show)]})`;

/** Every part, with the ranges around it from the outside in. */
export const partsIn = (
  node: Node,
  around: readonly string[] = [],
): [Node, readonly string[]][] => {
  const inner = node.range ? [...around, node.range] : around;
  return [[node, around], ...node.parts.flatMap((part) => partsIn(part, inner))];
};

/** A formula with others in the place of some of its parts, which are known by how `show` writes them. */
export function replaceParts(node: Node, others: ReadonlyMap<string, Node>): Node {
  const other = others.get(show(node));
  return other ?? { ...node, parts: node.parts.map((part) => replaceParts(part, others)) };
}

export const reads = (formula: Node, quantity: string): boolean =>
  partsIn(formula).some(([{ kind, text }]) => kind === "name" && text === quantity);

/** The factors of a product; what is divided by is a power. */
export function factorsOf(node: Node): readonly Node[] {
  const [left, right] = node.parts;
  if (node.text === "-" && left && !right) return [parse("1"), ...factorsOf(left)];
  if (node.text === "*" && left && right) return [...factorsOf(left), ...factorsOf(right)];
  if (node.text !== "/" || !left || !right) return [node];
  const below: Node = { ...node, text: "^", parts: [right, parse("1")] };
  return left.text === "1" ? [below] : [...factorsOf(left), below];
}
