import { describe, expect, it } from "vitest";
import { InputError, type Problem } from "../../src/errors/problem.js";
import { readTensorFile } from "../../src/weights/read-tensor-file.js";
import {
  archiveOf,
  floats,
  type PickledView,
  pickle,
  pickledState,
  safetensorsAround,
  safetensorsOf,
  stateDictOf,
  torchOf,
  type ZipFile,
  zipOf,
} from "../support/tensor-bytes.js";

function problemOf(bytes: Uint8Array): Problem {
  try {
    readTensorFile("file", bytes);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const [problem, another] = error.problems;
    expect(another).toBeUndefined();
    if (problem) return problem;
  }
  throw new Error("the file was read");
}

const header = (entries: unknown, bytes = 0): Buffer =>
  safetensorsAround(JSON.stringify(entries), Buffer.alloc(bytes));

const tensor = (begin: unknown, end: unknown, shape: unknown = [1], dtype: unknown = "F32") => ({
  dtype,
  shape,
  data_offsets: [begin, end],
});

const claiming = (length: bigint, rest = "{}"): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(length);
  return Buffer.concat([bytes, Buffer.from(rest)]);
};

const state = (pickled: readonly Buffer[]): Buffer =>
  archiveOf(Buffer.concat([pickle.start, ...pickled, pickle.stop]));

const view = (changes: Partial<PickledView>, numbers = 4): Buffer =>
  stateDictOf(
    { w: { storage: "0", length: 4, shape: [2, 2], ...changes } },
    { "0": floats(Array.from({ length: numbers }, (_, k) => k)) },
  );

const zip = (...files: readonly ZipFile[]): Buffer => zipOf(files);
const data = pickledState({});
const calling = (module: string, name: string): readonly Buffer[] => [
  pickle.global(module, name),
  pickle.mark,
  pickle.string("touch /tmp/owned"),
  pickle.tuple,
  pickle.reduce,
];
const repeatedText = (times: number, text: string): Buffer =>
  Buffer.from(text.repeat(times), "latin1");
const repeated = (times: number, byte: string): Buffer => Buffer.alloc(times, byte);

type Row = readonly [about: string, bytes: () => Uint8Array, code: string, message: RegExp];

const files: readonly Row[] = [
  ["nothing", () => Buffer.alloc(0), "empty-file", /it is empty/],
  ["text", () => Buffer.from("these are the weights"), "unsupported-format", /neither/],
  [
    "HDF5",
    () => Buffer.from("\x89HDF\r\n\x1a\n0000000000", "latin1"),
    "unsupported-format",
    /HDF5/,
  ],
  [
    "a pickle without an archive that has no tensors",
    () => Buffer.concat([pickle.start, Buffer.from("N.")]),
    "invalid-state-dict",
    /it has nothing, expected a state_dict/,
  ],
  [
    "a storage that is pickled with other data",
    () =>
      Buffer.concat([
        pickle.start,
        pickle.global("torch.storage", "_load_from_bytes"),
        Buffer.from("C\x03abc\x85R.", "latin1"),
      ]),
    "invalid-state-dict",
    /a storage in it is described in an unknown way/,
  ],
];

