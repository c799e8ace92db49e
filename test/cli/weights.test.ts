import { mkdirSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../../src/check/methods/seeded-random.js";
import { safetensorsOf, torchOf, type Written } from "../support/tensor-bytes.js";
import { filesWritten, gradwalk, read, workInFolder } from "./recording.js";

workInFolder();

const random = seededRandom(9);

const drawn = (...shape: readonly number[]): Written => ({
  dtype: "F32",
  shape,
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => (random() - 0.5) / 8),
});

const small = {
  "0.weight": { dtype: "F32", shape: [2, 2], data: [0.15, 0.2, 0.25, 0.3] },
  "0.bias": { dtype: "F32", shape: [2], data: [0.35, 0.35] },
  "2.weight": { dtype: "F32", shape: [2, 2], data: [0.4, 0.45, 0.5, 0.55] },
  "2.bias": { dtype: "F32", shape: [2], data: [0.6, 0.6] },
} as const;

const sized = `inputs: [0.05, 0.1]
targets: [0.01, 0.99]
layers:
  - linear: { in: 2, out: 2 }
  - sigmoid
  - linear: { in: 2, out: 2 }
  - sigmoid
loss: half_squared_error
weights: model.pt
`;

describe("a network file takes its numbers from the weights file beside it", () => {
  it("from the folder of the network file", async () => {
    mkdirSync("nets");
    writeFileSync("nets/net.yaml", sized);
    writeFileSync("nets/model.pt", torchOf(small));
    const { code, out } = await gradwalk(["gradients", "nets/net.yaml", "--json"]);
    expect(code).toBe(0);
    const { loss, tensors } = JSON.parse(out);
    expect(loss.value).toBeCloseTo(0.2983711087600027, 7);
    // A float32 number is given as the double that it is.
    expect(tensors["0.weight"].value).toEqual([
      [0.15000000596046448, 0.20000000298023224],
      [0.25, 0.30000001192092896],
    ]);
  });

  it("from the current folder where the network file is standard input", async () => {
    writeFileSync("model.pt", torchOf(small));
    const { code } = await gradwalk(["gradients", "-"], sized);
    expect(code).toBe(0);
  });

  it("and shows them on pages in their shortest form, every relation true", async () => {
    writeFileSync("net.yaml", sized);
    writeFileSync("model.pt", torchOf(small));
    const { code } = await gradwalk(["report", "net.yaml", "--format", "md"]);
    expect(code).toBe(0);
    const page = read("output/net/report.en.md");
    expect(page).toContain("w_{1} \\approx 0.15$");
    expect(page).toContain("w_{3} = 0.25$");
    expect(page).toContain("b_{1} \\approx 0.35$");
  });

  it("and shows drawn ones likewise", async () => {
    const file = sized.replace("weights: model.pt", "seed: 0");
    writeFileSync("net.yaml", file);
    const { code } = await gradwalk(["report", "net.yaml", "--format", "md"]);
    expect(code).toBe(0);
    expect(read("output/net/report.en.md")).toContain("w_{1} \\approx -0.005293981$");
  });

  it("a classifier with 101,770 of them, in seconds", async () => {
    const layers = {
      "0.weight": drawn(128, 784),
      "0.bias": drawn(128),
      "2.weight": drawn(10, 128),
    };
    writeFileSync("mnist.safetensors", safetensorsOf({ ...layers, "2.bias": drawn(10) }));
    const written = await gradwalk(["import", "mnist.safetensors", "-o", "mnist.yaml"]);
    expect(written.code).toBe(0);
    const start = performance.now();
    const { code, out } = await gradwalk(["gradients", "mnist.yaml", "--json"]);
    expect(performance.now() - start).toBeLessThan(20_000);
    expect(code).toBe(0);
    const { gradients, tensors } = JSON.parse(out);
    expect(Object.keys(gradients)).toHaveLength(101_770);
    expect(tensors["0.weight"].value[0][0]).toBe(layers["0.weight"].data[0]);
  }, 60_000);
});

