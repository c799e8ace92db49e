import type { Slot } from "./abbreviate.js";
import { nodeHeight, nodeWidth } from "./draw-node.js";
import type { Box } from "./geometry.js";
import type { DiagramNode } from "./graph.js";

const leastPitch = 66;
const biasSpace = 26;
const valueSpace = 20;
const wideGap = 156;
const narrowGap = 84;

/** A slot of a column with its place. */
export interface Placed {
  readonly slot: Slot<DiagramNode>;
  readonly box: Box;
  readonly column: number;
  readonly row: number;
}

/** Where each node that is shown stands, by its id and by that of its output. */
export type Places = ReadonlyMap<string, Placed>;

const widthOf = (slot: Slot<DiagramNode>): number => (slot === "dots" ? 0 : nodeWidth(slot));

/** How far apart rows stand, with room for what stands above and below a node. */
function rowPitch(slots: readonly Slot<DiagramNode>[]): number {
  const nodes = slots.filter((slot) => slot !== "dots");
  const biased = nodes.some(({ bias }) => bias) ? biasSpace : 0;
  const isValued = ({ value, output }: DiagramNode): boolean =>
    value !== undefined || output?.value !== undefined;
  return leastPitch + biased + (nodes.some(isValued) ? valueSpace : 0);
}

/** Places the columns from left to right, each centred on the axis; a gap is wide where it has labels. */
export function placeColumns(
  columns: readonly (readonly Slot<DiagramNode>[])[],
  isLabelled: (gapAfter: number) => boolean,
): readonly Placed[] {
  const pitch = rowPitch(columns.flat());
  let left = 0;
  return columns.flatMap((slots, column) => {
    const width = Math.max(0, ...slots.map(widthOf));
    const x = left + width / 2;
    left += width + (isLabelled(column) ? wideGap : narrowGap);
    return slots.map((slot, row) => {
      const y = (row - (slots.length - 1) / 2) * pitch;
      return { slot, column, row, box: { x, y, width: widthOf(slot), height: nodeHeight } };
    });
  });
}

export function placesById(placed: readonly Placed[]): Places {
  const places = new Map<string, Placed>();
  for (const place of placed) {
    if (place.slot === "dots") continue;
    places.set(place.slot.id, place);
    if (place.slot.output) places.set(place.slot.output.id, place);
  }
  return places;
}
