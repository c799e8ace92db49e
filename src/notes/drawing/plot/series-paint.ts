import { type Paint, type PaletteName, paint } from "../diagram/palette.js";

const curves: readonly PaletteName[] = ["curve1", "curve2", "curve3", "curve4"];
const dots: readonly PaletteName[] = ["dot1", "dot2", "dot3", "dot4"];

const nth = (names: readonly PaletteName[], place: number): PaletteName =>
  names[place % names.length] ?? "edge";

/** The colours of the line of a series, by its place among the others. */
export const curvePaint = (place: number): Paint => paint(nth(curves, place));

/** The colours of the dots of a series. */
export const dotPaint = (place: number): Paint => paint(nth(dots, place));
