import type { Root } from "mdast";
import type { Diagram } from "../drawing/diagram/node.js";
import type { KatexAssets } from "./katex-style.js";

/** A document in one language. */
export interface Translated {
  readonly language: PageLanguage;
  readonly root: Root;
}

/** What a format needs to know of a language. */
export interface PageLanguage {
  /** The BCP 47 tag, such as `zh-Hans`. */
  readonly tag: string;
  /** The language's own name for itself: `English`, `中文`. */
  readonly name: string;
  /** What stands above a table of contents. */
  readonly contents: string;
}

/** What formats get from whoever knows the installation. */
export interface FormatContext {
  readonly katex: KatexAssets;
}

/** One kind of file that a document is written as; its name is the extension. */
export interface Format {
  /** The text of the file; `all` are the translations that a file may carry besides the document itself. */
  readonly write: (
    document: Translated,
    all: readonly Translated[],
    context: FormatContext,
  ) => string;
  /** The text of a drawing's file, where drawings stand beside the document. */
  readonly drawings?: (diagram: Pick<Diagram, "svg" | "alt">) => string;
}
