import { describe, expect, it } from "vitest";
import {
  type FormatName,
  floatFormats,
  readingError,
} from "../../../src/math/numeric/float-format.js";
import { foreignError } from "../../../src/math/numeric/foreign-error.js";

describe("what reading a decimal into a format changes", () => {
  it.each<readonly [FormatName, number, number]>([
    ["float32", 0.5, 0],
    ["float32", 16777215, 0],
    ["float32", Math.fround(0.1), 0],
    ["float32", 0.1, Math.abs(0.1 - Math.fround(0.1))],
    ["float32", 16777217, 1],
    ["float16", 2049, 1],
    ["bfloat16", 257, 1],
    ["float16", 2 ** -24, 0],
    ["float64", 3, 0],
  ])("%s: %d", (format, value, expected) => {
    const error = readingError(value, floatFormats[format]);
    expect(error).toBeGreaterThanOrEqual(expected);
    expect(error).toBeLessThanOrEqual(expected * 1.001);
  });
});

describe("how far another program may be off", () => {
  const field = foreignError("float32");
  const { unit } = floatFormats.float32;
  const of = (text: string) => field.fromDecimal(text);

  it("by the order of a sum: a large term may come before or after the small ones", () => {
    const sum = ["16777216", "1", "1", "1", "-16777216"].map(of).reduce(field.add);
    expect(sum.value).toBe(3);
    // In float32 the sum is 0 in this order, and 3 in another.
    expect(sum.error).toBeGreaterThanOrEqual(3);
    expect(sum.error).toBeLessThan(5);
  });

  it("by the side of a kink, where rounding decides on it, and not beside it", () => {
    const near = field.add(field.multiply(of("0.1"), of("3")), of("-0.3"));
    expect(field.call("step", [near]).error).toBe(1);
    expect(field.call("step", [of("0.1")])).toEqual({ value: 1, error: 0 });
    expect(field.call("step", [of("0")])).toEqual({ value: 0, error: 0 });
  });

  it("a maximum that is certain is the number itself; of two that may be, it is neither", () => {
    const [a, b] = [of("0.1"), of("0.3")];
    expect(field.call("equal", [b, field.call("max", [a, b])])).toEqual({ value: 1, error: 0 });
    const c = field.add(of("0.1"), of("0.2"));
    expect(field.call("equal", [b, field.call("max", [b, c])]).error).toBe(1);
  });

  it("a probability near 1 is as certain as it is, and one near 0 relative to itself", () => {
    const [large, small] = [
      field.multiply(of("30.1"), of("1.1")),
      field.multiply(of("0.1"), of("3")),
    ];
    const total = field.logSumExp?.([large, small]) ?? of("0");
    const minus = field.multiply(of("-1"), total);
    const [one, none] = [large, small].map((z) => field.call("exp", [field.add(z, minus)]));
    expect(one?.error).toBeLessThan(50 * unit);
    expect(none?.error).toBeLessThan((none?.value ?? 0) * 500 * unit + 1e-37);
  });
});