const safetensors: readonly Row[] = [
  [
    "a header of 2^63 bytes",
    () => claiming(2n ** 63n),
    "invalid-safetensors",
    /claims 9223372036854776000 bytes, expected at most 100000000/,
  ],
  [
    "a header longer than the file",
    () => claiming(1000n),
    "invalid-safetensors",
    /claims 1000 bytes, but only 2 follow/,
  ],
  ["no header", () => claiming(0n, ""), "invalid-safetensors", /not a JSON object/],
  [
    "a list for a header",
    () => safetensorsAround("[1, 2]"),
    "invalid-safetensors",
    /not a JSON object/,
  ],
  [
    "a header cut off",
    () => safetensorsAround('{"a":{"dtype":"F32"'),
    "invalid-safetensors",
    /not a JSON object/,
  ],
  [
    "a deeply nested header",
    () => safetensorsAround(`{"a":${"[".repeat(200_000)}${"]".repeat(200_000)}}`),
    "invalid-safetensors",
    /the tensor `a` has no `dtype`|not a JSON object/,
  ],
  [
    "bytes that are no UTF-8",
    () => Buffer.concat([claiming(4n, '{"'), Buffer.from([0xff, 0x7d])]),
    "invalid-safetensors",
    /not UTF-8/,
  ],
  [
    "a tensor twice",
    () =>
      safetensorsAround(
        `{"a":${JSON.stringify(tensor(0, 4))},"\\u0061":${JSON.stringify(tensor(4, 8))}}`,
        Buffer.alloc(8),
      ),
    "invalid-safetensors",
    /the key `a` twice/,
  ],
  [
    "a number for a tensor",
    () => header({ a: 1 }),
    "invalid-safetensors",
    /`a` has no description/,
  ],
  [
    "a tensor without a type",
    () => header({ a: { shape: [1], data_offsets: [0, 4] } }, 4),
    "invalid-safetensors",
    /no `dtype`/,
  ],
  [
    "an unknown type",
    () => header({ a: tensor(0, 1, [1], "F8_E4M3") }, 1),
    "unsupported-dtype",
    /type `F8_E4M3`/,
  ],
  [
    "a type named like a property",
    () => header({ a: tensor(0, 4, [1], "constructor") }, 4),
    "unsupported-dtype",
    /`constructor`/,
  ],
  [
    "a negative length",
    () => header({ a: tensor(0, 4, [-1]) }, 4),
    "invalid-safetensors",
    /no `shape` of whole numbers/,
  ],
  [
    "half a length",
    () => header({ a: tensor(0, 4, [0.5]) }, 4),
    "invalid-safetensors",
    /no `shape`/,
  ],
  [
    "too many axes",
    () =>
      header(
        {
          a: tensor(
            0,
            4,
            Array.from({ length: 65 }, () => 1),
          ),
        },
        4,
      ),
    "invalid-safetensors",
    /no `shape`/,
  ],
  [
    "more numbers than memory",
    () => header({ a: tensor(0, 4, [2 ** 40, 2 ** 12]) }, 4),
    "file-too-large",
    /`a` has more than 50000000 numbers/,
  ],
  [
    "a negative offset",
    () => header({ a: tensor(-4, 0) }),
    "invalid-safetensors",
    /no `data_offsets`/,
  ],
  [
    "an end before the begin",
    () => header({ a: tensor(4, 0) }, 4),
    "invalid-safetensors",
    /no `data_offsets`/,
  ],
  [
    "a shape that needs more bytes",
    () => header({ a: tensor(0, 4, [2]) }, 4),
    "invalid-safetensors",
    /shape \[2\] and type F32 needs 8 bytes, but its offsets have 4/,
  ],
  [
    "tensors that overlap",
    () => header({ a: tensor(0, 8, [2]), b: tensor(4, 8) }, 8),
    "invalid-safetensors",
    /`b` begins at byte 4, inside another one, expected 8/,
  ],
  [
    "a hole",
    () => header({ a: tensor(0, 4), b: tensor(8, 12) }, 12),
    "invalid-safetensors",
    /`b` begins at byte 8, after a hole, expected 4/,
  ],
  [
    "bytes behind the tensors",
    () => header({ a: tensor(0, 4) }, 7),
    "invalid-safetensors",
    /need 4 bytes, but 7 follow/,
  ],
  [
    "numbers cut off",
    () => header({ a: tensor(0, 8, [2]) }, 6),
    "invalid-safetensors",
    /need 8 bytes, but 6 follow/,
  ],
  [
    "a NaN",
    () => safetensorsOf({ a: { dtype: "F32", shape: [3], data: [0, Number.NaN, 1] } }),
    "number-not-finite",
    /element 1 of the tensor `a` is NaN/,
  ],
  [
    "an infinite half",
    () => safetensorsOf({ a: { dtype: "F16", shape: [1], data: [0xfc00] } }),
    "number-not-finite",
    /`a` is -Infinity/,
  ],
];

