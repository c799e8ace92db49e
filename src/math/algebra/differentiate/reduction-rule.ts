import { open, reduce } from "../binding.js";
import { call, divide, multiply, one, subtract, zero } from "../constructors.js";
import type { Expression, ReductionNode } from "../expression.js";
import { plainIndex } from "../index-term.js";
import { isJoined } from "../joined-reductions.js";
import type { Rule } from "./rule.js";

let opened = 0;
/** A name that no formula contains, for an index while its reduction is open. */
export const openIndex = (): string => `#${++opened}`;

/** A reduction with the indices that it runs over, outermost first, all of them opened. */
interface Opened {
  readonly indices: ReadonlyArray<readonly [index: string, range: ReductionNode]>;
  readonly body: Expression;
}

function openAll(node: ReductionNode): Opened {
  const index = openIndex();
  const body = open(node, plainIndex(index));
  const inner = isJoined(node, body) ? openAll(body) : { indices: [], body };
  return { indices: [[index, node], ...inner.indices], body: inner.body };
}

const sumOver = ({ indices }: Opened, body: Expression): Expression =>
  indices.reduceRight((inner, [index, range]) => reduce("sum", index, range, inner), body);

/** The weight of one summand's derivative in the derivative of a reduction. */
const reductionWeights: Readonly<
  Record<ReductionNode["name"], (body: Expression, node: ReductionNode) => Expression>
> = {
  sum: () => one,
  logsumexp: (body, node) => call("exp", subtract(body, node)),
  max: (body, node) => shareOf(body, node),
  min: (body, node) => shareOf(body, node),
};

/** Tied arguments share the derivative evenly, over all indices together, as in PyTorch: [u = m] / Σ [u = m]. */
function shareOf(body: Expression, node: ReductionNode): Expression {
  const opened = openAll(node);
  return divide(call("equal", body, node), sumOver(opened, call("equal", opened.body, node)));
}

/** R(u)' = Σ w u' for every reduction R, with the weight w that it gives to each u. */
export const reductionRule: Rule = {
  name: () => "reduction",
  applies: (expression) => expression.kind === "reduction",
  derive: (expression, { derivative }) => {
    if (expression.kind !== "reduction") return zero;
    const opened = openAll(expression);
    const weight = reductionWeights[expression.name](opened.body, expression);
    return sumOver(opened, multiply(weight, derivative(opened.body)));
  },
};
