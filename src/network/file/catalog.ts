/** Which numbers an option takes; a bound that is absent does not bind. */
export interface NumberRange {
  readonly atLeast?: number;
  readonly above?: number;
  readonly atMost?: number;
  readonly below?: number;
  readonly not?: number;
}

/** One option of a row. Without a default it must be given. Numbers are decimal texts, so that 0.1 stays one tenth. */
export type OptionSpec =
  | ({ readonly name: string; readonly kind: "number"; readonly default?: string } & NumberRange)
  | ({
      readonly name: string;
      readonly kind: "pair";
      readonly default?: readonly [string, string];
    } & NumberRange)
  | { readonly name: string; readonly kind: "boolean"; readonly default?: boolean };

/** What a file may say about a row of the network: its options, and for losses what it takes as targets. */
export interface CatalogEntry {
  readonly options: readonly OptionSpec[];
  /** Losses: targets may be class indices, counted from 0. */
  readonly classTargets?: true;
  /** Losses: how samples are combined where the file does not say it; mean if absent. */
  readonly reduction?: "sum" | "mean";
}

export type CatalogTable = ReadonlyMap<string, CatalogEntry>;

/** The rows that a network file may name. They live in `network`, so `readSpec` receives them. */
export interface Catalog {
  readonly activations: CatalogTable;
  readonly losses: CatalogTable;
  readonly optimizers: CatalogTable;
  /** How the weight of a drawn layer can be drawn again. */
  readonly initializers: CatalogTable;
}
