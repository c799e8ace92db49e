import { describe, expect, it } from "vitest";
import { gradientsOf } from "../../src/gradients/gradients.js";
import { inPyTorch, pythonWith, withoutTorch } from "../support/python.js";
import { networkOf } from "../support/read.js";

/** What PyTorch gives where a derivative is a convention: an expression of PyTorch in x, and the same as ours. */
interface Convention {
  readonly expression: string;
  readonly x: readonly number[] | readonly (readonly number[])[];
  /** A formula with x, or a layer with a loss, of which x are the inputs. */
  readonly ours:
    | string
    | { readonly layers: readonly unknown[]; readonly loss: string; readonly targets: unknown };
  /** Frozen from PyTorch 1.13 in float64. */
  readonly value: number;
  readonly gradient: readonly number[];
}

const row = (
  expression: string,
  x: Convention["x"],
  ours: Convention["ours"],
  value: number,
  gradient: readonly number[],
): Convention => ({ expression, x, ours, value, gradient });

const unit = (layer: unknown): Convention["ours"] => ({
  layers: [layer],
  loss: "half_squared_error",
  targets: [0],
});
const cut = (target: number): Convention["ours"] => ({
  layers: ["identity"],
  loss: "binary_cross_entropy",
  targets: [target],
});
const half = (module: string): string => `0.5 * (nn.${module}(x)) ** 2`;
const bce = (target: number): string => `F.binary_cross_entropy(x, torch.full_like(x, ${target}))`;

const conventions: readonly Convention[] = [
  // Kinks: the slope at 0.
  row("torch.relu(x)", [0], "relu(x[1])", 0, [0]),
  row("torch.abs(x)", [0], "abs(x[1])", 0, [0]),
  row("torch.sign(x)", [0], "sign(x[1])", 0, [0]),
  row("F.leaky_relu(x, 0.3)", [0], "leaky_relu(x[1], 0.3)", 0, [0.3]),
  row("F.elu(x, 2.0)", [0], "elu(x[1], 2)", 0, [2]),
  row("F.relu(x) - F.relu(-x)", [0], "relu(x[1]) - relu(-x[1])", 0, [0]),
  // Ties share evenly, over all axes of one reduction together.
  row("x.amax(0)", [3, 1, 3], "max(i, x[i])", 3, [0.5, 0, 0.5]),
  row("x.amin(0)", [1, 1, 1, 2], "min(i, x[i])", 1, [1 / 3, 1 / 3, 1 / 3, 0]),
  row(
    "x.amax((0, 1))",
    [
      [1, 3],
      [3, 3],
    ],
    "max(i, j, x[i,j])",
    3,
    [0, 1 / 3, 1 / 3, 1 / 3],
  ),
  row(
    "x.amin((0, 1))",
    [
      [1, 3],
      [1, 1],
    ],
    "min(i, j, x[i,j])",
    1,
    [1 / 3, 0, 1 / 3, 1 / 3],
  ),
  row(
    "(2 * x.amax(1)).amax(0)",
    [
      [1, 3],
      [3, 3],
    ],
    "max(i, 2*max(j, x[i,j]))",
    6,
    [0, 1, 0.5, 0.5],
  ),
  row("torch.maximum(x[0], x[1])", [2, 2], "max(x[1], x[2])", 2, [0.5, 0.5]),
  // The softplus of layers is the input itself above its threshold.
  row(half("Softplus()"), [20], unit("softplus"), 200.00000004122307, [19.99999996083808]),
  row(
    half("Softplus()"),
    [20.000000000000004],
    unit("softplus"),
    200.00000000000009,
    [20.000000000000004],
  ),
  row(
    half("Softplus(2, 5)"),
    [2.5],
    unit({ softplus: { beta: 2, threshold: 5 } }),
    3.1333998225995643,
    [2.486603074520676],
  ),
  row(
    half("Softplus(2, 5)"),
    [2.6],
    unit({ softplus: { beta: 2, threshold: 5 } }),
    3.3800000000000003,
    [2.6],
  ),
  row(
    "F.softplus(x, threshold=1000)",
    [21],
    "softplus(x[1])",
    21.000000000758256,
    [0.9999999992417439],
  ),
  // The logarithms of binary cross-entropy are cut at -100, the denominator of its slope at float32(1e-12).
  row(bce(1), [0], cut(1), 100, [-1000000003995.8029]),
  row(bce(0), [1], cut(0), 100, [1000000003995.8029]),
  row(bce(1), [1e-13], cut(1), 29.933606208922594, [-1000000003995.7028]),
  row(bce(0.25), [1], cut(0.25), 75, [750000002996.852]),
  row(bce(1), [1e-11], cut(1), 25.328436022934504, [-99999999999.99998]),
  // Losses at their kinks.
  row(
    "(x - 1).abs().mean()",
    [1, 2],
    { layers: ["identity"], loss: "l1", targets: [1, 1] },
    0.5,
    [0, 0.5],
  ),
  row(
    "F.huber_loss(x, torch.zeros_like(x))",
    [1],
    { layers: ["identity"], loss: "huber", targets: [0] },
    0.5,
    [1],
  ),
];

const flat = (values: unknown): readonly number[] =>
  Array.isArray(values) ? values.flatMap(flat) : [Number(values)];

const fileOf = ({ x, ours }: Convention): object =>
  typeof ours === "string" ? { parameters: { x }, equations: { E: ours } } : { inputs: x, ...ours };

/** Equal but for the last few digits. */
const near = (a: number, b: number): boolean => Math.abs(a - b) <= 4e-15 * Math.max(1, Math.abs(b));

const hasTorch = pythonWith("torch") !== undefined;

describe("the conventions of PyTorch at kinks, ties, clamps and thresholds", () => {
  it.each(conventions)("$expression at $x", (each) => {
    const { loss, gradients, inputs } = gradientsOf(networkOf(fileOf(each)));
    const slopes = typeof each.ours === "string" ? gradients : inputs;
    expect(loss.value).toSatisfy((value: number) => near(value, each.value));
    expect(flat([...slopes.values()])).toSatisfy((values: readonly number[]) =>
      values.every((value, place) => near(value, each.gradient[place] ?? Number.NaN)),
    );
  });

  it.runIf(hasTorch)(`are those of PyTorch here${hasTorch ? "" : `: ${withoutTorch}`}`, () => {
    const answers = inPyTorch<{ readonly value: number; readonly gradient: unknown }>(
      conventions.map((convention) => ({ convention })),
    );
    const complaints = conventions.filter(({ value, gradient }, place) => {
      const answer = answers[place];
      const slopes = flat(answer?.gradient);
      return !(
        answer &&
        near(answer.value, value) &&
        slopes.length === gradient.length &&
        slopes.every((slope, k) => near(slope, gradient[k] ?? Number.NaN))
      );
    });
    expect(complaints).toEqual([]);
  });
});
