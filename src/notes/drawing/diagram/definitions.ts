import type { Element } from "hast";
import { type Arrangement, arrange, type Station } from "./arrange.js";
import { drawEdge } from "./draw-edge.js";
import { drawNode, isAmong, nodeHeight, nodeWidth } from "./draw-node.js";
import { type Box, type Curve, type Point, pointAt } from "./geometry.js";
import type { DefinitionGraph, DiagramNode, Edge, Label } from "./graph.js";
import { labelHeight, labelWidth, nameAt } from "./label.js";
import { dim, picture } from "./picture.js";
import { closingArrows } from "./rank.js";

const rowPitch = 86;
const columnGap = 76;
const loopHeight = 34;
const shiftSize = 15;
const clearance = 2;

/** The box of each station, by its id; a point that an arrow passes has no width. */
function placeStations(
  { columns }: Arrangement<Edge>,
  nodes: ReadonlyMap<string, DiagramNode>,
): ReadonlyMap<string, Box> {
  const boxes = new Map<string, Box>();
  let left = 0;
  for (const column of columns) {
    const widthOf = ({ id }: Station): number => {
      const node = nodes.get(id);
      return node ? nodeWidth(node) : 0;
    };
    const width = Math.max(...column.map(widthOf));
    column.forEach((station, row) => {
      const y = (row - (column.length - 1) / 2) * rowPitch;
      boxes.set(station.id, {
        x: left + width / 2,
        y,
        width: widthOf(station),
        height: nodeHeight,
      });
    });
    left += width + columnGap;
  }
  return boxes;
}

/** A smooth way through the boxes from left to right. */
function wayThrough(boxes: readonly Box[]): Curve {
  const points = boxes.map(({ x, y, width }, index): Point => {
    const reach = width / 2 + clearance;
    return { x: index === 0 ? x + reach : x - reach, y };
  });
  return points.flatMap((point, index) => {
    const last = points[index - 1];
    if (!last) return [point];
    const reach = (point.x - last.x) / 2;
    return [{ x: last.x + reach, y: last.y }, { x: point.x - reach, y: point.y }, point];
  });
}

/** The way of a recurrence: a loop above its node, or below everything back to an earlier node. */
function wayBack(from: Box, to: Box, lowest: number): Curve {
  const edge = nodeHeight / 2 + clearance;
  if (from === to) {
    const y = from.y - edge;
    return [
      { x: from.x + 10, y },
      { x: from.x + 26, y: y - loopHeight },
      { x: from.x - 26, y: y - loopHeight },
      { x: from.x - 10, y },
    ];
  }
  const deep = lowest + rowPitch;
  return [
    { x: from.x, y: from.y + edge },
    { x: from.x, y: deep },
    { x: to.x, y: deep },
    { x: to.x, y: to.y + edge },
  ];
}

/** What stands at an arrow that leads back: by how much an index is shifted on it. */
interface Shift {
  readonly edge: Edge;
  readonly label: Label;
  readonly box: Box;
}

/** Above a loop, below another arrow that leads back. */
function shiftOf(edge: Edge, label: Label, way: Curve): Shift {
  const middle = pointAt(way, 0.5);
  const [width, height] = [labelWidth(label, shiftSize), labelHeight(label, shiftSize)];
  const side = edge.from === edge.to ? -1 : 1;
  return {
    edge,
    label,
    box: { x: middle.x, y: middle.y + side * (height / 2 + 3), width, height },
  };
}

/**
 * Draws definitions as a graph from left to right: an arrow leads from each quantity to those in whose
 * definition it is used, and an arrow that leads back, or around a node, is a recurrence.
 */
export function definitionDiagram({ nodes, edges, highlight }: DefinitionGraph): Element {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const known = edges.filter(({ from, to }) => byId.has(from) && byId.has(to));
  const ids = nodes.map(({ id }) => id);
  const closing = closingArrows(ids, known);
  const arrangement = arrange(
    ids,
    known.filter((edge) => !closing.has(edge)),
  );
  const boxes = placeStations(arrangement, byId);
  const boxOf = (id: string): Box => boxes.get(id) ?? { x: 0, y: 0, width: 0, height: 0 };
  const lowest = Math.max(...[...boxes.values()].map(({ y }) => y));
  const ways = known.map((edge): readonly [Edge, Curve] => {
    const route = arrangement.routes.get(edge);
    return route
      ? [edge, wayThrough(route.map(({ id }) => boxOf(id)))]
      : [edge, wayBack(boxOf(edge.from), boxOf(edge.to), lowest)];
  });
  const shifts = ways.flatMap(([edge, way]): Shift[] =>
    edge.label && closing.has(edge) ? [shiftOf(edge, edge.label, way)] : [],
  );
  const isActive = ({ id }: Edge): boolean => highlight?.has(id) === true;
  const lines = ways.map(([edge, way]) =>
    dim(drawEdge(way, isActive(edge)), highlight !== undefined && !isActive(edge)),
  );
  const drawn = nodes.map((node) => {
    const active = highlight !== undefined && isAmong(node, highlight);
    return dim(
      drawNode(node, boxOf(node.id), { active, bias: "plain" }),
      highlight !== undefined && !active,
    );
  });
  const points = ways.flatMap(([, way]) => way.map((point) => ({ ...point, width: 4, height: 0 })));
  const words = shifts.map(({ edge, label, box }) => {
    const active = isActive(edge);
    const style = { size: shiftSize, color: active ? "activeName" : "name" } as const;
    return dim(nameAt(box, label, style), highlight !== undefined && !active);
  });
  return picture(
    [...lines, ...drawn, ...words],
    [...boxes.values(), ...points, ...shifts.map(({ box }) => box)],
  );
}
