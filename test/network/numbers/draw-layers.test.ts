import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../src/check/methods/seeded-random.js";
import type { Network } from "../../../src/network/network.js";
import { drawLayers } from "../../../src/network/numbers/draw-layers.js";
import { mersenneTwister } from "../../../src/network/numbers/mersenne-twister.js";
import { drawUniform, fusedMultiplyAdd } from "../../../src/network/numbers/uniform.js";
import { networkOf } from "../../support/read.js";
import { problemsOf } from "../specs.js";

const numbers = ({ model }: Network, name: string): readonly number[] =>
  (model.quantities.get(name)?.pieces ?? []).flatMap((piece) =>
    piece.kind === "data" ? piece.decimals.map(Number) : [],
  );

const file = (layers: readonly (string | object)[], seed: unknown = 0, inputs = 2) => ({
  inputs: Array.from({ length: inputs }, () => 0.5),
  targets: Array.from({ length: 2 }, () => 0),
  layers,
  loss: "mse",
  ...(seed !== null && { seed }),
});

const rounded = (values: readonly number[]) => values.map((value) => Number(value.toFixed(4)));

describe("the generator", () => {
  // Matsumoto and Nishimura: the 10,000th number of the seed 5489, also in the C++ standard.
  it("is mt19937", () => {
    const next = mersenneTwister(5489n);
    for (let k = 1; k < 10_000; k++) next();
    expect(next()).toBe(4123659995);
  });

  it.each<readonly [bigint, bigint]>([
    [-1n, 2n ** 64n - 1n],
    [2n ** 32n + 7n, 7n],
    [-(2n ** 63n), 0n],
  ])("takes the low 32 bits of %s as those of %s", (seed, other) => {
    const [one, two] = [mersenneTwister(seed), mersenneTwister(other)];
    for (let k = 0; k < 700; k++) expect(one()).toBe(two());
  });
});

describe("uniform numbers are those of PyTorch on CPUs", () => {
  // `torch.manual_seed(0); nn.init.uniform_(torch.empty(3, 5))`
  it("has the first numbers of the seed 0 to the last bit", () => {
    const drawn = drawUniform(mersenneTwister(0n), 15, 0, 1);
    expect(Array.from(drawn.subarray(0, 5))).toEqual([
      0.49625658988952637, 0.7682217955589294, 0.08847743272781372, 0.13203048706054688,
      0.30742281675338745,
    ]);
  });

  // `torch.manual_seed(seed); torch.rand(6)` as it is printed.
  it.each<readonly [bigint, readonly number[]]>([
    [1n, [0.7576, 0.2793, 0.4031, 0.7347, 0.0293, 0.7999]],
    [42n, [0.8823, 0.915, 0.3829, 0.9593, 0.3904, 0.6009]],
    [1234n, [0.029, 0.4019, 0.2598, 0.3666, 0.0583, 0.7006]],
  ])("has those of the seed %s", (seed, expected) => {
    expect(rounded([...drawUniform(mersenneTwister(seed), 6, 0, 1)])).toEqual(expected);
  });
});

/** The value of a float64 number times 2^400, exactly. */
function scaled(value: number): bigint {
  let [whole, doublings] = [value, 400];
  while (!Number.isInteger(whole)) [whole, doublings] = [whole * 2, doublings - 1];
  return BigInt(whole) << BigInt(doublings);
}

const single = new DataView(new ArrayBuffer(4));

/** The float32 numbers next to one, and itself. */
function neighbours(value: number): readonly number[] {
  single.setFloat32(0, value);
  const bits = single.getInt32(0);
  return [bits - 1, bits, bits + 1].map((each) => {
    single.setInt32(0, each);
    return single.getFloat32(0);
  });
}

const isEven = (value: number): boolean => {
  single.setFloat32(0, value);
  return single.getInt32(0) % 2 === 0;
};

/** x·y + z, rounded once, by integers. */
function roundedOnce(x: number, y: number, z: number): number {
  const exact = ((scaled(x) * scaled(y)) >> 400n) + scaled(z);
  const distance = (value: number): bigint => {
    const difference = scaled(value) - exact;
    return difference < 0n ? -difference : difference;
  };
  return neighbours(Math.fround(x * y + z)).reduce((best, value) => {
    const [own, least] = [distance(value), distance(best)];
    return own < least || (own === least && isEven(value)) ? value : best;
  });
}

