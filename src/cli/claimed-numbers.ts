import type { JudgedNumber } from "../check/reference/judge-reference.js";
import type { ReferencePrecision } from "../check/reference/reference.js";
import { shortestDigits } from "../math/formula/float32.js";

/** Nine digits tell every number that has at most the bits of float32. */
const digitsOfFloat32 = 9;

const isShort = (precision: ReferencePrecision): boolean =>
  precision !== "written" && precision !== "double";

/** The number given, as it is written; a float32 number or a shorter one in the fewest digits that tell it. */
export function givenText({ given: { text, value }, precision }: JudgedNumber): string {
  if (!isShort(precision) || Math.fround(value) !== value) return text;
  return String(Number(value.toPrecision(shortestDigits(value))));
}

/** The right number, in as many digits as are of use beside the one given. */
export const rightText = ({ right, rightText: text, precision }: JudgedNumber): string =>
  isShort(precision) ? String(Number(right.toPrecision(digitsOfFloat32))) : text;

/** How far a right number may be off; nothing where that follows from the digits that are written. */
export function boundText({ bound }: JudgedNumber): string {
  if (bound === undefined) return "";
  return Number.isFinite(bound) ? bound.toExponential(0).replace("+", "") : "unknown";
}
