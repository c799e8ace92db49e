import { describe, expect, it } from "vitest";
import { gradientsOf } from "../../../src/gradients/gradients.js";
import { catalog } from "../../../src/network/catalog.js";
import { readSpec } from "../../../src/network/file/read-spec.js";
import { networkFile } from "../../../src/network/from-weights/network-file.js";
import { buildNetwork } from "../../../src/network/network.js";
import { readTensorFile } from "../../../src/weights/read-tensor-file.js";
import { safetensorsOf, torchOf, type Written } from "../../support/tensor-bytes.js";
import { problemsOf } from "../specs.js";

const zeros = (shape: readonly number[]): Written => ({
  dtype: "F32",
  shape,
  data: Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => 0.25),
});

/** Tensors with these names and shapes. */
const tensorsOf = (shapes: Readonly<Record<string, readonly number[]>>) =>
  Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, zeros(shape)]));

const fileOf = (shapes: Readonly<Record<string, readonly number[]>>) =>
  readTensorFile("model.pt", torchOf(tensorsOf(shapes)));

/** The layers of a written file, each in a word. */
function layersOf(shapes: Readonly<Record<string, readonly number[]>>): string {
  const file = fileOf(shapes);
  const spec = readSpec(networkFile(file, "model.pt").text, catalog);
  if (spec.kind !== "layered") throw new Error("expected layers");
  gradientsOf(buildNetwork(spec, { weights: file }));
  return spec.layers
    .map((layer) => {
      if (layer.kind === "linear") return `${layer.weight.shape[1]}>${layer.weight.shape[0]}`;
      if (layer.kind === "drawn") return `${layer.inputs.value}-${layer.outputs.value}`;
      return layer.kind === "activation" ? layer.name.value : layer.kind;
    })
    .join(" ");
}

describe("a network file for weights is valid and has their layers", () => {
  it.each<readonly [Readonly<Record<string, readonly number[]>>, string]>([
    [{ "0.weight": [3, 2], "0.bias": [3], "2.weight": [1, 3] }, "2>3 relu 3>1"],
    [{ "0.weight": [3, 2], "1.weight": [1, 3] }, "2>3 3>1"],
    [{ "1.weight": [3, 2], "4.weight": [1, 3] }, "identity 2>3 relu identity 3>1"],
    [{ "net.0.weight": [3, 2], "net.3.weight": [1, 3] }, "2>3 relu identity 3>1"],
    [{ "layers.0.weight": [3, 2], "layers.1.weight": [1, 3] }, "2>3 relu 3>1"],
    [
      { "fc1.weight": [3, 2], "fc2.weight": [2, 3], "fc10.weight": [1, 2] },
      "2>3 relu 3>2 relu 2>1",
    ],
    [
      { "decoder.weight": [2, 3], "encoder.weight": [3, 2], "head.weight": [1, 2] },
      "2>3 relu 3>2 relu 2>1",
    ],
    [{ weight: [3, 2], bias: [3] }, "2>3"],
    [{ "0.weight": [30, 20], "0.bias": [30], "2.weight": [1, 30] }, "20-30 relu 30-1"],
  ])("%j", (shapes, layers) => {
    expect(layersOf(shapes)).toBe(layers);
  });

  it("reads as a person would write it", () => {
    const article = {
      "0.weight": { dtype: "F32", shape: [2, 2], data: [0.15, 0.2, 0.25, 0.3] },
      "0.bias": { dtype: "F32", shape: [2], data: [0.35, -1e-7] },
      "2.weight": { dtype: "F32", shape: [1, 2], data: [16777217, 1 / 3] },
    } as const;
    const { text, unknown } = networkFile(
      readTensorFile("a.safetensors", safetensorsOf(article)),
      "",
    );
    expect(text).toBe(
      [
        "# The linear layers are those of `a.safetensors`. All that is marked as a guess is not in the weights.",
        "inputs: [0, 0] # a guess: put your sample here, or a list of samples",
        "targets: [0] # a guess: put what the outputs should be",
        "layers:",
        "  - linear: { weight: [[0.15, 0.2], [0.25, 0.3]], bias: [0.35, -1e-7] } # `0.weight`",
        "  - relu # a guess",
        "  - linear: { weight: [[16777216, 0.33333334]], bias: false } # `2.weight`",
        "  # a guess: nothing behind the last linear layer",
        "loss: half_squared_error # a guess",
        "",
      ].join("\n"),
    );
    expect(unknown).toHaveLength(4);
  });

  it("quotes paths and names that would mean something in YAML", () => {
    const file = fileOf({ "a\n- b.weight": [30, 20], "c: #.weight": [1, 30] });
    const { text } = networkFile(file, 'odd: "name" #1.pt');
    expect(readSpec(text, catalog)).toMatchObject({ weights: { value: 'odd: "name" #1.pt' } });
  });
});

describe("weights that make no network file are refused", () => {
  it.each<readonly [string, Readonly<Record<string, readonly number[]>>, RegExp]>([
    [
      "widths that do not fit",
      { "0.weight": [3, 2], "2.weight": [1, 4] },
      /width-mismatch: .*`0` gives 3 numbers, but `2` behind it takes 4/,
    ],
    [
      "layers in no order",
      { "a.weight": [3, 2], "b.weight": [4, 5] },
      /width-mismatch: .*do not tell in which order.*`a` \[3, 2\], `b` \[4, 5\]/,
    ],
    [
      "a layer that is no chain",
      { "fc1.weight": [3, 2], "fc1.bias": [3], "q.weight": [3, 3], "k.weight": [3, 3] },
      /no-chain: .*`fc1` \[3, 2\], `q` \[3, 3\], `k` \[3, 3\]/,
    ],
    [
      "an embedding",
      { "embedding.weight": [4, 4], "fc.weight": [1, 4] },
      /unsupported-tensor: .*`embedding.weight`, which is an embedding by its name.*has `embedding.weight` \[4, 4\], `fc.weight` \[1, 4\]/,
    ],
    [
      "a convolution",
      { "0.weight": [1, 1, 3, 3], "0.bias": [1] },
      /unsupported-tensor: .*`0.weight`, which has the shape \[1, 1, 3, 3\]/,
    ],
    [
      "a layer number like a year",
      { "0.weight": [3, 2], "2024.weight": [1, 3] },
      /too-many-layers: .*layer 2024/,
    ],
    [
      "a weight without numbers",
      { "0.weight": [0, 2] },
      /`0.weight`, which has the shape \[0, 2\]/,
    ],
  ])("%s", (_, shapes, message) => {
    expect(problemsOf(() => networkFile(fileOf(shapes), "x"))[0]).toMatch(message);
  });
});