describe("a fused multiply-add rounds once", () => {
  const random = seededRandom(11);
  const draw = (): number => Math.fround((random() - 0.5) * 2 ** Math.floor(random() * 40 - 20));

  it("for random numbers of all sizes", () => {
    for (let k = 0; k < 4000; k++) {
      const [x, y, z] = [draw(), draw(), draw()];
      expect([x, y, z, fusedMultiplyAdd(x, y, z)]).toEqual([x, y, z, roundedOnce(x, y, z)]);
    }
  });

  it("where rounding in float64 first would end on the wrong side", () => {
    // 1 + 2^-24 is the middle of two float32 numbers; the rest, 2^-60, decides, and float64 loses it.
    const [x, tiny] = [Math.fround(1 + 2 ** -23), Math.fround(2 ** -24 * (1 - 2 ** -23))];
    expect(Math.fround(x * tiny + 1)).toBe(Math.fround(1 + 2 ** -24));
    for (const [a, b, c] of [
      [x, tiny, 1],
      [-x, tiny, -1],
      [2 ** -24 + 2 ** -47, 1, 1],
      [2 ** -12 + 2 ** -35, 2 ** -12 + 2 ** -35, 1],
    ] as const)
      expect(fusedMultiplyAdd(a, b, c)).toBe(roundedOnce(a, b, c));
    expect(fusedMultiplyAdd(2 ** -12 + 2 ** -35, 2 ** -12 + 2 ** -35, 1)).toBe(1 + 2 ** -23);
  });
});

describe("drawn layers are those of PyTorch", () => {
  // `torch.manual_seed(0); nn.Linear(1, 1)` as it is printed.
  it("draws one number of each", () => {
    const network = networkOf({ ...file([{ linear: { in: 1, out: 1 } }], 0, 1), targets: [0] });
    expect(rounded(numbers(network, "W1"))).toEqual([-0.0075]);
    expect(rounded(numbers(network, "B1"))).toEqual([0.5364]);
  });

  // `torch.manual_seed(0); nn.Linear(2, 2)` as it is printed.
  it("draws the weight before the bias", () => {
    const network = networkOf(file([{ linear: { in: 2, out: 2 } }]));
    expect(rounded(numbers(network, "W1"))).toEqual([-0.0053, 0.3793, -0.582, -0.5204]);
    expect(rounded(numbers(network, "B1"))).toEqual([-0.2723, 0.1896]);
  });

  it("has float32 numbers in full", () => {
    const { model } = networkOf(file([{ linear: { in: 2, out: 2 } }]));
    const [piece] = model.quantities.get("W1")?.pieces ?? [];
    if (piece?.kind !== "data") throw new Error("expected data");
    for (const decimal of piece.decimals) {
      expect(Math.fround(Number(decimal))).toBe(Number(decimal));
      // Not only its double: the decimal itself is a whole number of 2^-60.
      expect(decimal.replace(/^-?0\./, "").length).toBeGreaterThan(20);
    }
  });

  /** The stretch of the draws of one seed that a parameter takes, between its bounds. */
  const stretch = (from: number, count: number, [low, high]: readonly [number, number]) => {
    const next = mersenneTwister(0n);
    for (let k = 0; k < from; k++) next();
    return Array.from(drawUniform(next, count, low, high));
  };
  const around = (bound: number): readonly [number, number] => [-bound, bound];

  it("makes every layer first, then redraws the weights that say so, in order", () => {
    const network = networkOf(
      file([
        { linear: { in: 2, out: 3, init: "xavier_uniform" } },
        "relu",
        { linear: { in: 3, out: 4, bias: false, init: { uniform: { a: -2, b: 0.5 } } } },
        { linear: { in: 4, out: 5 } },
        { linear: { in: 5, out: 2, init: "kaiming_uniform" } },
      ]),
    );
    // 6 + 3, 12, 20 + 5 and 10 + 2 numbers, then 6, 12 and 10 once more.
    expect(numbers(network, "B1")).toEqual(stretch(6, 3, around(1 / Math.sqrt(2))));
    expect(numbers(network, "B2")).toEqual([]);
    expect(numbers(network, "W3")).toEqual(
      stretch(21, 20, around(Math.sqrt(3) * (Math.sqrt(2 / (1 + 5.000000000000001)) / 2))),
    );
    expect(numbers(network, "B4")).toEqual(stretch(56, 2, around(1 / Math.sqrt(5))));
    expect(numbers(network, "W1")).toEqual(stretch(58, 6, around(Math.sqrt(3) * Math.sqrt(2 / 5))));
    expect(numbers(network, "W2")).toEqual(stretch(64, 12, [-2, 0.5]));
    expect(numbers(network, "W4")).toEqual(
      stretch(76, 10, around(Math.sqrt(3) * (Math.sqrt(2) / Math.sqrt(5)))),
    );
  });

  it("lets layers with numbers of their own draw nothing", () => {
    const given = {
      linear: {
        weight: [
          [1, 2],
          [3, 4],
        ],
        bias: 0,
      },
    };
    const mixed = networkOf(file([given, { linear: { in: 2, out: 2 } }]));
    const alone = networkOf(file([{ linear: { in: 2, out: 2 } }]));
    expect(numbers(mixed, "W1")).toEqual([1, 2, 3, 4]);
    expect(numbers(mixed, "W2")).toEqual(numbers(alone, "W1"));
  });

  it.each([0n, -3n, 2n ** 64n - 1n])("stays between the bounds with the seed %s", (seed) => {
    const place = { line: 1, column: 1 };
    const size = (value: number) => ({ value, place });
    const layer = { kind: "drawn", inputs: size(30), outputs: size(40), hasBias: true } as const;
    const [drawn] = drawLayers([{ ...layer, init: undefined, place }], seed);
    if (drawn?.kind !== "linear") throw new Error("expected numbers");
    const bound = Math.fround(1 / Math.sqrt(30));
    for (const decimal of [...drawn.weight.decimals, ...(drawn.bias?.decimals ?? [])])
      expect(Math.abs(Number(decimal))).toBeLessThanOrEqual(bound);
  });
});

