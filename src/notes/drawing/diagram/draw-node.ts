import type { Element } from "hast";
import { s } from "hastscript";
import { drawEdge } from "./draw-edge.js";
import { type Box, round } from "./geometry.js";
import type { DiagramNode, Named, NodeKind } from "./graph.js";
import { labelWidth, nameAt, textWidth, wordsAt } from "./label.js";
import { paint, palette } from "./palette.js";
import { dim } from "./picture.js";

export const nodeHeight = 42;
/** How far a bias stands above the centre of its node, and a value below. */
export const biasRise = nodeHeight / 2 + 27;
export const valueDrop = nodeHeight / 2 + 13;

const nameSize = 19;
const biasSize = 15;
const valueSize = 12.5;
const valueStyle = { size: valueSize, color: "quiet" } as const;

const partWidth = ({ label, value }: Named): number =>
  Math.max(nodeHeight, labelWidth(label, nameSize) + 20, textWidth(value ?? "", valueSize) + 8);

/** The names that a node shows side by side. */
const partsOf = (node: DiagramNode): readonly Named[] =>
  node.output ? [node, node.output] : [node];

export const nodeWidth = (node: DiagramNode): number =>
  partsOf(node).reduce((sum, part) => sum + partWidth(part), 0);

/** Whether a node or its output is among these. */
export const isAmong = (node: DiagramNode, ids: ReadonlySet<string>): boolean =>
  ids.has(node.id) || (node.output !== undefined && ids.has(node.output.id));

export interface NodeStyle {
  readonly active: boolean;
  readonly bias: "plain" | "active" | "dimmed";
}

/** A short arrow down into the node, with the bias and its value at the tail. */
function drawBias({ label, value }: Named, { x, y }: Box, active: boolean): Element {
  const end = y - nodeHeight / 2 - 1;
  const [nameWidth, gap] = [labelWidth(label, biasSize), 5];
  const width = value === undefined ? nameWidth : nameWidth + gap + textWidth(value, valueSize);
  const row = y - biasRise;
  const name = { x: x - width / 2 + nameWidth / 2, y: row };
  const tail = { x, y: row + 11 };
  return s("g", [
    drawEdge([tail, { x, y: end }], active),
    nameAt(name, label, { size: biasSize, color: active ? "activeName" : "name" }),
    ...(value === undefined
      ? []
      : [wordsAt({ x: name.x + (width + gap) / 2, y: row }, value, valueStyle)]),
  ]);
}

function drawShape(kind: NodeKind, { x, y, width }: Box, active: boolean): Element {
  const colors = paint(kind);
  return s("rect", {
    x: round(x - width / 2),
    y: round(y - nodeHeight / 2),
    width: round(width),
    height: nodeHeight,
    rx: kind === "given" ? 8 : nodeHeight / 2,
    ...colors,
    strokeWidth: active ? 2.6 : 1.4,
    ...(active && { ...palette.activeNode, className: [colors.className, "activeNode"] }),
  });
}

/** The line between the two names of a node. */
const drawDivider = (kind: NodeKind, x: number, y: number): Element =>
  s("path", {
    d: `M${round(x)} ${round(y - nodeHeight / 2 + 7)}v${nodeHeight - 14}`,
    ...paint(kind),
    strokeWidth: 1,
    opacity: 0.7,
  });

/** A node in its box: a pill with its names, the values below, a bias above. */
export function drawNode(node: DiagramNode, box: Box, style: NodeStyle): Element {
  const kind = node.kind ?? "unit";
  const drawn: Element[] = [drawShape(kind, box, style.active)];
  let start = box.x - box.width / 2;
  for (const part of partsOf(node)) {
    const x = start + partWidth(part) / 2;
    if (part !== node) drawn.push(drawDivider(kind, start, box.y));
    drawn.push(nameAt({ x, y: box.y }, part.label, { size: nameSize, color: "name" }));
    if (part.value !== undefined)
      drawn.push(wordsAt({ x, y: box.y + valueDrop }, part.value, valueStyle));
    start += partWidth(part);
  }
  if (!node.bias) return s("g", drawn);
  const bias = drawBias(node.bias, box, style.bias === "active");
  return s("g", [dim(bias, style.bias === "dimmed"), ...drawn]);
}
