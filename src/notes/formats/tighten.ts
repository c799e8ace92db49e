import type { Root } from "hast";
import { visit } from "unist-util-visit";

/** Full-width signs bring their own space. */
const closing = /^ +(?=[，。：；、！？）”])/u;
const opening = /(?<=[，。：；、！？（“]) +$/u;

/** Takes out the spaces that Markdown needs between formulas and full-width punctuation, and a page does not. */
export function tighten(root: Root): void {
  visit(root, "text", (node) => {
    node.value = node.value.replace(closing, "").replace(opening, "");
  });
}
