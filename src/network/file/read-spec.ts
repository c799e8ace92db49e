import { InputError } from "../../errors/problem.js";
import type { Catalog } from "./catalog.js";
import { equationsKeys, readEquations } from "./equations.js";
import { layeredKeys, readLayered } from "./layered.js";
import { readSource } from "./read-source.js";
import { describe } from "./readers.js";
import { startReading } from "./reading.js";
import { isNull, type MapSource } from "./source.js";
import type { Spec } from "./spec.js";

/**
 * Reads a network file (YAML 1.2 or JSON). The catalog says which activations, losses and optimizers there are.
 * All problems of the file are thrown together as one InputError, in the order of their places.
 */
export function readSpec(text: string, catalog: Catalog): Spec {
  const file = withoutMark(text);
  const reading = startReading(file);
  const source = readSource(file, reading.placeOf);
  if (isNull(source)) throw new InputError({ code: "empty-file", message: "the file is empty" });
  if (source.kind !== "map")
    throw new InputError({
      code: "invalid-file",
      message: `the file is ${describe(source)}, expected a map with \`layers\` or \`equations\``,
      place: reading.placeOf({ start: source.start, end: source.start + 1 }),
    });
  const read = isFileOfEquations(source) ? readEquations : readLayered;
  return read(reading, source, catalog);
}

/** Drops a byte order mark; a text with NUL characters has been decoded with the wrong encoding. */
function withoutMark(text: string): string {
  if (text.includes("\u0000"))
    throw new InputError({
      code: "invalid-encoding",
      message: "the file has NUL characters (U+0000), expected text in UTF-8",
      help: "save the file as UTF-8; it may be UTF-16 now",
    });
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}

/** Decided by `layers` or `equations`; where both are missing, by the keys that the file has. */
function isFileOfEquations(source: MapSource): boolean {
  const names = new Set(source.entries.map(({ key }) => key.text));
  if (names.has("layers")) return false;
  if (names.has("equations")) return true;
  const matches = ({ required, optional }: typeof layeredKeys | typeof equationsKeys): number =>
    [...required, ...optional].filter((name) => names.has(name)).length;
  return matches(equationsKeys) > matches(layeredKeys);
}
