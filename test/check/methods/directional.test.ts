import { describe, expect, it } from "vitest";
import { checkGradients } from "../../../src/check/methods/check-gradients.js";
import { seededRandom } from "../../../src/check/methods/seeded-random.js";
import { backpropagate } from "../../../src/gradients/backprop/backpropagate.js";
import { networkOf } from "../../support/read.js";

/** A number and how it changes along a direction; all are short binary fractions, so that float64 is exact. */
interface Moving {
  readonly value: number;
  readonly slope: number;
}

/** A formula as text, and its directional derivative by the definition of each function. */
interface Drawn {
  readonly text: string;
  readonly at: (direction: readonly number[]) => Moving;
}

const names: readonly string[] = ["a", "b", "c"];

const relu = ({ value, slope }: Moving): Moving =>
  value === 0 ? { value, slope: Math.max(slope, 0) } : value > 0 ? { value, slope } : zero;
const zero: Moving = { value: 0, slope: 0 };
const scaled = (factor: number, { value, slope }: Moving): Moving => ({
  value: factor * value,
  slope: factor * slope,
});
const sum = (x: Moving, y: Moving): Moving => ({
  value: x.value + y.value,
  slope: x.slope + y.slope,
});
const product = (x: Moving, y: Moving): Moving => ({
  value: x.value * y.value,
  slope: x.value * y.slope + x.slope * y.value,
});
const maximum = (...each: readonly Moving[]): Moving => {
  const value = Math.max(...each.map((one) => one.value));
  const slopes = each.filter((one) => one.value === value).map(({ slope }) => slope);
  return { value, slope: Math.max(...slopes) };
};
const minimum = (...each: readonly Moving[]): Moving =>
  scaled(-1, maximum(...each.map((one) => scaled(-1, one))));

type Rule = readonly [
  arity: number,
  text: (...parts: string[]) => string,
  (...p: Moving[]) => Moving,
];
const rule = (arity: number, text: Rule[1], apply: (...p: Moving[]) => Moving): Rule => [
  arity,
  text,
  apply,
];

const rules: readonly Rule[] = [
  rule(
    2,
    (x, y) => `(${x} + ${y})`,
    (x = zero, y = zero) => sum(x, y),
  ),
  rule(
    2,
    (x, y) => `(${x} - ${y})`,
    (x = zero, y = zero) => sum(x, scaled(-1, y)),
  ),
  rule(
    2,
    (x, y) => `${x}*${y}`,
    (x = zero, y = zero) => product(x, y),
  ),
  rule(
    1,
    (x) => `(${x})^2`,
    (x = zero) => product(x, x),
  ),
  rule(
    1,
    (x) => `relu(${x})`,
    (x = zero) => relu(x),
  ),
  rule(
    1,
    (x) => `abs(${x})`,
    (x = zero) => maximum(x, scaled(-1, x)),
  ),
  rule(
    1,
    (x) => `leaky_relu(${x}, 0.5)`,
    (x = zero) => maximum(x, scaled(0.5, x)),
  ),
  rule(2, (x, y) => `max(${x}, ${y})`, maximum),
  rule(3, (x, y, z) => `max(${x}, ${y}, ${z})`, maximum),
  rule(2, (x, y) => `min(${x}, ${y})`, minimum),
];

function drawn(random: () => number, values: readonly number[], depth: number): Drawn {
  const pick = <Item>(items: readonly Item[]): Item | undefined =>
    items[Math.floor(random() * items.length)];
  const chosen = depth === 0 || random() < 0.1 ? undefined : pick(rules);
  if (!chosen) {
    const place = Math.floor(random() * names.length);
    const value = values[place] ?? 0;
    return {
      text: names[place] ?? "a",
      at: (direction) => ({ value, slope: direction[place] ?? 0 }),
    };
  }
  const [arity, text, apply] = chosen;
  const parts = Array.from({ length: arity }, () => drawn(random, values, depth - 1));
  return {
    text: text(...parts.map((part) => part.text)),
    at: (direction) => apply(...parts.map((part) => part.at(direction))),
  };
}

let kinks = 0;

describe("both sides of random formulas full of kinks are their directional derivatives", () => {
  it.each(Array.from({ length: 300 }, (_, seed) => seed))("%i", (seed) => {
    const random = seededRandom(seed + 1);
    const values = names.map(() => Math.floor(random() * 5) / 2 - 1);
    const { text, at } = drawn(random, values, 4);
    const parameters = Object.fromEntries(names.map((name, k) => [name, values[k] ?? 0]));
    const network = networkOf({ parameters, equations: { E: text } });
    for (const check of checkGradients(backpropagate(network.model)).gradients) {
      const place = names.indexOf(check.instance.name);
      const along = (sign: 1 | -1) =>
        sign * at(names.map((_, k) => (k === place ? sign : 0))).slope + 0;
      const [left, right] = [along(-1), along(1)];
      const seen = { text, values, place, ok: check.ok };
      expect(seen).toEqual({ ...seen, ok: true });
      if (left !== right)
        expect({ ...seen, verdict: check.verdict }).toMatchObject({ verdict: "kink" });
      if (check.verdict === "kink") {
        kinks += 1;
        expect({ ...seen, ...check.sides }).toEqual({ ...seen, left, right });
        expect(check.kinks).not.toEqual([]);
      } else {
        expect({ ...seen, verdict: check.verdict }).toMatchObject({ verdict: "match" });
        expect({ ...seen, symbolic: check.symbolic + 0 }).toEqual({ ...seen, symbolic: right });
      }
    }
  });

  it("and there are many of them", () => {
    expect(kinks).toBeGreaterThan(100);
  });
});
