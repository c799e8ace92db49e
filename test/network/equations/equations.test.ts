import { describe, expect, it } from "vitest";
import { reduce } from "../../../src/math/algebra/binding.js";
import {
  add,
  call,
  constant,
  decimal,
  divide,
  indexNumber,
  multiply,
  negate,
  number,
  one,
  power,
  reference,
  subtract,
  zero,
} from "../../../src/math/algebra/constructors.js";
import type { Expression, ReductionName } from "../../../src/math/algebra/expression.js";
import { indexTerm, integerTerm, plainIndex } from "../../../src/math/algebra/index-term.js";
import { rational } from "../../../src/math/algebra/rational.js";
import { type Model, quantityOf } from "../../../src/math/model/model.js";
import { equationsModel } from "../../../src/network/equations/equations.js";
import { type EquationFile, equationFile } from "../specs.js";

/** An instance; subscripts are index names, integers, or terms as `[constant, {index: factor}]`. */
type Subscript = string | number | readonly [number, Readonly<Record<string, number>>];
const at = (name: string, ...subscripts: readonly Subscript[]): Expression =>
  reference(
    name,
    subscripts.map((subscript) => {
      if (typeof subscript === "string") return plainIndex(subscript);
      if (typeof subscript === "number") return integerTerm(subscript);
      return indexTerm(subscript[0], Object.entries(subscript[1]));
    }),
  );
const over = (name: ReductionName, index: string, size: number, body: Expression): Expression =>
  reduce(name, index, { lo: 1, hi: size }, body);
const square = (base: Expression): Expression => power(base, number(2));

/** Each piece of a quantity as `h[t=1..4]`, `x[t=0]`, with `data` or its right side. */
function piecesOf(model: Model, name: string): readonly (readonly [string, Expression | "data"])[] {
  return quantityOf(model, name).pieces.map((piece) => {
    const axes = piece.axes.map(
      ({ index, lo, hi }) => `${index}=${lo === hi ? lo : `${lo}..${hi}`}`,
    );
    return [axes.join(" "), piece.kind === "data" ? "data" : piece.right];
  });
}

const rnn: EquationFile = {
  loss: "E",
  given: { x: [0.1, 0.2, 0.3, 0.4], y: [1, 0, 1, 0] },
  parameters: { u: 0.5, w: 0.4, b: 0.1 },
  equations: `
    E: sum(t, (h[t] - y[t])^2) / 2
    h[t]: tanh(u*x[t] + w*h[t-1] + b)
    h[0]: 0`,
};

const cell = (before: Expression): Expression =>
  call("tanh", add(multiply(at("u"), at("x", "t")), multiply(at("w"), before), at("b")));

type Expected = Readonly<Record<string, readonly (readonly [string, Expression | "data"])[]>>;

