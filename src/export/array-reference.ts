import type { ReferenceNode } from "../math/algebra/expression.js";
import { asInteger, type IndexTerm, type Range } from "../math/algebra/index-term.js";
import type { Axis } from "../math/model/model.js";
import type { ArrayCode, ArrayScope } from "./array-axes.js";
import { transposed } from "./contraction-code.js";
import { atom } from "./precedence.js";

/** `h[1:4]` for h[t+1]: what a term takes of an axis; undefined where it is no shifted index or integer. */
function slotOf(
  term: IndexTerm,
  own: Range,
  axes: readonly Axis[],
): { readonly text: string; readonly index: string | undefined } | undefined {
  const integer = asInteger(term);
  if (integer !== undefined) return { text: String(integer - own.lo), index: undefined };
  const [[index, coefficient] = ["", 0], ...others] = term.factors;
  const axis = axes.find((each) => each.index === index);
  if (others.length > 0 || coefficient !== 1 || !axis) return undefined;
  const [first, last] = [axis.lo + term.constant - own.lo, axis.hi + term.constant - own.lo];
  const isWhole = first === 0 && last === own.hi - own.lo;
  return { text: isWhole ? ":" : `${first}:${last + 1}`, index: axis.index };
}

/** The whole of what a reference reads: `W`, `h[1:4]`, `V.T`; undefined where indices do more than count along axes. */
export function referenceArray(node: ReferenceNode, scope: ArrayScope): ArrayCode | undefined {
  const storage = scope.storageOf(node.name);
  if (storage.kind === "table") return undefined;
  const slots = node.indices.map((term, axis) => {
    const own = storage.axes[axis];
    return own && slotOf(term, own, scope.axes);
  });
  const known = slots.filter((slot) => slot !== undefined);
  const indices = known.flatMap(({ index }) => index ?? []);
  if (known.length < slots.length || new Set(indices).size < indices.length) return undefined;
  const isWhole = known.every(({ text }) => text === ":");
  const code = atom(
    isWhole ? storage.name : `${storage.name}[${known.map(({ text }) => text).join(", ")}]`,
  );
  const order = scope.axes.flatMap(({ index }) => (indices.includes(index) ? [index] : []));
  return transposed({ code, indices }, order, scope.family);
}
