import type { Element } from "hast";
import { s } from "hastscript";
import { type Curve, round } from "./geometry.js";
import { paint } from "./palette.js";

const headLength = 8.5;
const headWidth = 7;

const command = (curve: Curve): string => {
  const [start, ...rest] = curve.map(({ x, y }) => `${round(x)} ${round(y)}`);
  return `M${start}${rest.length === 1 ? "L" : "C"}${rest.join(" ")}`;
};

/** An arrow along a curve, drawn with a triangle of its own: markers would need ids, which clash on a page. */
export function drawEdge(curve: Curve, active: boolean): Element {
  const end = curve.at(-1) ?? { x: 0, y: 0 };
  const before = curve.at(-2) ?? end;
  const length = Math.hypot(end.x - before.x, end.y - before.y) || 1;
  const [dx, dy] = [(end.x - before.x) / length, (end.y - before.y) / length];
  const neck = { x: end.x - dx * headLength, y: end.y - dy * headLength };
  const line = [...curve.slice(0, -1), { x: neck.x + dx, y: neck.y + dy }];
  const corner = (side: number): string =>
    `${round(neck.x - (dy * headWidth * side) / 2)} ${round(neck.y + (dx * headWidth * side) / 2)}`;
  return s("g", [
    s("path", {
      d: command(line),
      ...paint(active ? "activeEdge" : "edge"),
      strokeWidth: active ? 2.6 : 1.3,
    }),
    s("path", {
      d: `M${round(end.x)} ${round(end.y)}L${corner(1)} ${corner(-1)}z`,
      ...paint(active ? "activeHead" : "head"),
    }),
  ]);
}
