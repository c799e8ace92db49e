import { Decimal } from "decimal.js";
import { describe, expect, it } from "vitest";
import { call, number } from "../../../src/math/algebra/constructors.js";
import { rationalFromDecimal } from "../../../src/math/algebra/rational.js";
import type { Ball } from "../../../src/math/numeric/ball.js";
import { evaluateExpression } from "../../../src/math/numeric/ball-definition.js";
import { ballField } from "../../../src/math/numeric/ball-field.js";
import { printNumber, roundBall } from "../../../src/math/numeric/printed-number.js";
import { withPrecision } from "../../../src/math/numeric/printed-precision.js";

const field = ballField(60);

/** A value that is not exact, known to a relative 10^-40. */
const around = (text: string): Ball => ({
  mid: new Decimal(text),
  radius: new Decimal(text).abs().times("1e-40"),
  double: Number(text),
});

describe("rounded values keep their significant digits", () => {
  it.each([
    ["0.0821670405642308", 6, "0.0821670"],
    ["0.0004385677344743", 6, "0.000438568"],
    ["0.5932699921071872", 6, "0.593270"],
    ["0.5932699921071872", 3, "0.593"],
    ["0.5932699921071872", 9, "0.593269992"],
    ["-0.000229828123456", 6, "-0.000229828"],
    ["0.00000012345678901", 6, "0.000000123457"],
    ["0.000000012345678901", 6, "1.23457e-8"],
    ["123456.4", 6, "123456"],
    ["999999.7", 6, "1.00000e6"],
    ["1234567.3", 6, "1.23457e6"],
    ["0.9999996", 6, "1.00000"],
    ["-123456789012345.6", 4, "-1.235e14"],
    ["12.5", 6, "12.5000"],
  ])("%s with %i digits is %s", (value, digits, text) => {
    const printed = printNumber(around(value), digits);
    expect(printed).toMatchObject({ text, exact: false, value: rationalFromDecimal(text) });
  });

  it("powers of ten are set as such in TeX", () => {
    expect(printNumber(around("1.2345678e-9"), 4)).toEqual({
      text: "1.235e-9",
      tex: "1.235 \\times 10^{-9}",
      scientific: { mantissa: "1.235", exponent: -9 },
      exact: false,
      value: rationalFromDecimal("1.235e-9"),
    });
    expect(printNumber(around("0.5"), 4)?.tex).toBe("0.5000");
  });
});

describe("exact decimals of at most digits + 4 digits are printed whole", () => {
  it.each([
    ["0.3775", 6, "0.3775", true],
    ["0.60", 6, "0.6", true],
    ["1", 6, "1", true],
    ["0", 6, "0", true],
    ["-0", 6, "0", true],
    ["-0.05", 3, "-0.05", true],
    ["1200", 6, "1200", true],
    ["12345678", 6, "12345678", true],
    ["0.1234567891", 6, "0.1234567891", true],
    ["0.12345678912", 6, "0.123457", false],
    ["12345678912", 6, "1.23457e10", false],
    ["1e-12", 6, "1e-12", true],
    ["2.5e20", 6, "2.5e20", true],
    ["1000000000000", 6, "1e12", true],
  ])("%s with %i digits is %s", (value, digits, text, exact) => {
    expect(printNumber(field.fromDecimal(value), digits)).toMatchObject({ text, exact });
  });
});

describe("ties go away from zero", () => {
  it.each([
    ["0.12345678905", 10, "0.1234567891"],
    ["-0.12345678905", 10, "-0.1234567891"],
    ["2.5", 1, "3"],
    ["-2.5", 1, "-3"],
    ["0.15", 1, "0.2"],
  ])("%s to %i digits is %s", (value, digits, text) => {
    expect(roundBall(field.fromDecimal(value), digits)?.toString()).toBe(text);
  });
});

describe("digits are proven", () => {
  const ball = (mid: string, radius: string): Ball => ({
    mid: new Decimal(mid),
    radius: new Decimal(radius),
    double: Number(mid),
  });

  it.each([
    ["around a tie", ball("0.1234565", "1e-30")],
    ["around 0", ball("0", "1e-30")],
    ["around 0, off it", ball("1e-31", "1e-30")],
    ["wider than the last digit", ball("0.5", "1e-5")],
    ["that knows nothing", ball("0", "Infinity")],
  ])("a ball %s is not printed", (_, wide) => {
    expect(printNumber(wide, 6)).toBeUndefined();
  });

  it("a short decimal inside of a ball is no exact value", () => {
    expect(printNumber(ball("0.5", "1e-30"), 6)).toMatchObject({ text: "0.500000", exact: false });
  });

  it("sigmoid(200) is not exactly 1", () => {
    const sigmoid = call("sigmoid", number(200));
    const printed = withPrecision((digits) =>
      printNumber(
        evaluateExpression(sigmoid, ballField(digits), () => field.fromDecimal("0")),
        6,
      ),
    );
    expect(printed).toMatchObject({ text: "1.00000", exact: false });
  });

  it("numbers beyond all exponents are 0 or are not printed", () => {
    const tiny = field.call("exp", [field.fromDecimal("-1e12")]);
    expect(printNumber(tiny, 6)).toMatchObject({ text: "0", exact: false });
    expect(printNumber(field.divide(field.fromDecimal("1"), tiny), 6)).toBeUndefined();
    const small = field.call("exp", [field.fromDecimal("-2000")]);
    expect(printNumber(small, 6)?.tex).toBe("2.57654 \\times 10^{-869}");
  });

  it("what a thousand digits do not tell from 0 or from a tie is taken for it", () => {
    expect(printNumber(ball("0", "1e-1200"), 6)).toMatchObject({ text: "0", exact: false });
    expect(printNumber(ball("0.1234565", "1e-1200"), 6)?.text).toBe("0.123457");
    expect(printNumber(ball("-0.1234565", "1e-1200"), 6)?.text).toBe("-0.123457");
  });
});

describe("withPrecision", () => {
  it("takes the fewest digits that suffice", () => {
    const tried: number[] = [];
    const enough = withPrecision((digits) => {
      tried.push(digits);
      return digits > 100 ? digits : undefined;
    });
    expect([enough, tried]).toEqual([160, [40, 80, 160]]);
  });

  it("throws where none suffice", () => {
    expect(() => withPrecision(() => undefined)).toThrow("1280 digits do not decide");
  });
});
