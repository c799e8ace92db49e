import type { Element } from "hast";
import { s } from "hastscript";
import { type Box, round } from "./geometry.js";
import { uprightFonts } from "./label.js";

const margin = 10;

/** A picture is shrunk to the width of its page as long as it can be read, and scrolled beyond that. */
const leastScale = 0.4;

/** How faint everything is that a highlight leaves out. */
const faint = "0.3";

/** What a highlight leaves out is dimmed. */
export const dim = (element: Element, dimmed: boolean): Element =>
  dimmed ? { ...element, properties: { ...element.properties, opacity: faint } } : element;

/** An SVG picture that is just large enough for the boxes. */
export function picture(children: readonly Element[], boxes: readonly Box[]): Element {
  const left = Math.min(...boxes.map(({ x, width }) => x - width / 2)) - margin;
  const top = Math.min(...boxes.map(({ y, height }) => y - height / 2)) - margin;
  const right = Math.max(...boxes.map(({ x, width }) => x + width / 2)) + margin;
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height / 2)) + margin;
  const [width, height] = [round(right - left), round(bottom - top)];
  return s(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      className: "diagram",
      viewBox: `${round(left)} ${round(top)} ${width} ${height}`,
      width,
      height,
      fontFamily: uprightFonts,
      textRendering: "geometricPrecision",
      style: `min-width:${Math.ceil(width * leastScale)}px`,
    },
    [...children],
  );
}
