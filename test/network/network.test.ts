import { renderToString } from "katex";
import { describe, expect, it } from "vitest";
import { integerTerm, plainIndex } from "../../src/math/algebra/index-term.js";
import { nameIndices } from "../../src/math/algebra/symbol.js";
import { printedTex } from "../../src/math/algebra/tex/index.js";
import { adjointName, localName } from "../../src/math/model/model.js";
import { buildNetwork, findInstance, type Network } from "../../src/network/network.js";
import {
  type EquationFile,
  equationFile,
  type LayeredFile,
  layeredFile,
  problemsOf,
} from "./specs.js";

const article: LayeredFile = {
  inputs: [0.05, 0.1],
  targets: [0.01, 0.99],
  layers: [
    [
      [
        [0.15, 0.2],
        [0.25, 0.3],
      ],
      [0.35, 0.35],
    ],
    "sigmoid",
    [
      [
        [0.4, 0.45],
        [0.5, 0.55],
      ],
      [0.6, 0.6],
    ],
    "sigmoid",
  ],
};
const shared: LayeredFile = {
  ...article,
  layers: [
    [
      [
        [0.15, 0.2],
        [0.25, 0.3],
      ],
      0.35,
    ],
    "sigmoid",
    [
      [
        [0.4, 0.45],
        [0.5, 0.55],
      ],
      0.6,
    ],
    "sigmoid",
  ],
};
const batch: LayeredFile = {
  ...article,
  inputs: [
    [1, 2],
    [3, 4],
  ],
  targets: [
    [1, 0],
    [0, 1],
  ],
};
const deep: LayeredFile = {
  inputs: [1, 2],
  targets: [1],
  layers: [
    "tanh",
    [
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
      [0, 0, 0],
    ],
    "relu",
    "tanh",
    [[[1, 2, 3]]],
    [[[1]], 2],
  ],
};
const rnn: EquationFile = {
  given: {
    x: [
      [1, 2],
      [3, 4],
    ],
  },
  parameters: { W: [1, 2], b: 0.5 },
  equations: "h[0]: 0\nh[t]: tanh(sum(i, W[i]*x[t,i]) + h[t-1] + b)\nE: h[2]^2",
};

const layered = (file: LayeredFile): Network => buildNetwork(layeredFile(file));
const equations = (file: EquationFile): Network => buildNetwork(equationFile(file));

/** All names, the quantities apart by semicolons. */
const namesOf = ({ model, names }: Network): string =>
  [...model.quantities.keys()]
    .map((quantity) =>
      names
        .groupsOf(quantity)
        .map(({ name }) => name)
        .join(" "),
    )
    .join("; ");

