import { replaceParts } from "../algebra/binding.js";
import { call, constant, number, one, reference } from "../algebra/constructors.js";
import type { Expression } from "../algebra/expression.js";
import type { IndexTerm } from "../algebra/index-term.js";
import { integerTerm, plainIndex } from "../algebra/index-term.js";
import { infix } from "../algebra/infix.js";
import type { Axis, Instance, Model, Quantity } from "../model/model.js";
import { axisTerm } from "../model/model.js";
import type { StreamAxis } from "../stream-format/step-stream.js";

/** π and e in functions, for models that call a quantity so. */
const spelledConstants = {
  pi: call("acos", number(-1)),
  e: call("exp", one),
} as const;

/** How expressions of a model are written in its stream. */
export type WriteText = (expression: Expression) => string;

export function textOf({ quantities }: Model): WriteText {
  const taken = (["pi", "e"] as const).filter((name) => quantities.has(name));
  const spelled = new Map(taken.map((name) => [constant(name), spelledConstants[name]] as const));
  return (expression) =>
    infix(spelled.size > 0 ? replaceParts(expression, spelled) : expression, {
      axisName: (name, axis) => quantities.get(name)?.axes[axis]?.index,
      explicit: true,
    });
}

const named = (name: string, terms: readonly IndexTerm[]): string => infix(reference(name, terms));

/** An instance as formulas write it: `W[1,2]`. */
export const instanceText = ({ name, indices }: Instance): string =>
  named(name, indices.map(integerTerm));

/** A piece of a quantity at its indices, `h[t]`; a fixed subscript is a number, `h[0]`. */
export const pieceText = (
  quantity: Quantity,
  axes: readonly Axis[],
  name = quantity.name,
): string =>
  named(
    name,
    axes.map((axis) => axisTerm(axis, quantity)),
  );

export const streamAxes = (axes: readonly Axis[]): readonly StreamAxis[] =>
  axes.map(({ index, lo, hi }) => `${named("", [plainIndex(index)]).slice(1, -1)}=${lo}..${hi}`);
