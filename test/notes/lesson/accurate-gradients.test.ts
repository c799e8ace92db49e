import { Decimal } from "decimal.js";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../src/check/methods/seeded-random.js";
import { InputError } from "../../../src/errors/problem.js";
import { gradientsOf } from "../../../src/gradients/gradients.js";
import { catalog } from "../../../src/network/catalog.js";
import { readSpec } from "../../../src/network/file/read-spec.js";
import { buildNetwork } from "../../../src/network/network.js";

/** Enough digits that none of the closed forms below cancels to fewer than sixty. */
const D = Decimal.clone({ precision: 900, minE: -9e15, maxE: 9e15 });
type Value = Decimal;
const d = (value: number | string): Value => new D(value);

const gradients = (text: string) => gradientsOf(buildNetwork(readSpec(text, catalog)));

const file = (parameters: Readonly<Record<string, number>>, equation: string): string => `
parameters: ${JSON.stringify(parameters)}
equations: { E: "${equation}" }
`;

const relativeError = (actual: number, exact: Value): number =>
  exact.isZero() || exact.abs().lt("2e-324")
    ? Math.abs(actual)
    : d(actual).minus(exact).div(exact).abs().toNumber();

const sech2 = (x: Value): Value => d(1).div(D.cosh(x).pow(2));
const share = (x: Value, y: Value): Value => d(1).div(d(1).plus(y.minus(x).exp()));
const normal = (x: Value): Value => d(2).div(D.acos(-1).sqrt()).times(x.pow(2).neg().exp());

/** The complementary error function by its continued fraction, from the inside. */
function erfc(x: Value): Value {
  let fraction = x;
  for (let n = 3000; n >= 1; n--) fraction = x.plus(d(n).div(2).div(fraction));
  return x.pow(2).neg().exp().div(fraction).div(D.acos(-1).sqrt());
}

/** The double that a number of JavaScript is, to its last digit. */
const double = (value: number): Value => d(value.toFixed(100));

type Closed = (w: Value, v: Value) => readonly [loss: Value, byW: Value, byV?: Value];

const hard: readonly (readonly [equation: string, w: number, v: number, closed: Closed])[] = [
  ["(1 - cos(w))/w^2", 1e-8, 0, (w) => [half(w), halfSlope(w)]],
  ["(1 - cos(w))/w^2", 1e-5, 0, (w) => [half(w), halfSlope(w)]],
  ["(1 - cos(w))/w^2", 1e-120, 0, (w) => [half(w), halfSlope(w)]],
  ["tanh(w)", 20, 0, (w) => [D.tanh(w), sech2(w)]],
  ["tanh(w)", 300, 0, (w) => [D.tanh(w), sech2(w)]],
  ["tanh(w)", 400, 0, (w) => [D.tanh(w), sech2(w)]],
  ["sigmoid(w) - 1", 40, 0, (w) => [share(w, d(0)).minus(1), share(w, d(0)).times(share(d(0), w))]],
  ["log(exp(w) + exp(v))", -1000, -1001, logSum],
  ["log(exp(w) + exp(v))", 1000, 999, logSum],
  ["log(exp(w) + exp(v))", -700, -745, logSum],
  ["exp(w)/(exp(w) + exp(v))", 800, 799, softmax],
  ["exp(w)/(exp(w) + exp(v))", -800, -820, softmax],
  [
    "sqrt(w + 1) - sqrt(w)",
    1e15,
    0,
    (w) => [
      w.plus(1).sqrt().minus(w.sqrt()),
      d(0.5).div(w.plus(1).sqrt()).minus(d(0.5).div(w.sqrt())),
    ],
  ],
  ["w - sin(w)", 1e-4, 0, (w) => [w.minus(w.sin()), d(1).minus(w.cos())]],
  ["exp(w) - 1 - w", 1e-7, 0, (w) => [w.exp().minus(1).minus(w), w.exp().minus(1)]],
  ["v + w - 0.3", 0.2, 0.1, (w, v) => [v.plus(w).minus(double(0.3)), d(1)]],
  [
    "((1 + w)^1000 - 1)/w",
    1e-18,
    0,
    (w) => {
      const power = w.plus(1).pow(1000);
      const slope = w.plus(1).pow(999).times(1000).times(w).minus(power.minus(1));
      return [power.minus(1).div(w), slope.div(w.pow(2))];
    },
  ],
  ["exp(w) * exp(v)", -800, 750, (w, v) => [w.plus(v).exp(), w.plus(v).exp(), w.plus(v).exp()]],
  [
    "w * v * 1e300",
    1e-200,
    1e-190,
    (w, v) => [w.times(v), v, w].map((x) => x.times("1e300")) as never,
  ],
  ["atan(w) - pi/2", 1e10, 0, (w) => [d(1).div(w).atan().neg(), d(1).div(w.pow(2).plus(1))]],
  ["log(w) - 1", Math.E, 0, (w) => [w.ln().minus(1), d(1).div(w)]],
  ["1 - erf(w)", 6, 0, (w) => [erfc(w), normal(w).neg()]],
  ["(w + v)^2 - w^2 - 2*w*v", 1e9, 1e-3, (_, v) => [v.pow(2), d(0), v.times(2)]],
];

function half(w: Value): Value {
  return d(1).minus(w.cos()).div(w.pow(2));
}

function halfSlope(w: Value): Value {
  return w
    .sin()
    .times(w)
    .minus(d(2).minus(w.cos().times(2)))
    .div(w.pow(3));
}

function logSum(w: Value, v: Value): readonly [Value, Value, Value] {
  return [w.exp().plus(v.exp()).ln(), share(w, v), share(v, w)];
}

