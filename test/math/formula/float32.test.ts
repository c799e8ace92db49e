import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../src/check/methods/seeded-random.js";
import {
  exactDecimal,
  isFloat32,
  shortestDigits,
  shortestFloat32,
} from "../../../src/math/formula/float32.js";

const view = new DataView(new ArrayBuffer(4));

/** Float32 numbers of all sizes, subnormal ones and powers of two among them. */
function samples(): readonly number[] {
  const random = seededRandom(5);
  const drawn = Array.from({ length: 3000 }, () => {
    view.setUint32(0, Math.floor(random() * 2 ** 32));
    return view.getFloat32(0);
  });
  const powers = Array.from({ length: 277 }, (_, k) => 2 ** (k - 149));
  return [...drawn.filter(Number.isFinite), ...powers, 0, Math.fround(0.1), 3.4028234663852886e38];
}

describe("float32 numbers as decimals", () => {
  it("are exact with all digits, and read back from the fewest", () => {
    for (const value of samples()) {
      expect(Number(exactDecimal(value))).toBe(value === 0 ? 0 : value);
      expect(isFloat32(exactDecimal(value))).toBe(true);
      const shortest = shortestFloat32(value);
      expect(Math.fround(Number(shortest))).toBe(value === 0 ? 0 : value);
      const digits = shortestDigits(value);
      if (digits > 1) expect(Math.fround(Number(value.toPrecision(digits - 1)))).not.toBe(value);
    }
  });

  it.each([
    [0.1, "0.1", "0.100000001490116119384765625"],
    [1 / 3, "0.33333334", "0.3333333432674407958984375"],
    [-2.5, "-2.5", "-2.5"],
    [16777216, "16777216", "16777216"],
    [
      1e-45,
      "1e-45",
      "1.40129846432481707092372958328991613128026194187651577175706828388979108268586060148663818836212158203125e-45",
    ],
    [3.4028235e38, "3.4028235e38", "3.40282346638528859811704183484516925440e38"],
  ])("%f", (value, shortest, exact) => {
    expect(shortestFloat32(Math.fround(value))).toBe(shortest);
    expect(exactDecimal(Math.fround(value))).toBe(exact.replace("0e38", "e38"));
  });

  it.each(["0.1", "0.49625658988952637", "1e300", "16777217"])("%s is none", (decimal) => {
    expect(isFloat32(decimal)).toBe(false);
  });
});