const cases: readonly (readonly [string, EquationFile, Expected])[] = [
  [
    "a recurrence with a boundary value, in any order",
    rnn,
    {
      x: [["t=1..4", "data"]],
      h: [
        ["t=1..4", cell(at("h", [-1, { t: 1 }]))],
        ["t=0", zero],
      ],
      E: [
        ["", divide(over("sum", "t", 4, square(subtract(at("h", "t"), at("y", "t")))), number(2))],
      ],
    },
  ],
  [
    "a boundary value that is learned",
    {
      ...rnn,
      parameters: { ...rnn.parameters, h0: 0.3 },
      equations: rnn.equations.replace("h[0]: 0", "h[0]: h0"),
    },
    {
      h: [
        ["t=1..4", cell(at("h", [-1, { t: 1 }]))],
        ["t=0", at("h0")],
      ],
    },
  ],
  [
    "boundary values for given data: padding",
    {
      given: { x: [1, 2, 3] },
      parameters: { w: [0.5, 0.25, 0.5] },
      equations: `
        x[0]: 0
        x[4]: 0
        z[t]: sum(k, w[k]*x[t+k-2]) + 0*x[t]
        E: sum(t, z[t])`,
      sizes: { t: 3 },
    },
    {
      x: [
        ["t=1..3", "data"],
        ["t=0", zero],
        ["t=4", zero],
      ],
      z: [["t=1..3", over("sum", "k", 3, multiply(at("w", "k"), at("x", [-2, { t: 1, k: 1 }])))]],
    },
  ],
  [
    "a convolution with a stride; the size of t carries to where z is read",
    {
      sizes: { t: 3 },
      given: { x: [1, 2, 3, 4, 5, 6, 7] },
      parameters: {
        w: [
          [1, 2, 3],
          [4, 5, 6],
        ],
      },
      equations: `
        z[c,t]: relu(sum(k, w[c,k]*x[2*t+k-2]))
        E: mean(c, s, z[c,s])`,
    },
    {
      w: [["c=1..2 k=1..3", "data"]],
      z: [
        [
          "c=1..2 t=1..3",
          call(
            "relu",
            over("sum", "k", 3, multiply(at("w", "c", "k"), at("x", [-2, { t: 2, k: 1 }]))),
          ),
        ],
      ],
      E: [
        [
          "",
          multiply(
            number(rational(1n, 6n)),
            over("sum", "c", 2, over("sum", "s", 3, at("z", "c", "s"))),
          ),
        ],
      ],
    },
  ],
  [
    "attention: a reduction is local, and sizes come from data through definitions",
    {
      given: {
        q: [
          [1, 2],
          [3, 4],
          [5, 6],
        ],
        v: [7, 8, 9],
      },
      equations: `
        s[i,j]: sum(d, q[i,d]*q[j,d]) / sqrt(2)
        p[i,j]: exp(s[i,j] - logsumexp(k, s[i,k]))
        o[i]: sum(j, p[i,j]*v[j])
        E: max(i, o[i])`,
    },
    {
      q: [["i=1..3 d=1..2", "data"]],
      s: [
        [
          "i=1..3 j=1..3",
          divide(
            over("sum", "d", 2, multiply(at("q", "i", "d"), at("q", "j", "d"))),
            call("sqrt", number(2)),
          ),
        ],
      ],
      p: [
        [
          "i=1..3 j=1..3",
          call("exp", subtract(at("s", "i", "j"), over("logsumexp", "k", 3, at("s", "i", "k")))),
        ],
      ],
      E: [["", over("max", "i", 3, at("o", "i"))]],
    },
  ],
  [
    "special instances are cut out of the general ones, the most special first",
    {
      given: { x: [1, 2, 3] },
      equations: `
        a[t,k]: x[t] + x[k]
        a[2,k]: x[k]
        a[2,2]: 7
        E: sum(i, j, a[i,j])`,
    },
    {
      a: [
        ["t=1 k=1..3", add(at("x", "t"), at("x", "k"))],
        ["t=3 k=1..3", add(at("x", "t"), at("x", "k"))],
        ["t=2 k=1", at("x", "k")],
        ["t=2 k=3", at("x", "k")],
        ["t=2 k=2", number(7)],
      ],
    },
  ],
  [
    "boundary values after and before the range, with an index beside",
    {
      given: {
        x: [
          [1, 2],
          [3, 4],
        ],
      },
      equations: `
        g[3,j]: 0
        g[t,j]: x[t,j] + g[t+1,j]
        y[-1]: 1
        y[0]: 2
        y[t]: y[t-1]*y[t-2] + g[t,1]
        E: y[2]`,
    },
    {
      g: [
        ["t=3 j=1..2", zero],
        ["t=1..2 j=1..2", add(at("x", "t", "j"), at("g", [1, { t: 1 }], "j"))],
      ],
      y: [
        ["t=-1", one],
        ["t=0", number(2)],
        [
          "t=1..2",
          add(multiply(at("y", [-1, { t: 1 }]), at("y", [-2, { t: 1 }])), at("g", "t", 1)),
        ],
      ],
    },
  ],
  [
    "instances without a general equation",
    {
      given: { x: [1, 2], t: [0, 1] },
      equations: `
        y[1]: x[1]^2
        y[2]: x[1]*x[2]
        E: sum(k, (y[k] - t[k])^2)`,
    },
    {
      y: [
        ["k=1", square(at("x", 1))],
        ["k=2", multiply(at("x", 1), at("x", 2))],
      ],
      E: [["", over("sum", "k", 2, square(subtract(at("y", "k"), at("t", "k"))))]],
    },
  ],
  [
    "an index of `sizes` may run over a part of the data",
    {
      sizes: { t: 2 },
      given: { x: [1, 2, 3] },
      equations: `
        d[t]: x[t+1] - x[t]
        E: sum(t, d[t]^2)`,
    },
    { d: [["t=1..2", subtract(at("x", [1, { t: 1 }]), at("x", "t"))]] },
  ],
  [
    "an index that stands as a number, and one that only `sizes` knows",
    {
      sizes: { n: 3 },
      given: { r: [1, 2] },
      parameters: { g: 0.9 },
      equations: `
        d[t]: g^t*r[t]
        E: sum(t, d[t]) + sum(n, g/n) + max(n, g*n)`,
    },
    {
      d: [["t=1..2", multiply(power(at("g"), indexNumber(plainIndex("t"))), at("r", "t"))]],
      E: [
        [
          "",
          add(
            over("sum", "t", 2, at("d", "t")),
            over("sum", "n", 3, divide(at("g"), indexNumber(plainIndex("n")))),
            over("max", "n", 3, multiply(at("g"), indexNumber(plainIndex("n")))),
          ),
        ],
      ],
    },
  ],
  [
    "max and min of quantities are functions, and aliases and optional arguments are read",
    {
      parameters: { a: 1, b: 2 },
      equations: "E: max(a, b, 0) + min(a, -b) + ln(a) + leaky_relu(b, 0.1) + log(a, b)",
    },
    {
      E: [
        [
          "",
          add(
            call("max", at("a"), at("b"), zero),
            call("min", at("a"), negate(at("b"))),
            call("log", at("a")),
            call("leaky_relu", at("b"), decimal("0.1")),
            call("log_base", at("a"), at("b")),
          ),
        ],
      ],
    },
  ],
  [
    "constants where the file does not define their names",
    { parameters: { e: 2, x: 3 }, equations: "E: e*x + pi" },
    { E: [["", add(multiply(at("e"), at("x")), constant("pi"))]] },
  ],
  [
    "an index may have the name of a quantity that its equation does not use",
    {
      given: { x: [1, 2], t: 5 },
      equations: `
        h[t]: x[t]^2
        E: sum(i, h[i])*t`,
    },
    {
      h: [["t=1..2", square(at("x", "t"))]],
      E: [["", multiply(over("sum", "i", 2, at("h", "i")), at("t"))]],
    },
  ],
  [
    "an index may have another size in another equation",
    {
      given: { x: [1, 2], y: [1, 2, 3] },
      equations: `
        a: sum(i, x[i])
        b: sum(i, y[i])
        E: half_*a*b`,
      parameters: { half_: 0.5 },
    },
    {
      a: [["", over("sum", "i", 2, at("x", "i"))]],
      b: [["", over("sum", "i", 3, at("y", "i"))]],
    },
  ],
  [
    "the index of one reduction in the next one beside it",
    {
      given: { z: [1, 2, 3] },
      equations: `
        p[i]: exp(z[i]) / (sum(j, exp(z[j])) + 0*max(j, z[j]))
        E: p[1]`,
    },
    {
      p: [
        [
          "i=1..3",
          divide(call("exp", at("z", "i")), over("sum", "j", 3, call("exp", at("z", "j")))),
        ],
      ],
    },
  ],
  [
    "an index in scope that is one of two numbers",
    { given: { x: [1, 2, 3] }, equations: "h[t]: max(x[t], t) + min(3, t)\nE: sum(t, h[t])" },
    {
      h: [
        [
          "t=1..3",
          add(
            call("max", at("x", "t"), indexNumber(plainIndex("t"))),
            call("min", number(3), indexNumber(plainIndex("t"))),
          ),
        ],
      ],
    },
  ],
];

