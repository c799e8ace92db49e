import type { Axis } from "../math/model/model.js";
import type { CodeScope } from "./code-scope.js";
import { at, atom, type Code } from "./precedence.js";

/**
 * Code for an array with one axis for each of these indices, which are in the order of the scope's axes. An
 * index that the expression does not depend on is no axis.
 */
export interface ArrayCode {
  readonly code: Code;
  readonly indices: readonly string[];
}

/** The indices around an expression, outermost first; those of the reductions around it come last. */
export interface ArrayScope extends CodeScope {
  readonly axes: readonly Axis[];
}

/** The indices of the parts, in the order of the axes. */
export const inOrder = (axes: readonly Axis[], parts: readonly ArrayCode[]): readonly string[] =>
  axes
    .map(({ index }) => index)
    .filter((index) => parts.some(({ indices }) => indices.includes(index)));

/** The code of a part whose axes line up, from the right, with those of the indices: `b[:, None]`. */
function aligned({ code, indices }: ArrayCode, all: readonly string[]): Code {
  const [first] = indices;
  if (first === undefined) return code;
  const places = all.slice(all.indexOf(first));
  if (places.length === indices.length) return code;
  const slots = places.map((index) => (indices.includes(index) ? ":" : "None"));
  return atom(`${at("atom", code)}[${slots.join(", ")}]`);
}

/** Parts with lined-up axes; undefined where one of them is no array code. */
export function together(
  parts: readonly (ArrayCode | undefined)[],
  { axes }: ArrayScope,
): { readonly codes: readonly Code[]; readonly indices: readonly string[] } | undefined {
  const known = parts.filter((part) => part !== undefined);
  if (known.length < parts.length) return undefined;
  const indices = inOrder(axes, known);
  return { codes: known.map((part) => aligned(part, indices)), indices };
}
