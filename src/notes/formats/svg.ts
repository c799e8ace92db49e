import type { Element } from "hast";
import { s } from "hastscript";
import rehypeStringify from "rehype-stringify";
import { unified } from "unified";
import type { Diagram } from "../drawing/diagram/node.js";
import { diagramStyle } from "../drawing/diagram-style.js";

/** A sheet of paper behind the drawing: the picture may stand on any ground. */
function sheetOf({ properties }: Element): Element {
  const [x, y, width, height] = String(properties.viewBox).split(" ");
  return s("rect", { className: "sheet", x, y, width, height, rx: 8, fill: "#ffffff" });
}

/** A diagram as the text of an SVG file of its own, titled, light or dark as the reader's system. */
export function svgText({ svg, alt }: Pick<Diagram, "svg" | "alt">): string {
  const { style: _style, ...properties } = svg.properties;
  const file: Element = {
    ...svg,
    properties: { ...properties, role: "img" },
    children: [s("title", alt), s("style", diagramStyle), sheetOf(svg), ...svg.children],
  };
  const processor = unified().use(rehypeStringify, {
    space: "svg",
    closeEmptyElements: true,
    tightSelfClosing: true,
    characterReferences: { useNamedReferences: false },
  });
  return `${processor.stringify({ type: "root", children: [file] })}\n`;
}
