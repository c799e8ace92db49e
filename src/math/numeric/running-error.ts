import { functionRow } from "../algebra/functions/index.js";
import { decimalOfRational } from "../algebra/rational.js";
import { type Bounded, boundedArithmetic, kernelUnits } from "./bounded.js";
import { double } from "./double.js";
import type { Field } from "./field.js";
import { floatFormats } from "./float-format.js";

export type { Bounded } from "./bounded.js";

const { rounded, product, quotient, integerPower, power, spread } = boundedArithmetic(
  floatFormats.float64,
);

const exactly = (value: number): Bounded => ({ value, error: 0 });
const given = (value: number): Bounded =>
  Number.isSafeInteger(value) ? exactly(value) : rounded(value, 0);

/** Sums of integers are exact, so that an exponent n - 1 is one that a base of 0 can have. */
const areIntegers = (...values: readonly number[]): boolean => values.every(Number.isSafeInteger);

function sum(a: Bounded, b: Bounded): Bounded {
  const value = a.value + b.value;
  const inherited = a.error + b.error;
  return a.value === 0 || b.value === 0 || areIntegers(a.value, b.value, value)
    ? { value, error: inherited }
    : rounded(value, inherited);
}

/** The functions whose result is one of their arguments, but for its sign. */
export const choosing: ReadonlySet<string> = new Set(["max", "min", "abs", "relu"]);

/** Functions that are integers choose branches, which follow float64: the bound holds on the branch that is taken. */
function callWithError(name: string, parameters: readonly Bounded[]): Bounded {
  const row = functionRow(name);
  if (row.flat) return exactly(row.value(...parameters.map(({ value }) => value)));
  return spread(row.value, parameters, choosing.has(name) ? 0 : kernelUnits);
}

/** The arithmetic, where `decimal` says how far a decimal that the user wrote is from what is computed with. */
const boundedField = (name: string, decimal: (value: number) => Bounded): Field<Bounded> => ({
  name,
  fromRational: (value) => {
    const nearest = double.fromRational(value);
    return decimalOfRational(value) === undefined ? rounded(nearest, 0) : decimal(nearest);
  },
  fromDecimal: (text) => decimal(Number(text)),
  constant: (constant) => rounded(double.constant(constant), 0),
  add: sum,
  multiply: product,
  divide: quotient,
  integerPower,
  power,
  call: callWithError,
  toNumber: ({ value }) => value,
  allocate: (length) => new Array<Bounded>(length),
});

/** float64 with a running bound of its rounding errors, those of the decimals that the user wrote included. */
export const runningError = boundedField("running-error", given);

/** The same where what the user wrote is taken as the float64 that it is read as, as all JSON values have it. */
export const runningErrorOfDoubles = boundedField("running-error-of-doubles", exactly);
