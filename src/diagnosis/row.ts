import { type AllHooks, allHooks, type Hooks } from "./hooks.js";
import type { PlainNetwork } from "./plain-network.js";

/** The line of the derivation at which a mistake enters. */
export type LineKind =
  | "weighted-sum"
  | "activation"
  | "loss"
  | "loss-slope"
  | "slope"
  | "paths"
  | "weight-gradient"
  | "bias-gradient"
  | "over-samples"
  | "update"
  | "everywhere";

/** Where a mistake enters: a kind of line, and the layer (from 0), which is the last one if absent. */
export interface MistakeLine {
  readonly kind: LineKind;
  readonly layer?: number;
}

/**
 * A known mistake of hand-made backpropagation. It changes the derivation of any layered network: what it
 * changes is told as hooks of the one backward pass in `pass.ts`.
 */
export interface MistakeRow<Id extends string = string> {
  /** A public name that stays. `#` in it stands for what the mistake strikes: an output, a layer, digits. */
  readonly id: Id;
  /** What `#` can be in a network, as numbers; absent where there is one such mistake. */
  readonly each?: (plain: PlainNetwork) => readonly number[];
  readonly line: (plain: PlainNetwork, which: number) => MistakeLine;
  /** Ways to make the mistake that are all known by this name; none where the network leaves no room for it. */
  readonly variants: (plain: PlainNetwork, which: number) => readonly Hooks[];
  /** Set where a slip of the pen can strike one gradient and leave others right. */
  readonly isLocal?: true;
}

/** Rows with their ids as a type, so that languages can be asked for a sentence for each. */
export const mistakeRowsOf = <const Id extends string>(
  rows: readonly MistakeRow<Id>[],
): readonly MistakeRow<Id>[] => rows;

/** One mistake that can be made in one network. */
export interface Mistake<Id extends string = string> {
  readonly id: string;
  readonly row: MistakeRow<Id>;
  readonly which: number;
  readonly line: MistakeLine;
  readonly variants: readonly AllHooks[];
}

/** The mistakes of some rows that a network leaves room for. */
export const mistakesIn = <Id extends string>(
  rows: readonly MistakeRow<Id>[],
  plain: PlainNetwork,
): readonly Mistake<Id>[] =>
  rows.flatMap((row) =>
    (row.each?.(plain) ?? [0]).map((which) => ({
      id: row.id.replace("#", String(which)),
      row,
      which,
      line: row.line(plain, which),
      variants: row.variants(plain, which).map(allHooks),
    })),
  );

export const lastLayer = ({ layers }: PlainNetwork): number => layers.length - 1;

/** 1, 2, …, count */
export const upTo = (count: number): readonly number[] =>
  Array.from({ length: Math.max(0, count) }, (_, place) => place + 1);

export const outputsOf = (plain: PlainNetwork): number => plain.layers.at(-1)?.outputs ?? 0;

/** Hooks that exist under a condition. */
export const only = (condition: boolean, ...hooks: readonly Hooks[]): readonly Hooks[] =>
  condition ? hooks : [];
