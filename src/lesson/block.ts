import type { Instance } from "../model/model.js";
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
  | PlotBlock;

/** Curves over two axes. */
export interface PlotBlock {
  readonly kind: "plot";
  /** What its file is called, without the language and the extension. */
  readonly file: string;
  readonly caption: Sentence;
  readonly title: Sentence;
  readonly x: PlotBlockAxis;
  readonly y: PlotBlockAxis;
  readonly series: readonly { readonly points: readonly (readonly [number, number])[] }[];
}

interface PlotBlockAxis {
  readonly label: Sentence;
  readonly scale: "linear" | "log";
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
