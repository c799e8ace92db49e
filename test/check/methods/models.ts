import { seededRandom } from "../../../src/check/methods/seeded-random.js";
import { reduce } from "../../../src/math/algebra/binding.js";
import { call, half, negate, reference } from "../../../src/math/algebra/constructors.js";
import type { Expression } from "../../../src/math/algebra/expression.js";
import { indexTerm } from "../../../src/math/algebra/index-term.js";
import type { Axis, Model, Quantity } from "../../../src/math/model/model.js";
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
  power,
  quantity,
  ref,
  subtract,
} from "../../math/numeric/models.js";

export const sum = (index: string, hi: number, body: Expression): Expression =>
  reduce("sum", index, { lo: 1, hi }, body);

export const parameter = (
  name: string,
  axes: readonly Axis[],
  values: readonly number[],
): Quantity => ({
  ...quantity(name, data(axes, values)),
  role: "parameter",
});

const draw = (random: () => number, count: number): readonly number[] =>
  Array.from({ length: count }, () => Math.round((2 * random() - 1) * 1000) / 1000);

const squares = (name: string, size: number): Expression =>
  multiply(half, sum("k", size, power(subtract(ref(name, "k"), ref("t", "k")), number(2))));

/** Two dense layers with an activation each, and half the squared error. */
export function dense(sizes: readonly [number, number, number], f: string, seed: number): Model {
  const [n, m, p] = sizes;
  const random = seededRandom(seed);
  const [i, j, k] = [axis("i", 1, n), axis("j", 1, m), axis("k", 1, p)];
  return model(
    quantity("x", data([i], draw(random, n))),
    quantity("t", data([k], draw(random, p))),
    parameter("W", [j, i], draw(random, m * n)),
    parameter("b", [j], draw(random, m)),
    parameter("V", [k, j], draw(random, p * m)),
    parameter("c", [], draw(random, 1)),
    quantity(
      "h",
      formula([j], add(sum("i", n, multiply(ref("W", "j", "i"), ref("x", "i"))), ref("b", "j"))),
    ),
    quantity("a", formula([j], call(f, ref("h", "j")))),
    quantity(
      "o",
      formula([k], add(sum("j", m, multiply(ref("V", "k", "j"), ref("a", "j"))), ref("c"))),
    ),
    quantity("y", formula([k], call(f, ref("o", "k")))),
    quantity("E", formula([], squares("y", p))),
  );
}

/** Softmax of a linear layer with cross entropy. */
export function softmax(seed: number): Model {
  const random = seededRandom(seed);
  const [i, k] = [axis("i", 1, 4), axis("k", 1, 3)];
  return model(
    quantity("x", data([i], draw(random, 4))),
    quantity("t", data([k], [0, 1, 0])),
    parameter("W", [k, i], draw(random, 12)),
    quantity("z", formula([k], sum("i", 4, multiply(ref("W", "k", "i"), ref("x", "i"))))),
    quantity(
      "p",
      formula([k], divide(call("exp", ref("z", "k")), sum("l", 3, call("exp", ref("z", "l"))))),
    ),
    quantity(
      "E",
      formula([], negate(sum("k", 3, multiply(ref("t", "k"), call("log", ref("p", "k")))))),
    ),
  );
}

/** A convolution of two channels, through a function. */
export function convolution(seed: number): Model {
  const random = seededRandom(seed);
  const [n, c, k, t] = [axis("n", 1, 6), axis("c", 1, 2), axis("k", 1, 3), axis("t", 1, 4)];
  const place = indexTerm(-1, [
    ["t", 1],
    ["k", 1],
  ]);
  return model(
    parameter("x", [n], draw(random, 6)),
    parameter("w", [c, k], draw(random, 6)),
    quantity(
      "z",
      formula([c, t], call("gelu", sum("k", 3, multiply(ref("w", "c", "k"), ref("x", place))))),
    ),
    quantity("E", formula([], sum("c", 2, sum("t", 4, power(ref("z", "c", "t"), number(2)))))),
  );
}

/** h[0] is given, h[t] = tanh(u x[t] + w h[t-1]). */
export function recurrence(seed: number): Model {
  const random = seededRandom(seed);
  const t = axis("t", 1, 5);
  const step = add(multiply(ref("u"), ref("x", "t")), multiply(ref("w"), ref("h", at("t", -1))));
  const h = quantity(
    "h",
    data([axis("t", 0, 0)], draw(random, 1)),
    formula([t], call("tanh", step)),
  );
  return model(
    quantity("x", data([t], draw(random, 5))),
    parameter("u", [], draw(random, 1)),
    parameter("w", [], draw(random, 1)),
    { ...h, role: "parameter" },
    quantity("E", formula([], sum("t", 5, power(ref("h", "t"), number(2))))),
  );
}

/** E as a formula of one parameter. */
export const scalar = (x: number | string, right: Expression): Model =>
  model(
    {
      name: "x",
      role: "parameter",
      axes: [],
      pieces: [{ kind: "data", axes: [], decimals: [String(x)] }],
    },
    quantity("E", formula([], right)),
  );

export const x = reference("x");
