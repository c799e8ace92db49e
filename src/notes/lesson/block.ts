import type { Instance } from "../../math/model/model.js";
import type { Formula } from "./formula.js";
import type { Sentence } from "./sentence.js";

/** What a lesson consists of: what to show and in which order, without words and without layout. */
export type Block =
  | { readonly kind: "title" | "heading"; readonly sentence: Sentence }
  | { readonly kind: "paragraph"; readonly sentences: readonly Sentence[] }
  | { readonly kind: "display"; readonly lines: readonly Formula[] }
  | { readonly kind: "table"; readonly head: readonly Sentence[]; readonly rows: readonly Row[] }
  | { readonly kind: "list"; readonly items: ReadonlyArray<readonly Block[]> }
  | {
      readonly kind: "diagram";
      readonly caption: Sentence;
      readonly highlight: Highlight | undefined;
    }
  | Plot;

/** Lines over two axes. */
export interface Plot {
  readonly kind: "plot";
  /** The name of its file without language and extension. */
  readonly file: string;
  readonly caption: Sentence;
  readonly title: Sentence;
  readonly x: PlotAxis;
  readonly y: PlotAxis;
  readonly series: readonly PlotSeries[];
}

export interface PlotAxis {
  readonly label: Sentence;
  readonly scale: "linear" | "log";
}

export interface PlotSeries {
  readonly name?: Sentence;
  readonly points: ReadonlyArray<readonly [x: number, y: number]>;
  /** A dashed line for what is expected rather than measured. */
  readonly isGuide?: boolean;
}

/** One row of a table; a cell without anything in it is left empty. */
export type Row = readonly (Formula | Sentence | undefined)[];

/** The part of a diagram that a walk uses. */
export interface Highlight {
  readonly target: Instance;
  readonly instances: readonly Instance[];
  readonly edges: ReadonlyArray<{ readonly from: Instance; readonly to: Instance }>;
}

export const paragraph = (...sentences: readonly Sentence[]): Block => ({
  kind: "paragraph",
  sentences,
});
export const heading = (sentence: Sentence): Block => ({ kind: "heading", sentence });
export const display = (...lines: readonly Formula[]): Block => ({ kind: "display", lines });
