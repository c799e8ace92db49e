import { replaceParts } from "../../math/algebra/binding.js";
import { reference, zero } from "../../math/algebra/constructors.js";
import { quantitiesIn } from "../../math/algebra/depends.js";
import { plainIndex } from "../../math/algebra/index-term.js";
import type { Axis, Model, Quantity } from "../../math/model/model.js";
import type { Optimizer } from "../../network/optimizers/optimizer.js";
import type { Assignment } from "../../network/optimizers/optimizer-row.js";

/** What the lines of a step read that changes from step to step, beside the state: `w`, `g`, and `t`. */
const inputs = ["w", "g"] as const;
const count = "t";

/** The name of what a line computes; the bare name is the value before the step. */
export const nextName = (target: string): string => `${target}'`;

const given = (name: string, axes: readonly Axis[]): Quantity => ({
  name,
  axes,
  role: "input",
  pieces: [{ kind: "formula", axes, right: zero }],
});

const constant = ([name, text]: readonly [string, string]): Quantity => ({
  name,
  axes: [],
  role: "input",
  pieces: [{ kind: "data", axes: [], decimals: [text] }],
});

/**
 * The lines of a step as a model, for `size` parameters in a row: `w`, `g`, `t` and the state are put in from
 * outside, and `w'` and the new state come out.
 */
export function stepModel(
  lines: readonly Assignment[],
  { constants, state }: Pick<Optimizer, "constants" | "state">,
  size: number,
): Model {
  const axes: readonly Axis[] = [{ index: "p", lo: 0, hi: size - 1 }];
  const at = [plainIndex("p")];
  const scalars = new Set([...constants.keys(), count]);
  const computed = new Set<string>();
  const placed = (name: string) => {
    if (scalars.has(name)) return reference(name);
    return reference(computed.has(name) ? nextName(name) : name, at);
  };
  const quantities: Quantity[] = [
    ...[...inputs, ...state.keys()].map((name) => given(name, axes)),
    given(count, []),
    ...[...constants].map(constant),
  ];
  for (const { target, right } of lines) {
    const names = [...quantitiesIn(right)];
    const replaced = replaceParts(
      right,
      new Map(names.map((name) => [reference(name), placed(name)] as const)),
    );
    computed.add(target);
    quantities.push({
      name: nextName(target),
      axes,
      role: "intermediate",
      pieces: [{ kind: "formula", axes, right: replaced }],
    });
  }
  return {
    quantities: new Map(quantities.map((quantity) => [quantity.name, quantity])),
    loss: nextName("w"),
  };
}
