import type { BigNumber as Big } from "mathjs";
import { math, type Node, parse } from "./formula.js";

export type { Big };
/** The value of a quantity at its indices, or of an index. */
export type Read = (name: string, tuple: readonly number[]) => Big;

export const big = (value: string | number): Big => math.bignumber(value);
const [zero, one, unknown] = [big(0), big(1), big(Number.NaN)];
/** The digits of numbers, the work that is left, and how often a function was met at a kink. */
export const account = { digits: 0, left: 0, kinks: 0 };

/** Names and parameters | their value | where they are smooth | PyTorch's slopes at 0, | or where this is not 0. */
const table = `
exp,cbrt,sin,cos,tan,sinh,cosh,tanh,atan,asinh,erf x
delta,atleast,atmost a b
expm1 x | exp(x) - 1
log x b | | x > 0, b > 0, b != 1
log2 x | log(x)/log(2) | x > 0
log10 x | log(x)/log(10) | x > 0
log1p x | log(1 + x) | x > -1
sqrt x | | x >= 0
abs,sign x | | x != 0 | 0
sec x | 1/cos(x)
csc x | 1/sin(x) | x != 0
cot x | 1/tan(x) | x != 0
sech x | 1/cosh(x)
csch x | 1/sinh(x) | x != 0
coth x | 1/tanh(x) | x != 0
asin,acos x | | x >= -1, x <= 1
acosh x | | x >= 1
atanh x | | x > -1, x < 1
atan2 y x | 2*atan(y/(sqrt(x^2 + y^2) + x))
sigmoid x | 1/(1 + exp(-x))
relu x | max(x, 0) | x != 0 | 0
leaky_relu x s | max(x, 0) + s*min(x, 0) | x != 0 | s, 0
elu x a | max(x, 0) + a*(exp(min(x, 0)) - 1) | x != 0 | a, 0
softplus x | max(x, 0) + log(1 + exp(-abs(x)))
gelu x | x/2*(1 + erf(x/sqrt(2)))
silu x | x/(1 + exp(-x))
xlogy t y | t*log(max(y, 1 - abs(sign(t))))
binary_cross_entropy y t | -t*max(log(y), -100) - (1 - t)*max(log1p(-y), -100) | y >= 0, y <= 1 | (y - t)/9.999999960041972e-13, max(log1p(-y), -100) - max(log(y), -100) | atmost(y*(1 - y), 9.999999960041972e-13)`;
const listOf = (text = ""): string[] => (text.trim() ? text.trim().split(/, (?![^(]*\))/) : []);
export const functions = new Map(
  table.split("\n").flatMap((line) => {
    const [head = "", text = "", conditions, slopes, where = ""] = line.split(" |");
    const [names = "", ...parameters] = head.split(" ");
    const definition = text.trim() ? parse(text) : undefined;
    const row = { definition, conditions: listOf(conditions), slopes: listOf(slopes).map(parse) };
    const at = parse(where.trim() || `delta(${parameters[0]}, 0)`);
    return names.split(",").map((name) => [name, { parameters, ...row, at }] as const);
  }),
);

/** 2/√π e^(-x²) Σ 2ⁿ x^(2n+1) / (1·3·5…(2n+1)); it soon is 1 to all digits that we have. */
function erf(x: Big): Big {
  if (!x.times(x).lt(2.4 * account.digits)) return x.div(x.abs());
  let [term, total] = [x, x];
  for (let n = 3; term.abs().gt(`1e-${account.digits + 4}`); n += 2) {
    term = term.times(x).times(x).times(2).div(n);
    total = total.plus(term);
  }
  return total.times(2).div(constant("pi").sqrt()).times(x.times(x).neg().exp());
}

const times = (a: Big, b: Big): Big => (a.isZero() || b.isZero() ? zero : a.times(b));
const holds = (is: boolean): Big => (is ? one : zero);
const sum = (...all: Big[]): Big => all.reduce((a, b) => a.plus(b), zero);
const max = (...all: Big[]): Big => all.reduce((a, b) => (b.gt(a) ? b : a));
/** Operators, and functions that numbers do not have as a method. */
const own: Readonly<Record<string, (...values: Big[]) => Big>> = {
  "+": (a: Big, b: Big) => a.plus(b),
  "-": (a: Big, b?: Big) => (b ? a.minus(b) : a.neg()),
  "*": times,
  "/": (a: Big, b: Big) => a.div(b),
  "^": (a: Big, b: Big) => a.pow(b),
  delta: (a: Big, b: Big) => holds(a.eq(b)),
  atleast: (a: Big, b: Big) => holds(a.gte(b)),
  atmost: (a: Big, b: Big) => holds(a.lte(b)),
  log: (x: Big, base?: Big) => (base ? x.ln().div(base.ln()) : x.ln()),
  sign: (x: Big) => (x.isNaN() ? x : holds(x.gt(0)).minus(holds(x.lt(0)))),
  min: (...all) => max(...all.map((x) => x.neg())).neg(),
  logsumexp: (...all) => {
    const most = max(...all);
    return most.plus(sum(...all.map((x) => x.minus(most).exp())).ln());
  },
  erf,
  max,
  sum,
};

/** Values for some names. */
export const bind =
  (names: readonly string[], values: readonly Big[], read: Read = () => unknown): Read =>
  (name, tuple) =>
    values[names.lastIndexOf(name)] ?? read(name, tuple);

/** Values of functions that are already computed. */
const known = new Map<string, Big>();

/** Begins anew, with numbers of so many digits. */
export function begin(digits: number, work: number): void {
  math.config({ precision: digits });
  Object.assign(account, { digits, left: work });
  known.clear();
}

/** What a name means that no quantity has; NaN if it means nothing. */
export const constant = (name: string): Big =>
  name === "pi" ? apply("acos", [big(-1)]) : name === "e" ? apply("exp", [one]) : unknown;