describe("public names", () => {
  it.each<readonly [string, Network, string]>([
    [
      "article",
      layered(article),
      "i1 i2; t1 t2; w1 w2 w3 w4; b1 b2; w5 w6 w7 w8; b3 b4; h1 h2; k1 k2; o1 o2; m1 m2; E",
    ],
    [
      "mazur, where a shared bias is one parameter",
      layered({ ...shared, notation: "mazur" }),
      "i1 i2; t1 t2; w1 w2 w3 w4; b1; w5 w6 w7 w8; b2; net_h1 net_h2; out_h1 out_h2; net_o1 net_o2; out_o1 out_o2; E",
    ],
    [
      "indexed on request",
      layered({ ...shared, notation: "indexed" }),
      "i1 i2; t1 t2; w1 w2 w3 w4; b1; w5 w6 w7 w8; b2; z1[1] z1[2]; a1[1] a1[2]; z2[1] z2[2]; a2[1] a2[2]; E",
    ],
    [
      "no output activation",
      layered({ ...article, layers: article.layers.slice(0, 3) }),
      "i1 i2; t1 t2; w1 w2 w3 w4; b1 b2; w5 w6 w7 w8; b3 b4; h1 h2; k1 k2; o1 o2; E",
    ],
    [
      "samples share their names",
      layered(batch),
      "i1 i2; t1 t2; w1 w2 w3 w4; b1 b2; w5 w6 w7 w8; b3 b4; h1 h2; k1 k2; o1 o2; m1 m2; L; E",
    ],
    [
      "other shapes are indexed",
      layered(deep),
      "i1 i2; t1; w1 w2 w3 w4 w5 w6; b1 b2 b3; w7 w8 w9; w10; b4; a0[1] a0[2]; z1[1] z1[2] z1[3]; a1[1] a1[2] a1[3]; a1_2[1] a1_2[2] a1_2[3]; z2[1]; z3[1]; E",
    ],
    [
      "equations keep their names",
      equations(rnn),
      "x[1,1] x[1,2] x[2,1] x[2,2]; W[1] W[2]; b; h[0] h[1] h[2]; E",
    ],
  ])("%s", (_, network, expected) => {
    expect(namesOf(network)).toBe(expected);
  });

  it("leads back from every name to its instances, and from these to the name", () => {
    for (const network of [article, shared, batch, deep].map(layered).concat(equations(rnn)))
      for (const quantity of network.model.quantities.keys())
        for (const group of network.names.groupsOf(quantity)) {
          expect(network.names.find(group.name)).toEqual(group);
          for (const instance of group.instances)
            expect(network.names.nameOf(instance)).toBe(group.name);
        }
  });

  it.each<readonly [string, Network, string | undefined]>([
    ["w5", layered(article), "W2[1,1]"],
    ["W2[1,2]", layered(article), "W2[1,2]"],
    [" W1[ 2, 1 ] ", layered(article), "W1[2,1]"],
    ["B2[2]", layered(article), "B2[2]"],
    ["b2", layered(shared), "B2[]"],
    ["a1[2]", layered(article), "a1[2]"],
    ["k2", layered(batch), undefined],
    ["a1[2,1]", layered(batch), "a1[2,1]"],
    ["W[2]", equations(rnn), "W[2]"],
    ["h[0]", equations(rnn), "h[0]"],
    ["E", equations(rnn), "E[]"],
    ["w9", layered(article), undefined],
    ["w0", layered(article), undefined],
    ["w05", layered(article), undefined],
    ["h[3]", equations(rnn), undefined],
    ["W", equations(rnn), undefined],
    ["__proto__", equations(rnn), undefined],
    ["", layered(article), undefined],
  ])("finds %j", (name, network, expected) => {
    const instance = findInstance(network, name);
    expect(instance && `${instance.name}[${instance.indices}]`).toBe(expected);
  });

  it("gathers one instance for each sample", () => {
    expect(layered(batch).names.find("k2")).toEqual({
      name: "k2",
      instances: [
        { name: "a1", indices: [1, 2] },
        { name: "a1", indices: [2, 2] },
      ],
    });
  });

  it("names tensors as PyTorch does, and in equations by the file's names", () => {
    const tensors = ({ names }: Network): string =>
      names.tensors.map(({ name, quantity }) => `${name}=${quantity}`).join(" ");
    expect(tensors(layered(deep))).toBe("1.weight=W1 1.bias=B1 4.weight=W2 5.weight=W3 5.bias=B3");
    expect(tensors(equations(rnn))).toBe("x=x W=W b=b");
  });
});

/** A reference in TeX; subscripts are index names or integers. */
const texOf = ({ notation }: Network, name: string, ...indices: readonly (string | number)[]) =>
  printedTex(
    notation.reference(
      name,
      indices.map((index) =>
        nameIndices(typeof index === "string" ? plainIndex(index) : integerTerm(index), String),
      ),
    ),
  );

