import { describe, expect, it } from "vitest";
import { placesIn } from "../../../src/errors/place.js";
import { InputError } from "../../../src/errors/problem.js";
import { parseLeftSide } from "../../../src/math/formula/parse-left-side.js";

type Subscripts = readonly (string | number)[];

const sides: readonly (readonly [text: string, name: string, indices: Subscripts])[] = [
  ["E", "E", []],
  ["h[t]", "h", ["t"]],
  ["h[ 0 ]", "h", [0]],
  ["y[-1]", "y", [-1]],
  ["y[-0]", "y", [0]],
  ["h[0,j]", "h", [0, "j"]],
  ["a[1, k]", "a", [1, "k"]],
  ["权重[i,j]", "权重", ["i", "j"]],
];

const problems: readonly (readonly [text: string, code: string, column: number])[] = [
  ["", "invalid-left-side", 1],
  ["2*y", "invalid-left-side", 1],
  ["f(x)", "invalid-left-side", 1],
  ["h[t", "invalid-left-side", 1],
  ["h[t]^2", "invalid-left-side", 1],
  ["h[]", "invalid-subscript", 3],
  ["h[t,]", "invalid-subscript", 5],
  ["h[t+1]", "invalid-subscript", 3],
  ["h[1.5]", "invalid-subscript", 3],
  ["h[i,2*j]", "invalid-subscript", 5],
  ["a[i,i]", "repeated-index", 5],
  ["h'", "unknown-symbol", 2],
];

describe("parseLeftSide", () => {
  it.each(sides)("reads %j", (text, name, indices) => {
    expect(parseLeftSide(text, placesIn(text))).toEqual({ name, indices });
  });

  it.each(problems)("refuses %j: %s", (text, code, column) => {
    let caught: unknown;
    try {
      parseLeftSide(text, placesIn(text));
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(InputError);
    expect(caught).toMatchObject({ problems: [{ code, place: { line: 1, column } }] });
  });
});
