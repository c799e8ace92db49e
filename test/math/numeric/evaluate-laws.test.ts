import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reduce } from "../../../src/math/algebra/binding.js";
import { bracket, call } from "../../../src/math/algebra/constructors.js";
import type { Model } from "../../../src/math/model/model.js";
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
  power,
  quantity,
  ref,
  subtract,
} from "./models.js";

const seeded = { seed: 20, numRuns: 60 };
const weight = fc.integer({ min: -200, max: 200 }).map((value) => value / 100);
const size = fc.integer({ min: 1, max: 5 });

/** `y = sigmoid(W x)`, δ = (y - t) y (1 - y), ∂E/∂W = δ xᵀ for E = ½Σ(y - t)². */
function denseModel(inputs: number, units: number, numbers: readonly number[]): Model {
  const [i, j] = [axis("i", 1, inputs), axis("j", 1, units)];
  const y = ref("y", "j");
  const net = reduce("sum", "i", i, multiply(ref("W", "j", "i"), ref("x", "i")));
  return model(
    quantity("x", data([i], numbers.slice(0, inputs))),
    quantity("W", data([j, i], numbers.slice(inputs, inputs + inputs * units))),
    quantity("y", formula([j], call("sigmoid", net))),
    quantity("delta", formula([j], multiply(subtract(y, number(1)), y, subtract(number(1), y)))),
    quantity("dW", formula([j, i], multiply(ref("delta", "j"), ref("x", "i")))),
  );
}

function denseByHand(inputs: number, units: number, numbers: readonly number[]): readonly number[] {
  const x = numbers.slice(0, inputs);
  const gradients: number[] = [];
  for (let j = 0; j < units; j++) {
    const row = numbers.slice(inputs * (j + 1), inputs * (j + 2));
    const net = row.reduce((sum, w, i) => sum + w * (x[i] as number), 0);
    const y = double.call("sigmoid", [net]);
    for (const value of x) gradients.push((y - 1) * y * (1 - y) * value);
  }
  return gradients;
}

interface Edge {
  readonly from: number;
  readonly to: number;
  readonly shift: number;
}

/** Quantities that read each other at shifted times, guarded; at the same time only those before them. */
const recurrences = fc.record({
  count: fc.integer({ min: 1, max: 4 }),
  direction: fc.constantFrom(1, -1),
  length: fc.integer({ min: 1, max: 6 }),
  edges: fc.array(
    fc.record({
      from: fc.integer({ min: 0, max: 3 }),
      to: fc.integer({ min: 0, max: 3 }),
      shift: fc.integer({ min: 0, max: 3 }),
    }),
    { maxLength: 8 },
  ),
});

const usable = (count: number, edges: readonly Edge[]): readonly Edge[] =>
  edges.filter(({ from, to, shift }) => from < count && to < count && (shift > 0 || to < from));

describe("evaluate", () => {
  it("agrees with hand loops on any dense layer and its gradient", () => {
    const layers = fc
      .tuple(size, size)
      .chain(([inputs, units]) =>
        fc.tuple(
          fc.constant(inputs),
          fc.constant(units),
          fc.array(weight, { minLength: inputs * (units + 1), maxLength: inputs * (units + 1) }),
        ),
      );
    fc.assert(
      fc.property(layers, ([inputs, units, numbers]) => {
        const values = evaluate(denseModel(inputs, units, numbers), double);
        expect(Array.from(values.array("dW"))).toEqual(denseByHand(inputs, units, numbers));
      }),
      seeded,
    );
  });

  it("agrees with recursion on any system of recurrences, and reads nothing too early", () => {
    fc.assert(
      fc.property(recurrences, ({ count, direction, length, edges }) => {
        const used = usable(count, edges);
        const time = axis("t", 1, length);
        const quantities = Array.from({ length: count }, (_, from) => {
          const reads = used
            .filter((edge) => edge.from === from)
            .map(({ to, shift }) => {
              const term = at("t", -shift * direction);
              return multiply(bracket(term, 1, length), ref(`q${to}`, term));
            });
          return quantity(`q${from}`, formula([time], add(number(from + 1), ...reads)));
        });
        const valueAt = (from: number, t: number): number =>
          t < 1 || t > length
            ? 0
            : used
                .filter((edge) => edge.from === from)
                .reduce((sum, { to, shift }) => sum + valueAt(to, t - shift * direction), from + 1);
        const values = evaluate(model(...quantities), boxed);
        for (let q = 0; q < count; q++)
          for (let t = 1; t <= length; t++)
            expect(values.get(`q${q}`, [t]).value).toBe(valueAt(q, t));
      }),
      { ...seeded, numRuns: 300 },
    );
  });

  it("takes a sum over guarded terms in time proportional to the terms that are left", () => {
    const n = axis("n", 1, 20_000);
    const lag = at("t");
    const of = model(
      quantity(
        "y",
        formula([n], reduce("sum", "t", n, multiply(bracket(lag, 7, 7), ref("x", "t")))),
      ),
      quantity("x", formula([axis("t", 1, 20_000)], number(2))),
    );
    expect(evaluate(of, double).get("y", [20_000])).toBe(2);
  });

  it("walks a recurrence of 100,000 steps in less than a second", () => {
    const of = model(
      quantity(
        "h",
        formula([axis("t", 0, 0)], decimal("0.5")),
        formula(
          [axis("t", 1, 100_000)],
          call("tanh", multiply(decimal("0.9"), ref("h", at("t", -1)))),
        ),
      ),
    );
    const start = performance.now();
    let h = 0.5;
    for (let t = 1; t <= 100_000; t++) h = Math.tanh(0.9 * h);
    expect(evaluate(of, double).get("h", [100_000])).toBe(h);
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it("runs 784-128-10 forward and backward within a tenth of a second", () => {
    const [i, j, k] = [axis("i", 1, 784), axis("j", 1, 128), axis("k", 1, 10)];
    const numbers = (count: number): number[] =>
      Array.from({ length: count }, (_, position) => ((position * 37) % 101) / 1000 - 0.05);
    const [a, o] = [ref("a", "j"), ref("o", "k")];
    const error = subtract(o, decimal("0.5"));
    const of = model(
      quantity("x", data([i], numbers(784))),
      quantity("W", data([j, i], numbers(784 * 128))),
      quantity("V", data([k, j], numbers(128 * 10))),
      quantity(
        "a",
        formula(
          [j],
          call("sigmoid", reduce("sum", "i", i, multiply(ref("W", "j", "i"), ref("x", "i")))),
        ),
      ),
      quantity("o", formula([k], reduce("sum", "j", j, multiply(ref("V", "k", "j"), a)))),
      quantity("E", formula([], reduce("sum", "k", k, power(error, number(2))))),
      quantity("do", formula([k], multiply(number(2), error))),
      quantity(
        "da",
        formula(
          [j],
          multiply(
            reduce("sum", "k", k, multiply(ref("do", "k"), ref("V", "k", "j"))),
            a,
            subtract(number(1), a),
          ),
        ),
      ),
      quantity("dV", formula([k, j], multiply(ref("do", "k"), a))),
      quantity("dW", formula([j, i], multiply(ref("da", "j"), ref("x", "i")))),
    );
    const times = Array.from({ length: 4 }, () => {
      const start = performance.now();
      evaluate(of, double);
      return performance.now() - start;
    });
    expect(Math.min(...times)).toBeLessThan(100);
  });
});
