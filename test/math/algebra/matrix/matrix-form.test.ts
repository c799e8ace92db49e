import katex from "katex";
import { describe, expect, it } from "vitest";
import {
  add,
  bracket,
  call,
  divide,
  half,
  indexNumber,
  minusOne,
  multiply,
  number,
  one,
  power,
  reduction,
  subtract,
} from "../../../../src/math/algebra/constructors.js";
import type { Expression } from "../../../../src/math/algebra/expression.js";
import { indexTerm, integerTerm, plainIndex } from "../../../../src/math/algebra/index-term.js";
import {
  evaluateMatrix,
  type MatrixForm,
  matrixFactors,
  matrixForm,
} from "../../../../src/math/algebra/matrix/index.js";
import { rational } from "../../../../src/math/algebra/rational.js";
import {
  enclosedMark,
  nameIndices,
  nameMark,
  symbolOf,
} from "../../../../src/math/algebra/symbol.js";
import { type Printed, symbols } from "../../../../src/math/algebra/tex/index.js";
import { matrixTex } from "../../../../src/math/algebra/tex/matrix.js";
import { double } from "../../../../src/math/numeric/double.js";
import { evaluate } from "../../../../src/math/numeric/evaluate.js";
import { arraysOf, axes, axis, modelOf, randomData, ref, sum } from "./formulas.js";

const two = number(2);
const square = (base: Expression): Expression => power(base, two);
const without = (base: Expression): Expression => subtract(one, base);

interface Row {
  readonly title: string;
  /** The quantities and their axes. */
  readonly given: Readonly<Record<string, string>>;
  /** The axes of the output. */
  readonly out: string;
  readonly right: Expression;
  readonly tex: string;
  readonly batch?: string;
}

const byLoss = (name: string): Printed => ({
  kind: "derivative",
  of: symbolOf("E"),
  wrt: symbolOf(name),
});
const symbolTable: Readonly<Record<string, Printed>> = {
  W1: {
    kind: "symbol",
    symbol: { ...symbolOf("W"), above: [enclosedMark(nameMark("1"))] },
  },
  gk: byLoss("k"),
  gS: byLoss("S"),
};
const printed = (name: string, batch?: string): Printed =>
  symbolTable[name] ??
  symbols.reference(name, batch ? [nameIndices(plainIndex(batch), String)] : []);