function softmax(w: Value, v: Value): readonly [Value, Value, Value] {
  const slope = share(w, v).times(share(v, w));
  return [share(w, v), slope, slope.neg()];
}

describe("gradients where doubles do not suffice", () => {
  it.each(hard)("%s at w = %d, v = %d", (equation, w, v, closed) => {
    const hasV = /\bv\b/.test(equation);
    const actual = gradients(file(hasV ? { w, v } : { w }, equation));
    const exactly = (x: number): Value => (Math.abs(x) < 1e-13 ? d(x) : double(x));
    const [loss, byW, byV] = closed(exactly(w), exactly(v));
    expect(relativeError(actual.loss.value, loss)).toBeLessThan(1e-12);
    expect(relativeError(actual.gradients.get("w") ?? Number.NaN, byW)).toBeLessThan(1e-12);
    if (byV)
      expect(relativeError(actual.gradients.get("v") ?? Number.NaN, byV)).toBeLessThan(1e-12);
  });

  it("follows the probability of a class that softmax leaves next to nothing for", () => {
    const { values, gradients: table } = gradients(`
inputs: [1]
targets: 0
layers: [{ linear: { weight: [[60], [-40]], bias: [0, 0] } }]
loss: cross_entropy
`);
    const [first, second] = [...table.values()];
    const rest = d(-100)
      .exp()
      .div(d(1).plus(d(-100).exp()));
    expect(relativeError(first ?? Number.NaN, rest.neg())).toBeLessThan(1e-12);
    expect(relativeError(second ?? Number.NaN, rest)).toBeLessThan(1e-12);
    const loss = d(1).plus(d(-100).exp()).ln();
    expect(relativeError(Number([...values.values()].at(-1)), loss)).toBeLessThan(1e-12);
  });

  it("still refuses what float64 cannot hold", () => {
    expect(() => gradients(file({ w: 800 }, "exp(w)"))).toThrow(InputError);
    expect(() => gradients(file({ w: -1 }, "log(w)"))).toThrow(InputError);
    expect(() => gradients(file({ w: 0 }, "log(w)^2"))).toThrow(InputError);
  });
});

describe("branches that float64 takes", () => {
  it.each<readonly [equation: string, w: number, loss: number, gradient: number]>([
    ["relu(w)", 0, 0, 0],
    ["abs(w)", 0, 0, 0],
    ["max(w, 1, 2*w - 1)", 1, 1, 1],
    ["min(w, -w)", 0, 0, 0],
    // The decimals say that this is a kink, float64 is on one side of it.
    ["relu(sin(0) + w - 0.3 + 0.1*cos(0))", 0.2, 5.551115123125783e-17, 1],
    // The decimals as float64 reads them are not at the kink, but float64 is.
    ["relu(w + 1e-17 - 1)", 1, 0, 0],
    ["abs(w + 1e-17 - 1)", 1, 0, 0],
    ["max(w + 1e-17, 1)", 1, 1, 0.5],
  ])("%s at %d", (equation, w, loss, gradient) => {
    const actual = gradients(file({ w }, equation));
    expect(actual.loss.value).toBeCloseTo(loss, 15);
    expect(actual.gradients.get("w")).toBe(gradient);
  });

  it("has the true value where a maximum is rounded as others are not", () => {
    const { gradients: table } = gradients(`
parameters: { a: 1.0635, b: -1.1256 }
equations:
  "O[i]": "softplus(cbrt(0.59 + square(b*4)) + i)"
  "c[i]": "sum(j, max(O[i], a)) * 5"
  E: "sum(i, tanh(c[i]))"
sizes: { i: 2, j: 1 }
`);
    expect(table.get("a")).toBe(0);
    const b = table.get("b") ?? Number.NaN;
    expect(b / -1.235215637145906e-15 - 1).toBeCloseTo(0, 11);
  });

  it("clamps the logarithms of binary cross-entropy where float64 has 0 in them", () => {
    const { loss, gradients: table } = gradients(`
inputs: [1]
targets: [0]
layers: [{ linear: { weight: [[40]], bias: false } }, sigmoid]
loss: binary_cross_entropy
`);
    expect(loss.value).toBe(100);
    expect([...table.values()]).toEqual([0]);
  });
});

describe("random expressions that cancel", () => {
  const functions = ["sin", "cos", "exp", "tanh", "sigmoid", "softplus", "erf", "atan"];

  function randomExpression(random: () => number, depth: number): string {
    if (depth === 0) return random() < 0.5 ? "w" : "v";
    const inner = (): string => randomExpression(random, depth - 1);
    if (random() < 0.6) return `${functions[Math.floor(random() * functions.length)]}(${inner()})`;
    return `(${inner()} ${random() < 0.5 ? "*" : "+"} ${inner()})`;
  }

  it.each(Array.from({ length: 40 }, (_, seed) => seed))("seed %d", (seed) => {
    const random = seededRandom(seed);
    const simple = randomExpression(random, 3);
    const large = 2 ** Math.floor(20 + 60 * random());
    const point = { w: 0.2 + random(), v: 0.2 + random() };
    const plain = gradients(file(point, simple));
    const cancelling = gradients(file(point, `((${simple}) + ${large} * w) - ${large} * w`));
    expect(cancelling.loss.value / plain.loss.value).toBeCloseTo(1, 11);
    for (const [name, gradient] of cancelling.gradients) {
      const expected = plain.gradients.get(name) ?? 0;
      expect(Math.abs(gradient - expected)).toBeLessThanOrEqual(2e-12 * Math.abs(expected));
    }
  });
});
