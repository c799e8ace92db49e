import { describe, expect, it } from "vitest";
import { reduce } from "../../../src/math/algebra/binding.js";
import { bracket, call, reference } from "../../../src/math/algebra/constructors.js";
import type { Expression } from "../../../src/math/algebra/expression.js";
import { indexTerm } from "../../../src/math/algebra/index-term.js";
import type { Axis, Model } from "../../../src/math/model/model.js";
import { scheduleOf } from "../../../src/math/model/schedule.js";
import { double } from "../../../src/math/numeric/double.js";
import { evaluate } from "../../../src/math/numeric/evaluate.js";
import {
  add,
  at,
  axis,
  boxed,
  data,
  decimal,
  formula,
  model,
  multiply,
  number,
  quantity,
  ref,
} from "./models.js";

const sum = (index: string, lo: number, hi: number, body: Expression): Expression =>
  reduce("sum", index, { lo, hi }, body);
const lag = indexTerm(0, [
  ["t", 1],
  ["s", -1],
]);
const t5 = axis("t", 1, 5);
const tanh = (x: Expression): Expression => call("tanh", x);

/** Values of a quantity, from doubles; the same from boxes, where nothing can be read before it is there. */
function valuesOf(of: Model, name: string): readonly number[] {
  const values = Array.from(evaluate(of, double).array(name));
  expect(Array.from(evaluate(of, boxed).array(name), (box) => box?.value ?? 0)).toEqual(values);
  return values;
}

const kindsOf = (of: Model): readonly string[] => scheduleOf(of).map(({ kind }) => kind);

const xs = [0.1, -0.2, 0.3, 0.7, -0.5];
const x = quantity("x", data([t5], xs));

interface Case {
  readonly title: string;
  readonly of: Model;
  readonly name: string;
  readonly expected: readonly number[];
  /** How the last group of the schedule is run. */
  readonly last: "box" | "loop" | "instances";
}

function forwardRecurrence(): readonly number[] {
  const h = [0.25];
  for (const [t, value] of xs.entries()) h.push(Math.tanh(value + 0.5 * (h[t] as number)));
  return h;
}

function backwardRecurrence(): readonly number[] {
  const d: number[] = new Array(6).fill(0);
  for (let t = 4; t >= 0; t--) d[t] = (xs[t] as number) + 2 * (d[t + 1] as number);
  return d.slice(0, 5);
}

function mutual(): readonly number[] {
  let [h, g] = [1, 2];
  const hs = [h];
  for (const value of xs) {
    const next = g + value;
    g = h * 3 + next;
    h = next;
    hs.push(h);
  }
  return hs;
}

function pascal(rows: number): readonly number[] {
  const a = Array.from({ length: rows }, () => new Array<number>(rows).fill(1));
  for (let i = 1; i < rows; i++)
    for (let j = 1; j < rows; j++)
      (a[i] as number[])[j] = (a[i - 1]?.[j] as number) + (a[i]?.[j - 1] as number);
  return a.flat();
}

const grid: readonly Axis[] = [axis("i", 1, 3), axis("j", 1, 3)];

