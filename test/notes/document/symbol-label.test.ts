import { describe, expect, it } from "vitest";
import {
  enclosedMark,
  type MathSymbol,
  type NamedTerm,
  nameMark,
  symbolOf,
  termMark,
} from "../../../src/math/algebra/symbol.js";
import { labelOf, labelOfTerms } from "../../../src/notes/document/symbol-label.js";

const at = (index: string, constant = 0): NamedTerm => ({ constant, factors: [[index, 1]] });
const one: NamedTerm = { constant: 1, factors: [] };

const rows: readonly (readonly [MathSymbol, object])[] = [
  [symbolOf("E"), { base: "E" }],
  [symbolOf("w5"), { base: "w", sub: "5" }],
  [
    { ...symbolOf("W", [one, one]), above: [enclosedMark(nameMark("3"))] },
    { base: "W", sub: "1,1", sup: "(3)" },
  ],
  [symbolOf("net_h1"), { base: "net", sub: "h1" }],
  [
    {
      stem: { kind: "word", name: "net" },
      below: [{ kind: "run", name: "h", terms: [at("j")] }],
      above: [enclosedMark(termMark(at("n")))],
    },
    { base: "net", sub: "hj", sup: "(n)" },
  ],
  [symbolOf("theta1"), { base: "θ", sub: "1" }],
  [symbolOf("Ω"), { base: "Ω" }],
  [symbolOf("h", [at("t", -1)]), { base: "h", sub: "t−1" }],
  [symbolOf("a", [at("j'")]), { base: "a", sub: "j′" }],
  [symbolOf("b_out"), { base: "b", sub: "out" }],
  [symbolOf("权重", [at("t")]), { base: "权重[t]" }],
];

describe("the label of a symbol in a diagram", () => {
  it.each(rows)("%j → %j", (symbol, expected) => {
    expect(labelOf(symbol)).toEqual(expected);
  });

  it("lists index terms", () => {
    expect(labelOfTerms([at("t", -1), at("t", -2)])).toEqual({ base: "t−1, t−2" });
  });
});
