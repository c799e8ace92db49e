import { functionRow } from "../algebra/functions/index.js";
import { decimalOfRational } from "../algebra/rational.js";
import { type Bounded, type BoundedArithmetic, boundedArithmetic, kernelUnits } from "./bounded.js";
import { double } from "./double.js";
import type { Field } from "./field.js";
import { type FloatFormat, type FormatName, floatFormats, readingError } from "./float-format.js";
import { foreignLogSumExp } from "./foreign-softmax.js";
import { foreignSum, type Sum } from "./foreign-sum.js";
import { choosing } from "./running-error.js";

/**
 * Functions that other programs compute from parts that cancel: the absolute error of that, in units of the format.
 * GELU is ½x (1 + erf(x/√2)) there, ELU α (exp(x) − 1), log1p and softplus are log(1 + …).
 */
const cancelling: ReadonlyMap<string, (...parameters: number[]) => number> = new Map([
  ["gelu", (x = 0) => 3 * Math.abs(x)],
  ["elu", (x = 0, alpha = 1) => (x > 0 ? 0 : 2 * Math.abs(alpha))],
  ["expm1", () => 1],
  ["log1p", () => 1],
  ["softplus", () => 1],
]);

/** Whether two numbers are the same one: what a program compares with itself is equal, however it was rounded. */
const areOne = (a: Bounded, b: Bounded): boolean =>
  a === b || (a.value === b.value && a.error === b.error);

/** 1 where two numbers are equal, 0 where they are not; where their errors overlap, either. */
function equality([a, b]: readonly Bounded[]): Bounded {
  if (!a || !b) throw new Error("equal takes two numbers");
  const value = Number(a.value === b.value);
  if (Number.isNaN(a.value) || Number.isNaN(b.value)) return { value: Number.NaN, error: Infinity };
  const isOpen = !areOne(a, b) && Math.abs(a.value - b.value) <= a.error + b.error;
  return { value, error: isOpen ? 1 : 0 };
}

/**
 * The largest or the smallest of some numbers: one of them, where it is certain which. Otherwise it is as uncertain as
 * they are, and none of them for sure: a little more uncertain than each, so that it is told from it.
 */
function extreme(best: number, parameters: readonly Bounded[]): Bounded | undefined {
  const winner = parameters.find(({ value }) => value === best);
  if (!winner) return undefined;
  const rivals = parameters.filter(
    (each) => !areOne(each, winner) && Math.abs(each.value - best) <= each.error + winner.error,
  );
  if (rivals.length === 0) return winner;
  const errors = [winner, ...rivals].map(({ error }) => error);
  return { value: best, error: Math.max(...errors) * (1 + 2 ** -20) };
}

const extremes = new Set(["max", "min"]);

function foreignCall({ spread }: BoundedArithmetic, { unit }: FloatFormat): Field<Bounded>["call"] {
  return (name, parameters) => {
    if (name === "equal") return equality(parameters);
    const row = functionRow(name);
    if (extremes.has(name)) {
      const chosen = extreme(row.value(...parameters.map(({ value }) => value)), parameters);
      if (chosen) return chosen;
    }
    // A branch is uncertain where the argument may lie on its other side.
    const result = spread(row.value, parameters, row.flat || choosing.has(name) ? 0 : kernelUnits);
    const extra = cancelling.get(name)?.(...parameters.map(({ value }) => value)) ?? 0;
    return extra === 0 ? result : { value: result.value, error: result.error + extra * unit };
  };
}

const isPowerOfTwo = ({ value, error }: Bounded): boolean =>
  error === 0 && value !== 0 && Number.isInteger(Math.log2(Math.abs(value)));

function foreignField(name: FormatName): Field<Bounded> {
  const format = floatFormats[name];
  const arithmetic = boundedArithmetic(format);
  const { rounded, product, quotient, integerPower, power } = arithmetic;
  const given = (value: number): Bounded => ({ value, error: readingError(value, format) });
  const { add, scaled } = foreignSum(format);
  return {
    name: `foreign-${name}`,
    fromRational: (value) => {
      const nearest = double.fromRational(value);
      return decimalOfRational(value) === undefined ? rounded(nearest, 0) : given(nearest);
    },
    fromDecimal: (text) => given(Number(text)),
    constant: (constant) => rounded(double.constant(constant), 0),
    add,
    multiply: (a: Sum, b: Sum) => {
      if (isPowerOfTwo(a)) return scaled(b, a.value);
      return isPowerOfTwo(b) ? scaled(a, b.value) : product(a, b);
    },
    divide: (a, b) => (isPowerOfTwo(b) ? scaled(a, 1 / b.value) : quotient(a, b)),
    integerPower,
    power,
    call: foreignCall(arithmetic, format),
    logSumExp: foreignLogSumExp(format),
    toNumber: ({ value }) => value,
    allocate: (length) => new Array<Bounded>(length),
  };
}

const fields = new Map<FormatName, Field<Bounded>>();

/**
 * The values in float64, and how far what another program computes in a format may be from the true ones: whatever
 * the order of its sums, on whichever side of a kink its rounding falls, with what was written rounded to the format.
 */
export function foreignError(format: FormatName): Field<Bounded> {
  const known = fields.get(format) ?? foreignField(format);
  fields.set(format, known);
  return known;
}