const rows: readonly Row[] = [
  {
    title: "a linear layer",
    given: { W: "ji", x: "i", b: "j" },
    out: "j",
    right: add(sum("i", multiply(ref("W", "j", "i"), ref("x", "i"))), ref("b", "j")),
    tex: "W x + b",
  },
  {
    title: "a linear layer over samples",
    given: { W: "ji", X: "ni", b: "j" },
    out: "nj",
    right: add(sum("i", multiply(ref("W", "j", "i"), ref("X", "n", "i"))), ref("b", "j")),
    tex: "X W^{\\top} + \\mathbf{1} b^{\\top}",
  },
  {
    title: "a bias inside of the sum",
    given: { W: "ji", X: "ni", b: "j" },
    out: "nj",
    right: sum("i", add(multiply(ref("W", "j", "i"), ref("X", "n", "i")), ref("b", "j"))),
    tex: "X W^{\\top} + 4 \\mathbf{1} b^{\\top}",
  },
  {
    title: "an activation",
    given: { h: "j" },
    out: "j",
    right: call("sigmoid", ref("h", "j")),
    tex: "\\sigma\\left(h\\right)",
  },
  {
    title: "an activation of a whole layer",
    given: { W: "ji", x: "i", b: "j" },
    out: "j",
    right: call("tanh", add(sum("i", multiply(ref("W", "j", "i"), ref("x", "i"))), ref("b", "j"))),
    tex: "\\tanh\\left(W x + b\\right)",
  },
  {
    title: "one minus a vector",
    given: { k: "j" },
    out: "j",
    right: without(ref("k", "j")),
    tex: "\\mathbf{1} - k",
  },
  {
    title: "one minus a matrix",
    given: { K: "nj" },
    out: "nj",
    right: without(ref("K", "n", "j")),
    tex: "\\mathbf{1} \\mathbf{1}^{\\top} - K",
  },
  {
    title: "an elementwise square",
    given: { m: "k", t: "k" },
    out: "k",
    right: square(subtract(ref("m", "k"), ref("t", "k"))),
    tex: "(m - t)^{\\odot 2}",
  },
  {
    title: "the adjoint of an input",
    given: { V: "kj", delta: "k" },
    out: "j",
    right: sum("k", multiply(ref("delta", "k"), ref("V", "k", "j"))),
    tex: "V^{\\top} \\delta",
  },
  {
    title: "the adjoint of a weight",
    given: { delta: "j", x: "i" },
    out: "ji",
    right: multiply(ref("delta", "j"), ref("x", "i")),
    tex: "\\delta x^{\\top}",
  },
  {
    title: "the adjoint of a weight over samples",
    given: { Delta: "nj", X: "ni" },
    out: "ji",
    right: sum("n", multiply(ref("Delta", "n", "j"), ref("X", "n", "i"))),
    tex: "\\Delta^{\\top} X",
  },
  {
    title: "the adjoint of a bias over samples",
    given: { Delta: "nj" },
    out: "j",
    right: sum("n", ref("Delta", "n", "j")),
    tex: "\\Delta^{\\top} \\mathbf{1}",
  },
  {
    title: "the adjoint of an input over samples",
    given: { Delta: "nk", V: "kj" },
    out: "nj",
    right: sum("k", multiply(ref("Delta", "n", "k"), ref("V", "k", "j"))),
    tex: "\\Delta V",
  },
  {
    title: "a delta through sigmoid",
    given: { gk: "j", k: "j" },
    out: "j",
    right: multiply(ref("gk", "j"), ref("k", "j"), without(ref("k", "j"))),
    tex: "\\frac{\\partial E}{\\partial k} \\odot k \\odot (\\mathbf{1} - k)",
  },
  {
    title: "a delta from the layer above",
    given: { V: "kj", delta: "k", k: "j" },
    out: "j",
    right: multiply(
      sum("k", multiply(ref("delta", "k"), ref("V", "k", "j"))),
      ref("k", "j"),
      without(ref("k", "j")),
    ),
    tex: "(V^{\\top} \\delta) \\odot k \\odot (\\mathbf{1} - k)",
  },
  {
    title: "half the squared error",
    given: { m: "k", t: "k" },
    out: "",
    right: multiply(half, sum("k", square(subtract(ref("m", "k"), ref("t", "k"))))),
    tex: "\\frac{1}{2} \\mathbf{1}^{\\top} (m - t)^{\\odot 2}",
  },
  {
    title: "half the squared error over samples",
    given: { M: "nk", T: "nk" },
    out: "",
    right: multiply(half, sum("nk", square(subtract(ref("M", "n", "k"), ref("T", "n", "k"))))),
    tex: "\\frac{1}{2} \\mathbf{1}^{\\top} (M - T)^{\\odot 2} \\mathbf{1}",
  },
  {
    title: "attention scores",
    given: { Q: "ad", K: "bd" },
    out: "ab",
    right: sum("d", multiply(ref("Q", "a", "d"), ref("K", "b", "d"))),
    tex: "Q K^{\\top}",
  },
  {
    title: "scaled attention scores",
    given: { Q: "ad", K: "bd", r: "" },
    out: "ab",
    right: divide(
      sum("d", multiply(ref("Q", "a", "d"), ref("K", "b", "d"))),
      call("sqrt", ref("r")),
    ),
    tex: "\\frac{1}{\\sqrt{r}} Q K^{\\top}",
  },
  {
    title: "the adjoint of the keys",
    given: { gS: "ab", Q: "ad" },
    out: "bd",
    right: sum("a", multiply(ref("gS", "a", "b"), ref("Q", "a", "d"))),
    tex: "\\left(\\frac{\\partial E}{\\partial S}\\right)^{\\top} Q",
  },
  {
    title: "softmax backwards",
    given: { P: "nk", G: "nk" },
    out: "ns",
    right: multiply(
      ref("P", "n", "s"),
      subtract(ref("G", "n", "s"), sum("k", multiply(ref("P", "n", "k"), ref("G", "n", "k")))),
    ),
    tex: "P \\odot (G - (P \\odot G) \\mathbf{1} \\mathbf{1}^{\\top})",
  },
  {
    title: "softmax of a vector",
    given: { z: "k" },
    out: "k",
    right: divide(call("exp", ref("z", "k")), sum("s", call("exp", ref("z", "s")))),
    tex: "\\frac{1}{\\mathbf{1}^{\\top} \\exp\\left(z\\right)} \\exp\\left(z\\right)",
  },
  {
    title: "softmax of each row",
    given: { Z: "nk" },
    out: "nk",
    right: divide(call("exp", ref("Z", "n", "k")), sum("s", call("exp", ref("Z", "n", "s")))),
    tex: "\\exp\\left(Z\\right) \\odot ((\\exp\\left(Z\\right) \\mathbf{1})^{\\odot (-1)} \\mathbf{1}^{\\top})",
  },
  {
    title: "a vector along the columns of a sum",
    given: { A: "nj", v: "n" },
    out: "nj",
    right: add(ref("A", "n", "j"), ref("v", "n")),
    tex: "A + v \\mathbf{1}^{\\top}",
  },
  {
    title: "rows scaled by a vector",
    given: { v: "n", M: "nj" },
    out: "nj",
    right: multiply(ref("v", "n"), ref("M", "n", "j")),
    tex: "(v \\mathbf{1}^{\\top}) \\odot M",
  },
  {
    title: "rows and columns scaled by vectors",
    given: { v: "n", M: "nj", b: "j" },
    out: "nj",
    right: multiply(ref("M", "n", "j"), ref("v", "n"), ref("b", "j")),
    tex: "M \\odot (v b^{\\top})",
  },
  {
    title: "scalars in front",
    given: { A: "nj", r: "", s: "" },
    out: "nj",
    right: add(multiply(number(3), ref("A", "n", "j"), ref("r")), ref("s")),
    tex: "3 r A + s \\mathbf{1} \\mathbf{1}^{\\top}",
  },
  {
    title: "a chain of three matrices",
    given: { A: "ai", B: "ik", C: "kc" },
    out: "ac",
    right: sum("ik", multiply(ref("A", "a", "i"), ref("B", "i", "k"), ref("C", "k", "c"))),
    tex: "A B C",
  },
  {
    title: "a chain that has to be found",
    given: { A: "ai", B: "ki", C: "kc" },
    out: "ca",
    right: sum(
      "i",
      multiply(ref("A", "a", "i"), sum("k", multiply(ref("B", "k", "i"), ref("C", "k", "c")))),
    ),
    tex: "C^{\\top} B A^{\\top}",
  },
  {
    title: "a quadratic form",
    given: { x: "i", A: "id", y: "d" },
    out: "",
    right: sum("id", multiply(ref("x", "i"), ref("A", "i", "d"), ref("y", "d"))),
    tex: "x^{\\top} A y",
  },
  {
    title: "an inner product",
    given: { w: "i", x: "i", b: "" },
    out: "",
    right: add(sum("i", multiply(ref("w", "i"), ref("x", "i"))), ref("b")),
    tex: "w^{\\top} x + b",
  },
  {
    title: "a vector at a contracted index",
    given: { A: "ai", v: "i", B: "ic" },
    out: "ac",
    right: sum("i", multiply(ref("A", "a", "i"), ref("v", "i"), ref("B", "i", "c"))),
    tex: "A ((v \\mathbf{1}^{\\top}) \\odot B)",
  },
  {
    title: "a ring of three matrices",
    given: { A: "ai", B: "ik", C: "ak" },
    out: "a",
    right: sum("ik", multiply(ref("A", "a", "i"), ref("B", "i", "k"), ref("C", "a", "k"))),
    tex: "((A B) \\odot C) \\mathbf{1}",
  },
  {
    title: "a transposed sum",
    given: { A: "nk", B: "nk", X: "ni" },
    out: "ki",
    right: sum("n", multiply(subtract(ref("A", "n", "k"), ref("B", "n", "k")), ref("X", "n", "i"))),
    tex: "(A - B)^{\\top} X",
  },
  {
    title: "a symbol with a superscript",
    given: { W1: "ji", delta: "j" },
    out: "i",
    right: sum("j", multiply(ref("delta", "j"), ref("W1", "j", "i"))),
    tex: "(W^{(1)})^{\\top} \\delta",
  },
  {
    title: "a transposed copy",
    given: { A: "ij" },
    out: "ji",
    right: ref("A", "i", "j"),
    tex: "A^{\\top}",
  },
  {
    title: "a constant",
    given: {},
    out: "nj",
    right: multiply(minusOne, half),
    tex: "-\\frac{1}{2} \\mathbf{1} \\mathbf{1}^{\\top}",
  },
  {
    title: "a function of two arguments",
    given: { z: "j" },
    out: "j",
    right: call("max", ref("z", "j"), number(0)),
    tex: "\\max\\left(z, 0\\right)",
  },
  {
    title: "a layer with one unit backwards",
    given: { V: "oi", delta: "o", k: "o" },
    out: "i",
    right: multiply(ref("delta", 1), ref("k", 1), without(ref("k", 1)), ref("V", 1, "i")),
    tex: "V^{\\top} (\\delta \\odot k \\odot (\\mathbf{1} - k))",
  },
  {
    title: "a layer with one unit backwards over samples",
    given: { V: "oi", Delta: "no" },
    out: "ni",
    right: multiply(ref("Delta", "n", 1), ref("V", 1, "i")),
    tex: "\\Delta V",
  },
  {
    title: "the squared error of one output",
    given: { M: "no", T: "no" },
    out: "",
    right: multiply(half, sum("n", square(subtract(ref("M", "n", 1), ref("T", "n", 1))))),
    tex: "\\frac{1}{2} \\mathbf{1}^{\\top} (M - T)^{\\odot 2} \\mathbf{1}",
  },
  {
    title: "a function that is set as its definition",
    given: { z: "j" },
    out: "j",
    right: call("log1p", ref("z", "j")),
    tex: "\\ln\\left(\\mathbf{1} + z\\right)",
  },
  {
    title: "a mean and what is left of it",
    given: { x: "j", r: "" },
    out: "j",
    right: divide(
      subtract(ref("x", "j"), multiply(number(rational(1n, 3n)), sum("a", ref("x", "a")))),
      power(ref("r"), two),
    ),
    tex: "\\frac{1}{r^{2}} \\left(x - \\frac{1}{3} (\\mathbf{1}^{\\top} x) \\mathbf{1}\\right)",
  },
  {
    title: "a power with a scalar base",
    given: { r: "", z: "j" },
    out: "j",
    right: power(ref("r"), ref("z", "j")),
    tex: "r^{\\odot z}",
  },
  {
    title: "a sum within a sum",
    given: { A: "ij", u: "k" },
    out: "j",
    right: sum("i", add(ref("A", "i", "j"), sum("k", ref("u", "k")))),
    tex: "(A + (\\mathbf{1}^{\\top} u) \\mathbf{1} \\mathbf{1}^{\\top})^{\\top} \\mathbf{1}",
  },
  {
    title: "attention heads, one by one",
    given: { Q: "mad", K: "mbd" },
    out: "mab",
    right: sum("d", multiply(ref("Q", "m", "a", "d"), ref("K", "m", "b", "d"))),
    tex: "Q_{m} K_{m}^{\\top}",
    batch: "m",
  },
  {
    title: "shared weights, sample by sample",
    given: { X: "nti", W: "ji", b: "j" },
    out: "ntj",
    right: add(sum("i", multiply(ref("W", "j", "i"), ref("X", "n", "t", "i"))), ref("b", "j")),
    tex: "X_{n} W^{\\top} + \\mathbf{1} b^{\\top}",
    batch: "n",
  },
  {
    title: "a sum over one axis of three",
    given: { X: "ati" },
    out: "ai",
    right: sum("t", ref("X", "a", "t", "i")),
    tex: "X_{a}^{\\top} \\mathbf{1}",
    batch: "a",
  },
  {
    title: "outer products, sample by sample",
    given: { A: "nj", B: "ni" },
    out: "nji",
    right: multiply(ref("A", "n", "j"), ref("B", "n", "i")),
    tex: "A_{n} B_{n}^{\\top}",
    batch: "n",
  },
];

