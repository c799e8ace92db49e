import { type Instance, instanceKey } from "../../math/model/model.js";
import type { Edge } from "../drawing/diagram/graph.js";
import type { Highlight } from "../lesson/block.js";

/**
 * The edges of a walk between instances that are drawn, as `from>to` of a drawing: a way through instances
 * that are not drawn, such as the loss of one sample, is the edge between its ends.
 */
function drawnEdges(
  { edges }: Highlight,
  isDrawn: (id: string) => boolean,
  idOf: (instance: Instance) => string,
): ReadonlySet<string> {
  const used = new Map<string, Instance[]>();
  for (const { from, to } of edges) {
    const key = instanceKey(from);
    used.set(key, [...(used.get(key) ?? []), to]);
  }
  const found = new Set<string>();
  for (const { from } of edges) {
    if (!isDrawn(idOf(from))) continue;
    const passed = new Set<string>();
    const pending = [...(used.get(instanceKey(from)) ?? [])];
    for (let to = pending.pop(); to; to = pending.pop()) {
      const key = instanceKey(to);
      if (passed.has(key)) continue;
      passed.add(key);
      if (isDrawn(idOf(to))) found.add(`${idOf(to)}>${idOf(from)}`);
      else pending.push(...(used.get(key) ?? []));
    }
  }
  return found;
}

/**
 * The ids that a walk passes in a drawing of these nodes; an edge of the drawing carries a weight, so it is
 * known by its ends.
 */
export function highlightIds(
  highlight: Highlight,
  nodes: ReadonlySet<string>,
  edges: readonly Edge[],
  idOf: (instance: Instance) => string,
): ReadonlySet<string> {
  const ids = new Set(highlight.instances.map(idOf));
  const used = drawnEdges(highlight, (id) => nodes.has(id), idOf);
  const target = idOf(highlight.target);
  for (const edge of edges)
    if (edge.id === target || used.has(`${edge.from}>${edge.to}`)) ids.add(edge.id);
  return ids;
}
