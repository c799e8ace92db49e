import { describe, expect, it } from "vitest";
import { labelOfTex } from "../../../src/document/diagram/tex-label.js";

describe("labelOfTex", () => {
  it.each([
    { tex: "E", expected: { base: "E" } },
    { tex: "w_{5}", expected: { base: "w", sub: "5" } },
    { tex: "W_{1,1}^{(3)}", expected: { base: "W", sub: "1,1", sup: "(3)" } },
    { tex: "b^{(3)}", expected: { base: "b", sup: "(3)" } },
    { tex: "\\mathrm{net_{h1}}", expected: { base: "net", sub: "h1" } },
    { tex: "\\mathrm{net_{h\\mathit{j}}}^{(n)}", expected: { base: "net", sub: "hj", sup: "(n)" } },
    { tex: "\\theta_{1}", expected: { base: "θ", sub: "1" } },
    { tex: "\\Omega", expected: { base: "Ω" } },
    { tex: "h_{t-1}", expected: { base: "h", sub: "t−1" } },
    { tex: "a_{j^{\\prime}}", expected: { base: "a", sub: "j′" } },
    { tex: "b_{\\mathrm{out}}", expected: { base: "b", sub: "out" } },
    { tex: "\\text{权重}[t]", expected: { base: "权重[t]" } },
    { tex: "t-1, t-2", expected: { base: "t−1, t−2" } },
  ])("of $tex", ({ tex, expected }) => {
    expect(labelOfTex(tex)).toEqual(expected);
  });
});
