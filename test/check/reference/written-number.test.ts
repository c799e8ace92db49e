import { describe, expect, it } from "vitest";
import {
  agrees,
  ballOf,
  judgeWritten,
  resolutionsOf,
  rightNumber,
} from "../../../src/check/reference/written-number.js";
import { significantDigits } from "../../../src/math/numeric/printed-number.js";

describe("significant digits as written", () => {
  it.each([
    ["0.0010", 2],
    ["0.000438568", 6],
    ["-12", 2],
    ["100", 3],
    ["0", 1],
    ["0.00", 1],
    ["4.40e-4", 3],
    [".5", 1],
    ["+1.5E3", 2],
    ["0.29837110876", 11],
    ["0.298371108760", 12],
  ])("%s has %i", (text, digits) => {
    expect(significantDigits(text)).toBe(digits);
  });
});

describe("a written number is judged by its digits", () => {
  it.each([
    ["0.0010", 0.00099543, "right", "0.0010"],
    ["0.0009", 0.00099543, "last digit off", "0.0010"],
    ["0.0008", 0.00099543, "wrong", "0.0010"],
    ["0.001", 0.00099543, "right", "0.001"],
    ["0.25", 0.2549999, "right", "0.25"],
    ["0.25", 0.2550001, "last digit off", "0.26"],
    ["0.5", 0.25, "wrong", "0.3"],
    ["0.3", 0.25, "right", "0.3"],
    ["0.2", 0.25, "right", "0.3"],
    ["4.4e-4", 0.00043857, "right", "4.4e-4"],
    ["4.3E-4", 0.00043857, "last digit off", "4.4e-4"],
    ["-0.0226", -0.02260254, "right", "-0.0226"],
    ["0.0226", -0.02260254, "wrong", "-0.0226"],
    ["2", 0.0821670405642308, "wrong", "0.0821670"],
    ["12", 3.3e-12, "wrong", "3.30000e-12"],
    ["1.5e3", 1444.4, "last digit off", "1.4e3"],
    ["3", 3.5, "right", "4"],
  ])("%s, where %d is true: %s", (text, truth, verdict, rounded) => {
    expect(judgeWritten(text, ballOf(truth, 0))).toBe(verdict);
    expect(rightNumber(text, ballOf(truth, 0))).toBe(rounded);
  });

  it("waits for more digits where a bound leaves it open", () => {
    expect(judgeWritten("0.25", ballOf(0.255, 1e-9))).toBeUndefined();
    expect(judgeWritten("0.25", ballOf(0.265, 1e-9))).toBeUndefined();
    expect(judgeWritten("0.25", ballOf(0.2549, 1e-9))).toBe("right");
  });
});

describe("a number without a significant digit is right where the truth is 0, or below what the others tell", () => {
  it.each([
    ["0", 0, 0, "right"],
    ["-0.000", 0, 0, "right"],
    ["0", 0.3, 0, "wrong"],
    ["0.0000", 0.00003, 0, "wrong"],
    ["0e5", 1e-300, 0, "wrong"],
    ["0.0000", 0.00003, 1e-4, "right"],
    ["0", 0.00003, 1e-4, "right"],
    ["0", 0.0001, 1e-4, "wrong"],
    ["0.0000", 0.00007, 1e-4, "last digit off"],
    ["0.0000", 0.0007, 1e-2, "wrong"],
  ] as const)("%s, where %d is true and %d resolved: %s", (text, truth, resolution, verdict) => {
    expect(judgeWritten(text, ballOf(truth, 0), resolution)).toBe(verdict);
  });

  it("shows the right number in digits of its own", () => {
    expect(rightNumber("0.0000", ballOf(0.00003510188, 0))).toBe("0.0000351019");
    expect(rightNumber("0", ballOf(0, 0))).toBe("0");
    // What may be 0 is 0, and no rounding noise.
    expect(rightNumber("1.1e-16", ballOf(1e-60, 1e-59))).toBe("0e0");
  });

  it("one unit in the last place of the smallest number of a tensor is what it tells from 0", () => {
    const items = [
      ["w", "0.0"],
      ["w", "-0.0226"],
      ["w", "12"],
      ["b", "0"],
      ["b", "nan"],
    ] as const;
    const resolution = resolutionsOf(
      items,
      ([tensor]) => tensor,
      ([, text]) => [text],
    );
    expect(items.map(resolution)).toEqual([1e-4, 1e-4, 1e-4, 0, 0]);
  });
});

describe("a number that a mistake gives agrees with what is written", () => {
  it.each([
    ["0.0822", 0.08217, 0, 0, true],
    ["0.0822", 0.08226, 0, 0, false],
    ["0.0822", 0.08226, 1e-4, 0, true],
    ["0", 0.3, 0, 0, false],
    ["0", 0.00003, 0, 1e-4, true],
    ["0", 1e-17, 1e-16, 0, true],
  ])("%s and %d, in doubt by %d, %d resolved: %s", (text, value, doubt, resolution, expected) => {
    expect(agrees(text, value, doubt, resolution)).toBe(expected);
  });
});
