import { describe, expect, it } from "vitest";
import { assumedPrecisions } from "../../../src/check/reference/precision.js";

/** Numbers as Python prints the float32 numbers next to them. */
const widened = (...values: readonly number[]) => values.map((value) => String(Math.fround(value)));

describe("what numbers without a type are taken for", () => {
  it.each<readonly [string, ReadonlyArray<readonly string[]>, readonly string[]]>([
    ["decimals", [["0.0822", "0.0827"], ["-0.0226"]], ["written", "written"]],
    ["float32, written out", [widened(0.1, 0.25, -0.3)], ["float32"]],
    ["float32 in the fewest digits", [["0.082167044", "0.08266763"]], ["float32"]],
    ["only one has more than six digits", [["0.082167044", "0.25"]], ["written"]],
    ["one is none", [["0.082167044", "0.08266763", "0.082667642"]], ["written"]],
    ["doubles", [["0.08216704056423077", "0.5"], ["0.25"]], ["double", "double"]],
    ["a bias that goes along", [widened(0.1, 0.2), widened(0.3)], ["float32", "float32"]],
    ["zeros that go along", [widened(0.1, 0.2), ["0.0", "0.5"]], ["float32", "float32"]],
    ["decimals beside float32", [widened(0.1, 0.2), ["0.4", "0.1"]], ["float32", "written"]],
    ["doubles beside float32", [widened(0.1, 0.2), ["0.30000000000004"]], ["float32", "double"]],
    ["one number that only float32 makes", [widened(0.1)], ["float32"]],
    ["one number with few bits", [["9.5367431640625e-7"]], ["double"]],
    ["zeros", [["0", "0.0"]], ["written"]],
    ["NaN beside float32", [["NaN", ...widened(0.1, 0.2)]], ["float32"]],
    ["NaN before one number alone", [["NaN", ...widened(0.1)]], ["float32"]],
    ["an infinity before one number alone", [["-Infinity", ...widened(0.1)]], ["float32"]],
    ["nothing but NaN", [["NaN"], widened(0.1, 0.2)], ["written", "float32"]],
    ["too large for float32", [["1.2345678e39", "1.2345678e38"]], ["written"]],
  ])("%s", (_, tensors, expected) => {
    expect(assumedPrecisions(tensors)).toEqual(expected);
  });
});
