import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../../src/check/methods/seeded-random.js";
import { InputError } from "../../src/errors/problem.js";
import { readTensorFile } from "../../src/weights/read-tensor-file.js";
import {
  archiveOf,
  floats,
  pickledState,
  safetensorsOf,
  stateDictOf,
  torchOf,
  type Written,
} from "../support/tensor-bytes.js";

/** One tensor of every type, the 16-bit ones as bit patterns. */
const written: Readonly<Record<string, Written>> = {
  "0.weight": {
    dtype: "F32",
    shape: [2, 3],
    data: [0.1, -0.2, 3, 4e-40, 5e20, -6].map(Math.fround),
  },
  "0.bias": { dtype: "F64", shape: [2], data: [0.1, -1e-300] },
  half: { dtype: "F16", shape: [5], data: [0x3c00, 0xc000, 0x0001, 0x7bff, 0x8000] },
  brain: { dtype: "BF16", shape: [3], data: [0x3f80, 0x4049, 0xbf00] },
  scalar: { dtype: "F32", shape: [], data: [1.5] },
  count: { dtype: "I64", shape: [], data: [7] },
};

const expected = {
  "0.weight": { dtype: "float32", shape: [2, 3], data: written["0.weight"]?.data },
  "0.bias": { dtype: "float64", shape: [2], data: [0.1, -1e-300] },
  half: { dtype: "float16", shape: [5], data: [1, -2, 2 ** -24, 65504, -0] },
  brain: { dtype: "bfloat16", shape: [3], data: [1, 3.140625, -0.5] },
  scalar: { dtype: "float32", shape: [], data: [1.5] },
};

/** What was read, its numbers as plain lists. */
function contents(bytes: Uint8Array) {
  const { tensors, others } = readTensorFile("file", bytes);
  const plain = [...tensors].map(([name, { dtype, shape, data }]) => [
    name,
    { dtype, shape, data: Array.from(data) },
  ]);
  return { tensors: Object.fromEntries(plain), others: Object.fromEntries(others) };
}

describe("tensors are read exactly as they were written", () => {
  it.each<readonly [string, () => Uint8Array, string]>([
    ["safetensors", () => safetensorsOf(written), "I64"],
    ["PyTorch, little-endian", () => torchOf(written), "LongStorage"],
    ["PyTorch, big-endian", () => torchOf(written, "big"), "LongStorage"],
  ])("from a file of %s", (_, bytes, type) => {
    expect(contents(bytes())).toEqual({
      tensors: expected,
      others: { count: { type, shape: [] } },
    });
  });

  it("at any place in memory", () => {
    for (const bytes of [safetensorsOf(written), torchOf(written)])
      for (let shift = 1; shift < 8; shift++) {
        const moved = new Uint8Array(bytes.length + shift).subarray(shift);
        moved.set(bytes);
        expect(contents(moved).tensors).toEqual(expected);
      }
  });

  it("also without a record of the byte order, as PyTorch before 2.1 wrote", () => {
    const views = { w: { storage: "0", length: 1, shape: [1] } } as const;
    expect(contents(stateDictOf(views, { "0": floats([2]) }, undefined)).tensors).toEqual({
      w: { dtype: "float32", shape: [1], data: [2] },
    });
  });

  it("with the strides and offsets of views that share a storage", () => {
    const storage = { storage: "7", length: 12 } as const;
    const bytes = stateDictOf(
      {
        transposed: { ...storage, shape: [3, 2], strides: [1, 3] },
        shifted: { ...storage, offset: 6, shape: [2, 3] },
        repeated: { ...storage, offset: 4, shape: [2, 2], strides: [0, 1] },
        column: { ...storage, offset: 1, shape: [4], strides: [3] },
        empty: { ...storage, shape: [0, 5] },
      },
      { "7": floats(Array.from({ length: 12 }, (_, k) => k)) },
    );
    const { tensors } = readTensorFile("file", bytes);
    expect([...tensors].map(([name, { data }]) => [name, Array.from(data)])).toEqual([
      ["transposed", [0, 3, 1, 4, 2, 5]],
      ["shifted", [6, 7, 8, 9, 10, 11]],
      ["repeated", [4, 5, 4, 5]],
      ["column", [1, 4, 7, 10]],
      ["empty", []],
    ]);
  });

  it.each([2, 3, 4, 5])("as Python pickles them with protocol %i", (protocol) => {
    const file = new URL(`fixtures/protocol-${protocol}.pt`, import.meta.url);
    const { tensors } = readTensorFile("file", readFileSync(file));
    expect([...tensors].map(([name, { data }]) => [name, Array.from(data)])).toEqual([
      ["0.weight", [0.15, 0.2, 0.25, 0.3].map(Math.fround)],
      ["0.bias", [0.35, 0.35].map(Math.fround)],
      ["2.weight", [0.4, 0.5, 0.45, 0.55].map(Math.fround)],
    ]);
  });

  it("of an empty state_dict, nothing", () => {
    expect(contents(archiveOf(pickledState({})))).toEqual({ tensors: {}, others: {} });
  });
});

describe("a damaged file is refused in one line, or read as it is", () => {
  const small: Readonly<Record<string, Written>> = {
    "0.weight": { dtype: "F32", shape: [2, 2], data: [1, 2, 3, 4] },
    "0.bias": { dtype: "F32", shape: [2], data: [5, 6] },
  };

  const refusal = (bytes: Uint8Array): string | undefined => {
    try {
      readTensorFile("file", bytes);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return error.message;
    }
    return undefined;
  };

  it.each([
    ["safetensors", safetensorsOf(small)],
    ["PyTorch", torchOf(small)],
  ])("when a file of %s is cut off anywhere", (_, bytes) => {
    for (let length = 0; length < bytes.length; length++)
      expect(refusal(bytes.subarray(0, length)), `${length} bytes`).toMatch(
        /^cannot read the tensors of `file`: [^\n]+$/,
      );
  });

  it.each([
    ["safetensors", safetensorsOf(small), 1],
    ["PyTorch", torchOf(small), 2],
  ])("when random bytes of a file of %s are wrong", (_, bytes, seed) => {
    const random = seededRandom(seed);
    const refusals = new Set<string>();
    for (let round = 0; round < 3000; round++) {
      const damaged = Uint8Array.from(bytes);
      const changes = 1 + Math.floor(random() * 3);
      for (let k = 0; k < changes; k++)
        damaged[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      const message = refusal(damaged);
      if (message === undefined) continue;
      expect(message).toMatch(/^cannot read the tensors of `file`: [^\n]+$/);
      refusals.add(message);
    }
    expect(refusals.size).toBeGreaterThan(30);
  });

  it("when random bytes of the pickled part are wrong and the checksums right", () => {
    const random = seededRandom(3);
    const state = pickledState({ a: Buffer.from("N"), b: Buffer.from("(t") });
    const refusals = new Set<string>();
    for (let round = 0; round < 3000; round++) {
      const damaged = Uint8Array.from(state);
      damaged[Math.floor(random() * state.length)] = Math.floor(random() * 256);
      const message = refusal(archiveOf(damaged));
      if (message === undefined) continue;
      expect(message).toMatch(/^cannot read the tensors of `file`: [^\n]+$/);
      refusals.add(message);
    }
    expect(refusals.size).toBeGreaterThan(100);
  });
});
