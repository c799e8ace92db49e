import type { Element } from "hast";
import { s } from "hastscript";
import { round } from "../diagram/geometry.js";
import { wordsAt } from "../diagram/label.js";
import { paint } from "../diagram/palette.js";
import { picture } from "../diagram/picture.js";
import { drawFrame, drawHorizontalAxis, drawVerticalAxis, frame } from "./axes.js";
import { drawLegend, legendHeight } from "./legend.js";
import { isShown, type Scale, type ScaleKind, scaleOf } from "./scale.js";
import { curvePaint, dotPaint } from "./series-paint.js";

/** What is plotted along one axis; a unit belongs into the label. */
export interface PlotAxis {
  readonly label: string;
  readonly scale: ScaleKind;
}

export interface PlotSeries {
  /** Its name in the legend. */
  readonly name?: string;
  readonly points: ReadonlyArray<readonly [x: number, y: number]>;
  /** A dashed line without dots, for what is expected rather than measured. */
  readonly isGuide?: boolean;
}

export interface LinePlot {
  readonly title: string;
  readonly x: PlotAxis;
  readonly y: PlotAxis;
  readonly series: readonly PlotSeries[];
}

/** With more points than this a line is drawn without dots. */
const mostDots = 60;

const xOf = (scale: Scale, value: number): number =>
  round(frame.left + scale.placeOf(value) * frame.width);
const yOf = (scale: Scale, value: number): number =>
  round(frame.top + (1 - scale.placeOf(value)) * frame.height);

interface Scales {
  readonly x: Scale;
  readonly y: Scale;
}

/** A line through the points that both axes have a place for, interrupted where one is left out, and its dots. */
function drawSeries(
  { points, isGuide = false }: PlotSeries,
  place: number,
  scales: Scales,
): Element {
  const { x, y } = scales;
  let isOpen = false;
  let d = "";
  const dots: Element[] = [];
  for (const [atX, atY] of points) {
    const isVisible = isShown(x.kind, atX) && isShown(y.kind, atY);
    if (isVisible) {
      d += `${isOpen ? "L" : "M"}${xOf(x, atX)} ${yOf(y, atY)}`;
      dots.push(s("circle", { cx: xOf(x, atX), cy: yOf(y, atY), r: 2.6, ...dotPaint(place) }));
    }
    isOpen = isVisible;
  }
  const dashes = isGuide ? { strokeDasharray: "5 5" } : {};
  const line = s("path", { d, ...curvePaint(place), strokeWidth: isGuide ? 1.3 : 1.8, ...dashes });
  return s("g", [line, ...(isGuide || dots.length > mostDots ? [] : dots)]);
}

/**
 * Lines over two axes, linear or logarithmic, as an SVG that has the same measures in every language. A point that
 * a logarithmic axis has no place for, such as an error of 0, is left out, and interrupts its line.
 */
export function linePlot({ title, x, y, series }: LinePlot): Element {
  const shown = series
    .flatMap(({ points }) => points)
    .filter(([atX, atY]) => isShown(x.scale, atX) && isShown(y.scale, atY));
  const scales = {
    x: scaleOf(
      x.scale,
      shown.map(([value]) => value),
    ),
    y: scaleOf(
      y.scale,
      shown.map(([, value]) => value),
    ),
  };
  const legend = drawLegend(series);
  const height = frame.bottom + legendHeight(series);
  const center = { x: frame.left + frame.width / 2, y: 12 };
  const sheet = { x: frame.right / 2, y: height / 2, width: frame.right, height };
  return picture(
    [
      wordsAt(center, title, { size: 15, color: "name" }),
      ...drawHorizontalAxis(scales.x, x.label),
      ...drawVerticalAxis(scales.y, y.label),
      ...series.map((each, place) => drawSeries(each, place, scales)),
      drawFrame(paint("axis")),
      ...legend,
    ],
    [sheet],
  );
}
