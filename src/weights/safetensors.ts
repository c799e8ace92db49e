import { count } from "../errors/count.js";
import { quote } from "../errors/quote.js";
import { duplicateKey } from "./duplicate-keys.js";
import { type FloatType, floatTypes } from "./number-types.js";
import {
  type FileTensor,
  isLength,
  numberBudget,
  type OtherTensor,
  type Purpose,
  readNumbers,
  refuse,
  shapeOf,
  sizeOf,
  type TensorContents,
} from "./tensor-file.js";

/** A type of the format: how many bytes a number has, and as which floating-point number we read it, if as any. */
interface NumberRow {
  readonly bytes: number;
  readonly float?: FloatType;
}

const floating = (float: FloatType): NumberRow => ({ bytes: floatTypes[float].bytes, float });

const types: ReadonlyMap<string, NumberRow> = new Map([
  ["F64", floating("float64")],
  ["F32", floating("float32")],
  ["F16", floating("float16")],
  ["BF16", floating("bfloat16")],
  ["I64", { bytes: 8 }],
  ["U64", { bytes: 8 }],
  ["I32", { bytes: 4 }],
  ["U32", { bytes: 4 }],
  ["I16", { bytes: 2 }],
  ["U16", { bytes: 2 }],
  ["I8", { bytes: 1 }],
  ["U8", { bytes: 1 }],
  ["BOOL", { bytes: 1 }],
]);

const mostHeaderBytes = 100_000_000;
const invalid = "invalid-safetensors";

/** A tensor as the header describes it. */
interface Entry {
  readonly name: string;
  readonly type: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/**
 * Reads a safetensors file: 8 bytes with the length of the header, the header in JSON, the numbers, little-endian.
 * Refuses what is cut off, what overlaps or leaves holes, numbers that are not finite and unknown types, with an
 * InputError. Format: huggingface.co/docs/safetensors.
 */
export function readSafetensors(bytes: Uint8Array, purpose: Purpose): TensorContents {
  const { header, body } = split(bytes);
  const entries = entriesOf(header);
  checkOffsets(entries, body.length);
  const tensors = new Map<string, FileTensor>();
  const others = new Map<string, OtherTensor>();
  const spend = numberBudget();
  for (const { name, type, shape, begin, end } of entries) {
    const dtype = types.get(type)?.float;
    if (!dtype) {
      others.set(name, { type, shape });
      continue;
    }
    spend(sizeOf(name, shape));
    const layout = { dtype, shape, littleEndian: true, placeOf: (element: number) => element };
    const numbers = { ...layout, bytes: body.subarray(begin, end) };
    tensors.set(name, readNumbers(name, numbers, purpose));
  }
  const names = entries.map(({ name }) => name);
  return { tensors, others, numbers: new Map(), names, isOrdered: false };
}

function split(bytes: Uint8Array): { readonly header: string; readonly body: Uint8Array } {
  if (bytes.length < 8) refuse(invalid, `it has ${count(bytes.length, "byte")}, too few`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Number(view.getBigUint64(0, true));
  if (length > mostHeaderBytes)
    refuse(invalid, `its header claims ${length} bytes, expected at most ${mostHeaderBytes}`);
  if (length > bytes.length - 8)
    refuse(
      invalid,
      `its header claims ${count(length, "byte")}, but only ${bytes.length - 8} follow`,
      "the file may be cut off",
    );
  try {
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    return {
      header: decoder.decode(bytes.subarray(8, 8 + length)),
      body: bytes.subarray(8 + length),
    };
  } catch {
    return refuse(invalid, "its header is not UTF-8 text");
  }
}

function parseHeader(header: string): object {
  try {
    const parsed: unknown = JSON.parse(header);
    if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)) return parsed;
  } catch {
    // Told below, as one that is JSON of another kind.
  }
  return refuse(invalid, "its header is not a JSON object");
}

function entriesOf(header: string): readonly Entry[] {
  const parsed = parseHeader(header);
  const twice = duplicateKey(header);
  if (twice !== undefined) refuse(invalid, `its header has the key ${quote(twice)} twice`);
  return Object.entries(parsed)
    .filter(([name]) => name !== "__metadata__")
    .map(([name, entry]) => readEntry(name, entry));
}

function readEntry(name: string, entry: unknown): Entry {
  const named = `the tensor ${quote(name)}`;
  if (typeof entry !== "object" || entry === null)
    return refuse(invalid, `${named} has no description in the header`);
  const fields = new Map<string, unknown>(Object.entries(entry));
  const [type, shape] = [fields.get("dtype"), shapeOf(fields.get("shape"))];
  const offsets = fields.get("data_offsets");
  const [begin, end, ...more]: readonly unknown[] = Array.isArray(offsets) ? offsets : [];
  if (typeof type !== "string") return refuse(invalid, `${named} has no \`dtype\``);
  if (!shape) return refuse(invalid, `${named} has no \`shape\` of whole numbers`);
  if (!isLength(begin) || !isLength(end) || begin > end || more.length > 0)
    return refuse(invalid, `${named} has no \`data_offsets\` with a begin and an end`);
  const known = types.get(type);
  if (!known)
    return refuse(
      "unsupported-dtype",
      `${named} has numbers of the type ${quote(type)}, expected one of ${[...types.keys()].join(", ")}`,
    );
  const needed = sizeOf(name, shape) * known.bytes;
  if (end - begin !== needed)
    refuse(
      invalid,
      `${named} of shape [${shape.join(", ")}] and type ${type} needs ${count(needed, "byte")}, but its offsets have ${end - begin}`,
    );
  return { name, type, shape, begin, end };
}

/** The tensors must lie side by side and fill the file. */
function checkOffsets(entries: readonly Entry[], length: number): void {
  let reached = 0;
  for (const { name, begin, end } of [...entries].sort(
    (a, b) => a.begin - b.begin || a.end - b.end,
  )) {
    if (begin !== reached)
      refuse(
        invalid,
        `the tensor ${quote(name)} begins at byte ${begin}, ${begin < reached ? "inside another one" : "after a hole"}, expected ${reached}`,
      );
    reached = end;
  }
  if (reached !== length)
    refuse(
      invalid,
      `its tensors need ${count(reached, "byte")}, but ${length} follow the header`,
      reached > length ? "the file may be cut off" : undefined,
    );
}
