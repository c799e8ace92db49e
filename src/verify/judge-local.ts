import { big } from "../calculator/arithmetic.js";
import { type Axis, evaluate, type Formulas, type Read, world } from "../calculator/evaluate.js";
import { canonical, type Node, nodesIn, parse } from "../calculator/parse.js";
import type { StreamStep } from "../stream-format/step-stream.js";
import { branchReads, compare, drawn } from "./points.js";
import { conditionsOf, ruleOf, writtenConditions } from "./rules.js";

export const axisText = ([index, lo, hi]: Axis): string => `${index}=${lo}..${hi}`;
const ranges = (axes: readonly Axis[]): string => axes.map(([, lo, hi]) => `${lo}..${hi}`).join();

const integerOf = ({ op, text, parts: [part] }: Node): number =>
  op === "neg" && part ? -integerOf(part) : Number(text);

/** A formula of the model with the piece by whose instances it is differentiated. */
export interface Local {
  readonly name: string;
  readonly formula: Node;
  /** Those of the formula, under its own names. */
  readonly axes: readonly Axis[];
  /** Those of both, as the step that speaks about them names them. */
  readonly all: readonly Axis[];
  readonly by: Node;
}

/** The judge of one local derivative: of the whole, then of the rules that lead to it, each exactly once. */
export class LocalJudge {
  private readonly open = new Map<string, readonly Axis[]>();
  private readonly closed = new Set<string>();
  private readonly reads: readonly Read[];

  constructor(
    private readonly local: Local,
    formulas: Formulas,
    quantities: ReadonlySet<string>,
    model: Read,
  ) {
    const { name, all, by } = local;
    const free = [
      [0.1, 0.9],
      [-0.9, -0.1],
      [1.1, 2.5],
    ].map(([from = 0, to = 0], salt) =>
      world(formulas, (key, of) =>
        of === name || !quantities.has(of)
          ? undefined
          : big((from + (to - from) * drawn(`${salt} ${key}`)).toFixed(6)),
      ),
    );
    this.reads = [model, ...free];
    const names = all.map(([index]) => index);
    const own = names.map((_, axis) => local.axes[axis]?.[0] ?? "");
    this.open.set(this.key(canonical(local.formula, own), canonical(by, names), all), all);
  }

  private key(body: string, by: string, axes: readonly Axis[]): string {
    return `${body} by ${by} for ${ranges(axes)}`;
  }

  /** The derivative of the definition itself, at the names of the step. */
  whole({ after }: StreamStep): string | undefined {
    const { axes, formula, by, all } = this.local;
    const names = all.map(([index]) => index);
    const mark: Node = { op: "call", text: "diff", parts: [renamed(formula, axes, names), by] };
    return this.agree(mark, parse(after), all);
  }

  private agree(before: Node, after: Node, axes: readonly Axis[]): string | undefined {
    const [, free] = this.reads;
    const edges = free ? branchReads(before, axes, free) : [];
    return compare(
      (at, read) => evaluate(before, { at, read }),
      (at, read) => evaluate(after, { at, read }),
      axes,
      [...this.reads, ...edges],
    );
  }

  /** One rule. */
  step({ rule, before, after, axes = [], conditions = [] }: StreamStep): string | undefined {
    const mark = parse(before);
    const [body, by] = mark.parts;
    if (mark.text !== "diff" || !body || !by) return "it is no derivative";
    const names = axes.map((axis) => axis.split("=")[0] ?? "");
    const pending = [...this.open].find(
      ([key, all]) => key === this.key(canonical(body, names), canonical(by, names), all),
    );
    const [key, all] = pending ?? [];
    if (!key || !all || ranges(all) !== axes.map((axis) => axis.split("=")[1]).join())
      return "no step before it asks for this derivative";
    if (new Set(names).size < names.length) return "two indices have one name";
    if (this.local.all.some(([index], k) => index !== names[k]))
      return "its indices have other names than those of the whole";
    this.open.delete(key);
    this.closed.add(key);
    const wanted = ruleOf(body, by.text, names);
    if (rule !== wanted) return `the rule is ${wanted}`;
    const needed = body.op === "call" && wanted !== "constant" ? conditionsOf(body, names) : [];
    if (writtenConditions(conditions, names).join() !== needed.join())
      return "the conditions are not those of the function";
    const own = all.map(([, lo, hi], k): Axis => [names[k] ?? "", lo, hi]);
    const result = parse(after);
    for (const [node, around] of nodesIn(result)) {
      const [part, of] = node.parts;
      if (node.text !== "diff" || !part || !of) continue;
      const inner = around.map(({ parts: [index, lo, hi] }): Axis => {
        return [index?.text ?? "", lo ? integerOf(lo) : 0, hi ? integerOf(hi) : 0];
      });
      const scope = [...own, ...inner];
      const inside = scope.map(([index]) => index);
      const found = this.key(canonical(part, inside), canonical(of, inside), scope);
      if (!this.closed.has(found)) this.open.set(found, scope);
    }
    return this.agree(mark, result, own);
  }

  /** What is left to be explained. */
  get isOpen(): boolean {
    return this.open.size > 0;
  }
}

/** A formula under other names for its free indices. */
function renamed(node: Node, axes: readonly Axis[], names: readonly string[]): Node {
  const { op, text, parts } = node;
  const bound = op === "reduce" ? parts[0]?.text : undefined;
  const at = axes.findIndex(([index]) => index === text);
  if (op === "name" && parts.length === 0 && at >= 0) return { ...node, text: names[at] ?? text };
  const inner = axes.map((axis): Axis => (axis[0] === bound ? ["", axis[1], axis[2]] : axis));
  return { op, text, parts: parts.map((part) => renamed(part, inner, names)) };
}
