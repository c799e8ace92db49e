import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalDecimal } from "../../../src/math/formula/decimal.js";

const texts: readonly (readonly [written: string, canonical: string])[] = [
  ["0.10", "0.1"],
  ["0", "0"],
  ["-0.0", "0"],
  ["0e99999999", "0"],
  ["+.5", "0.5"],
  ["5.", "5"],
  ["017", "17"],
  ["1e3", "1000"],
  ["1.50e+2", "150"],
  ["-1E-20", "-1e-20"],
  ["0.00000123", "0.00000123"],
  ["0.000000123", "1.23e-7"],
  ["123456789012345678901234567890", "1.2345678901234567890123456789e29"],
  ["9007199254740993", "9007199254740993"],
  ["0.1000000000000000055511151231257827", "0.1000000000000000055511151231257827"],
];

const faults: readonly (readonly [written: string, fault: string])[] = [
  ["", "not-a-number"],
  [".", "not-a-number"],
  ["1e", "not-a-number"],
  ["0x10", "not-a-number"],
  ["1e400", "too-large"],
  ["1e-400", "too-small"],
  ["9".repeat(500), "too-long"],
];

describe("canonicalDecimal", () => {
  it.each(texts)("writes %s as %s", (written, text) => {
    expect(canonicalDecimal(written)).toEqual({ ok: true, text });
  });

  it.each(faults)("refuses %.30j: %s", (written, fault) => {
    expect(canonicalDecimal(written)).toEqual({ ok: false, fault });
  });

  it("is JavaScript's own text for what JavaScript has printed", () => {
    const numbers = fc.double({ noDefaultInfinity: true, noNaN: true });
    fc.assert(
      fc.property(numbers, (number) => {
        const text = String(number).replace("e+", "e");
        expect(canonicalDecimal(text)).toEqual({ ok: true, text });
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});
