import { type Ball, isUnknown } from "../../math/numeric/ball.js";
import type { Bounded } from "../../math/numeric/bounded.js";
import { type FormatName, floatFormats } from "../../math/numeric/float-format.js";
import { lastPlace, significantDigits } from "../../math/numeric/printed-number.js";
import type { ReferenceNumber, ReferencePrecision } from "./reference.js";
import {
  ballOf,
  judgeWritten,
  nearestDouble,
  rightNumber,
  type WrittenVerdict,
} from "./written-number.js";

/** `uncheckable` where no bound says how far another program may be off: nothing is claimed of the number. */
export type NumberVerdict = WrittenVerdict | "uncheckable";

/** Whether a verdict is none that accuses. */
export const isNotWrong = (verdict: NumberVerdict): boolean =>
  verdict === "right" || verdict === "uncheckable";

/** What one number truly is, each form of it computed when it is asked for. */
export interface NumberTruth {
  /** With the bound of our own float64. */
  readonly bounded: () => Bounded;
  /** With the bound of a program that computes in a format. */
  readonly computed: (format: FormatName) => Bounded;
  /** As decimals, first the shorter ones. */
  readonly balls: ReadonlyArray<() => Ball>;
  /** Decimals would take long: only a verdict is worth it, and no number that is shown. */
  readonly isLarge: boolean;
}

/** A verdict on a number, with the right one. */
export interface NumberJudgement {
  readonly verdict: NumberVerdict;
  /** The true value in float64; 0 where it is 0. */
  readonly right: number;
  /** The true value in as many digits as are of use beside the number given. */
  readonly rightText: string;
  /** How far a right number may be off; of numbers that are judged by what computing makes of them. */
  readonly bound?: number;
}

/** The formats behind the precisions that say how a number was computed. */
const formats: Readonly<Record<Exclude<ReferencePrecision, "written">, FormatName>> = {
  double: "float64",
  float32: "float32",
  float16: "float16",
  bfloat16: "bfloat16",
};

/** What else is known of a number that is written without a significant digit. */
export interface Beside {
  /** What the numbers beside it tell from 0. */
  readonly resolution: number;
}

/** The one judgement of a number that somebody else has computed. */
export function judgeNumber(
  given: ReferenceNumber,
  precision: ReferencePrecision,
  truth: NumberTruth,
  { resolution }: Beside,
): NumberJudgement {
  if (precision === "written") return judgeByDigits(given, truth, resolution);
  return judgeComputed(given, formats[precision], truth);
}

function judgeByDigits(
  { text, value: given }: ReferenceNumber,
  truth: NumberTruth,
  resolution: number,
): NumberJudgement {
  const right = exactValue(truth);
  const { value, error } = truth.bounded();
  const balls = [() => ballOf(value, error), ...truth.balls].slice(Number.isFinite(value) ? 0 : 1);
  const best = balls[1] ?? balls[0];
  if (!Number.isFinite(given)) return { verdict: "wrong", right, rightText: inShort(right) };
  // Decimals are computed only where the bound of float64 leaves the last digit open.
  let verdict: WrittenVerdict | undefined;
  for (const ball of balls) verdict ??= judgeWritten(text, ball(), resolution);
  if (verdict === "right" || !best) return { verdict: "right", right, rightText: text };
  if (verdict !== undefined) return { verdict, right, rightText: rightNumber(text, best()) };
  return { verdict: isUnknown(best()) ? "uncheckable" : "right", right, rightText: text };
}

/** A right number beside one that has no digits. */
const inShort = (right: number): string => rightNumber("0", ballOf(right, 0));

/** 17 digits tell every float64; a number of fewer, but many, was rounded where it was written. */
const [digitsOfDouble, manyDigits] = [17, 12];

/** How far a number was moved when it was written with fewer digits than it had. */
function writingError(text: string): number {
  const digits = significantDigits(text);
  const isRounded = digits < digitsOfDouble && digits >= manyDigits;
  return isRounded ? Number(`5e${lastPlace(text) - 1}`) : 0;
}

/** Where there is no bound, a number this near to the right one is right: relative, in units of its format. */
const nearUnits = 2 ** 20;

function judgeComputed(
  given: ReferenceNumber,
  format: FormatName,
  truth: NumberTruth,
): NumberJudgement {
  const { value, error } = truth.computed(format);
  const right = Math.abs(value) > error ? value : exactValue(truth);
  const { unit } = floatFormats[format];
  // In float64 the value that we compare with is off as well; beside the other formats that is nothing.
  const own = format === "float64" ? truth.bounded().error : 0;
  const bound = Number.isFinite(value) ? own + error + 2 * unit * Math.abs(right) : Infinity;
  const distance = Math.abs(given.value - right);
  const isWithin = distance <= bound + writingError(given.text);
  const judged = { right, rightText: String(right), bound };
  if (!Number.isFinite(given.value)) return { ...judged, verdict: "wrong" };
  if (bound < Infinity) return { ...judged, verdict: isWithin ? "right" : "wrong" };
  const isNear = distance <= Math.min(1e-4, nearUnits * unit) * Math.abs(right);
  return { ...judged, verdict: isNear ? "right" : "uncheckable" };
}

/** The true value in float64, where rounding noise is told from 0, and what float64 cannot reach is known. */
function exactValue({ bounded, balls: [ball], isLarge }: NumberTruth): number {
  const { value, error } = bounded();
  const isNoise = value !== 0 && !(Math.abs(value) > error);
  if (!isNoise || !ball || isLarge) return value;
  const exact = ball();
  return isUnknown(exact) ? value : nearestDouble(exact);
}