describe("what is wrong with the weights is told at their place in the network file", () => {
  it.each<readonly [string, Uint8Array | undefined, string]>([
    [
      "a file that is not there",
      undefined,
      "error[file-not-found]: cannot read `model.pt`: there is no such file or folder",
    ],
    [
      "a file cut off",
      torchOf(small).subarray(0, 300),
      "error[invalid-zip]: cannot read the tensors of `model.pt`: the zip archive has no directory at its end",
    ],
    [
      "other layers",
      torchOf({ "0.weight": small["0.weight"] }),
      "error[missing-tensor]: the weights file `model.pt` has no `0.bias`, and the linear layer 0 has a bias",
    ],
  ])("%s", async (_, bytes, message) => {
    writeFileSync("net.yaml", sized);
    if (bytes) writeFileSync("model.pt", bytes);
    const { code, out, err } = await gradwalk(["gradients", "net.yaml"]);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(`net.yaml:9:10: ${message}`);
  });

  it("a weights file on standard input", async () => {
    writeFileSync("net.yaml", sized.replace("model.pt", "'-'"));
    const { code, err } = await gradwalk(["gradients", "net.yaml"]);
    expect(code).toBe(2);
    expect(err).toContain("net.yaml:9:10: error[invalid-value]: `weights` is `-`");
  });
});

describe("import", () => {
  it("writes a network file that works, and says what it does not know", async () => {
    writeFileSync("model.pt", torchOf(small));
    const { code, out, err } = await gradwalk(["import", "model.pt", "-o", "nets/net.yaml"]);
    expect([code, out]).toEqual([0, "nets/net.yaml"]);
    expect(err.split("\n")).toHaveLength(4);
    for (const word of ["inputs and targets", "activations", "last linear layer", "loss"])
      expect(err).toMatch(new RegExp(`nets/net\\.yaml: note: .*${word}`));
    expect((await gradwalk(["gradients", "nets/net.yaml"])).code).toBe(0);
  });

  it("refers to large weights from where the network file is", async () => {
    mkdirSync("weights");
    writeFileSync(
      "weights/big.pt",
      torchOf({ "fc1.weight": drawn(20, 30), "fc2.weight": drawn(1, 20) }),
    );
    expect((await gradwalk(["import", "weights/big.pt", "-o", "nets/net.yaml"])).code).toBe(0);
    expect(read("nets/net.yaml")).toContain('weights: "../weights/big.pt"');
    expect((await gradwalk(["gradients", "nets/net.yaml"])).code).toBe(0);
  });

  it("prints the file without -o, also of weights on standard input", async () => {
    const { code, out } = await gradwalk(["import", "-"], safetensorsOf(small));
    expect(code).toBe(0);
    expect((await gradwalk(["gradients", "-"], out)).code).toBe(0);
    const large = await gradwalk(["import", "-"], safetensorsOf({ "0.weight": drawn(20, 30) }));
    expect([large.code, large.out]).toEqual([2, ""]);
    expect(large.err).toMatch(/^<stdin>: error\[usage\]: .*standard input has no name/);
  });

  it.each<readonly [string, readonly string[], RegExp]>([
    [
      "the weights themselves",
      ["model.pt", "-o", "./model.pt"],
      /error\[usage\]: `-o` is the file of weights itself/,
    ],
    ["a folder", ["model.pt", "-o", "nets/"], /expected the name of a file/],
    ["a file that is not there", ["none.pt", "-o", "net.yaml"], /error\[file-not-found\]/],
    ["a file that is no weights", ["good.yaml", "-o", "net.yaml"], /error\[unsupported-format\]/],
  ])("refuses %s", async (_, argv, message) => {
    writeFileSync("model.pt", torchOf(small));
    const before = read("model.pt");
    const { code, out, err } = await gradwalk(["import", ...argv]);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(message);
    expect(filesWritten()).toEqual(["model.pt"]);
    expect(read("model.pt")).toBe(before);
  });
});
