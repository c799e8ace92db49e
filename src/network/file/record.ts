import { nearestName } from "../../errors/nearest-name.js";
import { unexpected } from "./readers.js";
import { entriesByKey, listNames, type Reading, report, unknownName } from "./reading.js";
import type { Entry, Source } from "./source.js";

/** The keys that a map may have, and which of them it must have. */
export interface Keys {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

/**
 * The entries of a map with fixed keys. Unknown keys are problems, and so are missing ones unless a misspelled
 * one explains it; `what` names the map.
 */
export function readRecord(
  reading: Reading,
  source: Source,
  what: string,
  { required, optional }: Keys,
): ReadonlyMap<string, Entry> | undefined {
  const known = [...required, ...optional];
  if (source.kind !== "map")
    return unexpected(reading, source, what, `a map with ${listNames(known)}`);
  const entries = new Map<string, Entry>();
  const explained = new Set<string | undefined>();
  for (const [name, entry] of entriesByKey(reading, source.entries)) {
    if (known.includes(name)) entries.set(name, entry);
    else {
      report(reading, entry.key, unknownName("unknown-key", `in ${what}, the key`, name, known));
      explained.add(nearestName(name, known));
    }
  }
  for (const name of required)
    if (!entries.has(name) && !explained.has(name))
      report(
        reading,
        { start: source.start, end: source.start + 1 },
        {
          code: "missing-key",
          message: `${what} has no \`${name}\``,
        },
      );
  return entries;
}
