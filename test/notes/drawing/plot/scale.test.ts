import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ScaleKind, scaleOf } from "../../../../src/notes/drawing/plot/scale.js";
import { tickLabels } from "../../../../src/notes/drawing/plot/tick-label.js";

const written = (ticks: readonly number[]): string =>
  tickLabels(ticks)
    .map(({ digits, exponent }) => (exponent === undefined ? digits : `${digits}^${exponent}`))
    .join(" ");

describe("the numbers of an axis", () => {
  it.each<{ kind: ScaleKind; values: readonly number[]; expected: string }>([
    { kind: "linear", values: [0, 1], expected: "0 0.2 0.4 0.6 0.8 1" },
    { kind: "linear", values: [-3, 7], expected: "−4 −2 0 2 4 6 8" },
    {
      kind: "linear",
      values: [0.29102, 0.29837],
      expected: "0.291 0.292 0.293 0.294 0.295 0.296 0.297 0.298 0.299",
    },
    {
      kind: "linear",
      values: [0, 3e-7],
      expected: "0 5×10^−8 10^−7 1.5×10^−7 2×10^−7 2.5×10^−7 3×10^−7",
    },
    { kind: "linear", values: [5], expected: "2 3 4 5 6 7 8" },
    { kind: "linear", values: [], expected: "0.4 0.6 0.8 1 1.2 1.4 1.6" },
    { kind: "log", values: [3e-5, 0.3], expected: "10^−5 10^−4 10^−3 10^−2 10^−1 10^0" },
    {
      kind: "log",
      values: [1e-16, 1],
      expected: "10^−16 10^−14 10^−12 10^−10 10^−8 10^−6 10^−4 10^−2 10^0",
    },
    { kind: "log", values: [2, 3], expected: "2 2.2 2.4 2.6 2.8 3" },
  ])("$kind over $values", ({ kind, values, expected }) => {
    expect(written(scaleOf(kind, values).ticks)).toBe(expected);
  });

  it("stand in order within the axis, which holds every value", () => {
    const value = fc.double({ min: -300, max: 300, noNaN: true }).map((power) => 10 ** power);
    fc.assert(
      fc.property(
        fc.constantFrom<ScaleKind>("linear", "log"),
        fc.array(value, { minLength: 1, maxLength: 5 }),
        (kind, values) => {
          const { placeOf, ticks } = scaleOf(kind, values);
          const places = [...ticks].map(placeOf);
          expect(ticks.length).toBeGreaterThan(1);
          expect(ticks.length).toBeLessThanOrEqual(11);
          expect(places).toEqual([...places].sort((a, b) => a - b));
          for (const place of [...places, ...values.map(placeOf)]) {
            expect(place).toBeGreaterThanOrEqual(-1e-6);
            expect(place).toBeLessThanOrEqual(1 + 1e-6);
          }
        },
      ),
      { seed: 4, numRuns: 500 },
    );
  });
});
