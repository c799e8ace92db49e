import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../../src/check/methods/seeded-random.js";
import { InputError } from "../../src/errors/problem.js";
import { isTensorFile, readTensorFile } from "../../src/weights/read-tensor-file.js";
import {
  archiveOf,
  floats,
  type PickledView,
  pickle,
  pickledState,
  pickledTensor,
  torchOf,
  type Written,
} from "../support/tensor-bytes.js";

/** Files that a real PyTorch has written: fixtures/make-with-pytorch.py. */
const fixture = (name: string): Uint8Array =>
  readFileSync(new URL(`fixtures/${name}`, import.meta.url));

/** Names, shapes and numbers. */
function tensorsOf(name: string, purpose: "weights" | "reference" = "weights") {
  const { tensors } = readTensorFile(name, fixture(name), purpose);
  return [...tensors].map(([key, { shape, data }]) => [key, shape.join("×"), Array.from(data)]);
}

/** What is said of a file that cannot be read. */
function refusalOf(bytes: Uint8Array): string | undefined {
  try {
    readTensorFile("file", bytes);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const [problem] = error.problems;
    return `${problem?.code}: ${problem?.message} help: ${problem?.help}`;
  }
  return undefined;
}

function refusal(bytes: Uint8Array): string {
  const message = refusalOf(bytes);
  if (message === undefined) throw new Error("the file was read");
  return message;
}

const text = (value: string): Buffer => Buffer.from(value);
const tensorOf = (storage: number): PickledView => ({
  storage: `${storage}`,
  length: 2,
  shape: [2],
});

const eighths = (first: number, amount: number): readonly number[] =>
  Array.from({ length: amount }, (_, k) => (first + k) / 8);

const state = [
  ["0.weight", "3×2", eighths(1, 6)],
  ["0.bias", "3", eighths(7, 3)],
  ["2.weight", "2×3", eighths(10, 6)],
  ["2.bias", "2", eighths(16, 2)],
];

const prefixed = (prefix: string) => state.map(([name, ...rest]) => [`${prefix}${name}`, ...rest]);

describe("what PyTorch saves is read", () => {
  it.each([
    ["a checkpoint", "checkpoint.pt", state],
    ["one among settings, scores and the state of a generator", "settings.pt", state],
    [
      "one of Lightning, whose callbacks and optimizers have tensors",
      "lightning.ckpt",
      prefixed("model."),
    ],
    ["a state_dict without an archive", "legacy.pt", state],
    ["a checkpoint without an archive or an ending", "legacy-checkpoint", state],
    ["what Python's own pickle has saved", "plain.pkl", state],
    ["parameters", "parameters.pt", state],
    ["float16", "half.pth", state],
    ["bfloat16", "bfloat16.pth", state],
  ])("%s", (_, name, expected) => {
    expect(isTensorFile(fixture(name))).toBe(true);
    expect(tensorsOf(name)).toEqual(expected);
  });

  it("views, parameters with attributes and numbers without axes", () => {
    expect(tensorsOf("views.bin")).toEqual([
      ["transposed", "4×3", [0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11]],
      ["part", "4", [4, 5, 6, 7]],
      ["parameter", "2×2", [4, 5, 6, 7]],
      ["scalar", "", [1.5]],
    ]);
  });
});

