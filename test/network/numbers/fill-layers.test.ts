import { describe, expect, it } from "vitest";
import { catalog } from "../../../src/network/catalog.js";
import { readSpec } from "../../../src/network/file/read-spec.js";
import { buildNetwork, type Network } from "../../../src/network/network.js";
import { readTensorFile } from "../../../src/weights/read-tensor-file.js";
import { safetensorsOf, torchOf, type Written } from "../../support/tensor-bytes.js";
import { problemsOf } from "../specs.js";

type Tensors = Readonly<Record<string, Written>>;

const tensor = (shape: readonly number[], first: number, dtype = "F32"): Written => ({
  dtype,
  shape,
  data: Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, k) => (first + k) / 10),
});

const size = (inputs: number, outputs: number, more: object = {}) => ({
  linear: { in: inputs, out: outputs, ...more },
});

const sizes: readonly (string | object)[] = [size(2, 3), "sigmoid", size(3, 1)];

const fileWith = (layers: readonly (string | object)[], more: object = {}) =>
  JSON.stringify({
    ...{ inputs: [0.5, -1], targets: [0], layers, loss: "mse", weights: "model.pt" },
    ...more,
  });

const network = (text: string, tensors: Tensors, write = torchOf): Network =>
  buildNetwork(readSpec(text, catalog), {
    weights: readTensorFile("model.pt", write(tensors)),
  });

const sequential: Tensors = {
  "0.weight": tensor([3, 2], 1),
  "0.bias": tensor([3], 7),
  "2.weight": tensor([1, 3], 10),
  "2.bias": tensor([1], 13),
};

const without = (tensors: Tensors, ...names: readonly string[]): Tensors =>
  Object.fromEntries(Object.entries(tensors).filter(([name]) => !names.includes(name)));

const decimals = ({ model }: Network, name: string): readonly string[] =>
  (model.quantities.get(name)?.pieces ?? []).flatMap((piece) =>
    piece.kind === "data" ? piece.decimals : [],
  );

const numbers = (built: Network, name: string) => decimals(built, name).map(Number);

const float32 = (...values: readonly number[]) => values.map(Math.fround);

const renamed = (names: Readonly<Record<string, string>>): Tensors =>
  Object.fromEntries(
    Object.entries(sequential).map(([name, value]) => {
      const [position = "", part] = name.split(".");
      return [`${names[position]}.${part}`, value];
    }),
  );

describe("the weights file fills the linear layers", () => {
  it.each<readonly [string, Tensors, typeof torchOf]>([
    ["an nn.Sequential", sequential, torchOf],
    ["an nn.Sequential as safetensors", sequential, safetensorsOf],
    ["a module that holds one", renamed({ 0: "net.0", 2: "net.2" }), torchOf],
    ["a list of layers", renamed({ 0: "layers.9", 2: "layers.10" }), safetensorsOf],
    ["layers with names", renamed({ 0: "fc1", 2: "fc2" }), torchOf],
    ["names in the wrong order", renamed({ 0: "hidden", 2: "final" }), safetensorsOf],
  ])("of %s", (_, tensors, write) => {
    const built = network(fileWith(sizes), tensors, write as typeof torchOf);
    expect(numbers(built, "W1")).toEqual(float32(0.1, 0.2, 0.3, 0.4, 0.5, 0.6));
    expect(numbers(built, "B1")).toEqual(float32(0.7, 0.8, 0.9));
    expect(numbers(built, "W2")).toEqual(float32(1, 1.1, 1.2));
    expect(numbers(built, "B2")).toEqual(float32(1.3));
  });

  it("with the exact decimals of float32, and float64 as it is printed", () => {
    const built = network(fileWith(sizes), { ...sequential, "2.bias": tensor([1], 1, "F64") });
    expect(decimals(built, "W1")[0]).toBe("0.100000001490116119384765625");
    expect(decimals(built, "B2")).toEqual(["0.1"]);
  });

  it("also where the network file has numbers, and not where a tensor is missing for those", () => {
    const own = {
      linear: {
        weight: [
          [1, 2],
          [3, 4],
          [5, 6],
        ],
        bias: 0.5,
      },
    };
    const last = { linear: { weight: [[7, 8, 9]], bias: [4] } };
    expect(numbers(network(fileWith([own, "tanh", last]), sequential), "B1")).toEqual(
      float32(0.7, 0.8, 0.9),
    );
    const rest = without(sequential, "0.weight", "0.bias");
    const part = network(fileWith([own, "tanh", last]), rest);
    expect(numbers(part, "W1")).toEqual([1, 2, 3, 4, 5, 6]);
    expect(numbers(part, "W2")).toEqual(float32(1, 1.1, 1.2));
  });
});

const square = (names: readonly string[]): Tensors =>
  Object.fromEntries(
    names.flatMap((name, at) => [
      [`${name}.weight`, tensor([2, 2], 10 * at)],
      [`${name}.bias`, tensor([2], 10 * at + 5)],
    ]),
  );

