import { functionRow } from "../algebra/functions/index.js";
import { decimalOfRational } from "../algebra/rational.js";
import { double } from "./double.js";
import type { Field } from "./field.js";

/** A float64 value, and a bound of how far rounding has taken it from the true value. */
export interface Bounded {
  readonly value: number;
  readonly error: number;
}

const unit = 2 ** -53;
/** A kernel of the function table is right to a few units in the last place. */
const kernelUnits = 4;
/** The spacing of the doubles below the normal ones. */
const least = Number.MIN_VALUE;

function rounded(value: number, inherited: number, units = 1): Bounded {
  const error = inherited + units * unit * Math.abs(value) + (Number.isInteger(value) ? 0 : least);
  return { value, error: Number.isNaN(error) ? Infinity : error };
}

/** A result of numbers of which none is exactly 0: where it is 0, it was too small for float64. */
const nonzero = (value: number, inherited: number, units = 1): Bounded =>
  value === 0 ? { value, error: inherited + least } : rounded(value, inherited, units);

const exactly = (value: number): Bounded => ({ value, error: 0 });
const given = (value: number): Bounded =>
  Number.isSafeInteger(value) ? exactly(value) : rounded(value, 0);

function sum(a: Bounded, b: Bounded): Bounded {
  const value = a.value + b.value;
  const inherited = a.error + b.error;
  return a.value === 0 || b.value === 0 ? { value, error: inherited } : rounded(value, inherited);
}

const isZero = ({ value, error }: Bounded): boolean => value === 0 && error === 0;

/** A product; nothing times an exact 0 is uncertain. */
function product(a: Bounded, b: Bounded): Bounded {
  const value = a.value * b.value;
  if (isZero(a) || isZero(b)) return { value, error: 0 };
  const inherited = Math.abs(a.value) * b.error + Math.abs(b.value) * a.error + a.error * b.error;
  return nonzero(value, inherited);
}

function quotient(a: Bounded, b: Bounded): Bounded {
  const value = a.value / b.value;
  const closest = Math.abs(b.value) - b.error;
  if (!(closest > 0)) return { value, error: Infinity };
  const inherited = (a.error + Math.abs(value) * b.error) / closest;
  return isZero(a) ? { value, error: 0 } : nonzero(value, inherited);
}

/** A function where each argument moves to both ends of its error, one after the other. */
function spread(
  f: (...parameters: number[]) => number,
  parameters: readonly Bounded[],
  units: number,
): Bounded {
  const values = parameters.map((parameter) => parameter.value);
  const value = f(...values);
  const inherited = parameters.map(({ value: at, error }, place) => {
    if (error === 0) return 0;
    const ends = [at - error, at + error].map((end) => f(...values.with(place, end)));
    return Math.max(...ends.map((end) => Math.abs(end - value)));
  });
  const total = inherited.reduce((sumOfErrors, each) => sumOfErrors + each, 0);
  // Functions are exactly 0 at 0 or 1 (sin, tanh, log, …) or nowhere; elsewhere a 0 was too small for float64.
  const canVanish = units === 0 || values.some((each) => each === 0 || each === 1);
  return canVanish ? rounded(value, total, units) : nonzero(value, total, units);
}

/** The functions whose result is one of their arguments, but for its sign. */
const exact = new Set(["max", "min", "abs", "relu"]);

/** Functions that are integers choose branches, which follow float64: the bound holds on the branch that is taken. */
function callWithError(name: string, parameters: readonly Bounded[]): Bounded {
  const row = functionRow(name);
  if (row.flat) return exactly(row.value(...parameters.map(({ value }) => value)));
  return spread(row.value, parameters, exact.has(name) ? 0 : kernelUnits);
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
  integerPower: (base, exponent) =>
    spread((x) => double.integerPower(x, exponent), [base], Math.abs(exponent)),
  power: (base, exponent) => spread(double.power, [base, exponent], kernelUnits),
  call: callWithError,
  toNumber: ({ value }) => value,
  allocate: (length) => new Array<Bounded>(length),
});

/** float64 with a running bound of its rounding errors, those of the decimals that the user wrote included. */
export const runningError = boundedField("running-error", given);

/** The same where what the user wrote is taken as the float64 that it is read as, as all JSON values have it. */
export const runningErrorOfDoubles = boundedField("running-error-of-doubles", exactly);