function apply(text: string, values: readonly Big[]): Big {
  const { definition, parameters } = functions.get(text) ?? {};
  if (conventionOf(text, values)) account.kinks++;
  if (parameters && values.length > parameters.length)
    throw new SyntaxError(`${text} has no ${values.length} arguments`);
  if (definition && parameters) return evaluate(definition, bind(parameters, values));
  const key = parameters ? [text, ...values].join() : "";
  const value =
    known.get(key) ?? own[text]?.(...values) ?? (parameters && values[0]?.[text as "exp"]());
  if (!value) throw new SyntaxError(`there is no function ${text}`);
  if (parameters) known.set(key, value);
  return value;
}

/** PyTorch's slopes of a function at a kink; tied arguments of max and min share. */
function conventionOf(text: string, values: readonly Big[]): readonly Big[] | undefined {
  const { slopes = [], parameters = [], at } = functions.get(text) ?? {};
  if (at && slopes.length > 0 && !evaluate(at, bind(parameters, values)).isZero())
    return slopes.map((each) => evaluate(each, bind(parameters, values)));
  if (!/^(max|min)$/.test(text)) return undefined;
  const extreme = own[text]?.(...values) ?? unknown;
  const tied = values.map((x) => holds(x.eq(extreme)));
  return sum(...tied).gt(1) ? tied.map((x) => x.div(sum(...tied))) : undefined;
}

/** What a function is applied to: its arguments, or its body for each index; max over i of max over j is one. */
function argumentsOf({ text, parts, range }: Node, read: Read): readonly (readonly [Node, Read])[] {
  const [body] = parts;
  if (!body || !range) return parts.map((part) => [part, read]);
  const [index = "", lo, hi] = range.split(/=|\.\./);
  const isJoined = /^(max|min)$/.test(text) && body.text === text && body.range !== undefined;
  return Array.from({ length: Number(hi) - Number(lo) + 1 }, (_, k) => {
    const inner = bind([index], [big(Number(lo) + k)], read);
    return isJoined ? argumentsOf(body, inner) : [[body, inner] as const];
  }).flat();
}

/** Whether a bracket in a product is 0, so that no other factor, above the line or below, is read. */
function isExcluded({ text, parts }: Node, read: Read): boolean {
  const [first, second] = parts;
  if (!first) return false;
  if (text === "*" && second) return isExcluded(first, read) || isExcluded(second, read);
  if (text === "/" || (text === "-" && !second)) return isExcluded(first, read);
  return (
    /^(delta|atleast|atmost)$/.test(text) &&
    apply(
      text,
      parts.map((part) => evaluate(part, read)),
    ).isZero()
  );
}

/** The value of a formula. Throws a SyntaxError where it has none that we know. */
export function evaluate(node: Node, read: Read): Big {
  const { kind, text, parts } = node;
  account.left -= kind === "function" ? 10 : 1;
  if (account.left < 0) throw new RangeError("it needs more work than a judge should do");
  if (kind === "number") return big(text);
  const [first, second] = parts;
  if (text === "diff" && first && second) return derivative(first, second, read);
  if ((text === "/" || text === "*") && isExcluded(node, read)) return zero;
  const values: Big[] = [];
  for (const [part, inner] of argumentsOf(node, read)) {
    values.push(evaluate(part, inner));
    // What a guard of 0 excludes may have no value.
    if (text === "*" && values[0]?.isZero()) return zero;
  }
  return kind === "name" ? read(text, values.map(Number)) : apply(text, values);
}

/**
 * The slope of f at x by differences; NaN where those to the left and to the right do not agree, or where
 * rounding would be seen in it. The step is so small that a curvature that changes at x does no harm.
 */
export function slope(f: (x: Big) => Big, x: Big): Big {
  const step = (x.isZero() ? one : x.abs()).times(`1e${1 - account.digits / 2}`);
  const middle = f(x);
  const [after, before] = [f(x.plus(step)).minus(middle), middle.minus(f(x.minus(step)))];
  const [size, rounding] = [
    after.abs().plus(before.abs()),
    middle.abs().plus(1).times(`1e-${account.digits}`),
  ];
  const isSmooth = after
    .minus(before)
    .abs()
    .lte(size.times(1e-12).plus(step.times(1e-15)));
  const isClear = rounding.lte(size.times(1e-17).plus(step.times(1e-20)));
  return isSmooth && isClear ? after.plus(before).div(step.times(2)) : unknown;
}

const slopesOf = (text: string, values: readonly Big[]): readonly Big[] =>
  conventionOf(text, values) ??
  values.map((x, k) => slope((moved) => apply(text, values.toSpliced(k, 1, moved)), x));

/** `diff(body, q[s])`: all but this one instance stays. At kinks, and where differences do not tell, by the chain rule. */
function derivative(body: Node, by: Node, read: Read): Big {
  const place = by.parts.map((part) => evaluate(part, read)).join();
  let isRead = false;
  const at = (x: Big): Big =>
    evaluate(body, (name, tuple) => {
      if (name !== by.text || tuple.join() !== place) return read(name, tuple);
      isRead = true;
      return x;
    });
  const [middle, { kinks }] = [evaluate(by, read), account];
  const found = slope(at, middle);
  if (!isRead) return zero;
  const isSmooth = account.kinks === kinks && !found.isNaN();
  if (isSmooth || body.kind !== "function") return found;
  const parts = argumentsOf(body, read);
  const slopes = slopesOf(
    body.text,
    parts.map(([part, inner]) => evaluate(part, inner)),
  );
  const terms = parts.map(([part, inner], k) =>
    times(derivative(part, by, inner), slopes[k] ?? unknown),
  );
  return sum(...terms);
}
