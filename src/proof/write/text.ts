import { rebuild, replaceParts } from "../../math/algebra/binding.js";
import { call, constant, number, one, reference } from "../../math/algebra/constructors.js";
import type { Expression, ReductionNode } from "../../math/algebra/expression.js";
import { functionRow } from "../../math/algebra/functions/index.js";
import { plainIndex } from "../../math/algebra/index-term.js";
import { infix } from "../../math/algebra/infix.js";
import { boundName } from "../../math/algebra/tex/bound-name.js";
import type { Axis, Model } from "../../math/model/model.js";
import type { StreamAxis } from "../format/step-stream.js";

/** π and e in functions, for models that call a quantity so. */
const spelledConstants = {
  pi: call("acos", number(-1)),
  e: call("exp", one),
} as const;

/** How the formulas of a model are written in its stream. */
export interface Writer {
  /** An expression among free indices of these axes, which indices of sums differ from. */
  readonly text: (expression: Expression, axes?: readonly Axis[]) => string;
  /** A quantity at the indices of these axes: `h[t]`. */
  readonly piece: (name: string, axes: readonly Axis[]) => string;
  readonly axes: (axes: readonly Axis[]) => readonly StreamAxis[];
  readonly indexName: (index: string) => string;
  /** The index that `text` gives to a reduction among free indices of these axes. */
  readonly boundIndex: (node: ReductionNode, axes: readonly Axis[]) => string;
}

/** Calls with all of their arguments: the reader of a stream knows of no default. */
function withDefaults(expression: Expression): Expression {
  const inner = rebuild(expression, withDefaults, (term) => term);
  if (inner.kind !== "call") return inner;
  const { arity, defaults = [] } = functionRow(inner.name);
  const missing = Math.min(arity[1] - inner.arguments.length, defaults.length);
  return missing > 0 ? call(inner.name, ...inner.arguments, ...defaults.slice(-missing)) : inner;
}

export function writerOf({ quantities }: Model): Writer {
  const clashing = (["pi", "e"] as const).filter((name) => quantities.has(name));
  const spelled = new Map(
    clashing.map((name) => [constant(name), spelledConstants[name]] as const),
  );
  // A quantity and an index of the same name may stand in one formula.
  const indexName = (index: string): string =>
    quantities.has(index.replace(/'+$/, "")) ? index.replace(/(?='*$)/, "°") : index;
  const axisName = (name: string, axis: number): string | undefined =>
    quantities.get(name)?.axes[axis]?.index;
  const takenIn = (axes: readonly Axis[]): ReadonlySet<string> =>
    new Set([...quantities.keys(), ...axes.map(({ index }) => index)]);
  const text: Writer["text"] = (expression, axes = []) =>
    infix(withDefaults(spelled.size > 0 ? replaceParts(expression, spelled) : expression), {
      axisName,
      explicit: { taken: takenIn(axes), indexName },
    });
  return {
    text,
    piece: (name, axes) => {
      const indices = axes.map(({ index }) => plainIndex(index));
      return text(reference(name, indices), axes);
    },
    axes: (axes) => axes.map(({ index, lo, hi }) => `${indexName(index)}=${lo}..${hi}`),
    indexName,
    boundIndex: (node, axes) => boundName(node, axisName, takenIn(axes)),
  };
}