const formOf = ({ given, out, right }: Row): MatrixForm =>
  matrixForm({ axes: axes(out), right }, (name) => axes(given[name] ?? ""));

function nodeOf(row: Row) {
  const form = formOf(row);
  if (form.kind === "none") throw new Error(form.reason.code);
  return form;
}

describe("matrixForm", () => {
  it.each(rows)("reads $title", (row) => {
    const form = nodeOf(row);
    expect(matrixTex(form.node, printed)).toBe(row.tex);
    expect(form.batch).toBe(row.batch);
  });

  it.each(rows)("gives the numbers of the index form for $title", (row) => {
    const { node, batch } = nodeOf(row);
    const model = modelOf(randomData(row.given, 7), axes(row.out), row.right);
    const values = evaluate(model, double);
    const slices = batch === undefined ? 1 : axis(batch).hi;
    const matrices = Array.from({ length: slices }, (_, at) =>
      evaluateMatrix(node, arraysOf(model, values.array), at),
    );
    const expected = [...Array.from(values.array("out"))];
    const actual = matrices.flatMap((matrix) => [...matrix.values]);
    expect(actual).toHaveLength(expected.length);
    actual.forEach((each, place) => {
      const wanted = expected[place] ?? Number.NaN;
      expect(Math.abs(each - wanted)).toBeLessThanOrEqual(1e-13 * Math.max(1, Math.abs(wanted)));
    });
  });

  it.each(rows)("has TeX that KaTeX accepts for $title", (row) => {
    const tex = matrixTex(nodeOf(row).node, printed);
    expect(() => katex.renderToString(tex, { strict: "error", trust: false })).not.toThrow();
    expect(tex).not.toMatch(/\}_|\*|\|/);
  });
});

