import { describe, expect, it } from "vitest";
import { refusedSymbols } from "../../../src/math/formula/refused-symbols.js";

describe("refusedSymbols", () => {
  it("has no symbol twice", () => {
    const symbols = refusedSymbols.map(({ symbol }) => symbol);
    expect(new Set(symbols).size).toBe(symbols.length);
  });

  it("has longer symbols before their beginnings", () => {
    for (const [at, { symbol }] of refusedSymbols.entries())
      for (const later of refusedSymbols.slice(at + 1))
        expect(later.symbol !== symbol && later.symbol.startsWith(symbol)).toBe(false);
  });
});
