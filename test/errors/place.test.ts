import { describe, expect, it } from "vitest";
import { placesIn } from "../../src/errors/place.js";

const text = "ab\r\n𝑥 = cd\nlast";

const places: readonly (readonly [
  start: number,
  end: number,
  line: number,
  column: number,
  length: number,
])[] = [
  [0, 2, 1, 1, 2],
  [4, 6, 2, 1, 1],
  [9, 11, 2, 5, 2],
  [9, 14, 2, 5, 2],
  [12, 16, 3, 1, 4],
  [16, 16, 3, 5, 0],
];

describe("placesIn", () => {
  it.each(places)("counts code points: %i to %i", (start, end, line, column, length) => {
    expect(placesIn(text)({ start, end })).toEqual({ line, column, length });
  });
});