describe("a seed that cannot be, or bounds, are told", () => {
  const drawn = { linear: { in: 2, out: 2 } };
  const initialised = (a: string, b: string) =>
    JSON.stringify(file([{ linear: { in: 2, out: 2, init: { uniform: { a: 0, b: 1 } } } }]))
      .replace('"a":0', `"a":${a}`)
      .replace('"b":1', `"b":${b}`);

  it.each<readonly [string, string]>([
    ["a fraction", JSON.stringify(file([drawn], 0.5))],
    [
      "more than 64 bits",
      JSON.stringify(file([drawn])).replace('"seed":0', '"seed":18446744073709551616'),
    ],
    [
      "fewer than -2^63",
      JSON.stringify(file([drawn])).replace('"seed":0', '"seed":-9223372036854775809'),
    ],
    ["a power of ten", JSON.stringify(file([drawn])).replace('"seed":0', '"seed":1e3')],
    ["nothing", JSON.stringify(file([drawn])).replace('"seed":0', '"seed":null')],
  ])("%s", (_, text) => {
    const [problem] = problemsOf(() => networkOf(text));
    expect(problem).toMatch(/invalid-value: `seed` is .*, expected an integer of at most 64 bits/);
  });

  it.each([
    ["1", "0", /`uniform` cannot draw numbers from 1 to 0 in float32/],
    ["-3e38", "3e38", /`uniform` cannot draw numbers from -3e\+38 to 3e\+38/],
    ["0", "1e39", /`uniform` cannot draw numbers from 0 to 1e\+39/],
  ])("bounds %s and %s", (a, b, message) => {
    expect(problemsOf(() => networkOf(initialised(a, b)))[0]).toMatch(message);
  });

  it("layers without a seed or a weights file, and too large ones", () => {
    expect(problemsOf(() => networkOf(file([drawn], null)))[0]).toMatch(
      /neither `seed` nor `weights`.*`seed: 0`.*`weights: model.safetensors`/,
    );
    const large = file([
      { linear: { in: 2, out: 9_000_000 } },
      { linear: { in: 9_000_000, out: 2 } },
    ]);
    expect(problemsOf(() => networkOf(large))[0]).toMatch(/more than 5000000 weights and biases/);
  });
});