describe("the reason for a transpose", () => {
  const reasonOf = (title: string) => {
    const row = rows.find((each) => each.title === title);
    if (!row) throw new Error(`no case ${title}`);
    return nodeOf(row).transpositions;
  };
  const atom = (name: string) => ({ kind: "atom", name });

  it.each([
    [
      "a linear layer over samples",
      [
        { kind: "contracted", of: atom("W"), index: "i", partner: atom("X"), side: "left" },
        { kind: "outer", of: atom("b"), index: "j" },
      ],
    ],
    [
      "the adjoint of an input",
      [{ kind: "contracted", of: atom("V"), index: "k", partner: atom("delta"), side: "right" }],
    ],
    ["the adjoint of a weight", [{ kind: "outer", of: atom("x"), index: "i" }]],
    [
      "the adjoint of a weight over samples",
      [{ kind: "contracted", of: atom("Delta"), index: "n", partner: atom("X"), side: "right" }],
    ],
    [
      "attention scores",
      [{ kind: "contracted", of: atom("K"), index: "d", partner: atom("Q"), side: "left" }],
    ],
    [
      "the adjoint of the keys",
      [{ kind: "contracted", of: atom("gS"), index: "a", partner: atom("Q"), side: "right" }],
    ],
    ["a transposed copy", [{ kind: "layout", of: atom("A"), rows: "j", columns: "i" }]],
    [
      "a layer with one unit backwards",
      [{ kind: "contracted", of: atom("V"), index: "o", side: "right" }],
    ],
    ["a chain of three matrices", []],
  ])("is read off the index for %s", (title, reasons) => {
    expect(reasonOf(title)).toMatchObject(reasons);
    expect(reasonOf(title)).toHaveLength(reasons.length);
  });
});