const archives: readonly Row[] = [
  [
    "an archive without data.pkl",
    () => zip({ name: "a.txt", data }),
    "invalid-state-dict",
    /no `data.pkl`/,
  ],
  [
    "two pickles",
    () => zip({ name: "a/data.pkl", data }, { name: "b/data.pkl", data }),
    "invalid-state-dict",
    /more than one `data.pkl`/,
  ],
  [
    "a file twice",
    () => zip({ name: "a/data.pkl", data }, { name: "a/data.pkl", data }),
    "invalid-zip",
    /`a\/data.pkl` twice/,
  ],
  [
    "a TorchScript program",
    () => zip({ name: "m/data.pkl", data }, { name: "m/constants.pkl", data }),
    "invalid-state-dict",
    /TorchScript/,
  ],
  [
    "a compressed file",
    () => zip({ name: "m/data.pkl", data, method: 8 }),
    "invalid-zip",
    /is compressed/,
  ],
  [
    "a size that would unfold",
    () => zip({ name: "m/data.pkl", data, size: 2 ** 32 - 1 }),
    "invalid-zip",
    /not its own, or not there/,
  ],
  [
    "an encrypted file",
    () => zip({ name: "m/data.pkl", data, flags: 1 }),
    "invalid-zip",
    /is encrypted/,
  ],
  [
    "a wrong checksum",
    () => zip({ name: "m/data.pkl", data, checksum: 5 }),
    "invalid-zip",
    /checksum of `m\/data.pkl` is wrong/,
  ],
  [
    "two names for the same bytes",
    () => zip({ name: "a", data }, { name: "a", localName: "b", data, offset: 0 }),
    "invalid-zip",
    /not its own|twice/,
  ],
  [
    "another name in the directory",
    () => zip({ name: "a/data.pkl", localName: "b/data.pkl", data }),
    "invalid-zip",
    /has another name/,
  ],
  [
    "an offset outside of the file",
    () => zip({ name: "a/data.pkl", data, offset: 2 ** 31 }),
    "invalid-zip",
    /not where it says/,
  ],
  [
    "an unknown byte order",
    () => archiveOf(data, {}, "middle"),
    "invalid-state-dict",
    /byte order is `middle`/,
  ],
];

