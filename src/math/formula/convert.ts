import type { MathNode } from "mathjs";
import { tokenIndexOf } from "./grammar.js";
import type { Token } from "./tokens.js";
import type { FormulaNode, Operator, Span } from "./tree.js";

/** A node of ours with the tokens that it covers, its own parentheses included; `last` is inclusive. */
interface Converted {
  readonly node: FormulaNode;
  readonly first: number;
  readonly last: number;
}

/** mathjs's nodes as far as a checked formula can have them; everything else is an error of ours. */
type Parsed =
  | { readonly type: "SymbolNode"; readonly name: string }
  | { readonly type: "ParenthesisNode"; readonly content: Parsed }
  | { readonly type: "OperatorNode"; readonly op: string; readonly args: readonly Parsed[] }
  | { readonly type: "FunctionNode"; readonly fn: Parsed; readonly args: readonly Parsed[] }
  | { readonly type: "AccessorNode"; readonly object: Parsed; readonly index: Parsed }
  | { readonly type: "IndexNode"; readonly dimensions: readonly Parsed[] };

const operators: ReadonlySet<string> = new Set<Operator>(["+", "-", "*", "/", "^"]);
const isOperator = (text: string): text is Operator => operators.has(text);

/** Turns mathjs's tree into ours. The placeholders lead back to the tokens, and they have the places. */
export function convert(root: MathNode, tokens: readonly Token[]): FormulaNode {
  const tokenAt = (index: number): Token => {
    const token = tokens[index];
    if (!token) throw new Error(`the formula has no token ${index}`);
    return token;
  };
  const spanOf = (first: number, last: number): Span => ({
    start: tokenAt(first).span.start,
    end: tokenAt(last).span.end,
  });

  function walk(parsed: Parsed): Converted {
    switch (parsed.type) {
      case "SymbolNode":
        return leaf(tokenIndexOf(parsed.name));
      case "ParenthesisNode": {
        const { node, first, last } = walk(parsed.content);
        return { node, first: first - 1, last: last + 1 };
      }
      case "OperatorNode":
        return operation(parsed.op, parsed.args.map(walk));
      case "FunctionNode":
        return applied("call", walk(parsed.fn), parsed.args.map(walk));
      case "AccessorNode":
        return applied("instance", walk(parsed.object), dimensionsOf(parsed.index).map(walk));
      default:
        throw new Error(`the parser gave a ${parsed.type} for a checked formula`);
    }
  }

  function leaf(index: number): Converted {
    const { kind, text, span } = tokenAt(index);
    if (kind === "symbol") throw new Error(`the parser gave a symbol for token ${index}`);
    const node: FormulaNode = kind === "number" ? { kind, text, span } : { kind, name: text, span };
    return { node, first: index, last: index };
  }

  function operation(operator: string, [left, right]: readonly Converted[]): Converted {
    if (!left || !isOperator(operator)) throw new Error(`the parser gave the operator ${operator}`);
    if (right) {
      const [first, last] = [left.first, right.last];
      const span = spanOf(first, last);
      const node: FormulaNode = {
        kind: "binary",
        operator,
        left: left.node,
        right: right.node,
        span,
      };
      return { node, first, last };
    }
    const [first, last] = [left.first - 1, left.last];
    if (operator === "+") return { node: left.node, first, last };
    const node: FormulaNode = { kind: "negate", operand: left.node, span: spanOf(first, last) };
    return { node, first, last };
  }

  function applied(
    kind: "call" | "instance",
    head: Converted,
    operands: readonly Converted[],
  ): Converted {
    if (head.node.kind !== "name") throw new Error("the parser applied what is no name");
    const { name, span: nameSpan } = head.node;
    const first = head.first;
    const last = (operands.at(-1)?.last ?? first + 1) + 1;
    const span = spanOf(first, last);
    const nodes = operands.map(({ node }) => node);
    const node: FormulaNode =
      kind === "call"
        ? { kind, name, nameSpan, arguments: nodes, span }
        : { kind, name, nameSpan, indices: nodes, span };
    return { node, first, last };
  }

  // mathjs types its nodes by classes; `Parsed` says what of them a checked formula can have.
  return walk(root as unknown as Parsed).node;
}

function dimensionsOf(index: Parsed): readonly Parsed[] {
  if (index.type !== "IndexNode") throw new Error(`the parser gave a ${index.type} for an index`);
  return index.dimensions;
}
