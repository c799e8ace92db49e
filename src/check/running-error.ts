import { functionRow } from "../algebra/functions/index.js";
import { decimalOfRational } from "../algebra/rational.js";
import { double } from "../numeric/double.js";
import type { Field } from "../numeric/field.js";

/** A float64 value, and a bound of how far rounding has taken it from the value for the decimals given. */
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

const isExactInteger = (value: number): boolean => Number.isSafeInteger(value);
const given = (value: number): Bounded =>
  isExactInteger(value) ? { value, error: 0 } : rounded(value, 0);

function sum(a: Bounded, b: Bounded): Bounded {
  const value = a.value + b.value;
  const inherited = a.error + b.error;
  return a.value === 0 || b.value === 0 ? { value, error: inherited } : rounded(value, inherited);
}

/** A product; nothing times an exact 0 is uncertain. */
function product(a: Bounded, b: Bounded): Bounded {
  const value = a.value * b.value;
  const isZero = (each: Bounded): boolean => each.value === 0 && each.error === 0;
  if (isZero(a) || isZero(b)) return { value, error: 0 };
  const inherited = Math.abs(a.value) * b.error + Math.abs(b.value) * a.error + a.error * b.error;
  return rounded(value, inherited);
}

function quotient(a: Bounded, b: Bounded): Bounded {
  const value = a.value / b.value;
  const closest = Math.abs(b.value) - b.error;
  if (!(closest > 0)) return { value, error: Infinity };
  return rounded(value, (a.error + Math.abs(value) * b.error) / closest);
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
  return rounded(
    value,
    inherited.reduce((total, each) => total + each, 0),
    units,
  );
}

/** The functions whose result is one of their arguments. */
const exact = new Set(["max", "min", "abs"]);

/** Functions that are integers choose branches, which follow float64: the bound holds on the branch that is taken. */
const callWithError = (name: string, parameters: readonly Bounded[]): Bounded => {
  const row = functionRow(name);
  if (row.flat) return { value: row.value(...parameters.map(({ value }) => value)), error: 0 };
  return spread(row.value, parameters, exact.has(name) ? 0 : kernelUnits);
};

/** float64 with a running bound of its rounding errors, those of the decimals included. */
export const runningError: Field<Bounded> = {
  name: "running-error",
  fromRational: (value) => {
    const nearest = double.fromRational(value);
    return decimalOfRational(value) === undefined ? rounded(nearest, 0) : given(nearest);
  },
  fromDecimal: (text) => given(Number(text)),
  constant: (name) => rounded(double.constant(name), 0),
  add: sum,
  multiply: product,
  divide: quotient,
  integerPower: (base, exponent) =>
    spread((x) => double.integerPower(x, exponent), [base], Math.abs(exponent)),
  power: (base, exponent) => spread(double.power, [base, exponent], kernelUnits),
  call: callWithError,
  toNumber: ({ value }) => value,
  allocate: (length) => new Array<Bounded>(length),
};
