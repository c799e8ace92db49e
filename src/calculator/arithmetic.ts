import {
  type BigNumber as Big,
  BigNumberDependencies,
  create,
  type FactoryFunctionMap,
} from "mathjs";

export type { Big };
export type Apply = (...x: Big[]) => Big;

// mathjs types what it creates as if it could be incomplete, and its numbers without a constructor.
const { BigNumber } = create(BigNumberDependencies as FactoryFunctionMap, {
  precision: 46,
}) as unknown as {
  readonly BigNumber: new (value: string | number) => Big;
};

export const big = (value: string | number): Big => new BigNumber(value);
export const [zero, one, unknown] = [big(0), big(1), big(Number.NaN)];
const pi = big(-1).acos();
export const constants: ReadonlyMap<string, Big> = new Map([
  ["pi", pi],
  ["e", one.exp()],
]);

/** 2/√π e^(-x²) Σ 2ⁿ x^(2n+1) / (1·3·5…(2n+1)); beyond 12 it is 1 to more digits than we compute with. */
function erf(x: Big): Big {
  if (!x.abs().lt(12)) return sign(x);
  let [term, total] = [x, x];
  for (let n = 3; term.abs().gt(1e-50); n += 2) {
    term = term.times(x).times(x).times(2).div(n);
    total = total.plus(term);
  }
  return total.times(2).div(pi.sqrt()).times(x.times(x).neg().exp());
}

const sign = (x: Big): Big => (x.isNaN() ? x : big(x.isZero() ? 0 : x.isNegative() ? -1 : 1));
const holds = (is: boolean): Big => (is ? one : zero);
const max: Apply = (...all) => all.reduce((a, b) => (b.gt(a) ? b : a));
const min: Apply = (...all) => all.reduce((a, b) => (b.lt(a) ? b : a));
type Pair = (a: Big, b: Big) => Big;
const pairs: Readonly<Record<string, Pair>> = {
  "+": (a, b) => a.plus(b),
  "-": (a, b) => a.minus(b),
  // What a guard of 0 excludes may have no value.
  "*": (a, b) => (a.isZero() || b.isZero() ? zero : a.times(b)),
  "/": (a, b) => a.div(b),
  "^": (a, b) => a.pow(b),
  delta: (a, b) => holds(a.eq(b)),
  atleast: (a, b) => holds(a.gte(b)),
  atmost: (a, b) => holds(a.lte(b)),
};
const methods =
  "neg exp sqrt cbrt abs sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh" as const;
type Method = "neg" | "exp" | "sqrt";

/** Operators and the functions that others are defined by. */
export const primitives: ReadonlyMap<string, Apply> = new Map<string, Apply>([
  ...Object.entries(pairs).map(([k, of]): [string, Apply] => [
    k,
    (a = unknown, b = unknown) => of(a, b),
  ]),
  ...methods.split(" ").map((k): [string, Apply] => [k, (x = unknown) => x[k as Method]()]),
  ["log", (x = unknown, base) => (base ? x.ln().div(base.ln()) : x.ln())],
  ["sign", (x = unknown) => sign(x)],
  ["erf", (x = unknown) => erf(x)],
  ["max", max],
  ["min", min],
]);

/** Name, parameters with defaults | definition | where it is differentiable | PyTorch's slopes at the kink. */
export const rows = `
log x b=2 | | x > 0, b > 0, b != 1
log2 x | log(x)/log(2) | x > 0
log10 x | log(x)/log(10) | x > 0
log1p x | log(1 + x) | x > -1
expm1 x | exp(x) - 1
sqrt x | | x >= 0
abs x | | x != 0 | 0
sign x | | x != 0 | 0
sec x | 1/cos(x)
csc x | 1/sin(x) | x != 0
cot x | 1/tan(x) | x != 0
sech x | 1/cosh(x)
csch x | 1/sinh(x) | x != 0
coth x | 1/tanh(x) | x != 0
asin x | | x >= -1, x <= 1
acos x | | x >= -1, x <= 1
acosh x | | x >= 1
atanh x | | x > -1, x < 1
atan2 y x | 2*atan(y/(sqrt(x^2 + y^2) + x))
sigmoid x | 1/(1 + exp(-x))
relu x | max(x, 0) | x != 0 | 0
leaky_relu x s=0.01 | max(x, 0) + s*min(x, 0) | x != 0 | s, 0
elu x a=1 | max(x, 0) + a*(exp(min(x, 0)) - 1) | x != 0 | a, 0
softplus x | max(x, 0) + log(1 + exp(-abs(x)))
gelu x | x/2*(1 + erf(x/sqrt(2)))
silu x | x/(1 + exp(-x))
xlogy t y | t*log(max(y, 1 - abs(sign(t))))
binary_cross_entropy y t | -t*max(log(y), -100) - (1 - t)*max(log1p(-y), -100) | y >= 0, y <= 1`;
