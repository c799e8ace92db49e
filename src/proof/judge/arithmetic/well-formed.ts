import { constant, functions } from "./evaluate.js";
import { type Node, show } from "./formula.js";
import { type Axes, indicesOf } from "./model.js";

/** A sum of multiples of indices and a whole number. */
export interface Linear {
  readonly constant: number;
  readonly factors: ReadonlyMap<string, number>;
}

const combine = (a: Linear, b: Linear, times: number): Linear => ({
  constant: a.constant + times * b.constant,
  factors: new Map(
    [...a.factors.keys(), ...b.factors.keys()].map((index) => [
      index,
      (a.factors.get(index) ?? 0) + times * (b.factors.get(index) ?? 0),
    ]),
  ),
});
const none: Linear = { constant: 0, factors: new Map() };

/** What stands in the place of an index. Throws a SyntaxError where it is not linear with whole coefficients. */
export function linearOf({ kind, text, parts }: Node): Linear {
  if (kind === "number" && /^\d+$/.test(text)) return { ...none, constant: Number(text) };
  if (kind === "name" && parts.length === 0) return { ...none, factors: new Map([[text, 1]]) };
  const [left, right, ...more] = parts.map(linearOf);
  if (kind === "function" && left && more.length === 0) {
    if (text === "-" && !right) return combine(none, left, -1);
    if (right && /^[+-]$/.test(text)) return combine(left, right, text === "+" ? 1 : -1);
    if (right && text === "*" && left.factors.size === 0)
      return combine(none, right, left.constant);
  }
  throw new SyntaxError("an index is not a sum of indices and whole numbers");
}

/** The functions of two indices that are 1 or 0. */
export const isGuard = ({ kind, text }: Node): boolean =>
  kind === "function" && /^(delta|atleast|atmost)$/.test(text);

/** How many arguments there may be, least and most. */
const arityOf = ({ text, range }: Node): readonly [number, number] => {
  if (/^(sum|logsumexp)$/.test(text)) return range ? [1, 1] : [Infinity, 0];
  if (/^(max|min)$/.test(text)) return range ? [1, 1] : [2, Infinity];
  if (range) return [Infinity, 0];
  if (text === "-") return [1, 2];
  if (/^([+*/^]|diff)$/.test(text)) return [2, 2];
  const most = functions.get(text)?.parameters.length ?? 0;
  return [isGuard({ kind: "function", text, parts: [] }) ? most : Math.min(most, 1), most];
};

/** The numbers of indices of the names that a model has. */
export type Arities = ReadonlyMap<string, number>;

function checkIndex(node: Node, scope: readonly string[]): void {
  for (const index of linearOf(node).factors.keys())
    if (!scope.includes(index)) throw new SyntaxError(`there is no index ${index}`);
}

function checkName({ text, parts }: Node, scope: readonly string[], arities: Arities): void {
  if (parts.length === 0 && scope.includes(text)) return;
  const isConstant = parts.length === 0 && !constant(text).isNaN();
  const arity = arities.get(text) ?? (isConstant ? 0 : undefined);
  if (arity === undefined) throw new SyntaxError(`there is no ${text}`);
  if (arity !== parts.length) throw new SyntaxError(`${text} has not ${parts.length} indices`);
  for (const part of parts) checkIndex(part, scope);
}

/**
 * Throws a SyntaxError where a formula could have no value, or another meaning than it seems to have, even
 * beside a factor of 0: where a name or an index is unknown, or an index is divided.
 */
export function checkFormula(node: Node, axes: Axes, arities: Arities): void {
  const check = (part: Node, scope: readonly string[]): void => {
    const { kind, text, parts, range } = part;
    if (kind === "name") checkName(part, scope, arities);
    if (kind !== "function") return;
    const [least, most] = arityOf(part);
    if (parts.length < least || parts.length > most)
      throw new SyntaxError(`${text} has not ${parts.length} arguments`);
    if (isGuard(part)) {
      for (const each of parts) checkIndex(each, scope);
      return;
    }
    if (text === "diff" && parts[1]?.kind !== "name")
      throw new SyntaxError(`${show(part)} is no derivative`);
    const inner = range ? [...scope, ...indicesOf([range])] : scope;
    for (const each of parts) check(each, inner);
  };
  check(node, indicesOf(axes));
}
