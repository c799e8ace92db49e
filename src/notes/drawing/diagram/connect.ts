import { nodeHeight, valueDrop } from "./draw-node.js";
import type { Curve } from "./geometry.js";
import type { Edge } from "./graph.js";
import type { Placed, Places } from "./place-columns.js";

/** An edge between two nodes that are shown, with its way. */
export interface Connection {
  readonly edge: Edge;
  readonly from: Placed;
  readonly curve: Curve;
}

/** How far above its ends an edge over other columns rises. */
const bowHeight = 84;

/** Space between a node and the tip of an arrow. */
const clearance = 2;

/** Edges leave and arrive a little above or below the middle, so that arrows fan out. */
const fan = (from: number, to: number): number => Math.max(-11, Math.min(11, (to - from) * 0.07));

/** How far below or above its centre an edge leaves a node, past the value that stands below. */
const leave = ({ slot }: Placed, side: number): number =>
  side > 0 && slot !== "dots" && slot.value !== undefined
    ? valueDrop + 9
    : side * (nodeHeight / 2 + clearance);

/** An edge inside of a column: straight between neighbours, otherwise around the right side. */
function inside(a: Placed, b: Placed): Curve {
  const side = Math.sign(b.box.y - a.box.y);
  if (Math.abs(b.row - a.row) === 1)
    return [
      { x: a.box.x, y: a.box.y + leave(a, side) },
      { x: b.box.x, y: b.box.y + leave(b, -side) },
    ];
  const start = { x: a.box.x + a.box.width / 2 + clearance, y: a.box.y };
  const end = { x: b.box.x + b.box.width / 2 + clearance, y: b.box.y };
  return [start, { x: start.x + 50, y: start.y }, { x: end.x + 50, y: end.y }, end];
}

/** An edge to another column: straight to the next one, in a bow above over those between. */
function across(a: Placed, b: Placed): Curve {
  const side = Math.sign(b.column - a.column);
  const start = {
    x: a.box.x + side * (a.box.width / 2 + clearance),
    y: a.box.y + fan(a.box.y, b.box.y),
  };
  const end = {
    x: b.box.x - side * (b.box.width / 2 + clearance),
    y: b.box.y + fan(b.box.y, a.box.y),
  };
  if (Math.abs(b.column - a.column) === 1) return [start, end];
  const reach = (end.x - start.x) / 4;
  const y = Math.min(start.y, end.y) - bowHeight;
  return [start, { x: start.x + reach, y }, { x: end.x - reach, y }, end];
}

/** The edges of which both ends are shown. */
export const connect = (edges: readonly Edge[], places: Places): readonly Connection[] =>
  edges.flatMap((edge) => {
    const [from, to] = [places.get(edge.from), places.get(edge.to)];
    if (!from || !to) return [];
    const curve = from.column === to.column ? inside(from, to) : across(from, to);
    return [{ edge, from, curve }];
  });
