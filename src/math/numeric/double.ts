import { functionRow } from "../algebra/functions/index.js";
import { rationalToNumber } from "../algebra/rational.js";
import type { Field } from "./field.js";

/** float64, with the stable kernels of the function table. */
export const double: Field<number> = {
  name: "double",
  fromRational: rationalToNumber,
  fromDecimal: Number,
  constant: (name) => (name === "pi" ? Math.PI : Math.E),
  add: (a, b) => a + b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  integerPower,
  power: (base, exponent) => base ** exponent,
  call: (name, parameters) => functionRow(name).value(...parameters),
  toNumber: (value) => value,
  allocate: (length) => new Float64Array(length),
};

/** Small powers are products, so that x² is x·x to the last bit. */
function integerPower(base: number, exponent: number): number {
  if (exponent === 2) return base * base;
  return exponent === 3 ? base * base * base : base ** exponent;
}