describe("an equation file becomes a model", () => {
  it.each(cases)("%s", (_, file, expected) => {
    const model = equationsModel(equationFile(file));
    for (const [name, pieces] of Object.entries(expected)) {
      const actual = piecesOf(model, name);
      expect(actual.map(([axes]) => axes)).toEqual(pieces.map(([axes]) => axes));
      for (const [position, [axes, right]] of pieces.entries())
        expect(actual[position]?.[1] === right, `${name}[${axes}]`).toBe(true);
    }
  });

  it("keeps the order of the file: given data, parameters, definitions", () => {
    const model = equationsModel(equationFile(rnn));
    expect([...model.quantities.keys()]).toEqual(["x", "y", "u", "w", "b", "E", "h"]);
    expect([...model.quantities.values()].map(({ role }) => role).join(" ")).toBe(
      "input input parameter parameter parameter intermediate intermediate",
    );
    expect(quantityOf(model, "h").axes).toEqual([{ index: "t", lo: 0, hi: 4 }]);
  });

  it("takes the last equation as the loss, or the one that the file names", () => {
    const equations = "y: w^2\nE: y + 1";
    const lossOf = (loss?: string): string =>
      equationsModel(
        equationFile({ parameters: { w: 1 }, equations, ...(loss === undefined ? {} : { loss }) }),
      ).loss;
    expect([lossOf(), lossOf("y")]).toEqual(["E", "y"]);
  });
});
