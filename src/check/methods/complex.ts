import { functionRow, isAtKink } from "../../math/algebra/functions/index.js";
import { rationalToNumber } from "../../math/algebra/rational.js";
import { double } from "../../math/numeric/double.js";
import type { Field } from "../../math/numeric/field.js";
import { interpretDefinition } from "./interpret.js";

/** A complex number; its imaginary part carries a tiny step, so that f(x + ih) is f(x) + ih f'(x). */
export interface Complex {
  readonly re: number;
  readonly im: number;
}

/** The step: its square is nothing beside 1, and no subtraction loses digits of the imaginary part. */
export const complexStepSize = 1e-30;

const complex = (re: number, im: number): Complex => ({ re, im });
const undefinedComplex = complex(Number.NaN, Number.NaN);

const multiply = (a: Complex, b: Complex): Complex =>
  complex(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re);

/** Smith's quotient: nothing overflows before the result does. */
function divide(a: Complex, b: Complex): Complex {
  if (b.im === 0) return complex(a.re / b.re, a.im / b.re);
  if (Math.abs(b.re) >= Math.abs(b.im)) {
    const ratio = b.im / b.re;
    const divisor = b.re + b.im * ratio;
    return complex((a.re + a.im * ratio) / divisor, (a.im - a.re * ratio) / divisor);
  }
  const ratio = b.re / b.im;
  const divisor = b.re * ratio + b.im;
  return complex((a.re * ratio + a.im) / divisor, (a.im * ratio - a.re) / divisor);
}

function integerPower(base: Complex, exponent: number): Complex {
  if (exponent < 0) return divide(complex(1, 0), integerPower(base, -exponent));
  let result = complex(1, 0);
  let square = base;
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = multiply(result, square);
    if (rest > 1) square = multiply(square, square);
  }
  return result;
}

/** exp(b log a) for a > 0; for whole b a product. */
function power(base: Complex, exponent: Complex): Complex {
  if (exponent.im === 0 && Number.isInteger(exponent.re) && Math.abs(exponent.re) <= 1e6)
    return integerPower(base, exponent.re);
  if (base.re === 0 && base.im === 0 && exponent.re > 0) return complex(0, 0);
  return base.re > 0 ? exp(multiply(exponent, log(base))) : undefinedComplex;
}

const exp = ({ re, im }: Complex): Complex => {
  const size = Math.exp(re);
  return complex(size * Math.cos(im), size * Math.sin(im));
};

const log = ({ re, im }: Complex): Complex =>
  re > 0 ? complex(Math.log(Math.hypot(re, im)), Math.atan2(im, re)) : undefinedComplex;

const sin = ({ re, im }: Complex): Complex =>
  complex(Math.sin(re) * Math.cosh(im), Math.cos(re) * Math.sinh(im));

const cos = ({ re, im }: Complex): Complex =>
  complex(Math.cos(re) * Math.cosh(im), -Math.sin(re) * Math.sinh(im));

/** Im arctan(x + iy) = ¼ log1p(4y / (x² + (1 - y)²)) */
const atan = ({ re, im }: Complex): Complex =>
  complex(
    Math.atan2(2 * re, 1 - re * re - im * im) / 2,
    Math.log1p((4 * im) / (re * re + (1 - im) ** 2)) / 4,
  );

function sqrt({ re, im }: Complex): Complex {
  if (re === 0 && im === 0) return complex(0, 0);
  if (re <= 0) return undefinedComplex;
  const root = Math.sqrt((Math.hypot(re, im) + re) / 2);
  return complex(root, im / (2 * root));
}

/** The integral of 2/√π e^(-z²) from x to x + iy, along the line, by Simpson's rule: y is tiny. */
function erf({ re, im }: Complex): Complex {
  const integrand = (s: number): number => Math.exp(s * s - re * re) * Math.cos(2 * re * s);
  const mean = (integrand(0) + 4 * integrand(im / 2) + integrand(im)) / 6;
  return complex(functionRow("erf").value(re), (2 / Math.sqrt(Math.PI)) * im * mean);
}