const pickles: readonly Row[] = [
  [
    "a call of the system",
    () => state(calling("posix", "system")),
    "refused-global",
    /load `posix.system`, .* nothing of it was run/,
  ],
  [
    "a call of a built-in",
    () => state(calling("builtins", "exec")),
    "refused-global",
    /`builtins.exec`/,
  ],
  [
    "a name from the stack",
    () => state([pickle.string("os"), pickle.string("popen"), Buffer.from([0x93])]),
    "refused-global",
    /`os.popen`/,
  ],
  [
    "a whole model",
    () => state([pickle.global("torch.nn.modules.container", "Sequential")]),
    "refused-global",
    /`torch.nn.modules.container.Sequential`/,
  ],
  [
    "a name like a property",
    () => state([pickle.global("__proto__", "constructor")]),
    "refused-global",
    /`__proto__.constructor`/,
  ],
  [
    "control characters in a name",
    () => state([pickle.global("os\u001b[2J", "system")]),
    "refused-global",
    /os<U\+001B>/,
  ],
  [
    "an object that is built",
    () =>
      state([pickle.global("collections", "OrderedDict"), pickle.emptyTuple, Buffer.from([0x81])]),
    "refused-opcode",
    /0x81/,
  ],
  [
    "an instance by its name",
    () => state([pickle.mark, Buffer.from("iposix\nsystem\n")]),
    "refused-opcode",
    /0x69/,
  ],
  ["an extension", () => state([Buffer.from([0x82, 1])]), "refused-opcode", /0x82/],
  [
    "a call of a storage",
    () => state([pickle.global("torch", "FloatStorage"), pickle.emptyTuple, pickle.reduce]),
    "invalid-pickle",
    /call `torch.FloatStorage`/,
  ],
  [
    "a call of a text",
    () => state([pickle.string("f"), pickle.emptyTuple, pickle.reduce]),
    "invalid-pickle",
    /call the text `f`/,
  ],
  ["an empty stack", () => state([]), "invalid-pickle", /make no sense/],
  ["a mark that is missing", () => state([pickle.tuple]), "invalid-pickle", /make no sense/],
  [
    "a value that is not remembered",
    () => state([Buffer.from("h\x09")]),
    "invalid-pickle",
    /make no sense/,
  ],
  [
    "a text longer than the file",
    () => state([Buffer.from("X\xff\xff\xff\xff", "latin1")]),
    "invalid-pickle",
    /end too early/,
  ],
  ["a million marks", () => state([repeated(1_000_000, "(")]), "invalid-pickle", /make no sense/],
  [
    "a million nested lists",
    () => state([repeated(1_000_000, "]"), repeated(999_999, "a")]),
    "invalid-state-dict",
    /a list, expected a state_dict/,
  ],
  [
    "a huge integer",
    () => state([Buffer.from([0x8a, 255]), Buffer.alloc(255, 0x11)]),
    "invalid-pickle",
    /too large/,
  ],
  [
    "a key twice",
    () =>
      state([
        Buffer.from("}"),
        pickle.mark,
        ...["a", "1", "a", "2"].map(pickle.string),
        pickle.setItems,
      ]),
    "invalid-pickle",
    /the key `a` twice/,
  ],
  ["a list as a key", () => state([Buffer.from("}]Ns")]), "invalid-pickle", /a list as a key/],
  [
    "a list that holds itself",
    () => state([Buffer.from("]q\x00h\x00a")]),
    "invalid-state-dict",
    /has a list, expected a state_dict/,
  ],
  [
    "lists that share what they hold, 2^60 times",
    () => state([Buffer.from("]q\x00"), repeatedText(60, "](h\x00h\x00eq\x00")]),
    "invalid-state-dict",
    /has a list/,
  ],
  [
    "an object of a known class that is no class of tensors",
    () => state([pickle.global("argparse", "Namespace"), pickle.emptyTuple, Buffer.from([0x81])]),
    "invalid-state-dict",
    /an object `argparse.Namespace`/,
  ],
  ["attributes of a list", () => state([Buffer.from("]Nb")]), "invalid-pickle", /items of a list/],
  [
    "a list for a state_dict",
    () => state([Buffer.from("]")]),
    "invalid-state-dict",
    /has a list, expected a state_dict/,
  ],
  [
    "a checkpoint with more in it",
    () => archiveOf(pickledState({ epoch: pickle.integer(3) })),
    "invalid-state-dict",
    /the number 3 under `epoch`/,
  ],
  [
    "a storage described otherwise",
    () => state([pickle.string("module"), pickle.persistent]),
    "invalid-state-dict",
    /storage in it/,
  ],
  [
    "an unknown storage",
    () => view({ type: "QInt8Storage" }),
    "refused-global",
    /`torch.QInt8Storage`/,
  ],
  [
    "a storage that is not there",
    () => view({ storage: "1" }),
    "invalid-state-dict",
    /`data\/1`, which is not there/,
  ],
  [
    "a storage outside of the archive",
    () => view({ storage: "../../etc/passwd" }),
    "invalid-state-dict",
    /which is not there/,
  ],
  [
    "a storage of another size",
    () => view({}, 3),
    "invalid-state-dict",
    /needs 16 bytes, but has 12/,
  ],
  [
    "a view beyond the storage",
    () => view({ offset: 1 }),
    "invalid-state-dict",
    /`w` reaches beyond the 4 numbers/,
  ],
  [
    "strides beyond the storage",
    () => view({ strides: [3, 1] }),
    "invalid-state-dict",
    /reaches beyond/,
  ],
  [
    "a negative stride",
    () => view({ strides: [-1, 1] }),
    "invalid-state-dict",
    /no storage, offset, shape and strides/,
  ],
  ["a negative offset", () => view({ offset: -1 }), "invalid-state-dict", /no storage, offset/],
  [
    "fewer strides than axes",
    () => view({ strides: [1] }),
    "invalid-state-dict",
    /no storage, offset/,
  ],
  [
    "one number repeated without end",
    () => view({ shape: [2 ** 30, 2 ** 20], strides: [0, 0] }),
    "file-too-large",
    /more than 50000000 numbers/,
  ],
  [
    "many such tensors",
    () =>
      stateDictOf(
        Object.fromEntries(
          Array.from({ length: 51 }, (_, k) => [
            `w${k}`,
            { storage: "0", length: 0, shape: [1000, 1000], strides: [0, 0] },
          ]),
        ),
        { "0": floats([]) },
      ),
    "invalid-state-dict",
    /reaches beyond/,
  ],
  [
    "a NaN",
    () => torchOf({ w: { dtype: "F64", shape: [1], data: [Number.NaN] } }),
    "number-not-finite",
    /`w` is NaN/,
  ],
];

describe.each([
  ["a file", files],
  ["safetensors", safetensors],
  ["an archive", archives],
  ["pickled data", pickles],
])("refuses %s of", (_, rows) => {
  it.each(rows)("%s", (_about, bytes, code, message) => {
    const problem = problemOf(bytes());
    expect(problem.message).toMatch(message);
    expect(problem.message).toMatch(/^cannot read the tensors of `file`: [^\n]+$/);
    expect(problem.message.length).toBeLessThan(400);
    expect(problem.code).toBe(code);
  });
});