describe("the order of layers whose names are no numbers", () => {
  const chain = (...widths: readonly number[]) =>
    fileWith(
      widths
        .slice(1)
        .flatMap((out, at) => ["tanh", size(widths[at] ?? 0, out)])
        .slice(1),
      {
        inputs: Array.from({ length: widths[0] ?? 0 }, () => 1),
        targets: widths.slice(-1).flatMap((n) => Array.from({ length: n }, () => 0)),
      },
    );

  it("is that of the module in a .pt", () => {
    const built = network(chain(2, 2, 2), square(["hidden", "head"]));
    expect(numbers(built, "B1")).toEqual(float32(0.5, 0.6));
  });

  it("follows from the sizes in the network file, if they allow one only", () => {
    const tensors = {
      "decoder.weight": tensor([3, 2], 1),
      "decoder.bias": tensor([3], 1),
      "encoder.weight": tensor([2, 3], 20),
      "encoder.bias": tensor([2], 20),
    };
    const built = network(chain(3, 2, 3), tensors, safetensorsOf as typeof torchOf);
    expect(numbers(built, "W1")).toEqual(float32(2, 2.1, 2.2, 2.3, 2.4, 2.5));
    const update = {
      "lora_B.weight": tensor([3, 1], 1),
      "lora_A.weight": tensor([1, 3], 20),
    };
    const layers = [size(3, 1, { bias: false }), size(1, 3, { bias: false })];
    const file = fileWith(layers, { inputs: [1, 1, 1], targets: [0, 0, 0] });
    expect(numbers(network(file, update), "W1")).toEqual(float32(2, 2.1, 2.2));
  });

  it.each<readonly [string, string, Tensors, typeof torchOf, RegExp]>([
    [
      "a file that may be sorted",
      chain(2, 2, 2),
      square(["head", "hidden"]),
      safetensorsOf as typeof torchOf,
      /^1:\d+ unknown-order: .*`head` \[2, 2\], `hidden` \[2, 2\].*torch\.save/,
    ],
    [
      "projections of attention",
      chain(2, 2, 2, 2),
      square(["q_proj", "k_proj", "v_proj"]),
      torchOf,
      /no-chain: .*projections of attention.*`q_proj` \[2, 2\]/,
    ],
  ])("is not invented: %s", (_, text, tensors, write, message) => {
    expect(problemsOf(() => network(text, tensors, write)).join("\n")).toMatch(message);
  });
});

describe("what does not fit is told at the place of `weights`", () => {
  const withoutBias = without(sequential, "2.bias");
  const withoutFirst = without(sequential, "0.weight", "0.bias");

  it.each<readonly [string, string, Tensors, RegExp]>([
    [
      "a layer without tensors",
      fileWith(sizes),
      withoutFirst,
      /missing-tensor: the weights file `model.pt` has no `0.weight` for the linear layer 0/,
    ],
    [
      "tensors without a layer",
      fileWith(sizes),
      { ...sequential, "4.weight": tensor([1, 1], 1) },
      /unexpected-tensor: .*has `4.weight`, and the network has no linear layer for it/,
    ],
    [
      "tensors of an activation",
      fileWith([size(2, 3), size(3, 1)]),
      sequential,
      /missing-tensor: .*no `1.weight`/,
    ],
    [
      "a transposed weight",
      fileWith(sizes),
      { ...sequential, "0.weight": tensor([2, 3], 1), "0.bias": tensor([2], 1) },
      /width-mismatch: `0.weight` in `model.pt` has the shape \[2, 3\], but the linear layer 0 needs \[3, 2\]/,
    ],
    [
      "a bias too few",
      fileWith(sizes),
      withoutBias,
      /missing-tensor: .*has no `2.bias`, and the linear layer 2 has a bias.*`bias: false`/,
    ],
    [
      "a bias too many",
      fileWith([size(2, 3), "sigmoid", size(3, 1, { bias: false })]),
      sequential,
      /unexpected-tensor: .*has `2.bias`, and the linear layer 2 has no bias/,
    ],
    [
      "a convolution",
      fileWith(sizes),
      { ...sequential, "conv.weight": tensor([1, 1, 2, 2], 1) },
      /unsupported-tensor: .*`conv.weight`, which has the shape \[1, 1, 2, 2\]/,
    ],
    [
      "a normalization",
      fileWith(sizes),
      { ...sequential, "1.weight": tensor([3], 1) },
      /unsupported-tensor: .*`1.weight`, which has the shape \[3\]/,
    ],
    [
      "a counter",
      fileWith(sizes),
      { ...sequential, steps: { dtype: "I64", shape: [], data: [1] } },
      /unsupported-tensor: .*`steps`, which has numbers of the type LongStorage/,
    ],
    [
      "a bias of another size",
      fileWith(sizes),
      { ...sequential, "0.bias": tensor([2], 1) },
      /unsupported-tensor: .*`0.bias`, which has the shape \[2\]/,
    ],
    [
      "a tensor of another name",
      fileWith(sizes),
      { ...sequential, "0.scale": tensor([2], 1) },
      /`0.scale`, which belongs to no weight/,
    ],
    ["no tensor", fileWith(sizes), {}, /no-linear-layer/],
  ])("%s", (_, text, tensors, message) => {
    expect(problemsOf(() => network(text, tensors)).join("\n")).toMatch(message);
  });

  it("a file of weights that nobody has read", () => {
    expect(problemsOf(() => buildNetwork(readSpec(fileWith(sizes), catalog)))).toEqual([
      expect.stringMatching(
        /^1:\d+ missing-weights: the numbers of the weights file are not known/,
      ),
    ]);
  });
});