describe("notation", () => {
  const mazur = layered({ ...article, notation: "mazur" });
  const indexed = layered({ ...article, notation: "indexed" });
  const cases: readonly (readonly [Network, string, readonly (string | number)[], string])[] = [
    [layered(article), "W1", ["j", "i"], "W_{j,i}"],
    [layered(article), "W2", ["k", "j"], "V_{k,j}"],
    [layered(article), "W2", [1, "j"], "V_{1,j}"],
    [layered(article), "W2", [1, 1], "w_{5}"],
    [layered(article), "B2", ["k"], "b_{k}^{(2)}"],
    [layered(article), "B2", [1], "b_{3}"],
    [layered(shared), "B2", [], "b_{2}"],
    [layered(article), "x", ["p"], "i_{p}"],
    [layered(article), "x", [2], "i_{2}"],
    [layered(article), "t", ["k"], "t_{k}"],
    [layered(article), "z1", ["j"], "h_{j}"],
    [layered(article), "a2", [1], "m_{1}"],
    [layered(article), "E", [], "E"],
    [layered(article), adjointName("a1"), ["j"], "\\frac{\\partial E}{\\partial k_{j}}"],
    [layered(article), adjointName("W1"), [1, 1], "\\frac{\\partial E}{\\partial w_{1}}"],
    [layered(article), adjointName("z1"), ["j"], "\\delta_{j}^{h}"],
    [layered(article), adjointName("z2"), [1], "\\delta_{1}^{o}"],
    [layered(article), localName("z2", "a1"), [1, 2], "\\frac{\\partial o_{1}}{\\partial k_{2}}"],
    [layered(batch), "z1", ["n", "j"], "h_{j}^{(n)}"],
    [layered(batch), "z1", [2, 1], "h_{1}^{(2)}"],
    [layered(batch), "x", ["n", 1], "i_{1}^{(n)}"],
    [layered(batch), "L", ["n"], "L^{(n)}"],
    [layered(batch), adjointName("z2"), ["n", "k"], "\\delta_{k}^{o,(n)}"],
    [layered(batch), "W1", ["j", "i"], "W_{j,i}"],
    [mazur, "z1", ["j"], "\\mathrm{net_{h\\mathit{j}}}"],
    [mazur, "a2", [1], "\\mathrm{out_{o1}}"],
    [mazur, adjointName("a2"), [1], "\\frac{\\partial E}{\\partial \\mathrm{out_{o1}}}"],
    [mazur, adjointName("z2"), [1], "\\delta_{1}^{o}"],
    [layered({ ...batch, notation: "mazur" }), "a1", ["n", 1], "\\mathrm{out_{h1}}^{(n)}"],
    [indexed, "W1", [1, 2], "W_{1,2}^{(1)}"],
    [indexed, "x", [1], "x_{1}"],
    [indexed, "B2", ["k"], "b_{k}^{(2)}"],
    [indexed, "z1", ["j"], "z_{j}^{(1)}"],
    [indexed, adjointName("z1"), [1], "\\delta_{1}^{(1)}"],
    [layered({ ...batch, notation: "indexed" }), "a1", ["n", 1], "a_{n,1}^{(1)}"],
    [layered(deep), "a1_2", ["j"], "a_{j}^{(1,2)}"],
    [layered(deep), "a0", ["i"], "a_{i}^{(0)}"],
    [layered(deep), "B3", [], "b^{(3)}"],
    [layered(article), "eta", [], "\\eta"],
    [equations(rnn), "x", ["t", "i"], "x_{t,i}"],
    [equations(rnn), adjointName("h"), [1], "\\frac{\\partial E}{\\partial h_{1}}"],
    [
      equations(rnn),
      localName("h", "x"),
      ["t", "s", "i"],
      "\\frac{\\partial h_{t}}{\\partial x_{s,i}}",
    ],
  ];
  it.each(cases.map((row) => ({ row, title: row.slice(1).join(" ") })))("$title", ({ row }) => {
    const [network, name, indices, expected] = row;
    expect(texOf(network, name, ...indices)).toBe(expected);
  });

  it("passes KaTeX in strict mode and leaves Markdown nothing to misread", () => {
    for (const [network, name, indices] of cases) {
      const tex = texOf(network, name, ...indices);
      expect(() => renderToString(tex, { strict: "error", throwOnError: true })).not.toThrow();
      expect(tex).not.toMatch(/\}_|\|/);
    }
  });

  it.each<readonly [string, LayeredFile, string]>([
    ["two layers", article, "article"],
    [
      "two layers without output activation",
      { ...article, layers: article.layers.slice(0, 3) },
      "article",
    ],
    ["one layer", { ...article, layers: article.layers.slice(0, 2) }, "indexed"],
    ["three layers", deep, "indexed"],
    ["an activation first", { ...article, layers: ["tanh", ...article.layers] }, "indexed"],
    ["two activations in a row", { ...article, layers: [...article.layers, "tanh"] }, "indexed"],
    ["an identity more", { ...article, layers: ["identity", ...article.layers] }, "article"],
  ])("is chosen by the shape: %s", (_, file, expected) => {
    expect(layered(file).notationName).toBe(expected);
  });

  it("refuses to call many layers by names for two", () => {
    expect(problemsOf(() => layered({ ...deep, notation: "mazur" }))).toEqual([
      "8:11 unsuitable-notation: the notation `mazur` names two linear layers with at most one activation behind each, and this network has others (use `notation: indexed`)",
    ]);
  });
});

describe("a network", () => {
  it("knows its parameters in file order", () => {
    expect(layered(article).parameters).toEqual(["W1", "B1", "W2", "B2"]);
    expect(equations(rnn).parameters).toEqual(["W", "b"]);
  });

  it.each<readonly [string, Network, string]>([
    ["scalars", layered({ ...article, frozen: ["b1", "W2[1,2]"] }), "B1[1] W2[1,2]"],
    ["a shared bias", layered({ ...shared, frozen: ["b2"] }), "B2"],
    ["tensors", layered({ ...article, frozen: ["0.bias", "B2"] }), "B1[1] B1[2] B2[1] B2[2]"],
    ["in equations", equations({ ...rnn, frozen: ["W", "b"] }), "W[1] W[2] b"],
  ])("freezes %s", (_, { frozen }, expected) => {
    expect([...frozen].join(" ")).toBe(expected);
  });

  it("refuses to freeze what is no parameter", () => {
    expect(problemsOf(() => layered({ ...article, frozen: ["b9", "i1", "0.weigth"] }))).toEqual([
      "9:9 unknown-parameter: cannot freeze `b9`: the network has no such parameter (did you intend `b1`?)",
      "9:9 unknown-parameter: cannot freeze `i1`: the network has no such parameter (did you intend `w1`?)",
      "9:9 unknown-parameter: cannot freeze `0.weigth`: the network has no such parameter (did you intend `0.weight`?)",
    ]);
  });
});
