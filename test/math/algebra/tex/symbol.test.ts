import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { NamedTerm } from "../../../../src/math/algebra/symbol.js";
import { symbolOf } from "../../../../src/math/algebra/symbol.js";
import { indexTex, symbolTex } from "../../../../src/math/algebra/tex/index.js";
import { expectToRender } from "./renders.js";

/** A term such as `t-1`, `j` or `2`. */
function termOf(text: string): NamedTerm {
  const [, index, constant] = /^([a-z]?)(-?\d*)$/.exec(text) ?? [];
  return { constant: Number(constant), factors: index ? [[index, 1]] : [] };
}

const at = (index: string): NamedTerm => ({ constant: 0, factors: [[index, 1]] });

describe("TeX of names", () => {
  it.each([
    ["x", "x"],
    ["E", "E"],
    ["w12", "w_{12}"],
    ["w_1_2", "w_{1,2}"],
    ["w1_2", "w_{1,2}"],
    ["x_i", "x_{i}"],
    ["W_hh", "W_{\\mathrm{hh}}"],
    ["alpha", "\\alpha"],
    ["Sigma", "\\Sigma"],
    ["theta1", "\\theta_{1}"],
    ["α2", "\\alpha_{2}"],
    ["Ω", "\\Omega"],
    ["loss", "\\mathrm{loss}"],
    ["loss2", "\\mathrm{loss_{2}}"],
    ["out_h1", "\\mathrm{out_{h1}}"],
    ["net_o_1", "\\mathrm{net_{o,1}}"],
    ["权重", "\\text{权重}"],
    ["权重1", "\\text{权重1}"],
    ["größe", "\\text{größe}"],
    ["constructor", "\\mathrm{constructor}"],
    ["_", "\\text{-}"],
    ["a$b", "\\text{au24b}"],
  ])("%s → %s", (name, expected) => {
    expect(symbolTex(symbolOf(name))).toBe(expected);
    expectToRender(expected);
  });

  it.each([
    ["h", ["t"], "h_{t}"],
    ["W", ["j", "i"], "W_{j,i}"],
    ["h1", ["t-1"], "h_{t-1}^{(1)}"],
    ["h", ["1", "t"], "h_{1,t}"],
    ["W_hh", ["j"], "W_{j}^{(\\mathrm{hh})}"],
    ["loss", ["t"], "\\mathrm{loss_{t}}"],
    ["out_h1", ["t"], "\\mathrm{out_{t}^{(h1)}}"],
    ["权重", ["1", "2"], "\\text{权重}[1,2]"],
    ["E", [], "E"],
  ])("%s%j → %s", (name, indices, expected) => {
    expect(symbolTex(symbolOf(name, indices.map(termOf)))).toBe(expected);
    expectToRender(expected);
  });

  it.each([
    ["i", "i"],
    ["t1", "t_{1}"],
    ["step", "\\mathrm{step}"],
    ["i'1", "i^{\\prime}"],
    ["t1'2", "t_{1}^{\\prime\\prime}"],
    ["i'5", "i^{(5)}"],
    ["#3", "\\text{u233}"],
  ])("the index %s → %s", (name, expected) => {
    expect(indexTex(name)).toBe(expected);
    expectToRender(expected);
  });

  it("is valid for any name whatever", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1, maxLength: 5 }), (name) => {
        expectToRender(symbolTex(symbolOf(name)));
        expectToRender(symbolTex(symbolOf(name, [at(name), termOf("t-1")])));
      }),
      { seed: 4, numRuns: 2000 },
    );
  });
});
