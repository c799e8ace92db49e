import { describe, expect, it } from "vitest";
import { nearestName } from "../../src/errors/nearest-name.js";

const known = ["sigmoid", "tanh", "relu", "softmax", "slope", "weight", "bias", "x"];

const names: readonly (readonly [name: string, nearest: string | undefined])[] = [
  ["sigmiod", "sigmoid"],
  ["Sigmoid", "sigmoid"],
  ["tahn", "tanh"],
  ["weights", "weight"],
  ["negative_slope", "slope"],
  ["X", "x"],
  ["y", undefined],
  ["toString", undefined],
  ["sigmoid", undefined],
  ["z".repeat(100_000), undefined],
];

describe("nearestName", () => {
  it.each(names)("for %.20s is %s", (name, nearest) => {
    expect(nearestName(name, known)).toBe(nearest);
  });
});
