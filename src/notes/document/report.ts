import type { BlockContent, Heading, Root, RootContent } from "mdast";
import type { Diagram } from "../drawing/diagram/node.js";
import type { Language } from "../languages/index.js";
import type { Block } from "../lesson/block.js";
import { blockNodes, type Writer } from "./block-nodes.js";
import type { TemplatePart } from "./template.js";

/** A template with the blocks of each of its markers, in order. */
export interface FilledTemplate {
  readonly parts: readonly TemplatePart[];
  readonly blocks: ReadonlyMap<TemplatePart, readonly Block[]>;
}

/** A document in one language. */
export interface ReportDocument {
  readonly language: Language;
  readonly root: Root;
}

const isHeading = (node: RootContent | undefined): node is Heading => node?.type === "heading";

/** Drops headings of a template that nothing follows before the next heading of their rank. */
function withoutEmptySections(
  nodes: readonly RootContent[],
  fromTemplate: ReadonlySet<RootContent>,
): RootContent[] {
  return nodes.filter((node, place) => {
    if (!isHeading(node) || !fromTemplate.has(node)) return true;
    const next = nodes[place + 1];
    return next !== undefined && !(isHeading(next) && next.depth <= node.depth);
  });
}

/** The document that a filled template makes in the language of the writer. */
export function composeDocument({ parts, blocks }: FilledTemplate, writer: Writer): Root {
  const own = new Set<RootContent>();
  const nodes = parts.flatMap((part): (BlockContent | Diagram | RootContent)[] => {
    if ("marker" in part) return blockNodes(blocks.get(part) ?? [], writer);
    own.add(part.node);
    return [part.node];
  });
  return { type: "root", children: withoutEmptySections(nodes as RootContent[], own) };
}
