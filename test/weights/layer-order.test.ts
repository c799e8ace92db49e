import { describe, expect, it } from "vitest";
import { InputError } from "../../src/errors/problem.js";
import { inChain } from "../../src/weights/layer-order.js";
import { linearStack } from "../../src/weights/linear-tensors.js";
import { readTensorFile } from "../../src/weights/read-tensor-file.js";
import { safetensorsOf, torchOf, type Written } from "../support/tensor-bytes.js";

/** Layers in the order of a file: names with `out×in`, 2×2 where nothing is said. */
function fileOf(layers: string, write: (tensors: Record<string, Written>) => Uint8Array) {
  const tensors: Record<string, Written> = {};
  for (const layer of layers.split(" ")) {
    const [prefix, size = "2×2"] = layer.split("=");
    const shape = size.split("×").map(Number);
    const zeros = Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => 0);
    tensors[`${prefix}.weight`] = { dtype: "F32", shape, data: zeros };
    tensors[`${prefix}.bias`] = {
      dtype: "F32",
      shape: shape.slice(0, 1),
      data: zeros.slice(0, shape[0]),
    };
  }
  return readTensorFile("file", write(tensors));
}

/** The layers in their order, or the code of what is wrong. */
function orderOf(layers: string, write: (tensors: Record<string, Written>) => Uint8Array): string {
  try {
    return linearStack(fileOf(layers, write), inChain)
      .layers.map(({ prefix }) => prefix)
      .join(" ");
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.problems.map(({ code }) => code).join();
  }
}

describe("a .pt keeps the order of the module", () => {
  it.each([
    ["hidden head"],
    ["encoder decoder"],
    ["input hidden output"],
    ["encoder.0 encoder.2 decoder.0 decoder.2"],
    ["net.0 net.2 out"],
    ["stem body.0 body.10 body.2 tail", "stem body.0 body.2 body.10 tail"],
    ["z=3×2 a=2×3"],
    // The order of the module is no chain.
    ["out=1×3 fc=3×2", "width-mismatch"],
    ["trunk=4×2 second=1×4 first=2×4", "width-mismatch"],
    // Numbers are the order, whatever the module's.
    ["fc2 fc1", "fc1 fc2"],
    ["fc10 fc2 fc", "fc fc2 fc10"],
    ["2 0 10", "0 2 10"],
    ["module.2 module.0", "module.0 module.2"],
    ["blocks.1.fc1 blocks.0.fc2 blocks.0.fc1", "blocks.0.fc1 blocks.0.fc2 blocks.1.fc1"],
    ["a=3×2 b=4×5", "width-mismatch"],
    ["trunk=4×2 y=3×4 x=1×4", "width-mismatch"],
  ])("%s", (layers, expected = layers.replace(/=\S+/g, "")) => {
    expect(orderOf(layers, torchOf)).toBe(expected);
  });
});

describe("a file of safetensors does not tell it, unless one order alone fits", () => {
  it.each([
    ["head hidden", "unknown-order"],
    ["decoder encoder", "unknown-order"],
    ["decoder=3×2 encoder=2×3", "unknown-order"],
    ["decoder.0 decoder.2 encoder.0 encoder.2", "unknown-order"],
    ["head=1×3 hidden=3×2", "hidden head"],
    ["a=4×3 b=3×2 c=1×4", "b a c"],
    ["net.0=3×2 net.2=3×3 out=1×3", "net.0 net.2 out"],
    ["fc1 fc2 fc10", "fc1 fc2 fc10"],
    ["layer1 layer2", "layer1 layer2"],
    ["layers.0 layers.10 layers.9", "layers.0 layers.9 layers.10"],
    // Many equal layers cost no time.
    [
      Array.from({ length: 26 }, (_, k) => `n${String.fromCharCode(97 + k)}`).join(" "),
      "unknown-order",
    ],
    [
      `${Array.from({ length: 25 }, (_, k) => `n${String.fromCharCode(97 + k)}`).join(" ")} zz=3×5`,
      "unknown-order",
    ],
  ])("%s", (layers, expected) => {
    expect(orderOf(layers, safetensorsOf)).toBe(expected);
  });
});

describe("layers that stand side by side are no chain, though their sizes would allow one", () => {
  it.each([
    "q k v o",
    "q_proj k_proj v_proj o_proj",
    "attn.query attn.key attn.value attn.out",
    "to_q to_k to_v to_out",
    "W_q W_k W_v",
    "Wq Wk Wv Wo",
    "c_attn c_proj",
    "gate up down",
    "mlp.gate_proj=4×2 mlp.up_proj=4×2 mlp.down_proj=2×4",
    "feed_forward.w1 feed_forward.w2 feed_forward.w3",
    "lora_A lora_B",
    "q_proj.lora_A.default=1×2 q_proj.lora_B.default=2×1",
    "i2h i2o",
    "i2h h2h h2o",
    "trunk head1 head2",
    "trunk policy value",
    "trunk.0 trunk.2 policy_head value_head",
    "trunk heads.0 heads.1",
    "trunk cls_head box_head",
    "actor.0 actor.2 critic.0 critic.2",
    "fc1 fc_mu fc_logvar",
    "shared out_a out_b",
    "experts.0 experts.1",
    "branch1 branch2",
    "left right",
    "generator discriminator",
    "fc1 shortcut",
  ])("%s", (layers) => {
    expect(orderOf(layers, torchOf)).toBe("no-chain");
    expect(orderOf(layers, safetensorsOf)).toBe("no-chain");
  });

  it.each([
    "hidden head",
    "body.0 body.2 head.0 head.2",
    "fc1 fc2 out",
    "key_encoder hidden",
    "up down",
    "i2h h2o",
    "linear_in linear_out",
    "mean_pool classifier",
  ])("%s may be one", (layers) => {
    expect(orderOf(layers, torchOf)).toBe(layers);
  });

  it("which is said with what is there", () => {
    expect(() => linearStack(fileOf("q k v", torchOf), inChain)).toThrow(
      "the weights of `file` are projections of attention, and no linear layers one behind the other: `q` [2, 2], `k` [2, 2], `v` [2, 2]",
    );
    expect(() => linearStack(fileOf("head hidden", safetensorsOf), inChain)).toThrow(
      "do not tell in which order they follow each other: `head` [2, 2], `hidden` [2, 2]",
    );
  });
});

describe("what is no linear layer is answered with a list of what is there", () => {
  it("of all tensors, or of a large file what differs in more than numbers", () => {
    expect(() => linearStack(fileOf("conv=2×1×3×3 fc=2×8", torchOf), inChain)).toThrow(
      "the file has `conv.weight` [2, 1, 3, 3], `conv.bias` [2], `fc.weight` [2, 8], `fc.bias` [2]",
    );
    const blocks = Array.from({ length: 12 }, (_, k) => `blocks.${k}.norm=2 blocks.${k}.fc=2×2`);
    expect(() => linearStack(fileOf(blocks.join(" "), torchOf), inChain)).toThrow(
      "the file has `blocks.*.norm.weight` [2] (12 times), `blocks.*.norm.bias` [2] (12 times), `blocks.*.fc.weight` [2, 2] (12 times), `blocks.*.fc.bias` [2] (12 times)",
    );
  });
});
