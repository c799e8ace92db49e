import type { PhrasingContent } from "mdast";
import type {} from "mdast-util-math";

/** Chinese letters and punctuation, which Markdown readers take for a part of the formula beside them. */
const wide = /[\u2e80-\uffef\u2014\u2018-\u201d\u2026]/;

/** Inline content with an ASCII space between formulas and Chinese, as in `权重 $w$ ，`. */
export const spaceFormulas = (nodes: readonly PhrasingContent[]): PhrasingContent[] =>
  nodes.map((node, place) => {
    if (node.type !== "text") return node;
    const isBehind = nodes[place - 1]?.type === "inlineMath" && wide.test(node.value.slice(0, 1));
    const isBefore = nodes[place + 1]?.type === "inlineMath" && wide.test(node.value.slice(-1));
    return { ...node, value: (isBehind ? " " : "") + node.value + (isBefore ? " " : "") };
  });
