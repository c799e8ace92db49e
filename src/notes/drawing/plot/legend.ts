import type { Element } from "hast";
import { s } from "hastscript";
import { plainFonts } from "../diagram/label.js";
import { paint } from "../diagram/palette.js";
import { frame } from "./axes.js";
import { curvePaint } from "./series-paint.js";

const rowHeight = 20;
const textSize = 13;
const sample = 30;

interface Named {
  readonly name?: string;
  readonly isGuide?: boolean;
}

/** How much space the names of the series take below the plot. */
export const legendHeight = (series: readonly Named[]): number =>
  series.filter(({ name }) => name !== undefined).length * rowHeight;

/** A row for each series that has a name: a piece of its line, and the name. */
export function drawLegend(series: readonly Named[]): readonly Element[] {
  let row = 0;
  return series.flatMap(({ name, isGuide = false }, place) => {
    if (name === undefined) return [];
    const y = frame.bottom + rowHeight * (row++ + 0.5);
    const line = {
      d: `M${frame.left} ${y}h${sample}`,
      strokeWidth: 1.8,
      ...(isGuide && { strokeDasharray: "5 5" }),
    };
    const words = {
      x: frame.left + sample + 10,
      y: y + textSize * 0.34,
      fontSize: textSize,
      ...paint("quiet"),
    };
    return [
      s("g", [s("path", { ...line, ...curvePaint(place) }), s("text", words, wordsOf(name))]),
    ];
  });
}

const wordsOf = (name: string): Element => s("tspan", { fontFamily: plainFonts }, name);
