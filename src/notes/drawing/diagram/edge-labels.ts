import type { Element } from "hast";
import { s } from "hastscript";
import type { Connection } from "./connect.js";
import type { Box, Point } from "./geometry.js";
import type { Edge } from "./graph.js";
import { labelHeight, labelWidth, nameAt, plate, textWidth, wordsAt } from "./label.js";
import { type LabelPlaces, type LabelWish, placeLabels } from "./place-labels.js";

const nameSize = 15.5;
const valueSize = 12;
const space = 5;

/** With more labels than these between two columns nobody reads them. */
const mostLabels = 12;

const valueWidth = ({ value }: Edge): number =>
  value === undefined ? 0 : space + textWidth(value, valueSize);

const nameWidth = ({ label }: Edge): number => (label ? labelWidth(label, nameSize) : 0);

const heightOf = ({ label }: Edge): number => (label ? labelHeight(label, nameSize) : 0);

const wishOf = ({ edge, curve }: Connection): LabelWish => ({
  id: edge.id,
  curve,
  width: nameWidth(edge) + valueWidth(edge) + 8,
  height: heightOf(edge),
});

/** A place for every label, where they are few and all fit. */
const placesOf = (
  connections: readonly Connection[],
  obstacles: readonly Box[],
): LabelPlaces | undefined => {
  const wishes = connections.filter(({ edge }) => edge.label).map(wishOf);
  const curves = connections.map(({ curve }) => curve);
  return wishes.length > mostLabels ? undefined : placeLabels(wishes, curves, obstacles);
};

/**
 * Where the labels stand, by the ids of the edges. Between two columns there are all of them or, where they
 * would not be readable, those of the active edges, or none.
 */
export function placeEdgeLabels(
  connections: readonly Connection[],
  obstacles: readonly Box[],
  isActive: (id: string) => boolean,
): LabelPlaces {
  const columns = new Set(connections.map(({ from }) => from.column));
  const entries = [...columns].flatMap((column) => {
    const beside = connections.filter(({ from }) => from.column === column);
    const active = beside.filter(({ edge }) => isActive(edge.id));
    return [...(placesOf(beside, obstacles) ?? placesOf(active, obstacles) ?? [])];
  });
  return new Map(entries);
}

/** The name of a weight and its value, centred on a point of the edge. */
export function drawEdgeLabel(edge: Edge, { x, y }: Point, active: boolean): Element {
  const width = nameWidth(edge) + valueWidth(edge);
  const start = x - width / 2;
  const parts = [plate({ x, y, width: width + 6, height: heightOf(edge) })];
  if (edge.label) {
    const style = { size: nameSize, color: active ? "activeName" : "name" } as const;
    parts.push(nameAt({ x: start + nameWidth(edge) / 2, y }, edge.label, style));
  }
  if (edge.value !== undefined) {
    const middle = start + nameWidth(edge) + (space + valueWidth(edge)) / 2;
    parts.push(wordsAt({ x: middle, y }, edge.value, { size: valueSize, color: "quiet" }));
  }
  return s("g", parts);
}
