import { describe, expect, it } from "vitest";
import { abbreviate } from "../../../../src/notes/drawing/diagram/abbreviate.js";

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i + 1);

describe("abbreviate", () => {
  it.each([
    { count: 4, limit: 4, kept: [], expected: [1, 2, 3, 4] },
    { count: 9, limit: 4, kept: [], expected: [1, 2, "dots", 9] },
    { count: 9, limit: 4, kept: [6], expected: [1, 2, "dots", 6, "dots", 9] },
    { count: 9, limit: 4, kept: [3, 9], expected: [1, 2, 3, "dots", 9] },
  ])("of $count units shows $expected", ({ count, limit, kept, expected }) => {
    const isKept = (unit: number): boolean => kept.some((each) => each === unit);
    expect(abbreviate(upTo(count), limit, isKept)).toEqual(expected);
  });
});
