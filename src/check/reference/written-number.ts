import { Decimal } from "decimal.js";
import { type Ball, noRadius } from "../../math/numeric/ball.js";
import { lastPlace, significantDigits } from "../../math/numeric/printed-number.js";

/** Long enough that differences of written numbers and true values are exact. */
const Long = Decimal.clone({ precision: 1000, minE: -9e15, maxE: 9e15, defaults: true });

/** The numbers that a float64 with an error bound stands for. */
export const ballOf = (value: number, error: number): Ball => ({
  mid: new Long(value),
  radius: error === 0 ? noRadius : new Long(error),
  double: value,
});

/**
 * `right`: the true value rounds to what is written; `last digit off`: it rounds to the number one unit in
 * the last written place beside it.
 */
export type WrittenVerdict = "right" | "last digit off" | "wrong";

/** Whether a number is written without a significant digit: `0`, `-0.000`, `0e5`. */
export const isWrittenZero = (text: string): boolean => !/[1-9]/.test(text.replace(/e.*$/i, ""));

/** One unit in the last place that a number is written with. */
export const unitOf = (text: string): number => Number(`1e${lastPlace(text)}`);

/**
 * Judges a number by the digits in which it is written; undefined where the ball is too wide to tell. A number without
 * a significant digit says nothing by its digits: it is right where the true value is 0, or less than `resolution`.
 */
export function judgeWritten(
  text: string,
  truth: Ball,
  resolution = 0,
): WrittenVerdict | undefined {
  const byDigits = judgeDigits(text, truth);
  if (!isWrittenZero(text) || byDigits === "wrong") return byDigits;
  const bySize = judgeZero(truth, resolution);
  return bySize === "right" ? byDigits : bySize;
}

function judgeDigits(text: string, truth: Ball): WrittenVerdict | undefined {
  const unit = new Long(`1e${lastPlace(text)}`);
  const distance = new Long(truth.mid).minus(text).abs();
  const [least, most] = [distance.minus(truth.radius), distance.plus(truth.radius)];
  // In the middle between two numbers both are right: conventions for ties differ.
  if (most.lte(unit.times("0.5"))) return "right";
  if (least.gt(unit.times("1.5"))) return "wrong";
  if (least.gt(unit.times("0.5")) && most.lte(unit.times("1.5"))) return "last digit off";
  return undefined;
}

function judgeZero(truth: Ball, resolution: number): WrittenVerdict | undefined {
  const size = new Long(truth.mid).abs();
  if (size.plus(truth.radius).lt(resolution)) return "right";
  if (size.isZero() && truth.radius.isZero()) return "right";
  return size.gt(truth.radius) && size.minus(truth.radius).gte(resolution) ? "wrong" : undefined;
}

/**
 * What numbers tell from 0: one unit in the last place of the smallest one that is not 0. Without such a number they
 * tell nothing from it.
 */
function resolutionOf(texts: readonly string[]): number {
  const digits = texts.filter((text) => Number.isFinite(Number(text)) && !isWrittenZero(text));
  const sizes = digits.map((text) => Math.abs(Number(text)));
  const least = sizes.reduce((smallest, size) => Math.min(smallest, size), Infinity);
  const smallest = digits.find((_, place) => sizes[place] === least);
  return smallest === undefined ? 0 : unitOf(smallest);
}

/** The resolution of each item by the texts of all items of the same tensor. */
export function resolutionsOf<Item>(
  items: readonly Item[],
  tensorOf: (item: Item) => string,
  textsOf: (item: Item) => readonly string[],
): (item: Item) => number {
  const texts = new Map<string, string[]>();
  for (const item of items) {
    const group = texts.get(tensorOf(item)) ?? [];
    texts.set(tensorOf(item), group);
    group.push(...textsOf(item));
  }
  const known = new Map([...texts].map(([tensor, group]) => [tensor, resolutionOf(group)]));
  return (item) => known.get(tensorOf(item)) ?? 0;
}

/** A right number has at least so many digits where those that are written would leave none of it. */
const fewestDigits = 6;

/**
 * The right number beside one that somebody wrote, with as many decimals (`0.00044` as `4.4e-4` where that one has an
 * exponent). Where these would show fewer digits than the written number has, with as many as that one.
 */
export function rightNumber(text: string, truth: Ball): string {
  const value = centre(truth);
  const place = lastPlace(text);
  const rounded = value.toDecimalPlaces(Math.max(0, -place), Decimal.ROUND_HALF_UP);
  const shown = rounded.isZero() ? 0 : rounded.e - Math.min(0, place) + 1;
  if (!value.isZero() && (shown < 1 || isWrittenZero(text))) {
    const digits = Math.max(fewestDigits, significantDigits(text));
    return inDigits(value, digits);
  }
  if (!/e/i.test(text)) return rounded.toFixed(Math.max(0, -place));
  return rounded
    .toExponential(rounded.isZero() ? 0 : Math.max(0, rounded.e - place))
    .replace("+", "");
}

/** The middle of a ball; 0 where it may be 0, as what is left there is rounding. */
const centre = ({ mid, radius }: Ball): Decimal => {
  const value = new Long(mid);
  return value.abs().lte(radius) ? new Long(0) : value;
};

/** The float64 next to the middle of a ball. */
export const nearestDouble = (ball: Ball): number => centre(ball).toNumber();

/** Plainly where that is short, otherwise with an exponent. */
function inDigits(value: Decimal, digits: number): string {
  const rounded = value.toSignificantDigits(digits, Decimal.ROUND_HALF_UP);
  return rounded.e < -7 || rounded.e >= 21
    ? rounded.toExponential(digits - 1).replace("+", "")
    : rounded.toFixed(Math.max(0, digits - 1 - rounded.e));
}

/**
 * Whether a number that was computed in float64 rounds to what is written, where `doubt` is how far it may be off. A
 * value in the middle between two written numbers is both; what is written without a digit is only what is 0.
 */
export function agrees(text: string, value: number, doubt: number, resolution: number): boolean {
  if (isWrittenZero(text)) return Math.abs(value) <= doubt || Math.abs(value) < resolution;
  const written = Number(text);
  return Math.abs(value - written) <= unitOf(text) / 2 + doubt + 1e-12 * Math.abs(written);
}
