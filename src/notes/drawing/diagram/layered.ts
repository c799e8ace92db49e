import type { Element } from "hast";
import { s } from "hastscript";
import { abbreviate } from "./abbreviate.js";
import { type Connection, connect } from "./connect.js";
import { drawEdge } from "./draw-edge.js";
import { biasRise, drawNode, isAmong, valueDrop } from "./draw-node.js";
import { drawEdgeLabel, placeEdgeLabels } from "./edge-labels.js";
import type { Box, Point } from "./geometry.js";
import type { Column, DiagramNode, LayeredGraph } from "./graph.js";
import { wordsAt } from "./label.js";
import { dim, picture } from "./picture.js";
import { type Placed, placeColumns, placesById } from "./place-columns.js";

const longestColumn = 6;
const titleSize = 14;
/** The same for all titles, so that a diagram measures the same in every language. */
const titleWidth = 120;

type Ids = ReadonlySet<string>;

/** The space that a node takes with its bias and its value. */
function extent({ slot, box }: Placed): Box {
  const above = slot !== "dots" && slot.bias ? biasRise + 12 : box.height / 2;
  const below = valueDrop + 10;
  return { ...box, y: box.y + (below - above) / 2, height: above + below };
}

function drawSlot({ slot, box }: Placed, highlight: Ids | undefined): Element {
  if (slot === "dots") {
    const dots = wordsAt(box, "⋮", { size: 26, color: "quiet" });
    return dim(s("g", [dots]), highlight !== undefined);
  }
  if (!highlight) return drawNode(slot, box, { active: false, bias: "plain" });
  const active = isAmong(slot, highlight);
  const activeBias = slot.bias !== undefined && highlight.has(slot.bias.id);
  const isDimmed = !active && !activeBias;
  const bias = activeBias ? "active" : isDimmed ? "plain" : "dimmed";
  return dim(drawNode(slot, box, { active, bias }), isDimmed);
}

function drawConnections(
  connections: readonly Connection[],
  labels: ReadonlyMap<string, Point>,
  highlight: Ids | undefined,
): readonly Element[] {
  const isActive = ({ edge }: Connection): boolean => highlight?.has(edge.id) === true;
  const inOrder = [
    ...connections.filter((each) => !isActive(each)),
    ...connections.filter(isActive),
  ];
  const isDimmed = (each: Connection): boolean => highlight !== undefined && !isActive(each);
  const lines = inOrder.map((each) => dim(drawEdge(each.curve, isActive(each)), isDimmed(each)));
  const words = inOrder.flatMap((each) => {
    const place = labels.get(each.edge.id);
    return place ? [dim(drawEdgeLabel(each.edge, place, isActive(each)), isDimmed(each))] : [];
  });
  return [...lines, ...words];
}

/** What stands above a column: its title, and the number of its units where dots stand for some. */
function drawTitles(columns: readonly Column[], placed: readonly Placed[], y: number): Titles {
  const boxes: Box[] = [];
  const elements = columns.flatMap(({ title, nodes }, column) => {
    const slots = placed.filter((place) => place.column === column);
    const x = slots[0]?.box.x ?? 0;
    const count = slots.some(({ slot }) => slot === "dots") ? [`n = ${nodes.length}`] : [];
    return [...count, ...(title === undefined ? [] : [title])].map((words, line) => {
      const at = { x, y: y - 18 - line * 20 };
      boxes.push({ ...at, width: titleWidth, height: 20 });
      return wordsAt(at, words, { size: titleSize, color: "quiet" });
    });
  });
  return { elements, boxes };
}

interface Titles {
  readonly elements: readonly Element[];
  readonly boxes: readonly Box[];
}

const curveBoxes = (connections: readonly Connection[]): readonly Box[] =>
  connections.flatMap(({ curve }) => curve.map((point) => ({ ...point, width: 0, height: 0 })));

/**
 * Draws a network, a column for each layer. Wide layers are abbreviated, with what is highlighted kept;
 * labels of edges are left out where they would not be readable.
 */
export function layeredDiagram({ columns, edges, highlight }: LayeredGraph): Element {
  const isKept = (node: DiagramNode): boolean =>
    highlight !== undefined && isAmong(node, highlight);
  const slots = columns.map(({ nodes }) => abbreviate(nodes, longestColumn, isKept));
  const lay = (isLabelled: (gap: number) => boolean) => {
    const placed = placeColumns(slots, isLabelled);
    const connections = connect(edges, placesById(placed));
    return { placed, connections };
  };
  const draft = lay(() => true);
  const obstacles = draft.placed.map(extent);
  const isActive = (id: string): boolean => highlight?.has(id) === true;
  const drafted = placeEdgeLabels(draft.connections, obstacles, isActive);
  const labelled = new Set(
    draft.connections.flatMap(({ edge, from }) => (drafted.has(edge.id) ? [from.column] : [])),
  );
  const { placed, connections } = lay((gap) => labelled.has(gap));
  const boxes = placed.map(extent);
  const labels = placeEdgeLabels(
    connections.filter(({ from }) => labelled.has(from.column)),
    boxes,
    isActive,
  );
  const top = Math.min(...boxes.map(({ y, height }) => y - height / 2));
  const titles = drawTitles(columns, placed, top);
  return picture(
    [
      ...drawConnections(connections, labels, highlight),
      ...placed.map((place) => drawSlot(place, highlight)),
      ...titles.elements,
    ],
    [...boxes, ...titles.boxes, ...curveBoxes(connections)],
  );
}