describe("what is no state_dict is named, with what to do", () => {
  it.each<readonly [string, RegExp]>([
    ["two-models.pt", /several-state-dicts: .*`model` with 4 tensors, `ema` with 4 tensors/],
    ["list.pt", /list of tensors without names.*help: .*model\.named_parameters/],
    ["module.pt", /refused-global: .*`torch\.nn\.modules\.container\.Sequential`.*state_dict/],
    ["script.pt", /TorchScript.*help: .*torch\.jit\.load/],
    ["arrays.npz", /unsupported-format: .*\.npz archive of NumPy.*help: .*torch\.from_numpy/],
    ["array.npy", /unsupported-format: .*array of NumPy.*help: .*torch\.from_numpy/],
    ["arrays.pkl", /under `0\.weight`, and no tensors.*help: .*torch\.from_numpy/],
    ["model.onnx", /unsupported-format: .*ONNX.*help: .*safetensors/],
  ])("%s", (name, message) => {
    expect(isTensorFile(fixture(name))).toBe(true);
    expect(refusal(fixture(name))).toMatch(message);
  });

  it.each<readonly [string, string, RegExp]>([
    ["HDF5", "\x89HDF\r\n\x1a\n\0\0\0\0", /file of HDF5, as Keras.*help: .*transposed/],
    ["GGUF", "GGUF\x03\0\0\0\0\0\0\0", /file of GGUF/],
    ["gzip", "\x1f\x8b\x08\0\0\0\0\0", /compressed with gzip.*gunzip/],
    [
      "Git LFS",
      "version https://git-lfs.github.com/spec/v1\noid sha256:0\n",
      /pointer of Git LFS.*git lfs pull/,
    ],
    ["tar", `${"a".repeat(257)}ustar\0`, /tar archive/],
  ])("%s", (_, bytes, message) => {
    expect(isTensorFile(Buffer.from(bytes, "latin1"))).toBe(true);
    expect(refusal(Buffer.from(bytes, "latin1"))).toMatch(message);
  });

  it.each(["w1: 0.5\n", "values: {h1: 0.5}\n", '{"w1": 1}', "PK1: 3\n", "é: 1\n", ""])(
    "and the text %j is no file of tensors",
    (text) => {
      expect(isTensorFile(Buffer.from(text))).toBe(false);
    },
  );
});

describe("a damaged file of today's PyTorch is refused in one line, or read as it is", () => {
  it.each(["legacy.pt", "plain.pkl", "settings.pt", "checkpoint.pt"])("%s cut off", (name) => {
    const bytes = fixture(name);
    for (let length = 0; length < bytes.length; length += 3)
      expect(refusal(bytes.subarray(0, length))).toMatch(/^[a-z-]+: [^\n]+$/);
  });
});

describe("when random bytes are wrong, too", () => {
  it.each([
    ["legacy.pt", 1],
    ["plain.pkl", 2],
    ["legacy-checkpoint", 3],
  ])("%s", (name, seed) => {
    const [bytes, random] = [fixture(name), seededRandom(seed)];
    const refusals = new Set<string>();
    for (let round = 0; round < 1500; round++) {
      const damaged = Uint8Array.from(bytes);
      damaged[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      const message = refusalOf(damaged);
      if (message === undefined) continue;
      expect(message).toMatch(/^[a-z-]+: [^\n]+$/);
      refusals.add(message);
    }
    expect(refusals.size).toBeGreaterThan(30);
  });
});

describe("gradients", () => {
  const nan: Written = { dtype: "F32", shape: [2], data: [1, Number.NaN] };

  it("may be no numbers, where they are to be judged", () => {
    const { tensors } = readTensorFile("file", torchOf({ "0.bias": nan }), "reference");
    expect([...(tensors.get("0.bias")?.data ?? [])]).toEqual([1, Number.NaN]);
  });

  const beside = (path: string) => {
    const map = (value: number) =>
      Buffer.concat([
        text("}"),
        pickle.mark,
        pickle.string("0.bias"),
        pickledTensor(tensorOf(value)),
        pickle.setItems,
      ]);
    return { [path]: map(0), state_dict: map(1) };
  };

  it.each(["grads", "gradients", "model.grad"])(
    "under `%s`, beside weights, are those to be judged",
    (path) => {
      const storages = { "0": floats([1, 2]), "1": floats([3, 4]) };
      const bytes = archiveOf(pickledState(beside(path)), storages);
      const numbers = (purpose: "weights" | "reference") =>
        Array.from(readTensorFile("file", bytes, purpose).tensors.get("0.bias")?.data ?? []);
      expect([numbers("reference"), numbers("weights")]).toEqual([
        [1, 2],
        [3, 4],
      ]);
    },
  );
});