const cases: readonly Case[] = [
  {
    title: "a dense layer",
    of: model(
      quantity("W", data([axis("j", 1, 2), axis("i", 1, 3)], [1, 2, 3, 4, 5, 6])),
      quantity("v", data([axis("i", 1, 3)], [0.5, -1, 2])),
      quantity("b", data([axis("j", 1, 2)], [10, 20])),
      quantity(
        "z",
        formula(
          [axis("j", 1, 2)],
          add(sum("i", 1, 3, multiply(ref("W", "j", "i"), ref("v", "i"))), ref("b", "j")),
        ),
      ),
    ),
    name: "z",
    expected: [14.5, 29],
    last: "box",
  },
  {
    title: "a recurrence forward in time with a boundary value",
    of: model(
      x,
      quantity(
        "h",
        formula([axis("t", 0, 0)], decimal("0.25")),
        formula([t5], tanh(add(ref("x", "t"), multiply(decimal("0.5"), ref("h", at("t", -1)))))),
      ),
    ),
    name: "h",
    expected: forwardRecurrence(),
    last: "loop",
  },
  {
    title: "a recurrence backward in time whose guard keeps the last read inside",
    of: model(
      x,
      quantity(
        "d",
        formula(
          [t5],
          add(
            ref("x", "t"),
            multiply(number(2), bracket(at("t", 1), -Infinity, 5), ref("d", at("t", 1))),
          ),
        ),
      ),
    ),
    name: "d",
    expected: backwardRecurrence(),
    last: "loop",
  },
  {
    title: "two quantities that read each other one step back, and one of them the other at once",
    of: model(
      x,
      quantity(
        "g",
        formula([axis("s", 0, 0)], number(2)),
        formula([axis("s", 1, 5)], add(multiply(ref("h", at("s", -1)), number(3)), ref("h", "s"))),
      ),
      quantity(
        "h",
        formula([axis("t", 0, 0)], number(1)),
        formula([t5], add(ref("g", at("t", -1)), ref("x", "t"))),
      ),
    ),
    name: "h",
    expected: mutual(),
    last: "loop",
  },
  {
    title: "a recurrence over two indices with boundaries cut out",
    of: model(
      quantity(
        "a",
        formula([axis("i", 1, 3), axis("j", 1, 1)], number(1)),
        formula([axis("i", 1, 1), axis("j", 2, 3)], number(1)),
        formula(
          [axis("i", 2, 3), axis("j", 2, 3)],
          add(ref("a", at("i", -1), "j"), ref("a", "i", at("j", -1))),
        ),
      ),
    ),
    name: "a",
    expected: pascal(3),
    last: "loop",
  },
  {
    title: "its adjoint, over both indices backwards",
    of: model(
      quantity(
        "d",
        formula(
          grid,
          add(
            multiply(bracket(at("i", 1), -Infinity, 3), ref("d", at("i", 1), "j")),
            multiply(bracket(at("j", 1), -Infinity, 3), ref("d", "i", at("j", 1))),
            multiply(bracket(at("i"), 3, 3), bracket(at("j"), 3, 3)),
          ),
        ),
      ),
    ),
    name: "d",
    expected: [6, 3, 1, 3, 2, 1, 1, 1, 1],
    last: "loop",
  },
  {
    title: "a special instance cut out of a general box, in the middle of a recurrence",
    of: model(
      quantity(
        "a",
        formula([axis("t", 1, 1)], number(1)),
        formula([axis("t", 2, 3)], multiply(number(2), ref("a", at("t", -1)))),
        formula([axis("t", 4, 4)], add(ref("a", 3), ref("a", 1), number(100))),
        formula([axis("t", 5, 6)], multiply(number(2), ref("a", at("t", -1)))),
      ),
    ),
    name: "a",
    expected: [1, 2, 4, 105, 210, 420],
    last: "loop",
  },
  {
    title: "a convolution with stride 2 over padded data",
    of: model(
      quantity("w", data([axis("k", 1, 3)], [1, 10, 100])),
      quantity(
        "x",
        formula([axis("t", 0, 0)], number(0)),
        data([axis("t", 1, 6)], [1, 2, 3, 4, 5, 6]),
        formula([axis("t", 7, 8)], number(0)),
      ),
      quantity(
        "z",
        formula(
          [axis("t", 0, 2)],
          sum(
            "k",
            1,
            3,
            multiply(
              ref("w", "k"),
              ref(
                "x",
                indexTerm(-1, [
                  ["t", 2],
                  ["k", 1],
                ]),
              ),
            ),
          ),
        ),
      ),
    ),
    name: "z",
    expected: [0 + 10 + 200, 2 + 30 + 400, 4 + 50 + 600],
    last: "box",
  },
  {
    title: "a filter over its own past, whose adjoint is guarded by the lag",
    of: model(
      quantity("w", data([axis("k", 1, 2)], [1, 10])),
      quantity(
        "d",
        formula(
          [axis("s", 1, 4)],
          add(
            multiply(number(1), bracket(at("s"), 4, 4)),
            sum("t", 1, 4, multiply(bracket(lag, 1, 2), reference("w", [lag]), ref("d", "t"))),
          ),
        ),
      ),
    ),
    name: "d",
    expected: [21, 11, 1, 1],
    last: "loop",
  },
  {
    title: "single instances where no loop fits",
    of: model(
      quantity(
        "a",
        formula([axis("t", 2, 2)], add(ref("a", 1), number(1))),
        formula([axis("t", 1, 1)], ref("b", 2)),
      ),
      quantity("b", formula([axis("t", 2, 2)], number(3)), formula([axis("t", 1, 1)], ref("a", 2))),
    ),
    name: "a",
    expected: [3, 4],
    last: "box",
  },
  {
    title: "a formula that reads itself from both sides, instance by instance",
    of: model(
      quantity("c", data([axis("t", 1, 7)], [1, 2, 3, 4, 5, 6, 7])),
      quantity(
        "a",
        formula(
          [axis("t", 1, 7)],
          add(
            multiply(bracket(at("t"), 1, 3), ref("a", at("t", 1))),
            multiply(bracket(at("t"), 5, 7), ref("a", at("t", -1))),
            ref("c", "t"),
          ),
        ),
      ),
    ),
    name: "a",
    expected: [10, 9, 7, 4, 9, 15, 22],
    last: "instances",
  },
];

describe("evaluate, against loops by hand", () => {
  it.each(cases)("computes $title", ({ of, name, expected, last }) => {
    expect(valuesOf(of, name)).toEqual(expected);
    expect(kindsOf(of).at(-1)).toBe(last);
  });
});
