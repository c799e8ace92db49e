import type { Stretch } from "../../errors/place.js";

/** A file as plain nodes with offsets: what YAML and JSON have in common, before anything has a meaning. */
export type Source = ScalarSource | ListSource | MapSource;

export interface ScalarSource extends Stretch {
  readonly kind: "scalar";
  /** The text, without quotation marks and with escapes resolved. */
  readonly text: string;
  /** Only plain scalars can be numbers, booleans or null; quoted and block scalars are texts. */
  readonly style: "plain" | "quoted" | "block";
}

export interface ListSource extends Stretch {
  readonly kind: "list";
  readonly items: readonly Source[];
}

export interface MapSource extends Stretch {
  readonly kind: "map";
  readonly entries: readonly Entry[];
}

export interface Entry {
  readonly key: ScalarSource;
  readonly value: Source;
}

/** Whether a scalar says that there is nothing, as YAML 1.2 has it. */
export const isNull = (source: Source): boolean =>
  source.kind === "scalar" &&
  source.style === "plain" &&
  /^(?:|~|null|Null|NULL)$/.test(source.text);

/** The boolean of a plain `true` or `false`, as YAML 1.2 has it; undefined for everything else. */
export function booleanOf(source: Source): boolean | undefined {
  if (source.kind !== "scalar" || source.style !== "plain") return undefined;
  if (/^(?:true|True|TRUE)$/.test(source.text)) return true;
  return /^(?:false|False|FALSE)$/.test(source.text) ? false : undefined;
}
