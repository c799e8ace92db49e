import { Decimal } from "decimal.js";
import type { Ball } from "../../numeric/ball.js";
import { lastPlace } from "../../numeric/printed-number.js";

/** Long enough that differences of written numbers and true values are exact. */
const Long = Decimal.clone({ precision: 1000, minE: -9e15, maxE: 9e15, defaults: true });

/** The numbers that a float64 with an error bound stands for. */
export const ballOf = (value: number, error: number): Ball => ({
  mid: new Long(value),
  radius: new Long(error),
  double: value,
});

/**
 * `right`: the true value rounds to what is written; `last digit off`: it rounds to the number one unit in
 * the last written place beside it.
 */
export type WrittenVerdict = "right" | "last digit off" | "wrong";

/** Judges a number by the digits in which it is written; undefined where the ball is too wide to tell. */
export function judgeWritten(text: string, truth: Ball): WrittenVerdict | undefined {
  const unit = new Long(`1e${lastPlace(text)}`);
  const distance = new Long(truth.mid).minus(text).abs();
  const [least, most] = [distance.minus(truth.radius), distance.plus(truth.radius)];
  // In the middle between two numbers both are right: conventions for ties differ.
  if (most.lte(unit.times("0.5"))) return "right";
  if (least.gt(unit.times("1.5"))) return "wrong";
  if (least.gt(unit.times("0.5")) && most.lte(unit.times("1.5"))) return "last digit off";
  return undefined;
}

/** The true value with as many decimals as a number is written with; `0.00044` as `4.4e-4` where that one has an exponent. */
export function roundedAs(text: string, { mid }: Ball): string {
  const unit = lastPlace(text);
  const rounded = new Long(mid).toDecimalPlaces(Math.max(0, -unit), Decimal.ROUND_HALF_UP);
  if (!/e/i.test(text)) return rounded.toFixed(Math.max(0, -unit));
  const digits = rounded.isZero() ? 0 : Math.max(0, rounded.e - unit);
  return rounded.toExponential(digits).replace("+", "");
}
