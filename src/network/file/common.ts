import type { Catalog } from "./catalog.js";
import { readChoice, readRow } from "./named-row.js";
import { listReader, textReader } from "./readers.js";
import type { Reading } from "./reading.js";
import type { Entry, Source } from "./source.js";
import type { Located, OptimizerSpec } from "./spec.js";

/** The optional keys that both kinds of network file have. */
export const commonKeys = ["title", "optimizer", "frozen"] as const;

interface Common {
  readonly title: string | undefined;
  readonly optimizer: OptimizerSpec | undefined;
  readonly frozen: readonly Located<string>[];
}

/** Reads what both kinds of network file have in common. */
export function readCommon(
  reading: Reading,
  entries: ReadonlyMap<string, Entry>,
  catalog: Catalog,
): Common {
  const [title, optimizer, frozen] = commonKeys.map((key) => entries.get(key)?.value);
  const names = frozen && listReader("`frozen`", textReader("a name in `frozen`"))(reading, frozen);
  return {
    title: title && textReader("`title`")(reading, title)?.value,
    optimizer: optimizer && readOptimizer(reading, optimizer, catalog),
    frozen: names ?? [],
  };
}

function readOptimizer(
  reading: Reading,
  source: Source,
  catalog: Catalog,
): OptimizerSpec | undefined {
  const choice = readChoice(reading, source, "`optimizer`");
  const row = choice && readRow(reading, choice, "optimizer", catalog.optimizers);
  return row && { name: row.name, options: row.options };
}
