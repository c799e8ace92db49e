import { describe, expect, it } from "vitest";
import { reduce } from "../../../src/math/algebra/binding.js";
import { call } from "../../../src/math/algebra/constructors.js";
import type { Expression } from "../../../src/math/algebra/expression.js";
import { double } from "../../../src/math/numeric/double.js";
import { evaluate } from "../../../src/math/numeric/evaluate.js";
import {
  add,
  at,
  axis,
  data,
  divide,
  formula,
  model,
  multiply,
  number,
  quantity,
  ref,
} from "./models.js";

const sum = (index: string, lo: number, hi: number, body: Expression): Expression =>
  reduce("sum", index, { lo, hi }, body);
describe("evaluate", () => {
  const chain = model(
    quantity("p", data([axis("i", 1, 2)], [1, 2])),
    quantity("q", formula([axis("i", 1, 2)], multiply(number(10), ref("p", "i")))),
    quantity("r", formula([], add(ref("q", 1), ref("q", 2)))),
    quantity("unused", formula([], add(ref("r"), ref("p", 1)))),
  );

  it("lets overrides take the place of data and of formulas", () => {
    const cases = [
      { overrides: { p: [3, 4] }, r: 70 },
      { overrides: { q: [5, 6] }, r: 11 },
      { overrides: {}, r: 30 },
      { overrides: { r: [-1] }, r: -1 },
    ];
    for (const { overrides, r } of cases)
      expect(evaluate(chain, double, new Map(Object.entries(overrides))).get("r")).toBe(r);
  });

  it("keeps earlier values and copies overrides", () => {
    const p = new Float64Array([3, 4]);
    const before = evaluate(chain, double, new Map([["p", p]]));
    p.fill(0);
    evaluate(chain, double);
    expect([before.get("p", [1]), before.get("q", [2]), before.get("r")]).toEqual([3, 40, 70]);
  });

  it("forgets remembered sums between runs", () => {
    const k = axis("k", 1, 2);
    const softmax = divide(call("exp", ref("z", "k")), sum("i", 1, 2, call("exp", ref("z", "i"))));
    const of = model(quantity("z", data([k], [0, 0])), quantity("p", formula([k], softmax)));
    const other = new Map([["z", [1, 2]]]);
    expect(Array.from(evaluate(of, double).array("p"))).toEqual([0.5, 0.5]);
    const all = Math.exp(1) + Math.exp(2);
    expect(Array.from(evaluate(of, double, other).array("p"))).toEqual([
      Math.exp(1) / all,
      Math.exp(2) / all,
    ]);
  });

  it("computes only what is asked for", () => {
    const values = evaluate(chain, double, new Map(), { only: new Set(["q"]) });
    expect(Array.from(values.array("q"))).toEqual([10, 20]);
    expect(() => values.get("r")).toThrow("r was not evaluated");
    expect(() => values.evaluateExpression(ref("r"))).toThrow("r was not evaluated");
    const given = new Map([["q", [1, 1]]]);
    const behind = evaluate(chain, double, given, { only: new Set(["r"]) });
    expect(behind.get("r")).toBe(2);
    expect(() => behind.get("p", [1])).toThrow("p was not evaluated");
  });

  it("names an instance that nothing defines", () => {
    const values = evaluate(chain, double);
    expect(() => values.get("p", [3])).toThrow("no piece defines p[3]");
    const out = model(
      quantity("p", data([axis("i", 1, 2)], [1, 2])),
      quantity("q", formula([axis("i", 1, 2)], ref("p", at("i", 1)))),
    );
    expect(() => evaluate(out, double)).toThrow("no piece defines p[3]");
    const hole = model(
      quantity("p", data([axis("i", 1, 1)], [1]), data([axis("i", 3, 3)], [1])),
      quantity("q", sumQuantity()),
    );
    expect(() => evaluate(hole, double)).toThrow("no piece defines p[2]");
  });

  it("refuses overrides of another size", () => {
    expect(() => evaluate(chain, double, new Map([["p", [1]]]))).toThrow(
      "p takes 2 numbers, not 1",
    );
  });
});

const sumQuantity = () => formula([], sum("i", 1, 3, ref("p", "i")));
