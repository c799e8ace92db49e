import type { Element } from "hast";
import type { Node, PhrasingContent } from "mdast";

/**
 * A block of a document that holds a drawing: inlined in HTML, in Markdown an image whose file stands
 * beside the document and is written by the caller (`svgText(diagram.svg)`).
 */
export interface Diagram extends Node {
  readonly type: "diagram";
  readonly svg: Element;
  /** The image's address in Markdown, such as `network.svg`. */
  readonly file: string;
  /** The drawing in one sentence: the image's alternative text, and the caption in HTML. */
  readonly alt: string;
  /** The caption in several languages, in a merged document. */
  readonly caption?: readonly PhrasingContent[];
}

declare module "mdast" {
  interface RootContentMap {
    diagram: Diagram;
  }
  interface BlockContentMap {
    diagram: Diagram;
  }
}
