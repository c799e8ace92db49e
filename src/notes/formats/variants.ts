import type { Node, PhrasingContent } from "mdast";

/** The same words in several languages, of which a page shows one. */
export interface Variants extends Node {
  readonly type: "variants";
  readonly variants: readonly Variant[];
}

/** The words in one language, a BCP 47 tag such as `zh-Hans`. */
export interface Variant {
  readonly language: string;
  readonly children: PhrasingContent[];
}

declare module "mdast" {
  interface PhrasingContentMap {
    variants: Variants;
  }
  interface RootContentMap {
    variants: Variants;
  }
}
