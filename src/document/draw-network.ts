import type { Highlight } from "../lesson/block.js";
import type { Network } from "../network/network.js";
import { definitionDiagram } from "./diagram/definitions.js";
import { layeredDiagram } from "./diagram/layered.js";
import type { Diagram } from "./diagram/node.js";
import { definitionGraphOf, layeredGraphOf } from "./network-graph.js";

/** The name of a drawing's file, without characters that a path could stumble over. */
const fileOf = ({ names }: Network, highlight: Highlight | undefined): string =>
  highlight
    ? `walk-${names
        .nameOf(highlight.target)
        .replace(/[^\p{L}\p{N}]+/gu, "-")
        .replace(/-$/, "")}.svg`
    : "network.svg";

/** The diagram of a network, with the part that a walk uses brought out. */
export function drawNetwork(
  network: Network,
  highlight: Highlight | undefined,
  alt: string,
): Diagram {
  const svg = network.layered
    ? layeredDiagram(layeredGraphOf(network, network.layered, highlight))
    : definitionDiagram(definitionGraphOf(network, highlight));
  return { type: "diagram", svg, file: fileOf(network, highlight), alt };
}
