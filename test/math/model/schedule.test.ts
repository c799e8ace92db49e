import { describe, expect, it } from "vitest";
import { bracket } from "../../../src/math/algebra/constructors.js";
import { CycleError } from "../../../src/math/model/instance-order.js";
import type { Model, Quantity } from "../../../src/math/model/model.js";
import { type Schedule, type Step, scheduleOf } from "../../../src/math/model/schedule.js";
import {
  add,
  at,
  axis,
  formula,
  model,
  multiply,
  number,
  quantity,
  ref,
} from "../numeric/models.js";

/** A step as text: `↑1..4(h[j] g)` loops upwards over all of h along j, then g. */
function textOf(step: Step): string {
  if (step.kind === "instances")
    return step.order
      .map(({ definition, indices }) => `${definition.name}[${indices.join()}]`)
      .join(" ");
  if (step.kind === "loop")
    return `${step.direction === 1 ? "↑" : "↓"}${step.lo}..${step.hi}(${textOfAll(step.steps)})`;
  const { name, piece } = step.definition;
  const free = step.free.map((position) => piece.axes[position]?.index);
  return free.length === 0 ? name : `${name}[${free.join()}]`;
}
const textOfAll = (schedule: Schedule): string => schedule.map(textOf).join(" ");

const t = axis("t", 1, 4);
const j = axis("j", 1, 2);
const constant = (name: string): Quantity => quantity(name, formula([], number(1)));

describe("scheduleOf", () => {
  it.each<[string, Model, string]>([
    [
      "orders definitions by what they read",
      model(quantity("c", formula([], add(ref("a"), ref("b")))), constant("a"), constant("b")),
      "a b c",
    ],
    [
      "loops along the axis that a recurrence shifts and not along the others",
      model(
        quantity(
          "h",
          formula([axis("t", 0, 0), j], number(1)),
          formula([t, j], ref("g", at("t", -1), "j")),
        ),
        quantity("g", formula([axis("s", 0, 4), j], ref("h", "s", "j"))),
      ),
      "h[t,j] ↑0..4(h[j] g[j])",
    ],
    [
      "aligns quantities whose axes stand in another order",
      model(
        quantity(
          "h",
          formula([j, t], multiply(bracket(at("t"), 2, Infinity), ref("g", at("t", -1), "j"))),
        ),
        quantity("g", formula([t, j], ref("h", "j", "t"))),
      ),
      "↑1..4(h[j] g[j])",
    ],
    [
      "runs backwards where reads are of later values",
      model(quantity("d", formula([t], multiply(bracket(at("t"), 1, 3), ref("d", at("t", 1)))))),
      "↓1..4(d)",
    ],
    [
      "nests loops for a recurrence over two indices",
      model(
        quantity(
          "a",
          formula(
            [t, j],
            add(
              multiply(bracket(at("t"), 2, Infinity), ref("a", at("t", -1), "j")),
              multiply(bracket(at("j"), -Infinity, 1), ref("a", "t", at("j", 1))),
            ),
          ),
        ),
      ),
      "↑1..4(↓1..2(a))",
    ],
    [
      "leaves instances that only seem to depend on each other to their own order",
      model(
        quantity("a", formula([axis("t", 1, 3)], multiply(bracket(at("t"), 1, 1), ref("b")))),
        quantity("b", formula([], ref("a", 2))),
      ),
      "a[2] b[] a[1] a[3]",
    ],
  ])("%s", (_, of, expected) => {
    expect(textOfAll(scheduleOf(of))).toBe(expected);
  });

  it("is made once for a model", () => {
    const of = model(constant("a"));
    expect(scheduleOf(of)).toBe(scheduleOf(of));
  });

  it("takes a chain of 20,000 definitions in any order", () => {
    const chain = Array.from({ length: 20_000 }, (_, k) =>
      quantity(`q${k}`, formula([], k === 19_999 ? number(1) : ref(`q${k + 1}`))),
    );
    expect(scheduleOf(model(...chain))).toHaveLength(20_000);
  });

  it.each<[string, Model, readonly string[], string]>([
    [
      "of two scalars",
      model(
        quantity("h", formula([], ref("g"))),
        quantity("g", formula([], add(ref("h"), ref("one")))),
        constant("one"),
      ),
      ["h", "g", "h"],
      "cannot order the equations: `h → g → h` is a cycle and no recurrence over an index",
    ],
    [
      "of a scalar with itself",
      model(quantity("h", formula([], add(ref("h"), number(1))))),
      ["h", "h"],
      "cannot order the equations: `h → h` is a cycle and no recurrence over an index",
    ],
    [
      "of instances",
      model(quantity("h", formula([t], ref("g", "t"))), quantity("g", formula([t], ref("h", "t")))),
      ["h", "g", "h"],
      "cannot order the equations: `h → g → h` is a cycle and no recurrence over an index, as in `h[1] → g[1] → h[1]`",
    ],
    [
      "around a ring",
      model(
        quantity(
          "a",
          formula([axis("t", 1, 1)], ref("a", 3)),
          formula([axis("t", 2, 3)], ref("a", at("t", -1))),
        ),
      ),
      ["a", "a"],
      "cannot order the equations: `a → a` is a cycle and no recurrence over an index, as in `a[1] → a[3] → a[2] → a[1]`",
    ],
    [
      "within one value of a loop",
      model(
        quantity(
          "h",
          formula(
            [t],
            add(ref("g", "t"), multiply(bracket(at("t"), 2, Infinity), ref("h", at("t", -1)))),
          ),
        ),
        quantity("g", formula([t], ref("h", "t"))),
      ),
      ["h", "g", "h"],
      "cannot order the equations: `h → g → h` is a cycle and no recurrence over an index, as in `h[1] → g[1] → h[1]`",
    ],
  ])("names a cycle %s", (_, of, quantities, message) => {
    let error: unknown;
    try {
      scheduleOf(of);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(CycleError);
    expect(error).toMatchObject({ quantities, problems: [{ code: "cycle", message }] });
  });
});
