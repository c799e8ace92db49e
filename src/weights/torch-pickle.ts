import { type ByteReader, byteReader } from "./byte-reader.js";
import { unpickle } from "./pickle.js";
import type { Globals } from "./pickle-machine.js";
import { isPickled, type PickledStorage, type PickledValue } from "./pickle-values.js";
import { refuse } from "./tensor-file.js";
import type { PickledFile } from "./torch.js";
import { globals, storageOf, storages } from "./torch-globals.js";

const invalid = "invalid-state-dict";

/** The magic number of PyTorch before 1.6 as its pickled integer has it, 0x1950a86a20f9469cfc6c. */
const magic = [0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19] as const;

/** Where the magic number stands depends on the protocol; nothing else is in its pickled data. */
const startsWithMagic = (bytes: Uint8Array): boolean =>
  Array.from({ length: 16 }, (_, at) => at).some((at) =>
    magic.every((byte, place) => bytes[at + place] === byte),
  );

/**
 * Reads pickled data without an archive around them: what PyTorch before 1.6 wrote, and today's with
 * `_use_new_zipfile_serialization=False`, or a state_dict that Python's own pickle has saved.
 */
export const readPickle = (bytes: Uint8Array): PickledFile =>
  startsWithMagic(bytes) ? readLegacy(bytes) : readPlain(bytes);

/** Magic number, version, how the machine writes numbers, the value; then which storages follow, and these. */
function readLegacy(bytes: Uint8Array): PickledFile {
  const reader = byteReader(bytes);
  const storage = new Map<string, PickledStorage>();
  const dialect = {
    globals,
    persistent: (id: PickledValue) => {
      const found = storageOf(id);
      storage.set(found.key, found);
      return found;
    },
  };
  for (const _ of ["magic number", "version"]) unpickle(reader, dialect);
  const machine = unpickle(reader, dialect);
  const value = unpickle(reader, dialect);
  const keys = unpickle(reader, dialect);
  if (!isPickled(keys, "list")) return refuse(invalid, "it does not list its storages");
  const data = new Map(
    keys.items.map((key) => {
      const found = typeof key === "string" ? storage.get(key) : undefined;
      if (!found) return refuse(invalid, "it lists a storage that none of its tensors has");
      return [found.key, numbersOf(reader, found)] as const;
    }),
  );
  const isLittle = isPickled(machine, "map") && machine.entries.get("little_endian") !== false;
  return { value, littleEndian: isLittle, bytesOf: ({ key }) => data.get(key), placeOf };
}

/** How many numbers a storage has, in 8 bytes, and the numbers. */
function numbersOf(reader: ByteReader, { type, length }: PickledStorage): Uint8Array {
  const [claimed, row] = [reader.unsigned(8), storages.get(type)];
  if (claimed !== length || !row)
    return refuse(invalid, `a storage in it has ${claimed} numbers, expected ${length}`);
  return reader.take(length * row.bytes);
}

const placeOf = ({ key }: PickledStorage): string => `storage ${key}`;

/** `torch.storage._load_from_bytes(bytes)`: a storage that is a file of its own. */
function loadFromBytes([data]: readonly PickledValue[]): PickledValue {
  if (!isPickled(data, "bytes") || !startsWithMagic(data.bytes))
    return refuse(invalid, "a storage in it is described in an unknown way");
  const { value, bytesOf, littleEndian } = readLegacy(data.bytes);
  const bytes = isPickled(value, "storage") ? bytesOf(value) : undefined;
  if (!isPickled(value, "storage") || !bytes || !littleEndian)
    return refuse(invalid, "a storage in it is described in an unknown way");
  return { ...value, bytes };
}

const plainGlobals: Globals = new Map([
  ...globals,
  ["torch.storage._load_from_bytes", { kind: "function", call: loadFromBytes }],
]);

function readPlain(bytes: Uint8Array): PickledFile {
  const persistent = (): never => refuse(invalid, "a storage in it is described in an unknown way");
  return {
    value: unpickle(byteReader(bytes), { globals: plainGlobals, persistent }),
    littleEndian: true,
    bytesOf: () => undefined,
    placeOf,
  };
}