const primitives: ReadonlyMap<string, (z: Complex) => Complex> = new Map([
  ["exp", exp],
  ["log", log],
  ["sin", sin],
  ["cos", cos],
  ["atan", atan],
  ["sqrt", sqrt],
  ["erf", erf],
]);

/** On which side of 0 a number lies: -1, 1 or, where it does not move, 0. */
type Side = (z: Complex) => number;

/** Nothing where the step leaves 0: a branch is not analytic there. */
const sideOf: Side = ({ re, im }) => (re === 0 && im !== 0 ? Number.NaN : Math.sign(re));

/** The side to which the step goes. */
const sideAhead: Side = ({ re, im }) => Math.sign(re === 0 ? im : re);

const minus = (a: Complex, b: Complex): Complex => complex(a.re - b.re, a.im - b.im);
const scaled = (factor: number, z: Complex): Complex => complex(factor * z.re, factor * z.im);
const integer = (value: number): Complex =>
  Number.isNaN(value) ? undefinedComplex : complex(value, 0);

/** The extreme in one direction; among tied real parts, the side of their differences decides. */
function extreme(parameters: readonly Complex[], direction: 1 | -1, side: Side): Complex {
  const most = Math.max(...parameters.map(({ re }) => direction * re));
  const tied = parameters.filter(({ re }) => direction * re === most);
  return tied.reduce((best, each) => {
    const ahead = direction * side(minus(each, best));
    return Number.isNaN(ahead) ? undefinedComplex : ahead > 0 ? each : best;
  }, tied[0] ?? undefinedComplex);
}

type Branch = (parameters: readonly Complex[], side: Side) => Complex;

/** Functions that choose. */
const branches: ReadonlyMap<string, Branch> = new Map<string, Branch>([
  ["max", (parameters, side) => extreme(parameters, 1, side)],
  ["min", (parameters, side) => extreme(parameters, -1, side)],
  ["sign", ([z = undefinedComplex], side) => integer(side(z))],
  ["step", ([z = undefinedComplex], side) => integer(positive(side(z)))],
  ["abs", ([z = undefinedComplex], side) => scaled(side(z), z)],
  [
    "equal",
    ([a = undefinedComplex, b = undefinedComplex], side) => integer(isZero(side(minus(a, b)))),
  ],
]);

const positive = (side: number): number => (Number.isNaN(side) ? side : Number(side > 0));
const isZero = (side: number): number => (Number.isNaN(side) ? side : Number(side === 0));

/**
 * A function by its branch, its primitive or its definition; the real part has float64's stable kernel. Off
 * the kinks of a function, its definition may take whichever branch lies ahead.
 */
function callOn(side: Side, name: string, parameters: readonly Complex[]): Complex {
  const branch = branches.get(name);
  if (branch) return branch(parameters, side);
  const row = functionRow(name);
  const values = parameters.map(({ re }) => re);
  const [first] = parameters;
  const field = isAtKink(row, values) ? fieldOn(side) : complexAhead;
  const value =
    (first && primitives.get(name)?.(first)) ??
    interpretDefinition(name, parameters, field) ??
    undefinedComplex;
  return complex(row.value(...values), value.im);
}

const real = (value: number): Complex => complex(value, 0);

const fieldOn = (side: Side): Field<Complex> => ({
  name: "complex",
  fromRational: (value) => real(rationalToNumber(value)),
  fromDecimal: (text) => real(Number(text)),
  constant: (name) => real(double.constant(name)),
  add: (a, b) => complex(a.re + b.re, a.im + b.im),
  multiply,
  divide,
  integerPower,
  power,
  call: (name, parameters) => callOn(side, name, parameters),
  toNumber: ({ re }) => re,
  allocate: (length) => new Array<Complex>(length),
});

/** Complex numbers whose imaginary part is a tiny step; NaN where a function is not analytic. */
export const complexField: Field<Complex> = fieldOn(sideOf);

const complexAhead: Field<Complex> = fieldOn(sideAhead);
