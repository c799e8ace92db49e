import type { Element } from "hast";
import { s } from "hastscript";
import { type Point, round } from "../diagram/geometry.js";
import { wordsAt } from "../diagram/label.js";
import { type Paint, paint } from "../diagram/palette.js";
import type { Scale } from "./scale.js";
import { type TickLabel, tickLabels } from "./tick-label.js";

/** The field of a plot, and how far the plot reaches with its title, numbers and labels; the same for all plots. */
export const frame = {
  left: 84,
  top: 34,
  width: 500,
  height: 270,
  right: 600,
  bottom: 358,
} as const;

const tickSize = 13;
const labelStyle = { size: 13.5, color: "quiet" } as const;

/** The outline of the field. */
export const drawFrame = (colors: Paint): Element =>
  s("rect", {
    x: frame.left,
    y: frame.top,
    width: frame.width,
    height: frame.height,
    strokeWidth: 1.2,
    ...colors,
  });

const gridLine = (d: string): Element => s("path", { d, ...paint("grid"), strokeWidth: 1 });

/** A number with its power of ten, centred on the point or ending there. */
function tickText({ x, y }: Point, anchor: "middle" | "end", label: TickLabel): Element {
  const { digits, exponent } = label;
  const up = round(-0.42 * tickSize);
  return s(
    "text",
    {
      x: round(x),
      y: round(y + tickSize * 0.34),
      textAnchor: anchor,
      fontSize: tickSize,
      ...paint("quiet"),
    },
    [
      s("tspan", digits),
      ...(exponent === undefined
        ? []
        : [s("tspan", { dy: up, fontSize: round(0.75 * tickSize) }, exponent)]),
    ],
  );
}

function numbered({ ticks }: Scale): ReadonlyArray<readonly [number, TickLabel]> {
  const labels = tickLabels(ticks);
  return ticks.flatMap((tick, place) => {
    const label = labels[place];
    return label ? [[tick, label] as const] : [];
  });
}

/** Lines, numbers and the label of the axis below the field. */
export function drawHorizontalAxis(scale: Scale, label: string): readonly Element[] {
  const bottom = frame.top + frame.height;
  const ticks = numbered(scale).flatMap(([tick, number]) => {
    const x = round(frame.left + scale.placeOf(tick) * frame.width);
    return [
      gridLine(`M${x} ${frame.top}V${bottom}`),
      tickText({ x, y: bottom + 15 }, "middle", number),
    ];
  });
  const middle = { x: frame.left + frame.width / 2, y: bottom + 39 };
  return [...ticks, wordsAt(middle, label, labelStyle)];
}

/** Lines, numbers and the label of the axis to the left of the field. */
export function drawVerticalAxis(scale: Scale, label: string): readonly Element[] {
  const right = frame.left + frame.width;
  const ticks = numbered(scale).flatMap(([tick, number]) => {
    const y = round(frame.top + (1 - scale.placeOf(tick)) * frame.height);
    return [
      gridLine(`M${frame.left} ${y}H${right}`),
      tickText({ x: frame.left - 8, y }, "end", number),
    ];
  });
  const turned = s(
    "g",
    { transform: `translate(12 ${frame.top + frame.height / 2}) rotate(-90)` },
    wordsAt({ x: 0, y: 0 }, label, labelStyle),
  );
  return [...ticks, turned];
}