describe("matrixFactors", () => {
  it("gives the shape of every factor", () => {
    const row = rows.find(({ title }) => title === "a linear layer over samples");
    if (!row) throw new Error("the case is gone");
    const factors = matrixFactors(nodeOf(row).node);
    expect(
      factors.map(({ node, transposed, rows: down, columns }) => [
        node.kind === "atom" ? node.name : 1,
        transposed,
        down,
        columns,
      ]),
    ).toEqual([
      ["X", false, 5, 4],
      ["W", true, 4, 3],
      [1, false, 5, 1],
      ["b", true, 1, 3],
    ]);
  });
});

const shift = indexTerm(-1, [
  ["t", 1],
  ["k", 1],
]);

describe("a formula without a matrix form", () => {
  const given: Readonly<Record<string, string>> = {
    A: "ii",
    X: "ati",
    a: "i",
    b: "j",
    c: "k",
    g: "",
    h: "t",
    w: "k",
    x: "t",
    P: "ai",
    Q: "bi",
    R: "ci",
    U: "ab",
    V: "bc",
    Y: "ca",
  };
  const cases: readonly [title: string, out: string, right: Expression, reason: object][] = [
    [
      "a convolution",
      "t",
      sum("k", multiply(ref("w", "k"), ref("x", shift))),
      { code: "compound-index", quantity: "x", term: { constant: -1 } },
    ],
    [
      "a guard",
      "t",
      multiply(bracket(plainIndex("t"), 1, 3), ref("h", "t")),
      { code: "guard", bracket: { lo: 1, hi: 3 } },
    ],
    [
      "an integer subscript",
      "t",
      multiply(ref("h", 2), ref("x", "t")),
      { code: "integer-index", quantity: "h", term: integerTerm(2) },
    ],
    ["a diagonal", "i", ref("A", "i", "i"), { code: "repeated-index", quantity: "A", index: "i" }],
    [
      "a maximum over an axis",
      "",
      reduction("max", 1, 4, ref("a", plainIndex(0))),
      { code: "reduction", name: "max" },
    ],
    [
      "log-sum-exp over an axis",
      "",
      reduction("logsumexp", 1, 4, ref("a", plainIndex(0))),
      { code: "reduction", name: "logsumexp" },
    ],
    [
      "an index as a number",
      "t",
      power(ref("g"), indexNumber(plainIndex("t"))),
      { code: "index-as-number" },
    ],
    [
      "a sum over part of an axis",
      "",
      reduction("sum", 1, 3, ref("x", plainIndex(0))),
      { code: "partial-range", quantity: "x", range: { lo: 1, hi: 3 }, axis: { lo: 1, hi: 4 } },
    ],
    [
      "three axes that are all summed",
      "",
      sum("ati", power(ref("X", "a", "t", "i"), two)),
      { code: "too-many-axes", indices: ["a", "t", "i"] },
    ],
    [
      "an outer product of three vectors",
      "ijk",
      multiply(ref("a", "i"), ref("b", "j"), ref("c", "k")),
      { code: "too-many-axes", indices: ["i", "j", "k"] },
    ],
    [
      "a sum over a function of three indices",
      "a",
      sum("bi", call("exp", add(ref("P", "a", "i"), ref("Q", "b", "i")))),
      { code: "too-many-axes", indices: ["a", "i", "b"] },
    ],
    [
      "each index in three matrices",
      "",
      sum(
        "abci",
        multiply(
          ref("P", "a", "i"),
          ref("Q", "b", "i"),
          ref("R", "c", "i"),
          ref("U", "a", "b"),
          ref("V", "b", "c"),
          ref("Y", "c", "a"),
        ),
      ),
      { code: "too-many-factors" },
    ],
  ];

  it.each(cases)("says why: %s", (_title, out, right, reason) => {
    const form = matrixForm({ axes: axes(out), right }, (name) => axes(given[name] ?? ""));
    expect(form).toMatchObject({ kind: "none", reason });
  });
});
