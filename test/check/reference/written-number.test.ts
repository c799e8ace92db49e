import { describe, expect, it } from "vitest";
import { ballOf, judgeWritten, roundedAs } from "../../../src/check/reference/written-number.js";
import { significantDigits } from "../../../src/numeric/printed-number.js";

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
    ["0", 0.3, "right", "0"],
    ["0", 0.7, "last digit off", "1"],
    ["3", 3.5, "right", "4"],
  ])("%s, where %d is true: %s", (text, truth, verdict, rounded) => {
    expect(judgeWritten(text, ballOf(truth, 0))).toBe(verdict);
    expect(roundedAs(text, ballOf(truth, 0))).toBe(rounded);
  });

  it("waits for more digits where a bound leaves it open", () => {
    expect(judgeWritten("0.25", ballOf(0.255, 1e-9))).toBeUndefined();
    expect(judgeWritten("0.25", ballOf(0.265, 1e-9))).toBeUndefined();
    expect(judgeWritten("0.25", ballOf(0.2549, 1e-9))).toBe("right");
  });
});
