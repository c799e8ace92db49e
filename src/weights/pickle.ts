import type { ByteReader } from "./byte-reader.js";
import { instructions } from "./pickle-instructions.js";
import { type Machine, type PickleDialect, pop } from "./pickle-machine.js";
import type { PickledValue } from "./pickle-values.js";
import { refuse } from "./tensor-file.js";

const mostBytes = 64 * 2 ** 20;
const stop = 0x2e;

/**
 * Reads pickled data without running anything, from where a reader stands up to their end: only the instructions of
 * our table, and only names of the dialect, which are table rows of ours. Everything else is refused with an
 * InputError that names it.
 */
export function unpickle(reader: ByteReader, dialect: PickleDialect): PickledValue {
  const start = reader.position();
  const machine: Machine = { ...dialect, reader, stack: [], marks: [], memo: new Map() };
  for (let code = reader.byte(); code !== stop; code = reader.byte()) {
    const follow = instructions.get(code);
    if (!follow)
      return refuse(
        "refused-opcode",
        `its pickled data have the instruction 0x${code.toString(16).padStart(2, "0")}, which no state_dict needs`,
      );
    follow(machine);
    if (reader.position() - start > mostBytes)
      refuse("file-too-large", `its pickled data have more than ${mostBytes / 2 ** 20} MB`);
  }
  return pop(machine);
}
