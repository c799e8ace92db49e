/** The version of the format that `docs/step-stream.md` describes. */
export const streamVersion = 2;

/** An index with its range, both ends included: `j=1..3`. */
export type StreamAxis = string;

/** A part of a quantity: numbers as decimal texts, row by row, or a formula in the indices of the axes. */
export type StreamPiece =
  | { readonly axes: readonly StreamAxis[]; readonly data: readonly string[] }
  | { readonly axes: readonly StreamAxis[]; readonly formula: string };

/** The model of a stream: all that is needed to compute the loss and to take a step. */
export interface StreamModel {
  readonly loss: string;
  readonly quantities: ReadonlyArray<{
    readonly name: string;
    readonly pieces: readonly StreamPiece[];
  }>;
  readonly optimizer?: {
    readonly constants: ReadonlyArray<readonly [symbol: string, value: string]>;
    /** What the lines read of the time before: the state as it begins, and the number of the step, `t`. */
    readonly state: ReadonlyArray<readonly [symbol: string, value: string]>;
    readonly lines: ReadonlyArray<readonly [symbol: string, formula: string]>;
    /** The quantities that are learned, and the scalars of them that stay as they are. */
    readonly trained: readonly string[];
    readonly frozen: readonly string[];
  };
}

/** One relation of a derivation. What `before` and `after` are depends on the rule. */
export interface StreamStep {
  readonly rule: string;
  readonly place: string;
  readonly before: string;
  readonly after: string;
  /** The free indices of both sides. */
  readonly axes?: readonly StreamAxis[];
  /** What must hold where the rule is used: inside of the domain, off the kinks. */
  readonly conditions?: readonly string[];
}

/** A derivation as data. */
export interface StepStream {
  readonly format: "gradwalk-steps";
  readonly version: number;
  /** Significant digits of the numbers that are rounded. */
  readonly digits: number;
  readonly model: StreamModel;
  /** The scalars whose derivation is walked. */
  readonly targets: readonly string[];
  /** The scalars that have rows; absent if all have. */
  readonly shown?: readonly string[];
  readonly steps: ReadonlyArray<StreamStep & { readonly id: number }>;
}
