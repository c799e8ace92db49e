import type { Element } from "hast";
import type { Network } from "../../network/network.js";
import { definitionDiagram } from "../drawing/diagram/definitions.js";
import { layeredDiagram } from "../drawing/diagram/layered.js";
import type { Diagram } from "../drawing/diagram/node.js";
import type { Highlight } from "../lesson/block.js";
import { definitionGraphOf, layeredGraphOf } from "./network-graph.js";
import { pathName } from "./path-name.js";

/** The name of a drawing's file. */
const fileOf = ({ names }: Network, highlight: Highlight | undefined): string =>
  highlight ? `walk-${pathName(names.nameOf(highlight.target))}.svg` : "network.svg";

const svgOf = (network: Network, highlight: Highlight | undefined): Element =>
  network.layered
    ? layeredDiagram(layeredGraphOf(network, network.layered, highlight))
    : definitionDiagram(definitionGraphOf(network, highlight));

/**
 * Draws a network, with the part that a walk uses brought out. Each drawing is made once; documents in several
 * languages show it with a caption of their own.
 */
export function drawerOf(
  network: Network,
): (highlight: Highlight | undefined, alt: string) => Diagram {
  const drawn = new Map<string, Element>();
  return (highlight, alt) => {
    const file = fileOf(network, highlight);
    const svg = drawn.get(file) ?? svgOf(network, highlight);
    drawn.set(file, svg);
    return { type: "diagram", svg, file, alt };
  };
}
