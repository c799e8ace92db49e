import type { Element } from "hast";
import type {
  DiagramNode,
  Edge,
  LayeredGraph,
} from "../../../../src/notes/drawing/diagram/graph.js";

/** Units `h0`, `h1`, … named h₁, h₂, …. */
export const units = (base: string, count: number): readonly DiagramNode[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `${base}${index}`,
    label: { base, sub: String(index + 1) },
  }));

/** An edge from each node to each, named after its ends. */
export const dense = (from: readonly DiagramNode[], to: readonly DiagramNode[]): readonly Edge[] =>
  from.flatMap((a) =>
    to.map((b) => ({ id: `${a.id}>${b.id}`, from: a.id, to: b.id, label: { base: "w" } })),
  );

/** Layers of these widths, densely connected. */
export function layersOf(...widths: readonly number[]): LayeredGraph {
  const columns = widths.map((width, index) => ({ nodes: units("abcdef"[index] ?? "z", width) }));
  const edges = columns
    .slice(1)
    .flatMap(({ nodes }, index) => dense(columns[index]?.nodes ?? [], nodes));
  return { columns, edges };
}

/** All elements below one, itself included. */
export const descendants = (element: Element): readonly Element[] => [
  element,
  ...element.children.flatMap((child) => (child.type === "element" ? descendants(child) : [])),
];

/** The elements that have a class. */
export const withClass = (element: Element, name: string): readonly Element[] =>
  descendants(element).filter(({ properties }) =>
    [properties.className].flat().some((each) => each === name),
  );

/** All text in order, a text element each. */
export const texts = (element: Element): readonly string[] => {
  const textIn = (node: Element): string =>
    node.children
      .map((child) =>
        child.type === "element" ? textIn(child) : child.type === "text" ? child.value : "",
      )
      .join("");
  return descendants(element)
    .filter(({ tagName }) => tagName === "text")
    .map(textIn);
};
